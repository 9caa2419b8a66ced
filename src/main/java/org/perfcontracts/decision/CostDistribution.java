package org.perfcontracts.decision;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/** How probable each cost is. Probabilities add up to 1, but for rounding. */
final class CostDistribution {
    /** Rounding in sums of probabilities. */
    private static final double SLACK = 1e-9;

    private final SortedMap<Long, Double> probabilities;

    private CostDistribution(SortedMap<Long, Double> probabilities) {
        this.probabilities = probabilities;
    }

    /** One cost only. */
    static CostDistribution always(long cost) {
        return of(Map.of(cost, 1.0));
    }

    /** Costs with their probabilities. */
    static CostDistribution of(Map<Long, Double> probabilities) {
        return new CostDistribution(new TreeMap<>(probabilities));
    }

    /** The cost of each value, by the values' probabilities. */
    static CostDistribution of(SortedMap<Long, Double> values, LongUnaryOperator cost) {
        SortedMap<Long, Double> probabilities = new TreeMap<>();
        values.forEach((value, probability) -> probabilities.merge(cost.applyAsLong(value), probability, Double::sum));
        return new CostDistribution(probabilities);
    }

    /** The same, but that costs above some number are that number. */
    CostDistribution atMost(long most) {
        return probabilities.isEmpty() || probabilities.lastKey() <= most ? this : of(probabilities, cost -> Math.min(cost, most));
    }

    int size() {
        return probabilities.size();
    }

    /** The sum with an independent cost: their convolution. */
    CostDistribution plus(CostDistribution other) {
        SortedMap<Long, Double> sum = new TreeMap<>();
        probabilities.forEach((a, p) -> other.probabilities.forEach((b, q) -> sum.merge(Math.addExact(a, b), p * q, Double::sum)));
        return new CostDistribution(sum);
    }

    /** One of several distributions, each with its share; the shares add up to 1. */
    static CostDistribution mixed(Map<CostDistribution, Double> shares) {
        SortedMap<Long, Double> mixed = new TreeMap<>();
        shares.forEach((distribution, share) -> distribution.probabilities.forEach((cost, p) -> mixed.merge(cost, p * share, Double::sum)));
        return new CostDistribution(mixed);
    }

    /** How probable each cost is. */
    SortedMap<Long, Double> shares() {
        return Collections.unmodifiableSortedMap(probabilities);
    }

    double mean() {
        return probabilities.entrySet().stream().mapToDouble(each -> each.getKey() * each.getValue()).sum();
    }

    /** The least cost that a packet exceeds at most with the probability 1 - share. */
    long quantile(double share) {
        double sum = 0;
        for (Map.Entry<Long, Double> each : probabilities.entrySet()) {
            sum += each.getValue();
            if (sum >= share - SLACK) {
                return each.getKey();
            }
        }
        return probabilities.lastKey();
    }
}
