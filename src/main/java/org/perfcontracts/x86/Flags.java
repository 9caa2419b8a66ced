package org.perfcontracts.x86;

import java.util.function.Supplier;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * How results set the status flags. The forms matter to the simplifier: a comparison of a and b sets CARRY to "a below
 * b" and OVERFLOW to "a less than b, exclusive or SIGN", so that the conditions which programs test, such as SIGN unlike
 * OVERFLOW, come out as one comparison.
 */
final class Flags {
    private Flags() {
    }

    /** The flags of {@code result = a + b}. */
    static void addition(Machine machine, Term a, Term b, Term result) {
        Terms terms = machine.terms();
        machine.setFlag(Flag.CARRY, () -> terms.ult(result, a));
        overflowOfAddition(machine, a, b, result);
    }

    /** The flags of {@code result = a + b + carry}. */
    static void addition(Machine machine, Term a, Term b, Term carry, Term result) {
        machine.setFlag(Flag.CARRY, () -> carryOfAddition(machine.terms(), a, carry, result));
        overflowOfAddition(machine, a, b, result);
    }

    /** The carry out of {@code result = a + b + carry}. */
    static Term carryOfAddition(Terms terms, Term a, Term carry, Term result) {
        return terms.or(terms.ult(result, a), terms.and(carry, terms.eq(result, a)));
    }

    /** The flags of {@code result = a + 1}, all but CARRY. */
    static void increment(Machine machine, Term a, Term result) {
        overflowOfAddition(machine, a, machine.terms().constant(a.width(), 1), result);
    }

    private static void overflowOfAddition(Machine machine, Term a, Term b, Term result) {
        Terms terms = machine.terms();
        machine.setFlag(Flag.OVERFLOW, () -> terms.and(
                terms.xor(sign(terms, a), sign(terms, result)), terms.xor(sign(terms, b), sign(terms, result))));
        adjust(machine, a, b, result);
        ofResult(machine, result);
    }

    /** The flags of {@code result = a - b}. */
    static void subtraction(Machine machine, Term a, Term b, Term result) {
        Terms terms = machine.terms();
        machine.setFlag(Flag.CARRY, () -> terms.ult(a, b));
        decrement(machine, a, b, result);
    }

    /** The flags of {@code result = a - b}, all but CARRY. */
    static void decrement(Machine machine, Term a, Term b, Term result) {
        Terms terms = machine.terms();
        machine.setFlag(Flag.OVERFLOW, () -> terms.xor(terms.slt(a, b), sign(terms, result)));
        adjust(machine, a, b, result);
        ofResult(machine, result);
        machine.setFlag(Flag.ZERO, () -> terms.eq(a, b));
    }

    /** The flags of {@code result = a - b - borrow}. */
    static void subtraction(Machine machine, Term a, Term b, Term borrow, Term result) {
        Terms terms = machine.terms();
        machine.setFlag(Flag.CARRY, () -> terms.or(terms.ult(a, b), terms.and(borrow, terms.eq(a, b))));
        machine.setFlag(Flag.OVERFLOW, () -> terms.and(
                terms.xor(sign(terms, a), sign(terms, b)), terms.xor(sign(terms, a), sign(terms, result))));
        adjust(machine, a, b, result);
        ofResult(machine, result);
    }

    /** The flags of a bitwise operation. */
    static void logic(Machine machine, Term result) {
        clear(machine, Flag.CARRY, Flag.OVERFLOW);
        undefine(machine, Flag.ADJUST);
        ofResult(machine, result);
    }

    /** SIGN, ZERO and PARITY, which depend on the result alone. */
    static void ofResult(Machine machine, Term result) {
        Terms terms = machine.terms();
        machine.setFlag(Flag.ZERO, zero(terms, result));
        machine.setFlag(Flag.SIGN, () -> sign(terms, result));
        machine.setFlag(Flag.PARITY, () -> parity(terms, result));
    }

    /** Whether a value is zero. */
    static Supplier<Term> zero(Terms terms, Term value) {
        return () -> terms.eq(value, terms.constant(value.width(), 0));
    }

    /** The top bit. */
    static Term sign(Terms terms, Term value) {
        return terms.extract(value, value.width() - 1, value.width() - 1);
    }

    /** Whether the number of bits set in the low byte is even. */
    static Term parity(Terms terms, Term value) {
        Term nibble = terms.xor(terms.extract(value, 7, 4), terms.extract(value, 3, 0));
        Term pair = terms.xor(terms.extract(nibble, 3, 2), terms.extract(nibble, 1, 0));
        return terms.not(terms.xor(terms.extract(pair, 1, 1), terms.extract(pair, 0, 0)));
    }

    private static void adjust(Machine machine, Term a, Term b, Term result) {
        Terms terms = machine.terms();
        machine.setFlag(Flag.ADJUST, () -> terms.xor(
                terms.xor(terms.extract(a, 4, 4), terms.extract(b, 4, 4)), terms.extract(result, 4, 4)));
    }

    /** Leaves flags undefined. */
    static void undefine(Machine machine, Flag... flags) {
        for (Flag flag : flags) {
            machine.undefineFlag(flag);
        }
    }

    /** Clears flags. */
    static void clear(Machine machine, Flag... flags) {
        for (Flag flag : flags) {
            machine.setFlag(flag, machine.terms().no());
        }
    }
}
