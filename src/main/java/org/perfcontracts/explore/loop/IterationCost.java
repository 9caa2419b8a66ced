package org.perfcontracts.explore.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.perfcontracts.explore.code.ControlFlow;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.lines.LineCounter;
import org.perfcontracts.explore.state.Call;
import org.perfcontracts.explore.state.Calls;
import org.perfcontracts.explore.state.CutLoop;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Rounds;
import org.perfcontracts.explore.state.Run;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Symbol;

/** What the complete iterations of a cut loop cost: that of each way round, expressed by the points that it passes. */
final class IterationCost {
    /** Of a loop with more ways out it is not asked what each of them leaves to the iterations before. */
    private static final int MOST_EXITS = 100;

    private final MarkPoints marks;
    private final ControlFlow.Loop loop;
    private final State header;
    private final Run iteration;
    private final List<State> rounds;
    private final PassageBounds bounds;
    private final LineCounter counter;
    private final IterationLines lines;

    /**
     * The cost of a loop's iterations.
     *
     * @param iteration the exploration of an arbitrary one
     * @param bounds how often points are passed at most
     * @param facts tell which symbols are older than the loop
     * @param iterations the symbol for the number of iterations before
     */
    IterationCost(Means means, ControlFlow.Loop loop, State header, Run iteration, PassageBounds bounds, Facts facts,
            Symbol iterations) {
        this.marks = means.marks();
        this.counter = means.lines();
        this.loop = loop;
        this.header = header;
        this.iteration = iteration;
        this.rounds = iteration.rounds();
        this.bounds = bounds;
        this.lines = new IterationLines(counter, facts::isOlder, iterations, header, rounds);
    }

    /** Adds the cost of the complete iterations to every state that came out of the loop. */
    void charge() {
        CutLoop cost = cost();
        iteration.exits().forEach(state -> addCut(state, before(state, cost)));
        iteration.finished().forEach(each -> addCut(each.state(), before(each.state(), cost)));
    }

    /** Where the last iteration passes points, too, these are not passed as often before it. */
    private CutLoop before(State exit, CutLoop cost) {
        Map<String, Long> last = marks.passages(exit.trace, header.trace.length());
        for (long address : exit.trace.instructions(header.trace.length())) {
            last.put(CutLoop.automatic(address), 1L);
        }
        last.keySet().retainAll(cost.rates().keySet());
        last.remove(CutLoop.automatic(loop.header()));
        if (last.isEmpty() || rounds.isEmpty() || iteration.exits().size() + iteration.finished().size() > MOST_EXITS) {
            return cost;
        }
        PassageBounds before = bounds.before(exit);
        return cost.within(before.mostPassages(cost.most().keySet()), before.together(cost.rates().keySet()));
    }

    private static void addCut(State state, CutLoop cost) {
        List<CutLoop> cuts = new ArrayList<>(state.cuts);
        cuts.add(cost);
        state.cuts = List.copyOf(cuts);
    }

    private CutLoop cost() {
        List<CutLoop> innerCuts = rounds.stream()
                .flatMap(end -> end.cuts.subList(header.cuts.size(), end.cuts.size()).stream()).toList();
        CutLoop.Together inner = CutLoop.together(innerCuts);
        Set<Long> passedByInner = new HashSet<>();
        innerCuts.forEach(cut -> passedByInner.addAll(cut.passed()));
        List<Rates.Way> ways = rounds.stream().map(end -> way(end, inner.rates(), passedByInner)).distinct().toList();
        Rates.Solution solution = Rates.solve(loop.header(), ways);
        Map<String, CutLoop.Rate> rates = new TreeMap<>(inner.rates());
        rates.putAll(solution.rates());
        Set<Long> passed = new HashSet<>(passedByInner);
        rounds.forEach(end -> passages(end).keySet().forEach(passed::add));
        Set<String> points = new HashSet<>(rates.keySet());
        passed.forEach(address -> points.add(CutLoop.automatic(address)));
        // What a stopped way would have cost nobody knows.
        boolean known = iteration.finished().stream().noneMatch(each -> each.end() instanceof End.Stopped);
        Map<State, Map<String, Long>> byWay = passed(rates.keySet());
        return new CutLoop(loop.header(), header.trace.length(), rates, Set.copyOf(passed),
                known && inner.exact() && solution.exact(), bounds.mostPassages(points), bounds.together(rates.keySet()),
                lines.lines(rates.keySet(), byWay), regions(innerCuts), calls(), rounds(byWay, innerCuts));
    }

    private List<Rounds> rounds(Map<State, Map<String, Long>> passed, List<CutLoop> innerCuts) {
        List<Rounds> all = new ArrayList<>();
        all.add(new Rounds(loop.header(), rounds.stream().map(end -> new Rounds.Way(end.trace,
                end.trace.piece(header.trace.length(), header.trace.accessCount()), lines::motion, passed.get(end))).toList()));
        innerCuts.forEach(cut -> all.addAll(cut.rounds()));
        return List.copyOf(all);
    }

    /** How often each way round passes some points, those that it does not pass left out. */
    private Map<State, Map<String, Long>> passed(Set<String> points) {
        Map<State, Map<String, Long>> passed = new HashMap<>();
        for (State end : rounds) {
            Map<String, Long> here = marks.passages(end.trace, header.trace.length());
            passages(end).forEach((address, count) -> here.put(CutLoop.automatic(address), count));
            here.keySet().retainAll(points);
            passed.put(end, here);
        }
        return passed;
    }

    private Set<String> regions(List<CutLoop> innerCuts) {
        Set<String> names = new LinkedHashSet<>();
        rounds.forEach(end -> names.addAll(end.trace.regions(header.trace.accessCount(), end.trace.accessCount())));
        innerCuts.forEach(cut -> names.addAll(cut.regions()));
        return names;
    }

    private Set<Call> calls() {
        Set<Call> calls = new LinkedHashSet<>();
        rounds.forEach(end -> calls.addAll(Calls.of(end, header.calls,
                end.cuts.subList(header.cuts.size(), end.cuts.size()), marks, counter)));
        return calls;
    }

    private Map<Long, Long> passages(State end) {
        Map<Long, Long> passages = new HashMap<>();
        for (long address : end.trace.instructions(header.trace.length())) {
            passages.merge(address, 1L, Long::sum);
        }
        return passages;
    }

    private Rates.Way way(State end, Map<String, CutLoop.Rate> inner, Set<Long> passedByInner) {
        long[] instructions = end.trace.instructions(header.trace.length());
        Map<String, Long> marks = this.marks.passages(end.trace, header.trace.length());
        Map<Long, Long> addresses = passages(end);
        long cost = instructions.length;
        long accesses = end.trace.accessCount() - header.trace.accessCount();
        for (Map.Entry<String, CutLoop.Rate> rate : inner.entrySet()) {
            long address = CutLoop.automaticAddress(rate.getKey());
            long passages = address == -1 ? marks.getOrDefault(rate.getKey(), 0L) : addresses.getOrDefault(address, 0L);
            cost -= passages * rate.getValue().instructions();
            accesses -= passages * rate.getValue().accesses();
            marks.remove(rate.getKey());
        }
        // Only what this loop alone passes can count its ways: inner iterations pass their own points more often.
        addresses.keySet().removeIf(address -> !loop.contains(address) || passedByInner.contains(address) && address != loop.header());
        return new Rates.Way(cost, accesses, marks, addresses);
    }
}
