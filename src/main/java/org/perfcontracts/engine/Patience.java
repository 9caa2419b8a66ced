package org.perfcontracts.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.perfcontracts.target.StopSignal;

/** How long one waits for a contract: until the time limit or an interruption; and for its words not as long as that. */
public final class Patience {
    /** For the words and checks of a contract that was explored in time, at least. */
    private static final Duration FOR_WORDS = Duration.ofSeconds(4);
    /** Until so long after the start words are looked for in any case. */
    private static final Duration WITH_WORDS = Duration.ofSeconds(20);
    /** Longer than a question about words takes: those that were found until then are kept. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final long start = System.nanoTime();
    private final long limit;
    private final StopSignal stop;
    private volatile long end;
    private volatile long over;

    /** The patience from now on, with the time that the whole may take. */
    public Patience(Duration whole, StopSignal stop) {
        this.limit = start + whole.toNanos();
        this.end = limit;
        this.stop = stop;
    }

    /** From here on words are looked for. */
    void startWords() {
        long least = System.nanoTime() + FOR_WORDS.toNanos();
        long usual = start + WITH_WORDS.toNanos();
        long most = usual - least < 0 ? least : usual;
        end = most - limit < 0 ? most : limit;
    }

    /** Whether the time for the whole is up, or the user wants to stop. */
    boolean isAllOver() {
        return stop.requested() || System.nanoTime() - limit > 0;
    }

    /** Whether so much time from now on, or the time for the whole, is up, or the user wants to stop. */
    BooleanSupplier within(Duration time) {
        long most = System.nanoTime() + time.toNanos();
        return () -> isAllOver() || System.nanoTime() - most > 0;
    }

    /** Whether what is not finished is to be given up. */
    boolean isOver() {
        if (over == 0 && (stop.requested() || System.nanoTime() - end > 0)) {
            over = System.nanoTime() | 1;
        }
        return over != 0;
    }

    /** Whether whoever does not heed {@link #isOver} is to be left behind. */
    boolean isLongOver() {
        return isOver() && System.nanoTime() - over > GRACE.toNanos();
    }
}
