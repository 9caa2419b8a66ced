package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Term;

/** In what steps a sum goes, as an address does that is a place in an array. */
public final class Strides {
    private static final BigInteger HALF = BigInteger.ONE.shiftLeft(62);

    /** Of choices with more parts than this not all are looked through. */
    private static final int MOST_CHOICES = 64;

    private Strides() {
    }

    /** The greatest number, 0 to 2^64 - 1, by a multiple of which both numbers, unsigned, differ from 0. */
    public static long common(long a, long b) {
        return b == 0 ? a : common(b, Long.remainderUnsigned(a, b));
    }

    /** A number, 1 to 2^62, by a multiple of which any two values of a term of 64 bits differ. */
    public static long of(Term address) {
        BigInteger stride = BigInteger.ZERO;
        BigInteger most = BigInteger.ZERO;
        for (Map.Entry<List<Term>, BigInteger> each : factors(address).entrySet()) {
            stride = stride.gcd(each.getValue().multiply(step(each.getKey())));
        }
        for (Linear.Monomial monomial : Linear.of(address).monomials()) {
            BigInteger coefficient = BigInteger.valueOf(monomial.coefficient().longValue()).abs();
            most = most.add(coefficient.multiply(Interval.of(monomial.term()).high()));
        }
        // What wraps around has gone by 2^64, which is no multiple of any but powers of two.
        return stride.signum() == 0 || stride.compareTo(HALF) > 0 || most.compareTo(HALF) > 0 ? powerOfTwo(address) : stride.longValue();
    }

    /** The largest power of two, up to 2^62, by a multiple of which any two values of a term of 64 bits differ. */
    public static long powerOfTwo(Term address) {
        int zeros = 62;
        for (Map.Entry<List<Term>, BigInteger> each : factors(address).entrySet()) {
            BigInteger multiple = each.getValue().multiply(step(each.getKey()));
            zeros = multiple.signum() == 0 ? zeros : Math.min(zeros, multiple.getLowestSetBit());
        }
        return 1L << zeros;
    }

    /** What the sum is made of, however it is multiplied: 24·i as 8·i + 8·2i. Each term is taken without the zeros around it. */
    static Map<List<Term>, BigInteger> factors(Term address) {
        Map<List<Term>, BigInteger> factors = new HashMap<>();
        collect(address, BigInteger.ONE, factors);
        factors.values().removeIf(factor -> factor.signum() == 0);
        return factors;
    }

    private static void collect(Term sum, BigInteger times, Map<List<Term>, BigInteger> factors) {
        for (Linear.Monomial monomial : Linear.of(sum).monomials()) {
            int zeros = lowZeros(monomial.term());
            BigInteger factor = signed(monomial.coefficient(), sum.width()).multiply(times).shiftLeft(zeros);
            if (zeros > 0 && monomial.term() instanceof Operation shifted && shifted.arity() == 2) {
                collect(shifted.argument(0), factor, factors);      // what is lost above is lost in the product, too
            } else {
                factors.merge(withoutZeros(monomial.term()), factor, BigInteger::add);
            }
        }
    }

    private static BigInteger signed(BigInteger value, int width) {
        return value.testBit(width - 1) ? value.subtract(BigInteger.ONE.shiftLeft(width)) : value;
    }

    private static List<Term> withoutZeros(Term term) {
        if (!(term instanceof Operation o) || o.operator() != Operator.CONCAT) {
            return List.of(term);
        }
        int from = isZero(o.argument(0)) ? 1 : 0;
        int to = isZero(o.argument(o.arity() - 1)) ? o.arity() - 1 : o.arity();
        return o.arguments().subList(from, to);
    }

    private static boolean isZero(Term term) {
        return term instanceof Constant constant && constant.isZero();
    }

    /** By a multiple of which a factor of a sum goes, from 1 on. */
    static BigInteger step(List<Term> parts) {
        return parts.size() == 1 && parts.getFirst() instanceof Operation o ? switch (o.operator()) {
            case FUNCTION -> BigInteger.valueOf(o.function().step());
            case ITE -> ofChoice(o);
            default -> BigInteger.ONE;
        } : BigInteger.ONE;
    }

    /** By a multiple of which the numbers differ between which a term chooses, as between two tables. */
    private static BigInteger ofChoice(Operation choice) {
        BigInteger first = null;
        BigInteger step = BigInteger.ZERO;
        Deque<Term> open = new ArrayDeque<>(List.of(choice));
        for (int seen = 0; !open.isEmpty(); seen++) {
            Term next = open.pop();
            if (next instanceof Constant number) {
                first = first == null ? number.value() : first;
                step = step.gcd(number.value().subtract(first));
            } else if (next instanceof Operation o && o.operator() == Operator.ITE && seen < MOST_CHOICES) {
                open.push(o.argument(1));
                open.push(o.argument(2));
            } else {
                return BigInteger.ONE;
            }
        }
        return step.max(BigInteger.ONE);
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
