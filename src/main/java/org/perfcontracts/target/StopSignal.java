package org.perfcontracts.target;

import java.util.ArrayList;
import java.util.List;

/** Tells work in progress that its user wants it to end; seen by every thread. */
public final class StopSignal {
    private final List<Runnable> listeners = new ArrayList<>();
    private volatile boolean requested;

    /** Whether the work shall end with what it has. */
    public boolean requested() {
        return requested;
    }

    /** Asks the work to end; asking again does nothing. */
    public void request() {
        List<Runnable> told;
        synchronized (listeners) {
            if (requested) {
                return;
            }
            requested = true;
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
    }

    /** Has something done once the work is asked to end; at once, where it already was. */
    public void whenRequested(Runnable action) {
        synchronized (listeners) {
            if (!requested) {
                listeners.add(action);
                return;
            }
        }
        action.run();
    }
}
