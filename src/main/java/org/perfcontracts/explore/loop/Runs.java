package org.perfcontracts.explore.loop;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.perfcontracts.explore.lines.Motion;
import org.perfcontracts.explore.lines.OpenPlace;
import org.perfcontracts.explore.lines.Touches;
import org.perfcontracts.explore.state.LoopLines;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;

/**
 * Places that move on by few bytes in each iteration, as the bytes of a packet that are added up: many iterations touch one line. In so
 * many iterations they go over the bytes between the first and the last, and touch no other lines.
 */
final class Runs {
    /** Of larger steps, few iterations touch fewer lines by themselves than are said here. */
    private static final long MOST_BYTES = 16;

    private final Symbol iterations;
    private final Predicate<Symbol> isOlder;
    /** A point that every iteration passes, so that there are no more of them than passages; empty where there is none. */
    private final Optional<String> point;
    private final Map<Term, Run> runs = new LinkedHashMap<>();
    private final Map<Term, Optional<Motion>> motions = new HashMap<>();

    /**
     * The runs of a loop.
     *
     * @param passages of points by each way round
     */
    Runs(Symbol iterations, Predicate<Symbol> isOlder, Collection<Map<String, Long>> passages) {
        this.iterations = iterations;
        this.isOlder = isOlder;
        Set<String> shared = new TreeSet<>(passages.stream().findFirst().map(Map::keySet).orElse(Set.of()));
        passages.forEach(way -> shared.retainAll(way.keySet()));
        this.point = shared.stream().findFirst();
    }

    /** The fields that lie at one unknown in one place. */
    private static final class Run {
        private final Motion motion;
        private final Set<String> where = new TreeSet<>();
        private long low = Long.MAX_VALUE;
        private long high = Long.MIN_VALUE;

        Run(Motion motion) {
            this.motion = motion;
        }

        void add(OpenPlace place) {
            where.add(place.where());
            low = Math.min(low, place.plus());
            high = Math.max(high, place.plus() + place.bytes());
        }

        long step() {
            return Math.abs(motion.step());
        }

        /** How many lines beside those that the steps come to, rounded up: bytes of n iterations begin in one line and end in another. */
        long more() {
            long beyond = Math.max(0, high - low - step() - 1);
            return 1 + Math.ceilDiv(beyond, Touches.LINE) + (motion.wraps() ? 2 : 0);
        }

        /** Fields that lie apart are no run. */
        boolean isOne() {
            return where.size() == 1 && high - low <= Touches.LINE;
        }
    }

    /** Looks for runs among places that ways round touch. */
    void add(Collection<OpenPlace> places) {
        for (OpenPlace place : places) {
            if (point.isPresent() && !place.isElsewhere()) {
                motion(place.unknown()).ifPresent(motion -> runs.computeIfAbsent(place.unknown(), _ -> new Run(motion)).add(place));
            }
        }
    }

    private Optional<Motion> motion(Term unknown) {
        return motions.computeIfAbsent(unknown, _ -> Motion.of(unknown, iterations, isOlder)
                .filter(motion -> motion.step() != 0 && Math.abs(motion.step()) <= MOST_BYTES));
    }

    /** Whether a place is in a run, once all have been added. */
    boolean take(OpenPlace place) {
        Run run = runs.get(place.unknown());
        return run != null && run.isOne() && !place.isElsewhere();
    }

    /** The runs, with those of loops in this one. */
    Map<String, Map<String, LoopLines.Stretch>> with(Map<String, Map<String, LoopLines.Stretch>> inner) {
        Map<String, Map<String, LoopLines.Stretch>> all = new TreeMap<>();
        // What they take in each of their executions besides is counted as what iterations of this loop touch.
        inner.forEach((where, points) -> points.forEach((name, run) ->
                all.computeIfAbsent(where, _ -> new TreeMap<>()).put(name, new LoopLines.Stretch(run.bytes(), 0))));
        runs.values().stream().filter(Run::isOne).forEach(run -> {
            add(LoopLines.ALL, run, all);
            add(run.where.iterator().next(), run, all);
        });
        return all;
    }

    private void add(String where, Run run, Map<String, Map<String, LoopLines.Stretch>> all) {
        all.computeIfAbsent(where, _ -> new TreeMap<>()).merge(point.orElseThrow(), new LoopLines.Stretch(run.step(), run.more()),
                (a, b) -> new LoopLines.Stretch(a.bytes() + b.bytes(), a.more() + b.more() + 1));
    }
}
