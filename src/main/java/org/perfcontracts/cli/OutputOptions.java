package org.perfcontracts.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import org.perfcontracts.engine.Format;
import picocli.CommandLine.Option;

/** Form and place of a command's result. */
final class OutputOptions {
    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: text)")
    private Format format;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE",
            description = "write to FILE, complete or not at all (default: the standard output)")
    private Path file;

    /** The form of the result. */
    Format format() {
        return format;
    }

    /** The place of the result. */
    Output output(OutputStream standard) {
        return file == null ? new Output.Standard(standard) : new Output.File(file);
    }
}
