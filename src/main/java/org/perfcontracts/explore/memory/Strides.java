package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.List;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Term;

/** In what steps a sum goes, as an address does that is a place in an array. */
public final class Strides {
    private static final BigInteger HALF = BigInteger.ONE.shiftLeft(62);

    private Strides() {
    }

    /** A number, 1 to 2^62, by a multiple of which any two values of a term of 64 bits differ. */
    public static long of(Term address) {
        List<Linear.Monomial> monomials = Linear.of(address).monomials();
        BigInteger stride = BigInteger.ZERO;
        BigInteger most = BigInteger.ZERO;
        for (Linear.Monomial monomial : monomials) {
            BigInteger coefficient = BigInteger.valueOf(monomial.coefficient().longValue()).abs();
            stride = stride.gcd(coefficient.multiply(step(monomial.term())));
            most = most.add(coefficient.multiply(Interval.of(monomial.term()).high()));
        }
        // What wraps around has gone by 2^64, which is no multiple of any but powers of two.
        return stride.signum() == 0 || stride.compareTo(HALF) > 0 || most.compareTo(HALF) > 0 ? powerOfTwo(address) : stride.longValue();
    }

    /** The largest power of two, up to 2^62, by a multiple of which any two values of a term of 64 bits differ. */
    public static long powerOfTwo(Term address) {
        int zeros = 62;
        for (Linear.Monomial monomial : Linear.of(address).monomials()) {
            BigInteger multiple = monomial.coefficient().multiply(step(monomial.term()));
            zeros = multiple.signum() == 0 ? zeros : Math.min(zeros, multiple.getLowestSetBit());
        }
        return 1L << zeros;
    }

    private static BigInteger step(Term term) {
        if (term instanceof Operation o && o.operator() == Operator.FUNCTION) {
            return BigInteger.valueOf(o.function().step());
        }
        if (term instanceof Operation o && o.operator() == Operator.CONCAT && o.arity() == 2 && o.argument(0) instanceof Constant) {
            return step(o.argument(1));     // an extension by a number
        }
        return BigInteger.ONE.shiftLeft(lowZeros(term));
    }

    /** How many of a term's lowest bits are known to be zero. */
    public static int lowZeros(Term term) {
        if (term instanceof Operation o && o.operator() == Operator.CONCAT
                && o.argument(o.arity() - 1) instanceof Constant low && low.isZero()) {
            return low.width();
        }
        return 0;
    }
}
