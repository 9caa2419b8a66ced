package org.perfcontracts.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.target.StopSignal;

/**
 * What a command has to do with the world.
 *
 * @param home Bolt's own folder
 * @param out the standard output; throws when it cannot be written
 * @param err for errors and progress
 * @param terminal whether {@code err} is a terminal, so that progress is shown
 * @param stop is requested when the user interrupts
 * @param analysis the engine
 */
record Context(Path home, OutputStream out, PrintStream err, Terminal terminal, StopSignal stop, Analysis analysis) {
    /** What the error stream is. */
    enum Terminal {
        /** Someone looks at it. */
        INTERACTIVE,
        /** A file or a pipe, where progress would be noise. */
        NONE
    }

    /** Progress of a task, shown or not. The caller closes it before anything else is written. */
    ProgressLine progress(String task) {
        return new ProgressLine(err, task, terminal);
    }
}
