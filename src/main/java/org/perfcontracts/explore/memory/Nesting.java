package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.KnownBounds;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** How an address goes through an array in the elements of an array: in steps of the inner one within steps of the outer one. */
public final class Nesting {
    /** The greatest steps between elements, and how far places in the same one can be apart, in bytes. */
    private static final BigInteger WIDEST = BigInteger.valueOf(1 << 16);

    private final Terms terms;
    private final Resolver resolver;

    /**
     * An address as the place of an element plus a place in it. That is but a way to read the sum: whoever relies on it has to show that
     * the place in the element stays there.
     *
     * @param outer by a multiple of which the places of elements differ, at least 1; 0 where all are in one element
     * @param inner by a multiple of which places in an element differ, at least 1, less than the outer steps
     * @param before how far, in bytes, the place in an element may be before the one that it is in the state's model
     * @param after how far it may be behind it
     */
    public record Level(long outer, long inner, long before, long after) {
    }

    /** A part of a sum, and by a multiple of which it changes. */
    private record Part(List<Term> digits, BigInteger factor, BigInteger steps) {
    }

    public Nesting(Terms terms, Resolver resolver) {
        this.terms = terms;
        this.resolver = resolver;
    }

    /**
     * All ways to read an address in a state that has a model, that of the largest elements first, in which places in an element are less
     * far apart than elements are.
     *
     * @param range bounds of the address, or null where none are known
     */
    public List<Level> levels(Knowledge state, Term address, AddressRange range) {
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<List<Term>, BigInteger> each : Strides.factors(address).entrySet()) {
            parts.add(new Part(each.getKey(), each.getValue(), each.getValue().abs().multiply(Strides.step(each.getKey()))));
        }
        parts.sort((a, b) -> b.steps.compareTo(a.steps));
        List<Level> levels = new ArrayList<>();
        BigInteger outer = BigInteger.ZERO;
        for (int i = 0; i + 1 < parts.size(); i++) {
            outer = outer.gcd(parts.get(i).steps);
            List<Part> rest = parts.subList(i + 1, parts.size());
            if (outer.compareTo(rest.getFirst().steps) > 0 && outer.compareTo(WIDEST) <= 0) {
                level(state, outer, rest, levels);
            }
        }
        if (range == null) {
            level(state, BigInteger.ZERO, parts, levels);
        } else if (!parts.isEmpty()) {
            levelOfAll(state, address, parts, range, levels);
        }
        return levels;
    }

    /** The way to read an address by which all places are in one element. */
    private static void levelOfAll(Knowledge state, Term address, List<Part> parts, AddressRange range, List<Level> into) {
        BigInteger inner = parts.stream().map(Part::steps).reduce(BigInteger.ZERO, BigInteger::gcd);
        long value = state.evaluator().toLong(address);
        if (Long.compareUnsigned(range.high() - range.low(), WIDEST.longValue()) < 0) {
            into.add(new Level(0, inner.longValue(), value - range.low(), range.high() - value));
        }
    }

    private void level(Knowledge state, BigInteger outer, List<Part> rest, List<Level> into) {
        BigInteger inner = BigInteger.ZERO;
        BigInteger before = BigInteger.ZERO;
        BigInteger after = BigInteger.ZERO;
        BigInteger room = outer.signum() == 0 ? WIDEST : outer;
        KnownBounds known = state.bounds();
        for (Part part : rest) {
            inner = inner.gcd(part.steps);
            Term digits = terms.concat(part.digits.toArray(Term[]::new));
            BigInteger value = state.evaluator().value(digits);
            Interval bounds = bounds(state, known, digits, value, room.divide(part.factor.abs()));
            BigInteger less = part.factor.multiply(value.subtract(part.factor.signum() < 0 ? bounds.high() : bounds.low()));
            BigInteger more = part.factor.multiply((part.factor.signum() < 0 ? bounds.low() : bounds.high()).subtract(value));
            before = before.add(less);
            after = after.add(more);
        }
        if (!rest.isEmpty() && before.add(after).compareTo(room) < 0) {
            into.add(new Level(outer.longValue(), inner.longValue(), before.longValue(), after.longValue()));
        }
    }

    /** Bounds of a number that has a value in the state's model; the solver is asked where those that show are too far apart. */
    private Interval bounds(Knowledge state, KnownBounds known, Term number, BigInteger value, BigInteger enough) {
        Interval shown = known.of(number);
        if (shown.contains(value) && shown.high().subtract(shown.low()).compareTo(enough) < 0) {
            return shown;
        }
        AddressRange asked = number.width() > Long.SIZE ? null : resolver.bounds(state, number);
        return asked == null ? Interval.of(number) : new Interval(unsigned(asked.low()), unsigned(asked.high()));
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
