// SPDX-License-Identifier: Apache-2.0
#include "double_map.h"

#include <errno.h>

#include "region.h"

int double_map_init(struct double_map *map, const struct double_map_config *config)
{
	char name[REGION_NAME_MAX];
	struct map_config keys = {
		.region = name,
		.capacity = 2 * config->capacity,
		.values = config->capacity,
		.key_size = config->key_size,
		.seed = config->seed,
		.equal = config->equal,
		.hash = config->hash,
	};
	int status;

	if (config->key_a + config->key_size > config->value_size || config->key_b + config->key_size > config->value_size)
		return -EINVAL;
	map->key_a = config->key_a;
	map->key_b = config->key_b;
	region_name(name, config->instance, "a");
	status = map_init(&map->a, &keys);
	if (status)
		return status;
	region_name(name, config->instance, "b");
	status = map_init(&map->b, &keys);
	if (status)
		return status;
	region_name(name, config->instance, "values");
	return vector_init(&map->values, name, config->capacity, config->value_size, config->value_spec);
}

void double_map_free(struct double_map *map)
{
	map_free(&map->a);
	map_free(&map->b);
	vector_free(&map->values);
}

bool double_map_get_a(const struct double_map *map, const void *key, uint32_t *index)
{
	return map_get(&map->a, key, index);
}

bool double_map_get_b(const struct double_map *map, const void *key, uint32_t *index)
{
	return map_get(&map->b, key, index);
}

bool double_map_get(const struct double_map *map, uint32_t which, const void *key, uint32_t *index)
{
	return map_get(which ? &map->b : &map->a, key, index);
}

void double_map_put(struct double_map *map, uint32_t index)
{
	const uint8_t *value = double_map_value(map, index);

	map_put(&map->a, value + map->key_a, index);
	map_put(&map->b, value + map->key_b, index);
}

void double_map_erase(struct double_map *map, uint32_t index)
{
	const uint8_t *value = double_map_value(map, index);

	map_erase(&map->a, value + map->key_a, index);
	map_erase(&map->b, value + map->key_b, index);
}
