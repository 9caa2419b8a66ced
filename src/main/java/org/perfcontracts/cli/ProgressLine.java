package org.perfcontracts.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.perfcontracts.engine.Listener;
import org.perfcontracts.explore.Progress;

/** Progress as one line of a terminal, rewritten a few times a second and gone at the end. */
final class ProgressLine implements Listener {
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
    public void accept(Progress progress) {
        show(() -> text(task, progress));
    }

    /** Shows how many packets were measured so far. */
    void measured(long packets) {
        show(() -> task + ": " + packets + " packets measured");
    }

    /** Shows what the costliest packet of a search has cost so far. */
    void reached(long cost) {
        show(() -> task + ": " + cost + " reached");
    }

    /** Shows which share of the steps is done. */
    void done(int steps, int of) {
        show(() -> task + ": " + 100 * steps / of + " %");
    }

    private synchronized void show(Supplier<String> line) {
        long now = System.nanoTime();
        if (kind == Context.Terminal.NONE || now - last < INTERVAL.toNanos()) {
            return;
        }
        last = now;
        shown = true;
        terminal.print(ERASE_LINE + line.get());
        terminal.flush();
    }

    /** The line for a state; fits 80 columns unless the task's name is long. */
    static String text(String task, Progress progress) {
        double seconds = Math.max(progress.elapsed().toNanos(), 1) / 1e9;
        // Workers ask at the same time, so their sum can be more than the whole.
        double share = Math.min(1, progress.solverTime().toNanos() / 1e9 / seconds);
        return String.format(Locale.ROOT, "%s: %d paths, %d pending, %s instructions/s, %s queries/s, solver %.0f %%",
                task, progress.paths(), progress.pending(), rounded(progress.instructions() / seconds),
                rounded(progress.queries() / seconds), 100 * share);
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
