package org.perfcontracts.contract;

import java.math.BigInteger;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * What a comparison says to a reader who takes its numbers as integers. Machine arithmetic wraps, so {@code length - 14} of
 * a short packet is a great number; only where both readings agree may the comparison be written without a caveat.
 *
 * @param term   the comparison of integers; the condition itself where it is no comparison of sums
 * @param caveat what tells the machine's comparison from it
 */
record IntegerReading(Term term, String caveat) {
    private static final int HEADROOM = 16;

    static IntegerReading of(Term condition, Terms terms) {
        if (!(condition instanceof Operation o)) {
            return new IntegerReading(condition, "");
        }
        return switch (o.operator()) {
            case NOT -> {
                IntegerReading negated = of(o.argument(0), terms);
                yield new IntegerReading(terms.not(negated.term), negated.caveat);
            }
            case EQ, ULT, SLT -> {
                int width = o.argument(0).width();
                if (width + HEADROOM > Terms.MAX_WIDTH) {
                    yield new IntegerReading(condition, "");
                }
                Term left = integer(o.argument(0), terms);
                Term right = integer(o.argument(1), terms);
                String caveat = o.operator() == Operator.SLT ? "(signed)" : "(modulo 2^" + width + ")";
                yield new IntegerReading(o.operator() == Operator.EQ ? terms.eq(left, right) : terms.slt(left, right), caveat);
            }
            default -> new IntegerReading(condition, "");
        };
    }

    /** The sum that a term is, without wrapping: in so many more bits that it cannot. */
    private static Term integer(Term term, Terms terms) {
        int width = term.width() + HEADROOM;
        BigInteger half = BigInteger.ONE.shiftLeft(term.width() - 1);
        Linear linear = Linear.of(term);
        Term sum = terms.constant(width, signed(linear.constant(), half, linear.isConstant()));
        for (Linear.Monomial monomial : linear.monomials()) {
            Term factor = terms.constant(width, signed(monomial.coefficient(), half, false));
            sum = terms.add(sum, terms.mul(terms.zext(shown(monomial.term()), width), factor));
        }
        return sum;
    }

    /** What stands in the text for a term: a sign extension is not shown. */
    private static Term shown(Term term) {
        return term instanceof Operation o && o.operator() == Operator.SEXT ? o.argument(0) : term;
    }

    /** A coefficient or what is added to others is shown with its sign, a number alone is not. */
    private static BigInteger signed(BigInteger value, BigInteger half, boolean isAlone) {
        return isAlone || value.compareTo(half) < 0 ? value : value.subtract(half.shiftLeft(1));
    }
}
