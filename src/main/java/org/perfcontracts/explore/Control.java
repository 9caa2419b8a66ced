package org.perfcontracts.explore;

import java.util.concurrent.atomic.LongAdder;

/** What all workers of an exploration watch: the budget, the wish to stop, and how much was done. Safe for several threads. */
final class Control {
    /** Why an exploration ends that has to be done again with memory that may hold more. */
    static final String OUTDATED = "memory may hold more";

    private final Budget budget;
    private final long start;
    private final LongAdder instructions = new LongAdder();
    private volatile String reason;
    private volatile boolean restart;
    private volatile boolean aside;
    private volatile boolean silent;

    /** A control of work that began at a reading of {@link System#nanoTime}. */
    Control(Budget budget, long start) {
        this.budget = budget;
        this.start = start;
    }

    Budget budget() {
        return budget;
    }

    void countInstruction() {
        instructions.increment();
    }

    long instructions() {
        return instructions.sum();
    }

    long elapsedNanos() {
        return System.nanoTime() - start;
    }

    /** Ends the exploration early, for the reason given; the first reason stands. */
    synchronized void stop(String why) {
        if (reason == null) {
            reason = why;
        }
        notifyAll();
    }

    /** Lets workers wait until the exploration goes on, or is ended. */
    synchronized void setAside() {
        aside = true;
    }

    /** Lets workers go on. */
    synchronized void goOn() {
        aside = false;
        notifyAll();
    }

    boolean isAside() {
        return aside;
    }

    /** Lets nothing be noted any more of what memory holds: others look for it by now, who know more. */
    void silence() {
        silent = true;
    }

    /** Whether what is found of memory is of use. */
    boolean isHeard() {
        return !silent && reason == null;
    }

    /** Waits while the exploration is set aside. An interrupted worker goes on. */
    void awaitTurn() {
        if (aside) {
            waitAside();
        }
    }

    private synchronized void waitAside() {
        while (aside && reason == null) {
            try {
                wait();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Ends the exploration because it must begin anew: a jump was seen that changes which loops there are. */
    void restart() {
        restart = true;
        stop("restarted");
    }

    boolean wantsRestart() {
        return restart;
    }

    /** Why the exploration ended early, or null. */
    String reason() {
        return reason;
    }

    boolean mustStop() {
        return reason != null;
    }

    /**
     * Ends the exploration if a limit is reached. Whoever waits for the workers asks often: a worker may be long over one question.
     *
     * @param paths that there are by now
     */
    void checkLimits(int paths) {
        if (elapsedNanos() > budget.forPaths(paths).toNanos()) {
            stop("the time limit of " + budget.time().toSeconds() + " s was reached");
        }
        Runtime runtime = Runtime.getRuntime();
        if (runtime.totalMemory() - runtime.freeMemory() > budget.memory()) {
            runtime.gc();
            if (runtime.totalMemory() - runtime.freeMemory() > budget.memory()) {
                stop("the memory limit of " + (budget.memory() >> 20) + " MiB was reached");
            }
        }
    }
}
