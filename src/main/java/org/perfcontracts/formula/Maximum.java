package org.perfcontracts.formula;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * A value that a formula exceeds nowhere within ranges of PCVs and bounds of sums of them. What is linear in it is taken together; each other monomial
 * is by itself at that end of its range which makes it greatest.
 *
 * @param value empty where there is none, or it does not fit 64 bits
 * @param at    where the PCVs of the formula are there, rounded down; those without an end are missing
 */
public record Maximum(OptionalLong value, Map<String, Long> at) {
    private static final Maximum NONE = new Maximum(OptionalLong.empty(), Map.of());

    /** Orders the PCVs. */
    public Maximum {
        at = Collections.unmodifiableMap(new TreeMap<>(at));
    }

    /** The maximum of a formula. */
    public static Maximum of(Formula formula, Map<String, Pcv> ranges, Collection<LinearBound> bounds) {
        Maximum greatest = null;
        for (Polynomial each : formula.alternatives()) {
            Maximum here = new Search(each, ranges, bounds).find();
            if (here.value.isEmpty()) {
                return here;
            }
            greatest = greatest == null || here.value.getAsLong() > greatest.value.getAsLong() ? here : greatest;
        }
        return greatest;
    }

    private static final class Search {
        private final Polynomial polynomial;
        private final Map<String, Pcv> ranges;
        private final List<LinearBound> bounds = new ArrayList<>();
        private final List<String> shared;

        Search(Polynomial polynomial, Map<String, Pcv> ranges, Collection<LinearBound> bounds) {
            this.polynomial = polynomial;
            this.ranges = ranges;
            Set<String> names = new TreeSet<>();
            for (LinearBound bound : bounds) {
                // A bound that excludes the low ends of ranges cannot be where there is any packet.
                if (rest(bound).signum() >= 0 && bound.weights().keySet().stream().anyMatch(name -> polynomial.coefficient(name) > 0)) {
                    this.bounds.add(bound);
                    names.addAll(bound.weights().keySet());
                }
            }
            shared = List.copyOf(names);
        }

        private Pcv range(String name) {
            return ranges.getOrDefault(name, Pcv.unbounded(name));
        }

        /** What is left of a bound where its PCVs are at their low ends. */
        private BigInteger rest(LinearBound bound) {
            BigInteger rest = BigInteger.valueOf(bound.most());
            for (Map.Entry<String, Long> each : bound.weights().entrySet()) {
                rest = rest.subtract(BigInteger.valueOf(each.getValue()).multiply(BigInteger.valueOf(range(each.getKey()).low())));
            }
            return rest;
        }

        Maximum find() {
            Map<Monomial, Long> apart = new TreeMap<>(polynomial.coefficients());
            shared.forEach(name -> apart.remove(Monomial.of(name)));
            Map<String, Long> at = ends(Polynomial.of(apart));
            OptionalLong most = Polynomial.of(apart).most(ranges);
            Optional<LinearProgram.Optimum> together = program().solve();
            if (most.isEmpty() || together.isEmpty()) {
                return new Maximum(OptionalLong.empty(), at);
            }
            BigInteger sum = BigInteger.valueOf(most.getAsLong()).add(together.get().value());
            for (int i = 0; i < shared.size(); i++) {
                String name = shared.get(i);
                BigInteger low = BigInteger.valueOf(range(name).low());
                sum = sum.add(low.multiply(BigInteger.valueOf(polynomial.coefficient(name))));
                if (polynomial.variables().contains(name)) {
                    at.put(name, low.add(together.get().values()[i]).longValueExact());
                }
            }
            return sum.bitLength() < Long.SIZE ? new Maximum(OptionalLong.of(sum.longValue()), at) : NONE;
        }

        /** Of the PCVs above the low ends of their ranges. */
        private LinearProgram program() {
            BigInteger[] goal = weights(name -> polynomial.coefficient(name));
            LinearProgram program = new LinearProgram(goal);
            bounds.forEach(bound -> program.add(weights(name -> bound.weights().getOrDefault(name, 0L)), rest(bound)));
            for (String each : shared) {
                Pcv pcv = range(each);
                pcv.high().ifPresent(high -> program.add(weights(name -> name.equals(each) ? 1 : 0), BigInteger.valueOf(high).subtract(BigInteger.valueOf(pcv.low()))));
            }
            return program;
        }

        private BigInteger[] weights(ToLongFunction<String> weight) {
            return shared.stream().map(name -> BigInteger.valueOf(weight.applyAsLong(name))).toArray(BigInteger[]::new);
        }

        private Map<String, Long> ends(Polynomial apart) {
            Map<String, Long> ends = new TreeMap<>();
            for (String name : apart.variables()) {
                Pcv pcv = range(name);
                if (!apart.growsWith(name)) {
                    ends.put(name, pcv.low());
                } else if (pcv.high().isPresent()) {
                    ends.put(name, pcv.high().getAsLong());
                }
            }
            return ends;
        }
    }
}
