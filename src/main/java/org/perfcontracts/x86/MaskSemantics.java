package org.perfcontracts.x86;

import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Instructions on the mask registers of AVX-512. The letter at the end of a mnemonic says how many low bits they work on; those above become zero. */
final class MaskSemantics {
    private interface Operation {
        Term apply(Terms terms, Term a, Term b);
    }

    private MaskSemantics() {
    }

    static void declare(VectorTable table) {
        for (VectorLane lane : VectorLane.values()) {
            int width = lane.width();
            String suffix = lane.suffix();
            table.vex("kmov" + suffix, frame -> frame.finish(source(frame, 1, width)));
            table.vex("knot" + suffix, frame -> frame.finish(frame.terms().not(source(frame, 1, width))));
            both(table, "kand" + suffix, width, Terms::and);
            both(table, "kandn" + suffix, width, (terms, a, b) -> terms.and(terms.not(a), b));
            both(table, "kor" + suffix, width, Terms::or);
            both(table, "kxor" + suffix, width, Terms::xor);
            both(table, "kxnor" + suffix, width, (terms, a, b) -> terms.not(terms.xor(a, b)));
            both(table, "kadd" + suffix, width, Terms::add);
            table.vex("kshiftl" + suffix, frame -> frame.finish(frame.terms().shl(source(frame, 1, width), frame.immediate())));
            table.vex("kshiftr" + suffix, frame -> frame.finish(frame.terms().lshr(source(frame, 1, width), frame.immediate())));
            table.vex("kortest" + suffix, frame -> testEither(frame, width));
            table.vex("ktest" + suffix, frame -> testBoth(frame, width));
        }
        unpack(table, "kunpckbw", 8);
        unpack(table, "kunpckwd", 16);
        unpack(table, "kunpckdq", 32);
    }

    private static Term source(VectorFrame frame, int index, int width) {
        return frame.source(index, width);
    }

    private static void both(VectorTable table, String mnemonic, int width, Operation operation) {
        table.vex(mnemonic, frame -> frame.finish(operation.apply(frame.terms(), source(frame, 1, width), source(frame, 2, width))));
    }

    private static void unpack(VectorTable table, String mnemonic, int half) {
        table.vex(mnemonic, frame -> frame.finish(frame.terms().concat(source(frame, 1, half), source(frame, 2, half))));
    }

    private static void testEither(VectorFrame frame, int width) {
        Terms terms = frame.terms();
        Term either = terms.or(source(frame, 0, width), source(frame, 1, width));
        setFlags(frame.machine(), terms.eq(either, terms.constant(width, 0)), terms.eq(either, terms.constant(width, -1)));
    }

    private static void testBoth(VectorFrame frame, int width) {
        Terms terms = frame.terms();
        Term first = source(frame, 0, width);
        Term second = source(frame, 1, width);
        Term zero = terms.constant(width, 0);
        setFlags(frame.machine(), terms.eq(terms.and(first, second), zero), terms.eq(terms.and(terms.not(first), second), zero));
    }

    private static void setFlags(Machine machine, Term zero, Term carry) {
        machine.setFlag(Flag.ZERO, zero);
        machine.setFlag(Flag.CARRY, carry);
        Flags.clear(machine, Flag.OVERFLOW, Flag.SIGN, Flag.ADJUST, Flag.PARITY);
    }
}
