package org.perfcontracts.explore;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/**
 * A PCV that counts what a driver does besides, where driver and device stand otherwise in their rings than at the entry, or the packet pool is fuller or
 * emptier: code that is passed more often there than on a path, or less often.
 *
 * @param pcv     with what is known of how often it is above zero
 * @param address whose passages it counts
 * @param costs   what one passage more costs, with all that is executed as many times more or less then, by metric
 * @param lines   an upper bound of the cache lines in each place that one passage more touches, by its name
 * @param exact   the metrics that always cost just so
 */
public record EnvironmentPcv(Pcv pcv, long address, Map<Metric, Long> costs, Map<String, Long> lines, Set<Metric> exact) {
    /** Whether it is packets of a burst that bring it: paths without packets have none of these. */
    boolean isBrought() {
        return pcv.environment().isEmpty();
    }

    /** The same where one passage costs something else. */
    public EnvironmentPcv costing(Map<Metric, Long> others) {
        return new EnvironmentPcv(pcv, address, others, lines, exact);
    }

    /** Copies the collections. */
    public EnvironmentPcv {
        costs = Collections.unmodifiableMap(new EnumMap<>(costs));
        lines = Collections.unmodifiableMap(new TreeMap<>(lines));
        exact = Set.copyOf(exact);
    }
}
