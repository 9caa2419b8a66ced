package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/**
 * Makes of paths that begin where driver and device stand at the entry such that begin anywhere: their formulas get the environment PCVs, and lose what the
 * path itself passes of them.
 *
 * @param pcvs  what is executed more often or less often
 * @param lines how many cache lines a path touches at most that elsewhere are not the same as others, though they are where it begins
 */
public record Environment(List<EnvironmentPcv> pcvs, long lines) {
    /** Where nothing varies. */
    public static final Environment NONE = new Environment(List.of(), 0);

    /** What cache lines lie in that what a path touches takes elsewhere. */
    private static final String RINGS = "rings";

    /** Copies the list. */
    public Environment {
        pcvs = List.copyOf(pcvs);
    }

    /** The exploration in it. */
    public Exploration of(Exploration exploration) {
        if (equals(NONE)) {
            return exploration;
        }
        List<Pcv> variables = new ArrayList<>(exploration.pcvs());
        Map<String, Long> automatic = new TreeMap<>(exploration.automatic());
        for (EnvironmentPcv each : pcvs) {
            variables.add(each.pcv());
            automatic.put(each.pcv().name(), each.address());
        }
        return exploration.with(exploration.paths().stream().map(this::of).toList(), variables, automatic);
    }

    private Path of(Path path) {
        if (!path.end().isComplete()) {
            return path;
        }
        Map<Long, Long> passages = new HashMap<>();
        for (long address : path.trace().instructions(0)) {
            passages.merge(address, 1L, Long::sum);
        }
        Map<Metric, Polynomial> cost = new EnumMap<>(path.cost());
        Map<String, Polynomial> lines = new TreeMap<>(path.lines());
        Map<Metric, Long> around = new TreeMap<>(path.around());
        Set<Metric> exact = path.exact().isEmpty() ? EnumSet.noneOf(Metric.class) : EnumSet.copyOf(path.exact());
        boolean hasPackets = pcvs.stream().anyMatch(each -> each.isBrought() && passages.containsKey(each.address()));
        for (EnvironmentPcv each : pcvs) {
            if (each.isBrought() && !hasPackets) {
                continue;
            }
            long own = passages.getOrDefault(each.address(), 0L);
            Polynomial variable = Polynomial.variable(each.pcv().name());
            each.costs().forEach((metric, one) -> {
                // An upper bound of lines says nothing of those that the path itself touches.
                long without = metric.isSum() ? one * own : 0;
                cost.computeIfPresent(metric, (_, sum) -> sum.plus(variable.times(one)).plus(-without));
                around.computeIfPresent(metric, (_, sum) -> sum - without);
            });
            each.lines().forEach((place, one) -> lines.merge(place, variable.times(one), Polynomial::plus));
            exact.retainAll(each.exact());
        }
        if (this.lines > 0) {
            cost.computeIfPresent(Metric.CACHE_LINES, (_, sum) -> sum.plus(this.lines));
            lines.merge(RINGS, Polynomial.constant(this.lines), Polynomial::plus);
            exact.remove(Metric.CACHE_LINES);
        }
        // What a packet of a burst costs is not told apart by where it is spent.
        return path.costing(cost, lines, hasPackets ? Map.of() : around, exact);
    }
}
