package org.perfcontracts.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.target.StopSignal;

/**
 * A command run in this process, as a user would call it.
 *
 * @param status its exit status
 * @param out what it wrote to the standard output
 * @param err what it wrote to the error stream
 */
public record CommandRun(int status, String out, String err) {
    /** Bolt's own folder. */
    public static final Path HOME = Path.of(System.getProperty("bolt.home", "")).toAbsolutePath().normalize();

    /** Runs with the engine that users get. */
    public static CommandRun of(String... arguments) {
        return with(new Engine(), arguments);
    }

    /** Runs with another engine. */
    static CommandRun with(Analysis analysis, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var context = new Context(HOME, out, new PrintStream(err, true, StandardCharsets.UTF_8),
                Context.Terminal.NONE, new StopSignal(), analysis);
        int status = Main.run(context, arguments);
        return new CommandRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
