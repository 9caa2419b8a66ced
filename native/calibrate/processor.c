/* SPDX-License-Identifier: Apache-2.0 */
/* What the processor says of itself, by cpuid, or the system by files. */
#include <cpuid.h>
#include <stdio.h>
#include <string.h>

#include "calibrate.h"

#define DATA_CACHE 1
#define UNIFIED_CACHE 3
#define HYPERVISOR (1u << 31)

static void vendor(char *name)
{
	unsigned eax, ebx = 0, ecx = 0, edx = 0;

	__get_cpuid(0, &eax, &ebx, &ecx, &edx);
	memcpy(name, &ebx, 4);
	memcpy(name + 4, &edx, 4);
	memcpy(name + 8, &ecx, 4);
	name[12] = 0;
}

static void brand(char *name)
{
	unsigned words[12] = { 0 };

	for (unsigned i = 0; i < 3; i++)
		__get_cpuid(0x80000002 + i, &words[4 * i], &words[4 * i + 1], &words[4 * i + 2], &words[4 * i + 3]);
	memcpy(name, words, 48);
	name[48] = 0;
	name[strcspn(name, "\r\n")] = 0;
}

static unsigned feature_word(void)
{
	unsigned eax, ebx, ecx = 0, edx;

	__get_cpuid(1, &eax, &ebx, &ecx, &edx);
	return ecx;
}

void processor_tell(void)
{
	unsigned eax = 0, ebx, ecx, edx, family, model;
	char of[13], name[49];

	vendor(of);
	brand(name);
	__get_cpuid(1, &eax, &ebx, &ecx, &edx);
	family = (eax >> 8 & 15) + ((eax >> 8 & 15) == 15 ? eax >> 20 & 255 : 0);
	model = (eax >> 4 & 15) | (eax >> 12 & 0xf0);
	printf("vendor %s\nprocessor %s\nfamily %u\nmodel %u\nvirtual %s\n", of, name, family, model,
	       feature_word() & HYPERVISOR ? "yes" : "no");
}

bool processor_has_crc32(void)
{
	return feature_word() & bit_SSE4_2;
}

bool processor_has_aes(void)
{
	return feature_word() & bit_AES;
}

bool processor_has_popcnt(void)
{
	return feature_word() & bit_POPCNT;
}

/* Leaf 4 of Intel and leaf 0x8000001d of AMD have one form. */
static size_t from_leaf(unsigned leaf, int level)
{
	for (unsigned index = 0; index < 16; index++) {
		unsigned eax, ebx, ecx, edx, kind;

		if (!__get_cpuid_count(leaf, index, &eax, &ebx, &ecx, &edx) || !(eax & 31))
			return 0;
		kind = eax & 31;
		if ((kind == DATA_CACHE || kind == UNIFIED_CACHE) && (int)(eax >> 5 & 7) == level)
			return (size_t)((ebx >> 22) + 1) * ((ebx >> 12 & 1023) + 1) * ((ebx & 4095) + 1) * ((size_t)ecx + 1);
	}
	return 0;
}

static size_t from_files(int level)
{
	for (int index = 0; index < 8; index++) {
		char path[96], kind[32] = "";
		int found = 0;
		size_t kilobytes = 0;
		FILE *file;

		snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu0/cache/index%d/level", index);
		file = fopen(path, "r");
		if (!file)
			return 0;
		if (fscanf(file, "%d", &found) != 1)
			found = 0;
		fclose(file);
		snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu0/cache/index%d/type", index);
		file = fopen(path, "r");
		if (file && fscanf(file, "%31s", kind) != 1)
			kind[0] = 0;
		if (file)
			fclose(file);
		snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu0/cache/index%d/size", index);
		file = fopen(path, "r");
		if (file && fscanf(file, "%zuK", &kilobytes) != 1)
			kilobytes = 0;
		if (file)
			fclose(file);
		if (found == level && strcmp(kind, "Instruction") && kilobytes)
			return kilobytes << 10;
	}
	return 0;
}

size_t processor_cache(int level)
{
	size_t bytes = from_leaf(4, level);

	if (!bytes)
		bytes = from_leaf(0x8000001d, level);
	return bytes ? bytes : from_files(level);
}
