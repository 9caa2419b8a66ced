package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Where in the elements of an array an address lies, as in one of a few fields that are an array themselves: at no other place. By how the
 * address is made alone, so that it is the same wherever it is asked for.
 *
 * @param element the distance of elements in bytes
 * @param from    the first of the places, modulo that distance
 * @param span    how far the last lies behind the first, less than the distance
 */
record Phase(long element, long from, long span) {
    private static final BigInteger LARGEST = BigInteger.valueOf(1 << 16);

    /** A part of a sum: a number, one value of it, how it is multiplied, and a multiple of what it changes by. */
    private record Part(Interval digits, BigInteger some, BigInteger factor, BigInteger steps) {
        BigInteger span() {
            return digits.high().subtract(digits.low()).multiply(factor.abs());
        }

        /** How far below the one value of the product the least lies. */
        BigInteger below() {
            return factor.multiply(some.subtract(factor.signum() < 0 ? digits.high() : digits.low()));
        }
    }

    /** The phase of an address that leaves out the most places; empty where it may lie anywhere. */
    static Optional<Phase> of(Terms terms, Term address) {
        Evaluator zero = new Evaluator(Assignment.ZERO);
        List<Part> parts = new ArrayList<>();
        Strides.factors(address).forEach((each, factor) -> {
            Term digits = terms.concat(each.toArray(Term[]::new));
            parts.add(new Part(Interval.of(digits), zero.value(digits), factor, factor.abs().multiply(Strides.step(each))));
        });
        parts.sort((a, b) -> b.steps.compareTo(a.steps));
        // What wraps around has gone by 2^64, of which only powers of two are a part.
        BigInteger some = zero.value(address);
        BigInteger least = parts.stream().map(Part::below).reduce(some, BigInteger::subtract);
        BigInteger most = parts.stream().map(Part::span).reduce(least, BigInteger::add);
        boolean wraps = least.signum() < 0 || most.bitLength() > Long.SIZE;
        Optional<Phase> best = Optional.empty();
        BigInteger outer = BigInteger.ZERO;
        for (int i = 0; i + 1 < parts.size(); i++) {
            outer = outer.gcd(parts.get(i).steps);
            if ((outer.bitCount() == 1 || !wraps && outer.signum() != 0) && outer.compareTo(LARGEST) <= 0) {
                List<Part> rest = parts.subList(i + 1, parts.size());
                BigInteger span = rest.stream().map(Part::span).reduce(BigInteger.ZERO, BigInteger::add);
                BigInteger from = rest.stream().map(Part::below).reduce(some, BigInteger::subtract).mod(outer);
                if (span.compareTo(outer) < 0 && (best.isEmpty() || best.get().leavesOutLess(span, outer))) {
                    best = Optional.of(new Phase(outer.longValue(), from.longValue(), span.longValue()));
                }
            }
        }
        return best;
    }

    private boolean leavesOutLess(BigInteger otherSpan, BigInteger otherElement) {
        return otherSpan.multiply(BigInteger.valueOf(element)).compareTo(BigInteger.valueOf(span).multiply(otherElement)) < 0;
    }

    /** The same for what lies so many bytes behind. */
    Phase moved(long bytes) {
        return new Phase(element, (from + bytes) % element, span);
    }

    /** Whether an address may be there. */
    boolean has(long address) {
        return Math.floorMod(Long.remainderUnsigned(address, element) - from, element) <= span;
    }
}
