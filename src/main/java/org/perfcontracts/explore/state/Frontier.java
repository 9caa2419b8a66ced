package org.perfcontracts.explore.state;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * States that wait to be run: those inside the most loops first, then the newest. What leaves a loop so waits until it is known
 * whether the loop can be unrolled. Workers that find it empty wait until all of them do.
 */
public final class Frontier {
    private final PriorityQueue<Entry> waiting = new PriorityQueue<>();
    private long pushed;
    private int busy;

    private record Entry(State state, int loops, long number) implements Comparable<Entry> {
        private static final Comparator<Entry> ORDER = Comparator.comparingInt(Entry::loops).thenComparingLong(Entry::number).reversed();

        @Override
        public int compareTo(Entry other) {
            return ORDER.compare(this, other);
        }
    }

    public synchronized void push(State state) {
        waiting.add(new Entry(state, Activation.Stack.size(state.active), pushed++));
        notify();
    }

    public synchronized int size() {
        return waiting.size();
    }

    /** The next state, or null when none waits and nobody is running one that could fork. */
    public synchronized State take() throws InterruptedException {
        while (waiting.isEmpty()) {
            if (busy == 0) {
                notifyAll();
                return null;
            }
            wait();
        }
        busy++;
        return waiting.remove().state;
    }

    /** Says that a state that was taken has been run to its end. */
    public synchronized void done() {
        busy--;
        if (busy == 0) {
            notifyAll();
        }
    }

    /** The next state if one waits, else null: for a run of one worker. */
    public synchronized State poll() {
        Entry next = waiting.poll();
        return next == null ? null : next.state;
    }

    /** Whether a state waits that is inside more loops than the given number. */
    public synchronized boolean hasInside(int loops) {
        Entry next = waiting.peek();
        return next != null && next.loops > loops;
    }
}
