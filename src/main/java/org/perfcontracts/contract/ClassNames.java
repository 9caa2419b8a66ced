package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.perfcontracts.contract.ContractBuilder.Draft;
import org.perfcontracts.explore.Path;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;

/**
 * Names of classes: those of their marks; without marks what the class comes to, and then the shortest of what tells it from the others that
 * come to the same: a condition, a loop, at last its cost.
 */
final class ClassNames {
    /** Words that are longer than this are no name. */
    private static final int LONGEST = 60;

    private final ConditionNamer namer;
    private final LongFunction<String> places;
    private final Set<String> taken = new HashSet<>();
    /** The loops that all paths of a class come to, and those that any does. By identity: a class is long to look at. */
    private final Map<Draft, Set<Long>> always = new IdentityHashMap<>();
    private final Map<Draft, Set<Long>> ever = new IdentityHashMap<>();
    private final BooleanSupplier over;

    /** Names in the words of a namer; when time is over, those that have no words yet are called by their cost. */
    ClassNames(ConditionNamer namer, LongFunction<String> places, BooleanSupplier over) {
        this.namer = namer;
        this.places = places;
        this.over = over;
    }

    /** The names, one for each class and each different. */
    List<String> of(List<Draft> classes) {
        classes.stream().filter(each -> !each.marks().isEmpty()).forEach(each -> taken.add(joined(each.marks())));
        List<String> names = new ArrayList<>();
        for (Draft each : classes) {
            names.add(each.marks().isEmpty() ? unmarked(each, classes) : joined(each.marks()));
        }
        return names;
    }

    private static String joined(List<String> marks) {
        String all = String.join(" or ", marks);
        return all.length() <= LONGEST || marks.size() == 1 ? all : marks.getFirst() + " and " + (marks.size() - 1) + " more";
    }

    private String unmarked(Draft draft, List<Draft> classes) {
        List<Draft> others = classes.stream().filter(each -> each != draft && each.marks().isEmpty() && each.outcome().equals(draft.outcome())).toList();
        if (over.getAsBoolean()) {
            return free(markOf(draft, others).map(text -> prefix(draft) + text).stream().toList(), draft, List.of());
        }
        List<String> wanted = new ArrayList<>();
        if (draft.outcome().isEmpty() && draft.words().condition().exact()) {
            wanted.add(draft.words().condition().text());
        } else if (draft.outcome().isPresent() && others.isEmpty()) {
            return free(List.of(draft.outcome().get()), draft, others);
        }
        if (wanted.stream().noneMatch(text -> text.length() <= LONGEST) && !others.isEmpty()) {
            wanted.clear();
            wanted.addAll(telling(draft, others));
        }
        return free(wanted.stream().filter(text -> text.length() <= LONGEST).map(text -> prefix(draft) + text).toList(), draft, others);
    }

    /** What tells a class from others, the shortest first. */
    private List<String> telling(Draft draft, List<Draft> others) {
        List<String> words = new ArrayList<>();
        namer.difference(draft.regions(), others.stream().flatMap(each -> each.regions().stream()).toList())
                .map(alternatives -> new Condition(alternatives, true).text()).ifPresent(words::add);
        loopOf(draft, others).ifPresent(words::add);
        markOf(draft, others).ifPresent(words::add);
        words.sort((a, b) -> Integer.compare(a.length(), b.length()));
        return words;
    }

    // ---- marks

    /** Of bursts, in which each packet passes marks: one that is passed in all of a class and in none of the others with any, or the other way round. */
    private static Optional<String> markOf(Draft draft, List<Draft> others) {
        List<Draft> marked = others.stream().filter(ClassNames::hasMarks).toList();
        Optional<String> with = markOnlyOf(draft, marked);
        if (with.isPresent() || marked.size() != 1 || !hasMarks(draft)) {
            return with.map(mark -> "with " + mark);
        }
        return markOnlyOf(marked.getFirst(), List.of(draft)).map(mark -> "without " + mark);
    }

