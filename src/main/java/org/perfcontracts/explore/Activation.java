package org.perfcontracts.explore;

import java.util.concurrent.atomic.AtomicInteger;

/** One arrival at a loop from outside, as long as the loop is being unrolled from there. Shared by all states that follow. */
final class Activation {
    private final ControlFlow.Loop loop;
    private final int depth;
    private final State start;
    private final AtomicInteger forks = new AtomicInteger();
    private volatile boolean cancelled;

    /** An activation with the state in which the loop's header was reached. */
    Activation(ControlFlow.Loop loop, int depth, State start) {
        this.loop = loop;
        this.depth = depth;
        this.start = start;
    }

    ControlFlow.Loop loop() {
        return loop;
    }

    int depth() {
        return depth;
    }

    State start() {
        return start;
    }

    void countFork() {
        forks.incrementAndGet();
    }

    int forks() {
        return forks.get();
    }

    /** Gives the unrolling up: whatever came of it is void, because the loop is cut instead. Whether this call did it. */
    synchronized boolean cancel() {
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
    record Stack(Activation top, int rounds, Stack rest) {
        Stack(Activation top, Stack rest) {
            this(top, 0, rest);
        }

        /** The same with one more round of an activation, which must be in the list. */
        Stack afterRoundOf(Activation activation) {
            return top == activation ? new Stack(top, rounds + 1, rest) : new Stack(top, rounds, rest.afterRoundOf(activation));
        }

        int roundsOf(Activation activation) {
            return top == activation ? rounds : rest.roundsOf(activation);
        }

        static int size(Stack stack) {
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
