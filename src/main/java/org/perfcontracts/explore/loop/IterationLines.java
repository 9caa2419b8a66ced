package org.perfcontracts.explore.loop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.perfcontracts.explore.lines.LineCounter;
import org.perfcontracts.explore.lines.OpenPlace;
import org.perfcontracts.explore.lines.Touches;
import org.perfcontracts.explore.state.CutLoop;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;

/**
 * Which cache lines the iterations of a cut loop touch: those that are the same in each of them, once; and of places that differ from
 * iteration to iteration no more than so many new ones in each.
 */
final class IterationLines {
    /** Places that can lie in no more lines are taken to touch all of these in the end: so many iterations of their own are soon reached. */
    private static final int MOST_FILLED = 2;

    private final LineCounter counter;
    private final Predicate<Symbol> isOlder;
    private final Symbols symbols;
    private final State header;
    private final Map<State, Touches> touches = new HashMap<>();
    private final Touches once;
    private final NavigableMap<Long, Long> known;

    /**
     * The lines of a loop.
     *
     * @param header the state at the header
     * @param rounds the states that come round from there
     * @param isOlder whether a symbol stands for the same value in every iteration
     */
    IterationLines(LineCounter counter, Symbols symbols, Predicate<Symbol> isOlder, State header, List<State> rounds) {
        this.counter = counter;
        this.symbols = symbols;
        this.isOlder = isOlder;
        this.header = header;
        Touches all = Touches.NONE;
        for (State end : rounds) {
            Touches here = counter.filled(of(end), MOST_FILLED);
            touches.put(end, here);
            all = all.and(here);
        }
        this.once = all.withOpen(this::isSame);
        this.known = new TreeMap<>(counter.of(header.trace, header.trace.piece(0, 0)).data());
        known.putAll(once.data());
    }

    /** What a way round touches, with what is the same in each of the iterations of inner loops. */
    private Touches of(State end) {
        Touches all = counter.of(end.trace, end.trace.piece(header.trace.length(), header.trace.accessCount()));
        for (CutLoop inner : end.cuts.subList(header.cuts.size(), end.cuts.size())) {
            all = all.and(inner.once());
        }
        return all;
    }

    private boolean isSame(OpenPlace place) {
        return symbols.of(place.unknown()).stream().allMatch(isOlder);
    }

    /** What is the same in each iteration. */
    Touches once() {
        return once;
    }

    /** How many lines a way round touches at most that neither the path before the loop nor another iteration need have touched. */
    long anew(State end) {
        return counter.open(touches.get(end).withOpen(place -> !isSame(place)).open(), known).lines();
    }
}
