package org.perfcontracts.x86;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One decoded instruction at its place.
 *
 * @param address of its first byte
 * @param length bytes
 * @param mnemonic lower case, as Zydis names it; interned
 * @param operands shown and hidden ones, in the order of Zydis
 * @param operandWidth effective operand size in bits
 * @param addressWidth effective address size in bits: 64 or 32
 * @param evex what only EVEX says; {@link Evex#NONE} for every other encoding
 * @param text Intel syntax, for people
 */
public record Instruction(long address, int length, String mnemonic, Encoding encoding, Flow flow, Set<Prefix> prefixes,
                          int operandWidth, int addressWidth, List<Operand> operands, Evex evex, String text) {
    /** How an instruction is encoded; decides what becomes of the upper half of a vector register. */
    public enum Encoding {
        /** Without VEX: the upper half of a written vector register stays. */
        LEGACY,
        /** With VEX: the bits of a vector register above the result become zero. */
        VEX,
        /** With EVEX: as with VEX, perhaps under a mask. */
        EVEX,
        /** XOP and others that have no semantics here. */
        OTHER
    }

    /** Where execution goes after an instruction. */
    public enum Flow {
        NEXT, JUMP, CONDITIONAL, CALL, RETURN
    }

    /** The prefixes that change what an instruction does. */
    public enum Prefix {
        REP, REPE, REPNE, LOCK
    }

    /** The address after this instruction. */
    public long next() {
        return address + length;
    }

    /** The operand of the given index. */
    public Operand operand(int index) {
        return operands.get(index);
    }

    /** Whether it has the given prefix. */
    public boolean has(Prefix prefix) {
        return prefixes.contains(prefix);
    }

    /** Whether it is any kind of jump: not a call, not a return. */
    public boolean isBranch() {
        return flow == Flow.JUMP || flow == Flow.CONDITIONAL;
    }

    /** Whether it is a jump that may go on to the next instruction. */
    public boolean isConditional() {
        return flow == Flow.CONDITIONAL;
    }

    /** Whether it is a call. */
    public boolean isCall() {
        return flow == Flow.CALL;
    }

    /** Whether it is a return. */
    public boolean isReturn() {
        return flow == Flow.RETURN;
    }

    /** Where a direct jump or call goes; empty for all other instructions. */
    public OptionalLong target() {
        boolean jumps = isBranch() || isCall();
        if (jumps && !operands.isEmpty() && operands.get(0) instanceof Operand.ImmediateOperand immediate) {
            return OptionalLong.of(immediate.value());
        }
        return OptionalLong.empty();
    }

    /** The address in hexadecimal and the text. */
    @Override
    public String toString() {
        return "0x" + Long.toHexString(address) + ": " + text;
    }
}
