package org.perfcontracts.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Progress as one line of a terminal, rewritten a few times a second and gone at the end. */
final class ProgressLine implements Progress, AutoCloseable {
    /** The least time between two states shown. */
    static final Duration INTERVAL = Duration.ofMillis(200);

    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream terminal;
    private final String task;
    private final Context.Terminal kind;
    private long last;
    private boolean shown;

    /** A line for the given task; never shown where nobody looks. */
    ProgressLine(PrintStream terminal, String task, Context.Terminal kind) {
        this.terminal = terminal;
        this.task = task;
        this.kind = kind;
        this.last = System.nanoTime();
    }

    @Override
    public synchronized void report(State state) {
        long now = System.nanoTime();
        if (kind == Context.Terminal.NONE || now - last < INTERVAL.toNanos()) {
            return;
        }
        last = now;
        shown = true;
        terminal.print(ERASE_LINE + text(task, state));
        terminal.flush();
    }

    /** The line for a state; fits 80 columns unless the task's name is long. */
    static String text(String task, State state) {
        return String.format(Locale.ROOT, "%s: %d paths, %d pending, %s instructions/s, %s queries/s, solver %.0f %%",
                task, state.pathsDone(), state.pathsPending(), rounded(state.instructionsPerSecond()),
                rounded(state.queriesPerSecond()), 100 * state.solverShare());
    }

    private static String rounded(double rate) {
        if (rate < 1e3) {
            return String.format(Locale.ROOT, "%.0f", rate);
        }
        return rate < 1e6
                ? String.format(Locale.ROOT, "%.1fk", rate / 1e3)
                : String.format(Locale.ROOT, "%.1fM", rate / 1e6);
    }

    @Override
    public synchronized void close() {
        if (shown) {
            terminal.print(ERASE_LINE);
            terminal.flush();
        }
    }
}
