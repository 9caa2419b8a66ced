/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An array of elements of one size, as abstract state.
 *
 * Invariant: none but what the spec says of an element.
 */
#ifndef VECTOR_H
#define VECTOR_H

#include <stdint.h>

struct vector {
	uint8_t *cells;
	uint32_t size;		/* of an element, in bytes */
	uint32_t count;
};

/*
 * @region is its name, @spec says what an element may hold (see bolt_state()).
 * Returns 0, or a negative errno: -EINVAL, -ENOMEM.
 */
int vector_init(struct vector *vector, const char *region, uint32_t count, uint32_t size, const char *spec);
void vector_free(struct vector *vector);

/* The element @index, which is less than the count. */
static inline void *vector_at(const struct vector *vector, uint32_t index)
{
	return vector->cells + (uint64_t)index * vector->size;
}

#endif
