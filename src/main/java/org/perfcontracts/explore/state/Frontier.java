package org.perfcontracts.explore.state;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * States that wait to be run: those inside the most loops first, then those that go a way which none has gone so far, then the newest. What
 * leaves a loop so waits until it is known whether the loop can be unrolled; and what a program does to memory that lasts is seen early.
 * Workers that find it empty wait until all of them do.
 */
public final class Frontier {
    private final PriorityQueue<Entry> waiting = new PriorityQueue<>();
    private final Set<Way> gone = new HashSet<>();
    private long pushed;
    private int busy;

    /** Where a jump leads with an answer to what it asks. */
    public record Way(long jump, long answer) {
    }

    /** A state and the way that is new with it, if any. */
    private record Entry(State state, int loops, Optional<Way> isNew, long number) implements Comparable<Entry> {
        private static final Comparator<Entry> ORDER = Comparator.comparingInt(Entry::loops)
                .thenComparing(entry -> entry.isNew.isPresent()).thenComparingLong(Entry::number).reversed();

        @Override
        public int compareTo(Entry other) {
            return ORDER.compare(this, other);
        }
    }

    public void push(State state) {
        push(state, Optional.empty());
    }

    /** Lets a state wait that is about to go a way. */
    public synchronized void push(State state, Optional<Way> way) {
        waiting.add(new Entry(state, Activation.Stack.size(state.active), way.filter(each -> !gone.contains(each)), pushed++));
        notify();
    }

    /** Says that a way is gone. */
    public synchronized void go(Way way) {
        gone.add(way);
    }

    /** The next state; null if there is none. */
    private State next() {
        Entry next = waiting.poll();
        while (next != null && next.isNew.isPresent() && !gone.add(next.isNew.get())) {
            waiting.add(new Entry(next.state, next.loops, Optional.empty(), next.number));
            next = waiting.poll();
        }
        return next == null ? null : next.state;
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
        return next();
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
        return next();
    }

    /** Whether a state waits that is inside more loops than the given number. */
    public synchronized boolean hasInside(int loops) {
        Entry next = waiting.peek();
        return next != null && next.loops > loops;
    }
}
