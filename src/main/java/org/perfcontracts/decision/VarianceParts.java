package org.perfcontracts.decision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.perfcontracts.formula.Monomial;

/**
 * Where the variance of a cost comes from that is a sum of parts: the covariance of each part with the whole. All of them together are the variance, however the
 * parts depend on each other. Computed packet by packet (Welford's method for co-moments), in the memory that the parts take.
 */
final class VarianceParts {
    /** Of a variance that is no more than this, relative to the mean's square, only rounding is left. */
    private static final double ROUNDING = 1e-18;

    private final Map<Monomial, Moment> moments = new LinkedHashMap<>();
    private long count;
    private double mean;
    private double squares;

    /** The mean of a part, and its co-moment with the whole. */
    private static final class Moment {
        private double mean;
        private double comoment;
    }

    /** Adds a packet. The parts add up to its cost; those that are missing are 0. */
    void add(Map<Monomial, Long> parts) {
        double whole = 0;
        for (long part : parts.values()) {
            whole += part;
        }
        parts.keySet().forEach(part -> moments.computeIfAbsent(part, _ -> new Moment()));
        count++;
        double before = whole - mean;
        mean += before / count;
        squares += before * (whole - mean);
        for (Map.Entry<Monomial, Moment> each : moments.entrySet()) {
            Moment moment = each.getValue();
            double value = parts.getOrDefault(each.getKey(), 0L);
            moment.mean += (value - moment.mean) / count;
            moment.comoment += before * (value - moment.mean);
        }
    }

    /** The shares, the greatest first; none where all packets cost the same. */
    List<Distillation.VarianceShare> shares() {
        if (count < 2 || squares <= ROUNDING * count * (1 + mean * mean)) {
            return List.of();
        }
        List<Distillation.VarianceShare> shares = new ArrayList<>();
        moments.forEach((part, moment) -> shares.add(new Distillation.VarianceShare(part, moment.comoment / squares)));
        shares.sort(Comparator.comparingDouble(Distillation.VarianceShare::share).reversed().thenComparing(Distillation.VarianceShare::part));
        return shares;
    }
}
