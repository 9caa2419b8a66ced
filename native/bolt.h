/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bolt.h - marks for Bolt, the deriver of performance contracts
 *
 *	bolt_pcv("flows.expired");	passages of this point are counted: a PCV
 *	bolt_class("dropped");		a packet that passes this point is in that class
 *	bolt_state("flows.cells", cells, 16, 64, "next:u32 0..63, -4, stamp:u64");
 *					this memory is state: any content is possible
 *
 * What follows is about marks; bolt_state() is explained where it stands.
 *
 * The name is a string literal: letters, digits, '.', '_' and '-'. A name may be marked in many places; its count
 * is the sum of their passages. Copies of a mark that the compiler makes (inlining, unrolling, cloning) are marks too.
 *
 * A mark is a statement of C or C++, for gcc and clang. It emits no instruction. It writes a note into the
 * section .note.bolt, which is not loaded:
 *
 *	4 bytes		5, the size of the owner's name
 *	4 bytes		size of the description
 *	4 bytes		type: 1 PCV, 2 class
 *	8 bytes		owner: "bolt", NUL, three bytes of padding
 *	8 bytes		description: the link-time address of the point,
 *	n bytes		then the mark's name, NUL, padding to a multiple of 4
 *
 * Where a mark can mislead: it has the address of the instruction after it. If a marked way does nothing of its own
 * between the mark and the point where other ways join it, they pass that address too and count as marked:
 * "if (x) bolt_pcv("a");" counts always, and of two ways "bolt_class("a"); return 0;" and "bolt_class("b"); return 0;"
 * one may run through the other's mark. So put a mark at the beginning of a way that does something
 * no other way does: that returns a value of its own, say.
 *
 * What a mark can cost: the compiler keeps it where it is in the flow of control. A loop with a mark is not
 * vectorised and may not be unrolled; a branch with a mark does not become a conditional move; ways with different
 * marks are not merged, even if they do the same; clang reads again after a mark what it has read from memory before
 * it, so keep in a variable what both sides of a mark need; independent instructions may change places. Hence ship
 * the binary that was analysed, with its marks; or leave the source as it is and name the same points in the
 * target's bolt.yaml. Functions with marks stay in the program although nothing calls them and --gc-sections is given.
 */
#ifndef BOLT_H
#define BOLT_H

#include <stdint.h>

#define bolt_pcv(name)		BOLT_MARK("1", name)
#define bolt_class(name)	BOLT_MARK("2", name)

/* A compiler guesses an asm's size from its lines; "inline" says that it is nothing, so that inlining stays as it is. */
#if defined(__clang__) || __GNUC__ >= 9
#define BOLT_ASM __asm__ __inline__ __volatile__
#else
#define BOLT_ASM __asm__ __volatile__
#endif

/*
 * Numbered labels may be defined again and again, so every copy of the asm has its own. The section flag "?" puts the
 * note into the section group of the function, if it has one, to be kept or dropped with it (C++ inline functions).
 */
#define BOLT_MARK(type, name)					\
	BOLT_ASM("990:\n"					\
		 "\t.pushsection .note.bolt, \"?\", @note\n"	\
		 "\t.balign 4\n"				\
		 "\t.long 5, 993f - 992f, " type "\n"		\
		 "\t.asciz \"bolt\"\n"				\
		 "\t.balign 4\n"				\
		 "992:\t.quad 990b\n"				\
		 "\t.asciz \"" name "\"\n"			\
		 "993:\t.balign 4\n"				\
		 "\t.popsection" ::)

/*
 * A region of abstract state: an array whose content at some moment is one of many that it can have. Bolt derives what
 * holds for each of them.
 */
struct bolt_region {
	char name[48];
	uint64_t address;	/* of the first element */
	uint64_t element_size;	/* in bytes */
	uint64_t count;		/* of elements */
	char spec[184];		/* the fields of an element */
};

#define BOLT_REGIONS_MAX 64

#ifdef __cplusplus
extern "C" {
#endif
/*
 * The regions of this program, for Bolt to read in the running process by these names. Weak: every object file that
 * includes this header has them, and the program has them once.
 */
__attribute__((weak, visibility("default"), used)) struct bolt_region bolt_regions[BOLT_REGIONS_MAX];
__attribute__((weak, visibility("default"), used)) uint64_t bolt_region_count;
/* How many calls were in vain: too many regions, or a text too long. Bolt refuses a program where it is not 0. */
__attribute__((weak, visibility("default"), used)) uint64_t bolt_region_lost;
#ifdef __cplusplus
}
#endif

/*
 * Registers an array as abstract state. To be called while the program initialises, once for each array that packets
 * change; never while a packet is processed.
 *
 * @name	"instance.part", letters, digits, '_' and '-' on either side of the first dot: which data structure, and
 *		which of its arrays ("flows.cells"). A PCV is given the instance's name: what a mark calls "map.t" is
 *		"flows.t" where the code behind it works on arrays of flows.
 * @spec	what an element may hold: its fields from the first byte on, with commas between, without gaps. Blanks
 *		separate words and mean nothing else.
 *
 *	busy:u32 0..1		an unsigned number, and the values that it can have, both ends included, decimal or
 *				hexadecimal with 0x
 *	next:u32 0..63 | 0xffffffff
 *				the same with several ranges, or single values: an index, or "none"; the bar may be left out
 *	stamp:u64		the same with any value
 *	mac:[6]			6 bytes of any value
 *	key:*16			a pointer to 16 bytes of any value; Bolt gives each element an object of its own. It may be null
 *				in an element that is not in use, if nothing asks whether it is
 *	limits:->{most:u32 0..9, used:u32}
 *				a pointer to an object with fields of its own, which is one region more, where the pointer leads
 *				before the first packet; with a number, "->64 {...}", to that many objects one behind the other.
 *				In several elements each pointer leads to one of the objects, or is null if one is null then
 *	-8			8 bytes that nobody looks at
 *
 * Elements that hold something else, as the first ones of an array that are heads of lists, are groups of their own, with
 * semicolons between and in the order of the array; their fields have the same names and places:
 *
 *	[0..1]: next:u32 2..63, weight:u32 0; [2..]: next:u32 0..63, weight:u32 1..7
 *
 * Numbers have 1 to 64 bits. They are in the processor's byte order, and those that are no whole bytes follow each other
 * from the lowest bit on, as bit fields do: "hop:u24 0..255, valid:u1, extended:u1, depth:u6" is one word of 32 bits.
 * The sizes add up to @element_size. What a field may hold must hold at every moment between two packets: Bolt refuses a
 * program that has something else there before the first one; a range that a packet can break makes the contract wrong,
 * or have an assumption.
 */
static inline void bolt_state(const char *name, const void *address, uint64_t element_size, uint64_t count,
			      const char *spec)
{
	struct bolt_region *region;
	unsigned int i;

	if (bolt_region_count >= BOLT_REGIONS_MAX) {
		bolt_region_lost++;
		return;
	}
	region = &bolt_regions[bolt_region_count];
	for (i = 0; i < sizeof(region->name) - 1 && name[i]; i++)
		region->name[i] = name[i];
	bolt_region_lost += name[i] != 0;
	region->name[i] = 0;
	for (i = 0; i < sizeof(region->spec) - 1 && spec[i]; i++)
		region->spec[i] = spec[i];
	bolt_region_lost += spec[i] != 0;
	region->spec[i] = 0;
	region->address = (uint64_t)(uintptr_t)address;
	region->element_size = element_size;
	region->count = count;
	bolt_region_count++;
}

#endif
