package org.perfcontracts.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import org.perfcontracts.engine.Format;
import org.perfcontracts.target.InputException;
import picocli.CommandLine.Option;

/** Form and place of a command's result. */
final class OutputOptions {
    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text",
            description = "text, json, markdown or html; of a contract also tree or python (default: text)")
    private Format format;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE",
            description = "write to FILE, complete or not at all (default: the standard output)")
    private Path file;

    /** The form of the result. */
    Format format() {
        return format;
    }

    /**
     * The place of the result.
     *
     * @throws InputException if its form is one for contracts only
     */
    Output output(OutputStream standard) throws InputException {
        checkIsForAll(format);
        return outputOfContract(standard);
    }

    /** Refuses a form that only contracts have. */
    static void checkIsForAll(Format format) throws InputException {
        if (!format.isForAll()) {
            throw new InputException("--format " + format + ": only 'bolt contract' writes that");
        }
    }

    /** The place of a result that may be a contract. */
    Output outputOfContract(OutputStream standard) {
        return file == null ? new Output.Standard(standard) : new Output.File(file);
    }
}
