package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
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
    /** Numbers that are less than this, or this less than zero, are told apart by their 64 bits. */
    private static final BigInteger SMALL = BigInteger.ONE.shiftLeft(62);

    private final Terms terms;
    private final Resolver resolver;
    private final Chooser chooser;

    /** Explores the values of a term one by one. */
    public interface Chooser {
        /** One value of a term; other states take the others. */
        long choose(Term value);

        /** Whether this was asked when the instruction was executed before. */
        boolean isRepeating(Term value);

        /** Whether a condition is known to hold, which is told again when the instruction is executed again. */
        boolean isKnown(Term condition);
    }

    Places(Terms terms, Resolver resolver, Chooser chooser) {
        this.terms = terms;
        this.resolver = resolver;
        this.chooser = chooser;
    }

    /**
     * How many bytes of an element lie before an address, from which on some bytes are known to be inside a region. Of an address that may be
     * in any slot of an array in the element, the place in the first slot that is like it.
     */
    int offset(Knowledge state, Region region, Term address, int bytes) {
        Term inside = terms.sub(address, terms.constant(64, region.address()));
        int size = region.elementSize();
        if (inside instanceof Constant known) {
            return (int) (known.toLong() % size);
        }
        Term remainder = remainder(region, inside);
        if (chooser.isRepeating(remainder)) {
            return (int) chooser.choose(remainder);
        }
        Sum sum = sum(inside, BigInteger.valueOf(size));
        OptionalInt inSlots = region.arrays().isEmpty() || sum.odd instanceof Constant ? OptionalInt.empty() : inSlots(state, region, inside, sum, bytes);
        if (inSlots.isPresent()) {
            return inSlots.getAsInt();
        }
        if (Integer.bitCount(size) == 1) {
            // Several places in an element, as for a[i].child[bit], are explored one by one.
            return (int) chooser.choose(remainder);
        }
        if (isRepeating(sum) || !mayWrap(state, region, sum) && isFew(state, sum.odd)) {
            long place = sum.odd instanceof Constant known ? known.toLong() : chooser.choose(sum.odd);
            return sum.constant.add(BigInteger.valueOf(place)).mod(BigInteger.valueOf(size)).intValue();
        }
        return (int) chooser.choose(remainder);
    }

    /** The remainder of a distance that is less than the region is long, in no more bits than it takes. */
    private Term remainder(Region region, Term inside) {
        if (region.elementSize() == 1) {
            return terms.constant(1, 0);
        }
        if (Integer.bitCount(region.elementSize()) == 1) {
            return terms.extract(inside, Integer.numberOfTrailingZeros(region.elementSize()) - 1, 0);
        }
        int bits = Math.min(63, 64 - Long.numberOfLeadingZeros(region.elementSize() * region.count()));
        return terms.urem(terms.extract(inside, bits - 1, 0), terms.constant(bits, region.elementSize()));
    }

    private boolean isRepeating(Sum sum) {
        return !(sum.odd instanceof Constant) && chooser.isRepeating(sum.odd);
    }

    private boolean isFew(Knowledge state, Term odd) {
        return odd instanceof Constant || resolver.values(state, odd, MOST) != null;
    }

    // ---- arrays in elements

    /** The place in the first slot of an array that is like the address in whichever slot it is; empty where that is not known. */
    private OptionalInt inSlots(Knowledge state, Region region, Term inside, Sum sum, int bytes) {
        Evaluator evaluator = resolver.sample(state, inside);
        if (evaluator == null) {
            return OptionalInt.empty();
        }
        long sample = evaluator.toLong(inside);
        int place = (int) Long.remainderUnsigned(sample, region.elementSize());
        Region.Slots slots = region.arrays().stream().filter(each -> each.contains(place)).findFirst().orElse(null);
        if (slots == null) {
            return OptionalInt.empty();
        }
        int like = slots.inFirst(place);
        if (like + bytes > slots.end()) {
            return OptionalInt.empty();
        }
        Term byRemainder = isAtSlot(remainder(region, inside), slots, like, bytes);
        boolean isSum = !chooser.isRepeating(byRemainder) && goesBySlots(state, sum, slots) && !mayWrap(state, region, sum);
        boolean isKnown = isSum && chooser.isKnown(isWithin(sum, slots, place, like, bytes, evaluator.toLong(sum.odd))) || chooser.isKnown(byRemainder);
        return isKnown ? OptionalInt.of(like) : OptionalInt.empty();
    }

    /** Whether what does not go by whole elements goes by whole slots, and is too small to wrap around. */
    private boolean goesBySlots(Knowledge state, Sum sum, Region.Slots slots) {
        BigInteger size = BigInteger.valueOf(slots.size());
        BigInteger share = SMALL.divide(BigInteger.valueOf(Math.max(1, sum.odds.size())));
        return sum.odds.entrySet().stream().allMatch(each -> {
            BigInteger enough = share.divide(each.getValue().abs());
            return each.getValue().mod(size).signum() == 0 && most(state, each.getKey(), enough).compareTo(enough) <= 0;
        });
    }

    /** That the part of a sum that goes by slots stays in the array of one element, given what it is for one place in it. */
    private Term isWithin(Sum sum, Region.Slots slots, int place, int like, int bytes, long odd) {
        Term fromFirst = terms.add(sum.odd, place - like - odd);
        return terms.ule(fromFirst, terms.constant(64, slots.end() - like - bytes));
    }

    /** That a place in an element is one of those in an array of it that are like one in the first slot. */
    private Term isAtSlot(Term place, Region.Slots slots, int like, int bytes) {
        Term fromFirst = terms.sub(place, terms.constant(place.width(), like));
        Term isWhole = terms.eq(terms.urem(fromFirst, terms.constant(place.width(), slots.size())), terms.constant(place.width(), 0));
        return terms.and(terms.ule(fromFirst, terms.constant(place.width(), slots.end() - like - bytes)), isWhole);
    }

    // ---- sums

    /** A distance as a sum: all that is unknown, what of it does not go by whole elements, the sum of that, and a number. */
    private record Sum(Map<Term, BigInteger> monomials, Map<Term, BigInteger> odds, Term odd, BigInteger constant) {
    }

    private Sum sum(Term inside, BigInteger size) {
        Linear linear = Linear.of(inside);
        TreeMap<Term, BigInteger> monomials = new TreeMap<>(Comparator.comparingInt(Term::id));
        for (Linear.Monomial monomial : linear.monomials()) {
            int zeros = Strides.lowZeros(monomial.term());
            monomials.merge(withoutLowZeros(monomial.term(), zeros), signed(monomial.coefficient()).shiftLeft(zeros), BigInteger::add);
        }
        monomials.values().removeIf(coefficient -> coefficient.signum() == 0);
        Map<Term, BigInteger> odds = new TreeMap<>(monomials);
        odds.values().removeIf(coefficient -> coefficient.mod(size).signum() == 0);
        Term odd = terms.constant(64, 0);
        for (Map.Entry<Term, BigInteger> each : odds.entrySet()) {
            odd = terms.add(odd, terms.mul(each.getKey(), terms.constant(64, each.getValue().mod(ALL))));
        }
        return new Sum(monomials, odds, odd, signed(linear.constant()));
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
