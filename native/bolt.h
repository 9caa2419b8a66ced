/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bolt.h - marks for Bolt, the deriver of performance contracts
 *
 *	bolt_pcv("flows.expired");	passages of this point are counted: a PCV
 *	bolt_class("dropped");		a packet that passes this point is in that class
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

#endif
