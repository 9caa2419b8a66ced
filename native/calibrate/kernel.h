/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How code that is timed is written: BODY is gone round TURNS times, after SETUP and before END. The registers rax, rcx, rdx, r8 to r15 and all
 * vector registers are its own; %[data] is what it works on.
 */
#ifndef BOLT_KERNEL_H
#define BOLT_KERNEL_H

#define REPEAT(times, body) ".rept " #times "\n\t" body "\n\t.endr\n\t"

#define GENERAL_REGISTERS "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"
#define VECTOR_REGISTERS \
	"xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", \
	"xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"

#define KERNEL(name, setup, body, end) \
	static void name(long turns, void *data) \
	{ \
		asm volatile(setup "\n\t" \
			     ".p2align 6\n" \
			     "1:\t" body "\n\t" \
			     "dec %[turns]\n\t" \
			     "jnz 1b\n\t" \
			     end \
			     : [turns] "+r"(turns) \
			     : [data] "r"(data) \
			     : GENERAL_REGISTERS, VECTOR_REGISTERS, "cc", "memory"); \
	}

/* An instruction for each of ten general registers, all but rdx, or for each of fifteen vector registers, all but the last. */
#define ON_GENERAL(of) \
	of("rax") of("rcx") of("r8") of("r9") of("r10") of("r11") of("r12") of("r13") of("r14") of("r15")
#define ON_VECTORS(of) \
	of("xmm0") of("xmm1") of("xmm2") of("xmm3") of("xmm4") of("xmm5") of("xmm6") of("xmm7") \
	of("xmm8") of("xmm9") of("xmm10") of("xmm11") of("xmm12") of("xmm13") of("xmm14")

#endif
