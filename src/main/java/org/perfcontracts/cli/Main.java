package org.perfcontracts.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.KeptAnswers;
import org.perfcontracts.target.StopSignal;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Where the program starts. */
public final class Main {
    /** What makes each command, by its name, in the order of the help. */
    private static final Map<String, Function<Context, Object>> COMMANDS = commands();

    private Main() {}

    /** Runs a command and ends the process with its {@link ExitStatus}. */
    public static void main(String[] arguments) {
        var stop = new StopSignal();
        var interruption = new Interruption(stop);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var terminal = Boolean.getBoolean("bolt.terminal") ? Context.Terminal.INTERACTIVE : Context.Terminal.NONE;
        Path home = Path.of(System.getProperty("bolt.home", "")).toAbsolutePath();
        var context = new Context(home,
                new FileOutputStream(FileDescriptor.out), err, terminal, stop, new Engine(KeptAnswers.below(home)));
        interruption.exit(run(context, arguments));
    }

    /** Runs a command and gives its exit status; whatever goes wrong is told on the context's error stream. */
    static int run(Context context, String... arguments) {
        CommandLine line = commandLine(context, asked(arguments));
        var out = new PrintWriter(new OutputStreamWriter(context.out(), StandardCharsets.UTF_8));
        line.setOut(out);
        line.setParameterExceptionHandler((e, ignored) -> misuse(context, e));
        line.setExecutionExceptionHandler((e, command, parsed) -> fail(context, e, arguments));
        try {
            int status = line.execute(arguments);
            return out.checkError() ? unwritable(context) : status;
        } catch (OutOfMemoryError | StackOverflowError | AssertionError e) {
            return fail(context, e, arguments);
        }
    }

    /** All commands with their options. */
    static CommandLine commandLine(Context context) {
        return commandLine(context, COMMANDS.keySet());
    }

    /** Some commands with their options: to look through the options of all takes longer than a short command itself. */
    private static CommandLine commandLine(Context context, Set<String> names) {
        CommandLine line = new CommandLine(new BoltCommand());
        names.forEach(name -> line.addSubcommand(COMMANDS.get(name).apply(context)));
        return line.setCaseInsensitiveEnumValuesAllowed(true).setUsageHelpAutoWidth(false).setUsageHelpWidth(100);
    }

    private static Set<String> asked(String... arguments) {
        return arguments.length > 0 && COMMANDS.containsKey(arguments[0]) ? Set.of(arguments[0]) : COMMANDS.keySet();
    }

    private static Map<String, Function<Context, Object>> commands() {
        Map<String, Function<Context, Object>> commands = new LinkedHashMap<>();
        commands.put("contract", ContractCommand::new);
        commands.put("library", LibraryCommand::new);
        commands.put("validate", ValidateCommand::new);
        commands.put("distill", DistillCommand::new);
        commands.put("predict", PredictCommand::new);
        commands.put("worst", WorstCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("show", ShowCommand::new);
        commands.put("diff", DiffCommand::new);
        commands.put("chain", ChainCommand::new);
        commands.put("calibrate", CalibrateCommand::new);
        commands.put("bench", context -> new CommandLine(new BenchCommand(context)).addSubcommand(new PaperCommand(context))
                .addSubcommand(new RandomCommand(context)).addSubcommand(new CsmithCommand(context)).addSubcommand(new CasesCommand(context)));
        commands.put("completion", CompletionCommand::new);
        commands.put("man", ManCommand::new);
        return Collections.unmodifiableMap(commands);
    }

    private static int misuse(Context context, ParameterException e) {
        context.err().println("bolt: " + Failures.oneLine(e) + "; see "
                + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.BAD_INPUT.code();
    }

    private static int unwritable(Context context) {
        context.err().println("bolt: cannot write the standard output");
        return ExitStatus.BAD_INPUT.code();
    }

    private static int fail(Context context, Throwable e, String... arguments) {
        String message = switch (e) {
            case InputException input -> input.getMessage();
            case OutOfMemoryError full -> "out of memory; give more by --max-memory";
            default -> "internal error: " + e.getClass().getSimpleName() + ": " + Failures.oneLine(e)
                    + " (--debug tells where)";
        };
        context.err().println("bolt: " + message);
        if (Arrays.asList(arguments).contains("--debug")) {
            e.printStackTrace(context.err());
        }
        return ExitStatus.BAD_INPUT.code();
    }
}
