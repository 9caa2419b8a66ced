package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.perfcontracts.explore.Path;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Pcv;

/** What the PCVs of a class share: the bounds of sums that hold on each of its paths. */
final class SharedBounds {
    /** More are not told: each says less than the ones before. */
    private static final int MOST_TOLD = 16;

    private SharedBounds() {
    }

    /**
     * The bounds of a class that say more than the ranges of the PCVs that its formulas speak of.
     *
     * @param paths  of the class
     * @param pcvs   the names of those PCVs
     * @param ranges of PCVs, by name
     * @return those of most PCVs first; none where a path was not followed to its end
     */
    static List<LinearBound> of(List<Path> paths, Set<String> pcvs, Map<String, Pcv> ranges) {
        if (paths.stream().anyMatch(path -> !path.end().isComplete())) {
            return List.of();
        }
        List<LinearBound> common = common(paths).stream().flatMap(bound -> about(bound, pcvs).stream()).distinct()
                .sorted(Comparator.comparingInt((LinearBound bound) -> -bound.weights().size()).thenComparing(LinearBound::toString)).toList();
        Map<String, Pcv> narrowed = new TreeMap<>(ranges);
        common.forEach(bound -> narrow(narrowed, bound));
        List<LinearBound> told = new ArrayList<>();
        for (LinearBound bound : common) {
            boolean isKnown = bound.follows(bound.weights().size() == 1 ? ranges : narrowed);
            if (!isKnown && told.size() < MOST_TOLD && told.stream().noneMatch(other -> isNoLess(other, bound))) {
                told.add(bound);
            }
        }
        return List.copyOf(told);
    }

    /** Those that each path sets, with the greatest of what they say. */
    private static List<LinearBound> common(List<Path> paths) {
        Map<Map<String, Long>, OptionalLong> all = new LinkedHashMap<>();
        paths.getFirst().bounds().forEach(bound -> all.put(bound.weights(), OptionalLong.of(bound.most())));
        for (Path path : paths) {
            Map<Map<String, Long>, Long> here = new LinkedHashMap<>();
            path.bounds().forEach(bound -> here.put(bound.weights(), bound.most()));
            all.replaceAll((weights, most) -> most.isEmpty() || !here.containsKey(weights) ? OptionalLong.empty()
                    : OptionalLong.of(Math.max(most.getAsLong(), here.get(weights))));
        }
        List<LinearBound> common = new ArrayList<>();
        all.forEach((weights, most) -> most.ifPresent(value -> common.add(new LinearBound(weights, value))));
        return common;
    }

    /** The same without PCVs that nobody asks for: a sum without something that is not negative is no greater. */
    private static List<LinearBound> about(LinearBound bound, Set<String> pcvs) {
        Map<String, Long> weights = new TreeMap<>(bound.weights());
        weights.entrySet().removeIf(each -> each.getValue() > 0 && !pcvs.contains(each.getKey()));
        return weights.isEmpty() || !pcvs.containsAll(weights.keySet()) ? List.of() : List.of(new LinearBound(weights, bound.most()).reduced());
    }

    /** Whether a bound follows from another one, by what that says of the same PCVs. */
    private static boolean isNoLess(LinearBound other, LinearBound bound) {
        if (bound.weights().size() == 1 && other.weights().values().stream().allMatch(weight -> weight > 0)) {
            Map.Entry<String, Long> single = bound.weights().entrySet().iterator().next();
            Long weight = other.weights().get(single.getKey());
            return weight != null && single.getValue() == 1 && other.most() / weight <= bound.most();
        }
        return other.most() <= bound.most() && other.weights().keySet().containsAll(bound.weights().keySet())
                && other.weights().entrySet().stream().allMatch(each -> each.getValue() >= Math.max(0, bound.weights().getOrDefault(each.getKey(), 0L)));
    }

    private static void narrow(Map<String, Pcv> ranges, LinearBound bound) {
        if (bound.weights().size() == 1 && bound.weights().containsValue(1L)) {
            String name = bound.weights().keySet().iterator().next();
            Pcv pcv = ranges.getOrDefault(name, Pcv.unbounded(name));
            if (bound.most() >= pcv.low()) {
                ranges.put(name, pcv.within(pcv.low(), OptionalLong.of(Math.min(bound.most(), pcv.high().orElse(Long.MAX_VALUE)))));
            }
        }
    }
}
