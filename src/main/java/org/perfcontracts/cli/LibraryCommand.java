package org.perfcontracts.cli;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.Result;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Derives and prints the contracts of stateful operations. */
@Command(
        name = "library",
        header = "Derive the contracts of the stateful operations that a target uses.",
        description = {
            "",
            "Explores the target as 'bolt contract' does, and prints what each call of an operation of its stateful "
                    + "library costs, by what the operation works on and by what it returns. The operations are those "
                    + "of the file that the target's bolt.yaml names by the key 'library'.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 complete; 1 not complete, what is missing is named; 2 bad input.",
            "",
            "Examples:",
            "  bolt library nf/nat",
            "  bolt library nf/trie --format json -o trie-operations.json"
        })
final class LibraryCommand extends TargetCommand {
    @Option(names = "--library", paramLabel = "FILE",
            description = "the file that describes the stateful library (default: the target's)")
    private Path library;

    @Mixin
    private ReuseOptions reuseOptions;

    LibraryCommand(Context context) {
        super(context);
    }

    @Override
    Result analyse(Analysis analysis, Request request, Consumer<Progress> progress, StopSignal stop) throws InputException {
        Target target = library == null ? request.target() : request.target().withLibrary(library);
        return analysis.library(request.of(target), progress, stop);
    }

    @Override
    Request.Earlier earlier() {
        return reuseOptions.earlier();
    }
}
