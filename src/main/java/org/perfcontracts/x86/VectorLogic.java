package org.perfcontracts.x86;

import java.util.function.BinaryOperator;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Bitwise operations, and the tests that set flags from them. */
final class VectorLogic {
    private static final int QUAD = 64;

    private interface Operation {
        Term apply(Terms terms, Term a, Term b);
    }

    private VectorLogic() {
    }

    static void declare(VectorTable table) {
        bitwise(table, Terms::and, "pand", "andps", "andpd");
        bitwise(table, (terms, a, b) -> terms.and(terms.not(a), b), "pandn", "andnps", "andnpd");
        bitwise(table, Terms::or, "por", "orps", "orpd");
        bitwise(table, Terms::xor, "pxor", "xorps", "xorpd");
        table.both("ptest", VectorLogic::test);
        table.vex("vtestps", frame -> testSigns(frame, 32));
        table.vex("vtestpd", frame -> testSigns(frame, 64));
    }

    private static void bitwise(VectorTable table, Operation operation, String... mnemonics) {
        for (String mnemonic : mnemonics) {
            table.both(mnemonic, frame -> {
                Terms terms = frame.terms();
                frame.finish(bitwise(frame.lanes(), frame.first(), frame.second(), (a, b) -> operation.apply(terms, a, b)));
            });
        }
    }

    /** A constant side is taken in short pieces, for the simplifier makes extracts only of masks with few runs. */
    private static Term bitwise(Lanes lanes, Term a, Term b, BinaryOperator<Term> operation) {
        boolean isKnown = a instanceof Constant || b instanceof Constant;
        return !isKnown || a.width() < QUAD ? operation.apply(a, b) : lanes.zip(a, b, QUAD, operation);
    }

    private static void test(VectorFrame frame) {
        setFlags(frame, frame.source(0), frame.source(1));
    }

    private static void testSigns(VectorFrame frame, int lane) {
        Lanes lanes = frame.lanes();
        setFlags(frame, lanes.signs(frame.source(0), lane), lanes.signs(frame.source(1), lane));
    }

    /** ZF: the tested bits are all clear in the first; CF: they are all set. */
    private static void setFlags(VectorFrame frame, Term a, Term b) {
        Terms terms = frame.terms();
        Lanes lanes = frame.lanes();
        Machine machine = frame.machine();
        machine.setFlag(Flag.ZERO, () -> isZero(terms, bitwise(lanes, a, b, terms::and)));
        machine.setFlag(Flag.CARRY, () -> isZero(terms, bitwise(lanes, a, b, (x, y) -> terms.and(terms.not(x), y))));
        machine.setFlag(Flag.OVERFLOW, terms.no());
        machine.setFlag(Flag.SIGN, terms.no());
        machine.setFlag(Flag.ADJUST, terms.no());
        machine.setFlag(Flag.PARITY, terms.no());
    }

    private static Term isZero(Terms terms, Term bits) {
        return terms.eq(bits, terms.constant(bits.width(), 0));
    }
}
