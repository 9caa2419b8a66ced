package org.perfcontracts.x86;

import java.util.List;
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
        boolean whole = !(a instanceof Constant) && !(b instanceof Constant);
        return whole ? operation.apply(a, b) : lanes.zip(a, b, QUAD, operation);
    }

    private static void test(VectorFrame frame) {
        setFlags(frame, frame.source(0), frame.source(1));
    }

    private static void testSigns(VectorFrame frame, int lane) {
        setFlags(frame, signs(frame, frame.source(0), lane), signs(frame, frame.source(1), lane));
    }

    private static Term signs(VectorFrame frame, Term vector, int lane) {
        Terms terms = frame.terms();
        List<Term> bits = frame.lanes().split(vector, lane).stream()
                .map(part -> terms.extract(part, lane - 1, lane - 1)).toList();
        return terms.concat(bits.reversed().toArray(Term[]::new));
    }

    /** ZF: the tested bits are all clear in the first; CF: they are all set. */
    private static void setFlags(VectorFrame frame, Term a, Term b) {
        Terms terms = frame.terms();
        Term zero = terms.constant(a.width(), 0);
        BinaryOperator<Term> and = terms::and;
        BinaryOperator<Term> andNot = (x, y) -> terms.and(terms.not(x), y);
        boolean quads = a.width() % QUAD == 0;
        Term common = quads ? bitwise(frame.lanes(), a, b, and) : and.apply(a, b);
        Term missing = quads ? bitwise(frame.lanes(), a, b, andNot) : andNot.apply(a, b);
        Machine machine = frame.machine();
        machine.setFlag(Flag.ZERO, terms.eq(common, zero));
        machine.setFlag(Flag.CARRY, terms.eq(missing, zero));
        machine.setFlag(Flag.OVERFLOW, terms.no());
        machine.setFlag(Flag.SIGN, terms.no());
        machine.setFlag(Flag.ADJUST, terms.no());
        machine.setFlag(Flag.PARITY, terms.no());
    }
}
