package org.perfcontracts.explore.state;

import java.util.concurrent.atomic.AtomicInteger;
import org.perfcontracts.explore.code.ControlFlow;

/** One arrival at a loop from outside, as long as the loop is being unrolled from there. Shared by all states that follow. */
public final class Activation {
    private final ControlFlow.Loop loop;
    private final int depth;
    private final State start;
    private final AtomicInteger forks = new AtomicInteger();
    private volatile boolean cancelled;

    /** An activation with the state in which the loop's header was reached. */
    public Activation(ControlFlow.Loop loop, int depth, State start) {
        this.loop = loop;
        this.depth = depth;
        this.start = start;
    }

    public ControlFlow.Loop loop() {
        return loop;
    }

    public int depth() {
        return depth;
    }

    public State start() {
        return start;
    }

    public void countFork() {
        forks.incrementAndGet();
    }

    public int forks() {
        return forks.get();
    }

    /** Gives the unrolling up: whatever came of it is void, because the loop is cut instead. Whether this call did it. */
    public synchronized boolean cancel() {
        boolean first = !cancelled;
        cancelled = true;
        return first;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /**
     * A list of activations, the innermost first, immutable.
     *
     * @param top the innermost
     * @param rounds how often the state has come round that loop
     * @param rest the others
     */
    public record Stack(Activation top, int rounds, Stack rest) {
        public Stack(Activation top, Stack rest) {
            this(top, 0, rest);
        }

        /** The same with one more round of an activation, which must be in the list. */
        public Stack afterRoundOf(Activation activation) {
            return top == activation ? new Stack(top, rounds + 1, rest) : new Stack(top, rounds, rest.afterRoundOf(activation));
        }

        public int roundsOf(Activation activation) {
            return top == activation ? rounds : rest.roundsOf(activation);
        }

        public static int size(Stack stack) {
            int size = 0;
            for (Stack s = stack; s != null; s = s.rest) {
                size++;
            }
            return size;
        }

        static boolean anyCancelled(Stack stack) {
            for (Stack s = stack; s != null; s = s.rest) {
                if (s.top.isCancelled()) {
                    return true;
                }
            }
            return false;
        }
    }
}
