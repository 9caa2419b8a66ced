package org.perfcontracts.cpu;

import java.util.List;

/**
 * The latest packet of a sequence, executed natively again and again in the state that it has met, and timed.
 *
 * @param stop      how that ended; there are times only if they are {@link Stop.Done}
 * @param additions of a chain of which each waits for the one before, in the ticks of each run but the empty ones
 * @param empty     runs without a call, with a chain without additions
 * @param hot       runs with all in caches
 * @param cold      runs before which the cache lines were flushed that the packet touches
 */
record NativeRuns(Stop stop, long additions, List<Ticks> empty, List<Ticks> hot, List<Ticks> cold) {
    NativeRuns {
        empty = List.copyOf(empty);
        hot = List.copyOf(hot);
        cold = List.copyOf(cold);
    }

    /**
     * A run, in ticks of the time-stamp counter.
     *
     * @param run   0 where it did something else than block by block
     * @param chain of the additions behind it
     */
    record Ticks(long run, long chain) {
        boolean isSame() {
            return run != 0;
        }
    }

    /** How timing ended. */
    sealed interface Stop {
        /** With times. */
        record Done() implements Stop {
        }

        /** There is no packet that came to its end, or it is not known what it changed. */
        record Nothing() implements Stop {
        }

        /** The kernel cannot keep a run from making system calls. */
        record Unguarded() implements Stop {
        }

        /** It raised a signal. */
        record Fault(int signal) implements Stop {
        }

        /** It was about to make a system call, which was not made. */
        record SystemCall(long number) implements Stop {
        }

        /** It had not ended when the time was over. */
        record Endless() implements Stop {
        }
    }
}
