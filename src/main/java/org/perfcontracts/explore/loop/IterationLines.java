package org.perfcontracts.explore.loop;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.perfcontracts.explore.lines.LineCounter;
import org.perfcontracts.explore.lines.Motion;
import org.perfcontracts.explore.lines.OpenPlace;
import org.perfcontracts.explore.lines.Touches;
import org.perfcontracts.explore.state.CutLoop;
import org.perfcontracts.explore.state.LoopLines;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;

/**
 * Which cache lines the iterations of a cut loop touch: those that are the same in each of them, once; and of places that differ from
 * iteration to iteration no more than so many new ones in each.
 */
final class IterationLines {
    /** Places that can lie in no more lines are taken to touch all of these in the end: so many iterations of their own are soon reached. */
    private static final int MOST_FILLED = 2;

    private final LineCounter counter;
    private final Predicate<Symbol> isOlder;
    private final Symbol iterations;
    private final Symbols symbols = new Symbols();
    private final State header;
    private final List<State> rounds;
    /** What each way round touches by itself. */
    private final Map<State, Touches> touches = new HashMap<>();
    /** What inner loops of a way round touch in each of their iterations, by their points. */
    private final Map<String, Touches> inner = new TreeMap<>();
    /** What was touched before the loop, in whatever piece of a path the loop is counted. */
    private final NavigableMap<Long, Long> before;

    /**
     * The lines of a loop.
     *
     * @param header the state at the header
     * @param rounds the states that come round from there
     * @param iterations the symbol for the number of iterations before
     * @param isOlder whether a symbol stands for the same value in every iteration
     */
    IterationLines(LineCounter counter, Predicate<Symbol> isOlder, Symbol iterations, State header, List<State> rounds) {
        this.counter = counter;
        this.isOlder = isOlder;
        this.iterations = iterations;
        this.header = header;
        this.rounds = rounds;
        this.before = counter.of(header.trace, header.calls.sinceCall(header.trace)).data();
        for (State end : rounds) {
            Touches here = counter.filled(counter.of(end.trace, end.trace.piece(header.trace.length(), header.trace.accessCount())), MOST_FILLED);
            touches.put(end, here);
            for (CutLoop cut : cuts(end)) {
                cut.lines().once().forEach((point, once) -> inner.merge(point, counter.filled(once, MOST_FILLED), Touches::and));
            }
        }
    }

    /** How an address moves from one iteration to the next; empty where that is not known. */
    Optional<Motion> motion(Term address) {
        return Motion.of(address, iterations, isOlder);
    }

    private List<CutLoop> cuts(State end) {
        return end.cuts.subList(header.cuts.size(), end.cuts.size());
    }

    private boolean isSame(OpenPlace place) {
        return symbols.of(place.unknown()).stream().allMatch(isOlder);
    }

    /**
     * The lines of the complete iterations.
     *
     * @param points those with rates, of this loop and of loops in it
     * @param passages how often each way round passes them, outside of the iterations of loops in it
     */
    LoopLines lines(Set<String> points, Map<State, Map<String, Long>> passages) {
        LoopLines ofInner = LoopLines.together(rounds.stream().flatMap(end -> cuts(end).stream()).toList());
        Runs runs = new Runs(iterations, isOlder, passages.values());
        Map<State, Touches> moving = new HashMap<>();
        rounds.forEach(end -> moving.put(end, moving(end)));
        moving.values().forEach(touched -> runs.add(touched.open()));
        moving.replaceAll((_, touched) -> touched.withOpen(place -> !runs.take(place)));
        Map<String, Map<String, Long>> rates = new TreeMap<>(ofInner.rates());
        Set<String> names = new TreeSet<>(rates.keySet());
        names.add(LoopLines.ALL);
        names.addAll(ofInner.runs().keySet());
        moving.values().forEach(touched -> touched.open().forEach(place -> names.add(place.where())));
        for (String where : names) {
            List<RaisedRates.Way> ways = rounds.stream().map(end -> new RaisedRates.Way(
                    anew(end, moving.get(end), where) + besidesRuns(end, where), passages.get(end))).toList();
            Map<String, Long> all = RaisedRates.raised(rates.getOrDefault(where, Map.of()), points, CutLoop.automatic(header.instructionPointer), ways);
            if (!all.isEmpty()) {
                rates.put(where, all);
            }
        }
        return new LoopLines(once(passages), rates, runs.with(ofInner.runs()));
    }

