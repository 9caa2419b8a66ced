package org.perfcontracts.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.decision.Comparison;
import org.perfcontracts.decision.Judgement;
import org.perfcontracts.decision.Limits;
import org.perfcontracts.decision.input.GivenValues;
import org.perfcontracts.decision.input.LimitsFile;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.report.DiffReport;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.YamlNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two contracts. */
@Command(
        name = "diff",
        header = "Compare two contracts, and hold the difference against limits.",
        description = {
            "",
            "Prints which classes cost something else than before, coefficient by coefficient, which came and which went. Contracts are "
                    + "read from their JSON files; of a folder with a bolt.yaml the contract is derived, as by 'bolt contract'.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 done, no limit is broken; 1 a contract is not complete; 2 bad input; 3 a limit is broken.",
            "",
            "Examples:",
            "  bolt diff before.json after.json",
            "  bolt diff before.json nf/nat --limits limits.yaml --format markdown",
            "  bolt diff nf/nat --git v1.2..HEAD",
            "  bolt diff before.json after.json --pcv flows.t=1 --limits limits.yaml --format junit -o diff.xml"
        })
final class DiffCommand implements Callable<Integer> {
    /** How a comparison is written. */
    enum DiffFormat {
        TEXT, JSON, MARKDOWN, HTML, JUNIT, SARIF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(index = "0", paramLabel = "OLD", description = "the JSON file of a contract, or a folder with a bolt.yaml")
    private Path before;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NEW", description = "the same; not with --git")
    private Path after;

    @Option(names = "--git", paramLabel = "A..B", description = "compare two revisions of the target in the folder OLD, each built in a work tree of its own")
    private String revisions;

    @Option(names = "--limits", paramLabel = "FILE", description = "what may become of costs, as YAML: docs/diff.md")
    private Path limits;

    @Option(names = "--pcv", paramLabel = "NAME=VALUES",
            description = "values of PCVs at which costs are told, with commas between: a number, or a range such as 1..8 (default: as usual in each class)")
    private List<String> pcvs = List.of();

    @Option(names = "--level", paramLabel = "LEVEL", description = "of folders: nf or stack (default: the first the target has)")
    private String level;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "${COMPLETION-CANDIDATES} (default: text)")
    private DiffFormat format;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "write to FILE, complete or not at all (default: the standard output)")
    private Path file;

    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    DiffCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        Output output = file == null ? new Output.Standard(context.out()) : new Output.File(file);
        output.check();
        var source = new ContractSource(context, level);
        if ((revisions == null) == (after == null)) {
            throw new InputException(after == null ? "with what is " + before + " to be compared? Give NEW, or revisions by --git A..B"
                    : "--git compares revisions of one folder: " + after + " is one too many");
        }
        List<String> ends = revisions == null ? List.of(before.toString(), after.toString()) : ends();
        Contract old = revisions == null ? source.read(before) : source.read(before, ends.getFirst());
        Contract now = revisions == null ? source.read(after) : source.read(before, ends.getLast());
        try {
            Comparison comparison = Comparison.of(old, now, GivenValues.all("--pcv", pcvs));
            Judgement judgement = Judgement.of(comparison, limits == null ? Limits.NONE : LimitsFile.read(limits, comparison));
            output.write(rendered(new DiffReport(comparison, judgement)));
            return status(comparison, judgement).code();
        } catch (IllegalArgumentException e) {
            throw new InputException(String.join(" and ", ends) + ": " + Failures.oneLine(e), e);
        } catch (ArithmeticException e) {
            throw new InputException(String.join(" and ", ends) + ": at these values of PCVs a cost does not fit 64 bits", e);
        }
    }

    private List<String> ends() throws InputException {
        int dots = revisions.indexOf("..");
        List<String> both = dots < 0 ? List.of() : List.of(revisions.substring(0, dots), revisions.substring(dots + 2));
        if (both.isEmpty() || both.stream().anyMatch(each -> each.isEmpty() || each.startsWith("."))) {
            throw new InputException("--git: two revisions with .. between are expected, such as v1.2..HEAD, not " + YamlNode.quoted(revisions));
        }
        return both;
    }

    private String rendered(DiffReport report) {
        return switch (format) {
            case TEXT -> report.text();
            case JSON -> report.json();
            case MARKDOWN -> report.markdown();
            case HTML -> report.html();
            case JUNIT -> report.junit();
            case SARIF -> report.sarif();
        };
    }

    /** A broken limit weighs more: what was not explored can only cost more. */
    private static ExitStatus status(Comparison comparison, Judgement judgement) {
        if (judgement.isBroken()) {
            return ExitStatus.LIMIT_BROKEN;
        }
        return comparison.complete() ? ExitStatus.DONE : ExitStatus.FAILED;
    }
}
