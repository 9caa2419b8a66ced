package org.perfcontracts.explore;

import org.perfcontracts.explore.code.ControlFlow;
import org.perfcontracts.explore.loop.LoopCut;
import org.perfcontracts.explore.loop.Means;
import org.perfcontracts.explore.memory.View;
import org.perfcontracts.explore.state.Activation;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Run;
import org.perfcontracts.explore.state.State;

/** Unrolls loops as long as few decisions in them are open, and has the others cut. */
final class Unrolling {
    /** A loop with a known number of iterations is unrolled that far if it writes to abstract state. */
    private static final int MOST_ROUNDS_OF_WRITES = 64;

    /** After as many rounds, each with something that only the solver can tell, a loop is not one that goes round a known number of times. */
    private static final int MOST_ROUNDS_OF_QUESTIONS = 1024;

    /** The first time round may be the last: a test at the top that is no longer open ends the loop. */
    private static final int LEAST_ROUNDS = 2;

    /** As many forks tell that a marked loop is not one that goes round a fixed number of times. */
    private static final int MOST_FORKS_OF_MARKED = 3;

    /** Rounds for packets that a device delivers together, each with as many ways as a packet has: of more there are too many. */
    private static final int MOST_ROUNDS_OF_PACKETS = 4;

    private final Means means;
    private final int most;
    private final int least;

    /**
     * The unrolling of one worker.
     *
     * @param means to cut loops with
     * @param most above how many forks inside one execution a loop is cut
     * @param packets that a device delivers together at most: a loop is unrolled for each of them, as it goes round for what is done with each
     */
    Unrolling(Means means, int most, int packets) {
        this.means = means;
        this.most = most;
        this.least = Math.max(LEAST_ROUNDS, Math.min(packets, MOST_ROUNDS_OF_PACKETS));
    }

    /** Notes that the state has reached a loop's header; whether it goes on from there. */
    boolean goesOn(State state, ControlFlow.Loop loop, Run run) {
        if (state.isVoid()) {
            return false;
        }
        int depth = state.frame.depth();
        Activation around = innermost(state, loop, depth);
        if (around == null || !loop.contains(state.last)) {
            enter(state, loop, depth);
            return true;
        }
        state.active = state.active.afterRoundOf(around);
        int rounds = state.active.roundsOf(around);
        boolean isLong = rounds % MOST_ROUNDS_OF_WRITES == 0 && writesState(state, around)
                || rounds % MOST_ROUNDS_OF_QUESTIONS == 0 && state.impliedSince(around.start()).size() >= rounds;
        if (rounds < least || around.forks() <= limit(loop) && !isLong) {
            return true;
        }
        if (around.cancel()) {
            cut(around, run);
        }
        return false;
    }

    /**
     * Has a loop cut in which an unrolled state came to an address or a number that cannot be told: what rounds before have chosen piles up in
     * it, where an arbitrary iteration has it in one symbol. Whether there is such a loop; the state is void then.
     */
    boolean cutsInstead(State state, Run run) {
        for (Activation.Stack s = state.active; s != null; s = s.rest()) {
            if (s.rounds() > 0 && s.top().forks() > 0 && run.hasSeen(s.top().start())) {
                if (s.top().cancel()) {
                    cut(s.top(), run);
                }
                return true;
            }
        }
        return false;
    }

    /** Of a loop with a mark, what its passages cost is wanted rather than a path for each number of them. */
    private int limit(ControlFlow.Loop loop) {
        return loop.body().stream().anyMatch(means.marks().pcvs()::containsKey) ? Math.min(most, MOST_FORKS_OF_MARKED) : most;
    }

    /** Whether a loop has written to abstract state: after many rounds each further access would be compared with all of that. */
    private static boolean writesState(State state, Activation loop) {
        return state.views.entrySet().stream().anyMatch(entry -> View.hasStores(entry.getValue(), loop.start().views.get(entry.getKey())));
    }

    private static Activation innermost(State state, ControlFlow.Loop loop, int depth) {
        for (Activation.Stack s = state.active; s != null; s = s.rest()) {
            if (s.top().depth() == depth && s.top().loop().header() == loop.header()) {
                return s.top();
            }
        }
        return null;
    }

    private static void enter(State state, ControlFlow.Loop loop, int depth) {
        Activation activation = new Activation(loop, depth, state.fork());
        state.active = new Activation.Stack(activation, state.active);
        state.lineage = new Activation.Stack(activation, state.lineage);
    }

    /** Forgets the loops that the state has left; whether one of them may turn out to be one that is not unrolled. */
    static boolean leave(State state) {
        int depth = state.frame.depth();
        boolean wasForked = false;
        while (state.active != null && (state.active.top().depth() > depth
                || state.active.top().depth() == depth && !state.active.top().loop().contains(state.instructionPointer))) {
            wasForked |= state.active.top().forks() > 0;
            state.active = state.active.rest();
        }
        return wasForked;
    }

    private void cut(Activation activation, Run outer) {
        State start = activation.start();
        Run iteration = guarded(new LoopCut(means, activation.loop(), start), start);
        iteration.finished().forEach(each -> outer.finish(each.state(), each.end()));
        iteration.exits().forEach(outer.frontier()::push);
    }

    /** A defect of ours ends the paths that reach the loop: the state that runs here is void already and would take it along. */
    private static Run guarded(LoopCut cut, State start) {
        try {
            return cut.cut();
        } catch (RuntimeException | StackOverflowError defect) {
            Run none = Run.none();
            none.finish(start, new End.Stopped(End.Kind.UNSUPPORTED, "internal error: " + defect, start.instructionPointer));
            return none;
        }
    }
}
