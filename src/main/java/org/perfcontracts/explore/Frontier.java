package org.perfcontracts.explore;

import java.util.ArrayDeque;
import java.util.Deque;

/** States that wait to be run, the newest first; workers that find it empty wait until all of them do. */
final class Frontier {
    private final Deque<State> waiting = new ArrayDeque<>();
    private int busy;

    synchronized void push(State state) {
        waiting.push(state);
        notify();
    }

    synchronized int size() {
        return waiting.size();
    }

    /** The next state, or null when none waits and nobody is running one that could fork. */
    synchronized State take() throws InterruptedException {
        while (waiting.isEmpty()) {
            if (busy == 0) {
                notifyAll();
                return null;
            }
            wait();
        }
        busy++;
        return waiting.pop();
    }

    /** Says that a state that was taken has been run to its end. */
    synchronized void done() {
        busy--;
        if (busy == 0) {
            notifyAll();
        }
    }

    /** The next state if one waits, else null: for a run of one worker. */
    synchronized State poll() {
        return waiting.poll();
    }
}
