package org.perfcontracts.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.engine.Format;
import org.perfcontracts.report.ContractReport;
import org.perfcontracts.target.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a contract that is in a file in another form. */
@Command(
        name = "show",
        header = "Show a contract from its file, as text or as a page for browsers.",
        description = {
            "",
            "Reads a contract from its JSON file; nothing is run. Writes it as 'bolt contract' does. The page of HTML opens from disk: figures follow "
                    + "a slider for each PCV, with curves, and where the cost of each class goes.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 done; 1 the contract is not complete, so there may be packets that cost more; 2 bad input.",
            "",
            "Examples:",
            "  bolt show nat.json",
            "  bolt show nat.json -o nat.html"
        })
final class ShowCommand implements Callable<Integer> {
    private static final Map<String, Format> ENDINGS = Map.of(".html", Format.HTML, ".htm", Format.HTML, ".md", Format.MARKDOWN, ".json", Format.JSON);

    @Parameters(paramLabel = "CONTRACT", description = "the JSON file of a contract, from 'bolt contract TARGET --format json'")
    private Path contractFile;

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: what the name of FILE ends in, .html, .md or .json, else text)")
    private Format format;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "write to FILE, complete or not at all (default: the standard output)")
    private Path file;

    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    ShowCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        Output output = file == null ? new Output.Standard(context.out()) : new Output.File(file);
        output.check();
        Contract contract = PredictCommand.read(contractFile);
        output.write(Engine.rendering(new ContractReport(contract)).apply(format == null ? fromName() : format));
        return (contract.complete() ? ExitStatus.DONE : ExitStatus.FAILED).code();
    }

    private Format fromName() {
        String name = file == null ? "" : file.getFileName().toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? Format.TEXT : ENDINGS.getOrDefault(name.substring(dot), Format.TEXT);
    }
}
