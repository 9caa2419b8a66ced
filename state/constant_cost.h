/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What keeps the cost of a loop a function of its marks alone. None of these is
 * an instruction; they keep a compiler from rearranging code around marks.
 */
#ifndef CONSTANT_COST_H
#define CONSTANT_COST_H

/* Knowing nothing of @variable from before. */
#define OPAQUE(variable) __asm__ volatile("" : "+r"(variable))

/*
 * At the head of a loop: what follows stays in one copy. The empty lines count
 * as instructions when a compiler weighs whether a copy pays.
 */
#define ONE_COPY(variable) __asm__ volatile("\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n" : "+r"(variable))

/*
 * Code between two of these whose @label no other place has is not merged with
 * equal code elsewhere: a way with a mark keeps code of its own behind the mark.
 */
#define OWN_CODE(label, variable) __asm__ volatile("# " label : "+r"(variable))

/* What uses @variable, whose address was taken, reads it from memory again: an instruction of its own for a way with a mark. */
#define READ_AGAIN(variable) __asm__ volatile("" : "+m"(variable))

#endif
