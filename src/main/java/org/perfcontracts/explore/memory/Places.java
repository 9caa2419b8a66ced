package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Tells where in an element of a region an address lies. Mostly the address is a sum in which all that is unknown goes by whole
 * elements, however the compiler multiplies: 24·i as 8·(4·i − i). Otherwise the solver is asked for all remainders.
 */
public final class Places {
    /** How many places in an element are explored one by one. */
    public static final int MOST = 8;
    private static final BigInteger ALL = BigInteger.ONE.shiftLeft(64);

    private final Terms terms;
    private final Resolver resolver;
    private final Chooser chooser;

    /** Explores the values of a term one by one. */
    public interface Chooser {
        /** One value of a term; other states take the others. */
        long choose(Term value);

        /** Whether this was asked when the instruction was executed before. */
        boolean isRepeating(Term value);
    }

    Places(Terms terms, Resolver resolver, Chooser chooser) {
        this.terms = terms;
        this.resolver = resolver;
        this.chooser = chooser;
    }

    /** How many bytes of an element lie before an address that is known to be inside a region. */
    int offset(Knowledge state, Region region, Term address) {
        Term inside = terms.sub(address, terms.constant(64, region.address()));
        int size = region.elementSize();
        if (inside instanceof Constant known) {
            return (int) (known.toLong() % size);
        }
        if (Integer.bitCount(size) == 1) {
            int bits = Integer.numberOfTrailingZeros(size);
            // Several places in an element, as for a[i].child[bit], are explored one by one.
            return bits == 0 ? 0 : (int) chooser.choose(terms.extract(inside, bits - 1, 0));
        }
        Term remainder = remainder(region, inside);
        if (chooser.isRepeating(remainder)) {
            return (int) chooser.choose(remainder);
        }
        Sum sum = sum(inside, BigInteger.valueOf(size));
        if (isRepeating(sum) || !mayWrap(state, region, sum) && isFew(state, sum.odd)) {
            long place = sum.odd instanceof Constant known ? known.toLong() : chooser.choose(sum.odd);
            return sum.constant.add(BigInteger.valueOf(place)).mod(BigInteger.valueOf(size)).intValue();
        }
        return (int) chooser.choose(remainder);
    }

    /** The remainder of a distance that is less than the region is long, in no more bits than it takes. */
    private Term remainder(Region region, Term inside) {
        int bits = Math.min(63, 64 - Long.numberOfLeadingZeros(region.elementSize() * region.count()));
        return terms.urem(terms.extract(inside, bits - 1, 0), terms.constant(bits, region.elementSize()));
    }

    private boolean isRepeating(Sum sum) {
        return !(sum.odd instanceof Constant) && chooser.isRepeating(sum.odd);
    }

    private boolean isFew(Knowledge state, Term odd) {
        return odd instanceof Constant || resolver.values(state, odd, MOST) != null;
    }

    // ---- sums

    /** A distance as a sum: what goes by whole elements, what does not, and a number. */
    private record Sum(Map<Term, BigInteger> monomials, Term odd, BigInteger constant) {
    }

    private Sum sum(Term inside, BigInteger size) {
        Linear linear = Linear.of(inside);
        Map<Term, BigInteger> monomials = new TreeMap<>(Comparator.comparingInt(Term::id));
        for (Linear.Monomial monomial : linear.monomials()) {
            int zeros = Strides.lowZeros(monomial.term());
            monomials.merge(withoutLowZeros(monomial.term(), zeros), signed(monomial.coefficient()).shiftLeft(zeros), BigInteger::add);
        }
        monomials.values().removeIf(coefficient -> coefficient.signum() == 0);
        List<Term> odd = new ArrayList<>();
        monomials.forEach((term, coefficient) -> {
            if (coefficient.mod(size).signum() != 0) {
                odd.add(terms.mul(term, terms.constant(64, coefficient.mod(ALL))));
            }
        });
        return new Sum(monomials, odd.stream().reduce(terms.constant(64, 0), terms::add), signed(linear.constant()));
    }

    /** The term divided by the power of two that its lowest bits, which are zero, stand for. */
    private Term withoutLowZeros(Term term, int zeros) {
        return zeros == 0 ? term : terms.zext(terms.extract(term, term.width() - 1, zeros), term.width());
    }

    private static BigInteger signed(BigInteger value) {
        return value.testBit(63) ? value.subtract(ALL) : value;
    }

    /** Whether the sum, of whole numbers, may be another than the distance, from which it can differ by a multiple of 2^64. */
    private boolean mayWrap(Knowledge state, Region region, Sum sum) {
        BigInteger low = sum.constant;
        BigInteger high = sum.constant;
        BigInteger share = ALL.divide(BigInteger.valueOf(4L * Math.max(1, sum.monomials.size())));
        for (Map.Entry<Term, BigInteger> each : sum.monomials.entrySet()) {
            BigInteger most = most(state, each.getKey(), share.divide(each.getValue().abs()));
            BigInteger end = each.getValue().multiply(most);
            low = low.add(end.min(BigInteger.ZERO));
            high = high.add(end.max(BigInteger.ZERO));
        }
        BigInteger length = BigInteger.valueOf(region.elementSize() * region.count());
        return high.compareTo(ALL) >= 0 || low.compareTo(length.subtract(ALL)) <= 0;
    }

    /** An upper bound of a term; one is enough that its share in a sum allows. */
    private BigInteger most(Knowledge state, Term term, BigInteger enough) {
        BigInteger high = Interval.of(term).high();
        if (high.compareTo(enough) <= 0) {
            return high;
        }
        Term beyond = terms.ult(terms.constant(64, enough), term);
        return resolver.mayHold(state, beyond) ? high : enough;
    }
}