    private static boolean hasMarks(Draft draft) {
        return draft.costs().paths().stream().anyMatch(path -> !path.classes().isEmpty());
    }

    private static Optional<String> markOnlyOf(Draft draft, List<Draft> others) {
        Set<String> marks = new TreeSet<>(draft.costs().paths().getFirst().classes());
        draft.costs().paths().forEach(path -> marks.retainAll(path.classes()));
        others.stream().flatMap(other -> other.costs().paths().stream()).forEach(path -> path.classes().forEach(marks::remove));
        return marks.stream().findFirst();
    }

    // ---- loops

    /** A loop that all packets of a class come to and none of the others, or the other way round. */
    private Optional<String> loopOf(Draft draft, List<Draft> others) {
        Set<Long> mine = new TreeSet<>(always(draft));
        others.forEach(other -> mine.removeAll(ever(other)));
        if (!mine.isEmpty()) {
            return Optional.of("with the loop at " + places.apply(mine.iterator().next()));
        }
        Set<Long> theirs = new TreeSet<>(always(others.getFirst()));
        others.forEach(other -> theirs.retainAll(always(other)));
        theirs.removeAll(ever(draft));
        return theirs.isEmpty() ? Optional.empty() : Optional.of("without the loop at " + places.apply(theirs.iterator().next()));
    }

    private Set<Long> always(Draft draft) {
        return always.computeIfAbsent(draft, _ -> {
            Set<Long> all = new TreeSet<>(loops(draft.costs().paths().getFirst()));
            draft.costs().paths().forEach(path -> all.retainAll(loops(path)));
            return all;
        });
    }

    private Set<Long> ever(Draft draft) {
        return ever.computeIfAbsent(draft, _ -> draft.costs().paths().stream().flatMap(path -> loops(path).stream()).collect(Collectors.toSet()));
    }

    /** Where the cut loops are that a path goes through. */
    private static Set<Long> loops(Path path) {
        if (path.cuts().isEmpty()) {
            return Set.of();
        }
        long[] instructions = path.trace().instructions(0);
        return path.cuts().stream().filter(cut -> cut < instructions.length).map(cut -> instructions[cut]).collect(Collectors.toSet());
    }

    // ---- costs

    /** The first of the names that nobody has, else one that tells the cost. */
    private String free(List<String> wanted, Draft draft, List<Draft> others) {
        Map<Metric, Formula> formulas = draft.costs().bundle().formulas();
        String prefix = prefix(draft);
        String partly = prefix + partly(draft, others).map(words -> words + ", ").orElse("");
        String cost = InputClass.roughly(formulas);
        List<String> all = new ArrayList<>(wanted);
        all.add(partly + cost);
        all.add(partly + cost + ", " + InputClass.figure(formulas.get(Metric.MEMORY_ACCESSES)) + " memory accesses");
        all.add(prefix + formulas.get(Metric.INSTRUCTIONS) + " instructions");
        String last = prefix + formulas.get(Metric.INSTRUCTIONS) + " instructions, " + formulas.get(Metric.MEMORY_ACCESSES) + " memory accesses";
        all.add(last);
        String name = all.stream().filter(each -> !taken.contains(each)).findFirst().orElse(last);
        for (int i = 2; taken.contains(name); i++) {
            name = last + " (" + i + ")";
        }
        taken.add(name);
        return name;
    }

    private static String prefix(Draft draft) {
        return draft.outcome().map(outcome -> outcome + ": ").orElse("");
    }

    /** What tells a class from some of the others. */
    private Optional<String> partly(Draft draft, List<Draft> others) {
        if (over.getAsBoolean()) {
            return Optional.empty();
        }
        for (long loop : always(draft)) {
            if (others.stream().anyMatch(other -> !ever(other).contains(loop))) {
                return Optional.of("with the loop at " + places.apply(loop));
            }
        }
        return draft.words().common().stream().filter(statement -> statement.length() <= LONGEST / 2)
                .filter(statement -> !others.stream().allMatch(other -> other.words().common().contains(statement))).findFirst();
    }
}
