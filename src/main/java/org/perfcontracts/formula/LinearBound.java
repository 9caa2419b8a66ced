package org.perfcontracts.formula;

import java.math.BigInteger;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What PCVs share: a weighted sum of theirs that no packet exceeds, such as {@code options.nop + 2·options.other ≤ 40}.
 *
 * @param weights of the PCVs, by name; none is 0, and there is at least one
 * @param most    what the sum is at most
 */
public record LinearBound(Map<String, Long> weights, long most) {
    /** Orders the PCVs. */
    public LinearBound {
        weights = Collections.unmodifiableMap(new TreeMap<>(weights));
        if (weights.isEmpty() || weights.containsValue(0L)) {
            throw new IllegalArgumentException("a sum that is bounded needs PCVs, each with a weight other than 0");
        }
    }

    /** The same divided by what all weights can be divided by. */
    public LinearBound reduced() {
        long divisor = weights.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::gcd).longValueExact();
        Map<String, Long> smaller = new TreeMap<>(weights);
        smaller.replaceAll((_, weight) -> weight / divisor);
        return new LinearBound(smaller, Math.floorDiv(most, divisor));
    }

    /** The same with other names, which have to differ from each other. */
    public LinearBound renamed(UnaryOperator<String> names) {
        Map<String, Long> renamed = new TreeMap<>();
        weights.forEach((name, weight) -> renamed.merge(names.apply(name), weight, Math::addExact));
        return new LinearBound(renamed, most);
    }

    /** Whether PCVs can be where they are given; those without a value are 0. */
    public boolean admits(Map<String, Long> values) {
        return sum(name -> BigInteger.valueOf(values.getOrDefault(name, 0L))).map(sum -> sum.compareTo(BigInteger.valueOf(most)) <= 0).orElse(true);
    }

    /** Whether nothing is said that does not follow from ranges (0 and up for PCVs without one). */
    public boolean follows(Map<String, Pcv> ranges) {
        Optional<BigInteger> greatest = sum(name -> {
            Pcv pcv = ranges.getOrDefault(name, Pcv.unbounded(name));
            return weights.get(name) < 0 ? BigInteger.valueOf(pcv.low()) : pcv.high().isPresent() ? BigInteger.valueOf(pcv.high().getAsLong()) : null;
        });
        return greatest.isPresent() && greatest.get().compareTo(BigInteger.valueOf(most)) <= 0;
    }

    /** The sum where PCVs have values; empty where one has none. */
    private Optional<BigInteger> sum(Function<String, BigInteger> values) {
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<String, Long> each : weights.entrySet()) {
            BigInteger value = values.apply(each.getKey());
            if (value == null) {
                return Optional.empty();
            }
            sum = sum.add(value.multiply(BigInteger.valueOf(each.getValue())));
        }
        return Optional.of(sum);
    }

    /** Such as {@code options.nop + 2·options.other ≤ 40}. */
    @Override
    public String toString() {
        Map<Monomial, Long> terms = new TreeMap<>();
        weights.forEach((name, weight) -> terms.put(Monomial.of(name), weight));
        return Polynomial.of(terms) + " ≤ " + most;
    }
}