    /** The lines of loops in a way round, by each of their executions, that do not grow with their iterations. */
    private long besidesRuns(State end, String where) {
        return cuts(end).stream().flatMap(cut -> cut.lines().runs().getOrDefault(where, Map.of()).values().stream()).mapToLong(run -> run.more() + 1).sum();
    }

    /** What a way round touches at places that differ from iteration to iteration. */
    private Touches moving(State end) {
        Touches all = touches.get(end).withOpen(place -> !isSame(place));
        for (CutLoop cut : cuts(end)) {
            for (Touches once : cut.lines().once().values()) {
                all = all.and(new Touches(Set.of(), new TreeMap<>(), counter.filled(once, MOST_FILLED).withOpen(place -> !isSame(place)).open()));
            }
        }
        return all;
    }

    /** How many lines of those a way round touches at most in a place that neither the path before the loop nor the way itself touches otherwise. */
    private long anew(State end, Touches moving, String where) {
        // Another way's lines are none to rely on: it need not have been taken.
        NavigableMap<Long, Long> known = new TreeMap<>(where.equals(LoopLines.ALL) ? before : Map.of());
        if (where.equals(LoopLines.ALL)) {
            known.putAll(touches.get(end).data());
        }
        return counter.open(moving.withOpen(place -> where.equals(LoopLines.ALL) || place.where().equals(where)).open(), known).lines();
    }

    /** What is the same in each iteration, by a point that all ways pass which touch it: of several such points the one that the fewest ways pass. */
    private Map<String, Touches> once(Map<State, Map<String, Long>> passages) {
        Map<String, Touches> once = new TreeMap<>();
        inner.forEach((point, touched) -> once.put(point, touched.withOpen(this::isSame)));
        Map<Object, BitSet> waysTo = new LinkedHashMap<>();
        for (int way = 0; way < rounds.size(); way++) {
            Touches here = touches.get(rounds.get(way)).withOpen(this::isSame);
            int bit = way;
            here.code().forEach(line -> waysTo.computeIfAbsent(new Code(line), _ -> new BitSet()).set(bit));
            here.data().keySet().forEach(line -> waysTo.computeIfAbsent(line, _ -> new BitSet()).set(bit));
            here.open().forEach(place -> waysTo.computeIfAbsent(place, _ -> new BitSet()).set(bit));
        }
        Map<BitSet, String> points = new HashMap<>();
        waysTo.values().forEach(ways -> points.computeIfAbsent(ways, _ -> point(ways, passages)));
        for (Map.Entry<BitSet, String> each : points.entrySet()) {
            once.merge(each.getValue(), touchedBy(each.getKey(), waysTo), Touches::and);
        }
        return once;
    }

    private record Code(long line) {
    }

    /** What just the given ways touch. */
    private Touches touchedBy(BitSet ways, Map<Object, BitSet> waysTo) {
        Touches all = Touches.NONE;
        for (int way : ways.stream().toArray()) {
            all = all.and(touches.get(rounds.get(way)).only(
                    line -> waysTo.get(new Code(line)).equals(ways), line -> waysTo.get(line).equals(ways), place -> ways.equals(waysTo.get(place))));
        }
        return all;
    }

    private String point(BitSet ways, Map<State, Map<String, Long>> passages) {
        List<String> shared = null;
        for (int way : ways.stream().toArray()) {
            Set<String> here = passages.get(rounds.get(way)).keySet();
            shared = shared == null ? new ArrayList<>(here) : shared.stream().filter(here::contains).toList();
        }
        return shared.stream().min(Comparator.comparingLong((String point) -> passages.values().stream().filter(each -> each.containsKey(point)).count())
                .thenComparing(Comparator.naturalOrder())).orElse(LoopLines.ALWAYS);
    }
}
