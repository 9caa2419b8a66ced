package org.perfcontracts.contract;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/** The classes of an exploration's paths and what they cost: all of a contract for which no solver is asked. May be used by several threads. */
public final class CostClasses {
    private final Exploration exploration;
    private final Resolution resolution;
    private final LongFunction<String> places;
    private final Map<String, Pcv> ranges;
    private final List<CostClass> classes;

    private CostClasses(Exploration exploration, Resolution resolution, LongFunction<String> places, List<Grouping.Group> groups) {
        this.exploration = exploration;
        this.resolution = resolution;
        this.places = places;
        this.ranges = exploration.pcvs().stream().collect(Collectors.toMap(Pcv::name, Function.identity(), (a, _) -> a));
        List<Merging.Costed> costed = groups.stream().map(group -> new Merging.Costed(group, formulas(group.paths()))).toList();
        this.classes = new Merging(resolution, ranges).of(costed).stream().map(this::costClass).toList();
    }

    /**
     * The classes of all paths.
     *
     * @param exploration  of at least one path
     * @param outcomes     say what paths without a mark come to, which keeps their classes apart
     * @param places       says where an address is, such as {@code router.c:57}; empty where that is not known
     * @param presentation which classes become one
     */
    public static CostClasses of(Exploration exploration, Outcomes outcomes, LongFunction<String> places, Presentation presentation) {
        // Packets of a burst have a class each, which PCVs count.
        boolean hasMarks = !exploration.inputs().isBurstOfDevice() && exploration.paths().stream().anyMatch(path -> !path.classes().isEmpty());
        Resolution resolution = presentation.resolution().orElse(hasMarks ? Resolution.FINEST : Resolution.STANDARD);
        return new CostClasses(exploration, resolution, places, Grouping.of(exploration.paths(), hasMarks, outcomes.telling(exploration.paths()), places));
    }

    /**
     * A class that has no name yet.
     *
     * @param around what else its paths cost, outside of what the formulas count
     * @param lines  the cache lines in each place that one of the paths touches
     * @param stops  why paths are not followed to their ends
     */
    record CostClass(Merging.Bundle bundle, List<Path> paths, Map<Metric, InputClass.Span> around, Map<String, Formula> lines, List<String> stops) {
    }

    /** The paths, and what is known of them. */
    public Exploration exploration() {
        return exploration;
    }

    /** The PCVs of the exploration by name. */
    Map<String, Pcv> ranges() {
        return ranges;
    }

    /** How near the costs of what is one class are. */
    Resolution resolution() {
        return resolution;
    }

    List<CostClass> classes() {
        return classes;
    }

    private CostClass costClass(Merging.Bundle bundle) {
        List<Path> paths = bundle.members().stream().flatMap(member -> member.group().paths().stream()).toList();
        return new CostClass(bundle, paths, around(paths), Formulas.lines(paths, ranges), stops(paths));
    }

    private Map<Metric, Formula> formulas(List<Path> paths) {
        List<Path> ended = paths.stream().filter(path -> path.end().isComplete()).toList();
        if (ended.size() == paths.size()) {
            return Formulas.of(ended, ranges);
        }
        Map<Metric, Formula> formulas = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            List<Formula> all = (ended.isEmpty() ? paths : ended).stream()
                    .map(path -> new Formula(List.of(path.cost().get(metric)), path.exact(metric) && path.end().isComplete()))
                    .toList();
            formulas.put(metric, Formulas.shortened(metric, Formula.max(all, ranges)));
        }
        return formulas;
    }

    private static Map<Metric, InputClass.Span> around(List<Path> paths) {
        Map<Metric, InputClass.Span> spans = new TreeMap<>();
        if (paths.stream().anyMatch(path -> path.around().isEmpty())) {
            return spans;
        }
        for (Path path : paths) {
            path.around().forEach((metric, cost) -> spans.merge(metric, new InputClass.Span(cost, cost),
                    (a, b) -> new InputClass.Span(Math.min(a.least(), b.least()), Math.max(a.most(), b.most()))));
        }
        return spans;
    }

    private List<String> stops(List<Path> paths) {
        Set<String> reasons = new LinkedHashSet<>();
        for (Path path : paths) {
            switch (path.end()) {
                case End.Stopped(_, String reason, long address) -> reasons.add(reason + at(address));
                case End.Endless(String reason, long address) -> reasons.add(reason + at(address));
                default -> {
                }
            }
        }
        return List.copyOf(reasons);
    }

    private String at(long address) {
        String place = places.apply(address);
        return " at 0x" + Long.toHexString(address) + (place.isEmpty() ? "" : " (" + place + ")");
    }
}
