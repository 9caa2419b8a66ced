package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;

/** Puts paths into groups that become classes: by the marks they passed, and without marks by their outcome and what they cost. */
final class Grouping {
    /** The class of paths that stopped before they passed a mark. */
    static final String NOT_EXPLORED = "not explored";

    /** Paths of one class, its name where marks give it one, and what all of them come to where that tells it from others. */
    record Group(Optional<String> mark, Optional<String> outcome, List<Path> paths) {
        /** Whether others may join it: what does not return, or was not followed to its end, stays by itself. */
        boolean isMergeable() {
            return paths.stream().allMatch(path -> path.end() instanceof End.Returned || path.end() instanceof End.Reentered);
        }
    }

    private Grouping() {
    }

    /**
     * The groups, in the order of their marks and then of their cost.
     *
     * @param hasMarks whether class marks name classes
     * @param outcomes say what paths come to
     * @param places   says where an address is
     */
    static List<Group> of(List<Path> paths, boolean hasMarks, Outcomes outcomes, LongFunction<String> places) {
        Map<String, List<Path>> marked = new TreeMap<>();
        List<Path> unmarked = new ArrayList<>();
        for (Path path : paths) {
            Optional<String> name = nameOf(path, hasMarks, places);
            name.ifPresentOrElse(
                    mark -> marked.computeIfAbsent(mark, _ -> new ArrayList<>()).add(path), () -> unmarked.add(path));
        }
        List<Group> groups = new ArrayList<>();
        marked.forEach((mark, members) -> groups.add(new Group(Optional.of(mark), common(members, outcomes), members)));
        byOutcome(unmarked, outcomes).forEach((outcome, some) -> byCost(some).forEach(members -> groups.add(new Group(Optional.empty(), outcome, members))));
        return groups;
    }

    private static Optional<String> common(List<Path> paths, Outcomes outcomes) {
        List<Optional<String>> all = paths.stream().map(outcomes::of).distinct().toList();
        return all.size() == 1 ? all.getFirst() : Optional.empty();
    }

    private static Map<Optional<String>, List<Path>> byOutcome(List<Path> paths, Outcomes outcomes) {
        Map<Optional<String>, List<Path>> groups = new LinkedHashMap<>();
        paths.forEach(path -> groups.computeIfAbsent(outcomes.of(path), _ -> new ArrayList<>()).add(path));
        return groups;
    }

    /** What does not return is told by that, whatever it has passed. */
    private static Optional<String> nameOf(Path path, boolean hasMarks, LongFunction<String> places) {
        return switch (path.end()) {
            case End.Faults(String what, long address) -> Optional.of(InputClass.FAULTS + what + " (" + places.apply(address) + ")");
            case End.Endless(_, long address) -> Optional.of(InputClass.ENDLESS + " (" + places.apply(address) + ")");
            default -> markOf(path, hasMarks);
        };
    }

    /** The marks passed, joined; a mark passed several times on end counts once. */
    private static Optional<String> markOf(Path path, boolean hasMarks) {
        List<String> marks = new ArrayList<>();
        for (String mark : hasMarks ? path.classes() : List.<String>of()) {
            if (marks.isEmpty() || !marks.getLast().equals(mark)) {
                marks.add(mark);
            }
        }
        if (marks.isEmpty()) {
            return path.end().isComplete() ? Optional.empty() : Optional.of(NOT_EXPLORED);
        }
        return Optional.of(String.join(", ", marks));
    }

    /** A path with what tells it from others by cost, computed once: there can be thousands. */
    private record Costly(Path path, Map<Metric, Polynomial> variable, String text, Map<Metric, Long> constant) {
        private static final Comparator<Costly> ORDER = Comparator.comparing(Costly::text)
                .thenComparing(Costly::exact)
                .thenComparing(each -> each.constant.get(Metric.INSTRUCTIONS))
                .thenComparing(each -> each.constant.get(Metric.MEMORY_ACCESSES))
                .thenComparing(each -> each.path.number());

        static Costly of(Path path) {
            Map<Metric, Polynomial> variable = variablePart(path);
            Map<Metric, Long> constant = new EnumMap<>(Metric.class);
            summed().forEach(metric -> constant.put(metric, path.cost().get(metric).constant()));
            return new Costly(path, variable, variable.toString(), constant);
        }

        boolean isSame(Costly other) {
            return exact() == other.exact() && variable.equals(other.variable) && constant.equals(other.constant);
        }

        private boolean exact() {
            return summed().allMatch(path::exact);
        }
    }

    private static List<List<Path>> byCost(List<Path> paths) {
        List<List<Path>> groups = new ArrayList<>();
        Costly first = null;
        for (Costly each : paths.stream().map(Costly::of).sorted(Costly.ORDER).toList()) {
            if (first == null || !first.isSame(each)) {
                groups.add(new ArrayList<>());
                first = each;
            }
            groups.getLast().add(each.path);
        }
        return groups;
    }

    private static Map<Metric, Polynomial> variablePart(Path path) {
        Map<Metric, Polynomial> parts = new EnumMap<>(Metric.class);
        summed().forEach(metric -> parts.put(metric, path.cost().get(metric).plus(-path.cost().get(metric).constant())));
        return parts;
    }

    /** The metrics that tell classes apart: how many lines packets share depends on where data lies rather than on what is done. */
    private static Stream<Metric> summed() {
        return Metric.sums().stream();
    }
}
