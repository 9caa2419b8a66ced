package org.perfcontracts.explore.loop;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.LinearSystem;

/**
 * Weights of points with which no way round a loop counts more than by how much it moves something: what that has of room bounds the weighted sum of all passages.
 *
 * @param weights by point
 * @param scale   what the steps are to be multiplied by
 */
record Shares(Map<String, Long> weights, long scale) {
    /** Ways that pass points so often that no whole weights are small enough. */
    private static final long LARGEST_SCALE = 1L << 20;

    /**
     * The weights for ways round: the steps exactly where there are such weights, else in equal parts for all that a way passes.
     *
     * @param steps by how often a way passes each point
     * @return empty where fewer than two points share anything
     */
    static Optional<Shares> of(List<String> points, Map<List<Long>, Long> steps) {
        Map<List<Long>, Long> passing = new TreeMap<>(Comparator.comparing(List::toString));
        passing.putAll(steps);
        passing.keySet().removeIf(passages -> passages.stream().allMatch(count -> count == 0));
        BigInteger scale = BigInteger.ONE;
        for (List<Long> passages : passing.keySet()) {
            BigInteger all = BigInteger.valueOf(passages.stream().mapToLong(Long::longValue).sum());
            scale = scale.multiply(all).divide(scale.gcd(all));
            if (scale.compareTo(BigInteger.valueOf(LARGEST_SCALE)) > 0) {
                return Optional.empty();
            }
        }
        long factor = scale.longValue();
        return exact(points, passing, factor).or(() -> inEqualParts(points, passing, factor)).filter(shares -> shares.weights.size() > 1 && shares.hold(points, passing));
    }

    private static Optional<Shares> exact(List<String> points, Map<List<Long>, Long> steps, long scale) {
        LinearSystem system = new LinearSystem(points.size(), 1);
        for (Map.Entry<List<Long>, Long> way : steps.entrySet()) {
            BigInteger step = BigInteger.valueOf(way.getValue()).multiply(BigInteger.valueOf(scale));
            if (step.bitLength() >= Long.SIZE) {
                return Optional.empty();
            }
            system.add(way.getKey().stream().mapToLong(Long::longValue).toArray(), step.longValue());
        }
        return system.solve().map(rates -> {
            Map<String, Long> weights = new TreeMap<>();
            for (int i = 0; i < rates.length; i++) {
                weights.put(points.get(i), rates[i][0]);
            }
            weights.values().removeIf(weight -> weight == 0);
            return new Shares(weights, scale);
        });
    }

    private static Optional<Shares> inEqualParts(List<String> points, Map<List<Long>, Long> steps, long scale) {
        Map<String, BigInteger> weights = new TreeMap<>();
        steps.forEach((passages, step) -> {
            BigInteger all = BigInteger.valueOf(passages.stream().mapToLong(Long::longValue).sum());
            BigInteger part = BigInteger.valueOf(step).multiply(BigInteger.valueOf(scale)).divide(all);
            for (int i = 0; i < points.size(); i++) {
                if (passages.get(i) > 0) {
                    weights.merge(points.get(i), part, BigInteger::min);
                }
            }
        });
        if (weights.values().stream().anyMatch(weight -> weight.bitLength() >= Long.SIZE)) {
            return Optional.empty();
        }
        Map<String, Long> small = new TreeMap<>();
        weights.forEach((point, weight) -> small.put(point, weight.longValue()));
        small.values().removeIf(weight -> weight == 0);
        return Optional.of(new Shares(small, scale));
    }

    /** Whether no way counts more than its step. */
    private boolean hold(List<String> points, Map<List<Long>, Long> steps) {
        List<Boolean> each = new ArrayList<>();
        steps.forEach((passages, step) -> {
            BigInteger sum = BigInteger.ZERO;
            for (int i = 0; i < points.size(); i++) {
                sum = sum.add(BigInteger.valueOf(passages.get(i)).multiply(BigInteger.valueOf(weights.getOrDefault(points.get(i), 0L))));
            }
            each.add(sum.compareTo(BigInteger.valueOf(step).multiply(BigInteger.valueOf(scale))) <= 0);
        });
        return !each.contains(false);
    }

    /** What follows where there is so much room; empty where that does not fit 64 bits. */
    Optional<LinearBound> bound(long room) {
        BigInteger most = BigInteger.valueOf(room).multiply(BigInteger.valueOf(scale));
        return most.bitLength() < Long.SIZE ? Optional.of(new LinearBound(weights, most.longValue()).reduced()) : Optional.empty();
    }
}
