// SPDX-License-Identifier: Apache-2.0
#include "vector.h"

#include <errno.h>
#include <stdlib.h>

#include "region.h"

int vector_init(struct vector *vector, const char *region, uint32_t count, uint32_t size, const char *spec)
{
	if (count == 0 || size == 0)
		return -EINVAL;
	vector->cells = region_allocate(count, size);
	if (!vector->cells)
		return -ENOMEM;
	vector->size = size;
	vector->count = count;
	region_register(region, vector->cells, size, count, "%s", spec);
	return 0;
}

void vector_free(struct vector *vector)
{
	free(vector->cells);
	vector->cells = NULL;
}
