/**
 * x86-64: decoding, and what each instruction does to a state. {@link Machine} is all that an instruction sees of the
 * world, so the same semantics run under the symbolic executor and in the comparison with the CPU.
 * Source of every definition: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.
 */
package org.perfcontracts.x86;
