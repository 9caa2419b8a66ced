package org.perfcontracts.explore.state;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.perfcontracts.explore.code.ControlFlow;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;

/** A piece of exploration: states that wait, and what became of those that ran. The whole is one; so is each arbitrary iteration of a cut loop. */
public final class Run {
    private final Scope scope;
    private final Frontier frontier;
    private final Function<State, PathCost> costs;
    private final Consumer<State> ended;
    private final List<Finished> finished = new ArrayList<>();
    private final List<State> rounds = new ArrayList<>();
    private final List<State> exits = new ArrayList<>();

    /** A state whose path is over. */
    public static final class Finished {
        private final State state;
        private final End end;
        private final Function<State, PathCost> costs;
        private PathCost cost;

        private Finished(State state, End end, Function<State, PathCost> costs) {
            this.state = state;
            this.end = end;
            this.costs = costs;
        }

        public State state() {
            return state;
        }

        public End end() {
            return end;
        }

        /** What the path costs, counted where it was not yet. */
        public synchronized PathCost cost() {
            if (cost == null) {
                cost = costs.apply(state);
            }
            return cost;
        }
    }

    /**
     * The loop whose arbitrary iteration is explored.
     *
     * @param loop the loop
     * @param depth of the frame in which it runs
     * @param start the length of the trace at the header
     */
    public record Scope(ControlFlow.Loop loop, int depth, int start) {
    }

    private Run(Scope scope, Frontier frontier, Function<State, PathCost> costs, Consumer<State> ended) {
        this.scope = scope;
        this.ended = ended;
        this.frontier = frontier;
        this.costs = costs;
    }

    /**
     * The whole exploration; what a path costs is counted by whoever comes to its end, which takes its share of the time like the path itself.
     *
     * @param ended hears of each path that is over
     */
    public static Run whole(Function<State, PathCost> costs, Consumer<State> ended) {
        return new Run(null, new Frontier(), costs, ended);
    }

    /** A piece with no state in it, which says only how paths end. */
    public static Run none() {
        return within(null);
    }

    /** The arbitrary iteration of a loop; the paths that end in it go over to the run around it. */
    public static Run within(Scope scope) {
        return new Run(scope, new Frontier(), _ -> {
            throw new IllegalStateException("a path's cost is asked for within a loop");
        }, _ -> { });
    }

    public Frontier frontier() {
        return frontier;
    }

    /** Takes a state out of the run where it has left the scope or come round; whether it did. */
    public boolean takes(State state) {
        if (scope == null || state.frame.depth() > scope.depth) {
            return false;
        }
        if (state.frame.depth() == scope.depth) {
            if (state.instructionPointer == scope.loop.header()) {
                return state.trace.length() > scope.start && add(rounds, state);
            }
            if (scope.loop.contains(state.instructionPointer)) {
                return false;
            }
        }
        return add(exits, state);
    }

    /** Whether a state was one of the run, behind the header of its scope. */
    public boolean hasSeen(State state) {
        return scope == null || state.trace.length() > scope.start;
    }

    private static boolean add(List<State> states, State state) {
        states.add(state);
        return true;
    }

    public void finish(State state, End end) {
        Finished path = new Finished(state, end, costs);
        ended.accept(state);
        if (scope == null && end.isComplete()) {
            path.cost();
        }
        synchronized (finished) {
            finished.add(path);
        }
    }

    public List<Finished> finished() {
        synchronized (finished) {
            return finished.stream().filter(each -> !each.state.isVoid()).toList();
        }
    }

    /** Whether so many states have come to an end. */
    public boolean hasFinished(int count) {
        synchronized (finished) {
            if (finished.size() < count) {
                return false;
            }
        }
        return finishedCount() >= count;
    }

    /** How many states have come to an end. */
    public int finishedCount() {
        return finished().size();
    }

    /** The states that reached the header again, of a run with a scope. */
    public List<State> rounds() {
        return rounds.stream().filter(each -> !each.isVoid()).toList();
    }

    /** Ends the paths of some of the states that reached the header again: what comes of them is not followed. */
    public void endRounds(Predicate<State> which, End end) {
        rounds().stream().filter(which).forEach(state -> finish(state, end));
        rounds.removeIf(which);
    }

    /** The states that left the loop, of a run with a scope. */
    public List<State> exits() {
        return exits.stream().filter(each -> !each.isVoid()).toList();
    }

    /** Conditions that were added behind the first ones, in all states that came out of the run. */
    public List<Term> conditions(int from) {
        List<Term> all = new ArrayList<>();
        rounds().forEach(state -> all.addAll(state.constraints.subList(from, state.constraints.size())));
        exits().forEach(state -> all.addAll(state.constraints.subList(from, state.constraints.size())));
        finished().forEach(each -> all.addAll(each.state.constraints.subList(from, each.state.constraints.size())));
        return all;
    }

    /** Conditions that were decided since a state because nothing else was possible, in all states that came out of the run. */
    public Set<Term> implied(State since) {
        Set<Term> all = new LinkedHashSet<>();
        rounds().forEach(state -> all.addAll(state.impliedSince(since)));
        exits().forEach(state -> all.addAll(state.impliedSince(since)));
        finished().forEach(each -> all.addAll(each.state.impliedSince(since)));
        return all;
    }

    /** The addresses, as far as they are not plain numbers, that states which came out of the run have accessed since. */
    public Set<Term> addresses(int from) {
        Set<Term> all = new LinkedHashSet<>();
        rounds().forEach(state -> addAddresses(state, from, all));
        exits().forEach(state -> addAddresses(state, from, all));
        finished().forEach(each -> addAddresses(each.state(), from, all));
        return all;
    }

    /** The addresses at which paths of the run have ended because they could not be resolved. */
    public List<Term> unresolved() {
        return finished().stream().map(each -> each.state.unresolved).filter(Objects::nonNull).distinct().toList();
    }

    private static void addAddresses(State state, int from, Set<Term> into) {
        for (Trace.Access access : state.trace.accesses(from)) {
            if (!(access.address() instanceof Constant)) {
                into.add(access.address());
            }
        }
        if (state.unresolved != null) {
            into.add(state.unresolved);
        }
    }
}
