package org.perfcontracts.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.perfcontracts.decision.input.MachineFile;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.timing.Calibration;
import org.perfcontracts.timing.MachineProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what instructions and memory take on this machine, and writes it as a profile. */
@Command(
        name = "calibrate",
        header = "Measure this machine: a profile for times in cycles.",
        description = {
            "",
            "Runs small pieces of code on one CPU: chains of instructions of each kind and many that do not wait for each other, branches, loads from sets of lines of growing size. "
                    + "No counters are needed: cycles of the core are counted beside each sample by additions of which each waits for the one before, and what was disturbed is thrown away. "
                    + "Takes less than a minute, and a few seconds where nothing else runs.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 done; 2 bad input.",
            "",
            "Examples:",
            "  bolt calibrate -o here.yaml",
            "  bolt calibrate --cpu 3 --name router-1 -o router-1.yaml"
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final String PROGRAM = "native/build/bolt-calibrate";
    /** From here on a spread is worth a warning, as a share of the figure. */
    private static final double WIDE = 0.05;
    /** Fewer undisturbed samples, as a share, are worth a warning. */
    private static final double FEW = 0.2;
    private static final int MOST_NAMED = 5;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "write to FILE, complete or not at all (default: the standard output)")
    private Path file;

    @Option(names = "--cpu", paramLabel = "N", description = "measure on the CPU of this number (default: any)")
    private Integer cpu;

    @Option(names = "--name", paramLabel = "NAME", description = "the profile's name (default: after the processor, such as amd-26-2)")
    private String name;

    @Option(names = "--quick", description = "only a few samples: figures are rough")
    private boolean quick;

    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    CalibrateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        Output output = file == null ? new Output.Standard(context.out()) : new Output.File(file);
        output.check();
        if (name != null) {
            MachineFile.checkName(name);
        }
        Calibration calibration = measured();
        MachineProfile profile = profile(calibration);
        output.write(MachineFile.text(profile, comments(calibration)));
        tell(calibration, profile);
        return ExitStatus.DONE.code();
    }

    // --- Measuring ---------------------------------------------------------------------------------------------------

    private Calibration measured() throws InputException {
        try {
            return Calibration.of(lines());
        } catch (IllegalArgumentException e) {
            throw notUnderstood(e);
        }
    }

    private MachineProfile profile(Calibration calibration) throws InputException {
        try {
            return calibration.profile(name == null ? calibration.name() : name, BoltCommand.VERSION, LocalDate.now(ZoneOffset.UTC));
        } catch (IllegalArgumentException e) {
            throw notUnderstood(e);
        }
    }

    private static InputException notUnderstood(IllegalArgumentException e) {
        return new InputException("this machine could not be measured: " + Failures.oneLine(e), e);
    }

    private List<String> lines() throws InputException {
        Path program = context.home().resolve(PROGRAM);
        if (!Files.isExecutable(program)) {
            throw new InputException(program + " is missing; 'bolt --version' builds it");
        }
        try (ProgressLine progress = context.progress("calibration")) {
            return lines(program, progress);
        } catch (IOException e) {
            failWhereStopped();
            throw new InputException("cannot run " + program + ": " + Failures.oneLine(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("interrupted", e);
        }
    }

    private List<String> lines(Path program, ProgressLine progress) throws IOException, InterruptedException, InputException {
        Process process = new ProcessBuilder(command(program)).redirectInput(new File("/dev/null")).start();
        context.stop().whenRequested(process::destroy);
        try {
            List<String> lines = read(process, progress);
            String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = process.waitFor();
            failWhereStopped();
            if (status != 0) {
                throw new InputException(complaint.isEmpty() ? program + " ended with status " + status : complaint);
            }
            return lines;
        } finally {
            process.destroy();
        }
    }

    private void failWhereStopped() throws InputException {
        if (context.stop().requested()) {
            throw new InputException("the calibration was stopped");
        }
    }

    private List<String> command(Path program) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        if (cpu != null) {
            command.addAll(List.of("--cpu", cpu.toString()));
        }
        if (quick) {
            command.add("--quick");
        }
        return command;
    }

    private static List<String> read(Process process, ProgressLine progress) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            String[] words = line.split(" ");
            if (words[0].equals("progress") && words.length == 3) {
                progress.done(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            }
        }
        return lines;
    }

    // --- Telling -----------------------------------------------------------------------------------------------------

    private List<String> comments(Calibration calibration) {
        List<String> comments = new ArrayList<>(List.of(
                "A machine profile, by " + BoltCommand.VERSION + (quick ? " calibrate --quick, which is rough" : " calibrate") + " on " + LocalDate.now(ZoneOffset.UTC)
                        + (calibration.isVirtual() ? " in a virtual machine" : "") + ", CPU " + calibration.word("cpu") + ".",
                "Times are in cycles of the core. " + steadiness(calibration) + ".",
                "Loads from sets of lines, in random order, with " + calibration.word("pages") + " pages; kilobytes: cycles"));
        List<String> steps = calibration.ladder().stream().map(step -> String.format(Locale.ROOT, "%d: %.1f", step.bytes() >> 10, step.cycles())).toList();
        for (int i = 0; i < steps.size(); i += 8) {
            comments.add("  " + String.join("   ", steps.subList(i, Math.min(i + 8, steps.size()))));
        }
        comments.addAll(warnings(calibration));
        return comments;
    }

    private static String steadiness(Calibration calibration) {
        return String.format(Locale.ROOT, "The ratio of the clocks had a spread of %.1f %%, and %.0f %% of the samples were undisturbed",
                100 * calibration.steadiness().spread(), 100 * calibration.steadiness().kept());
    }

    private void tell(Calibration calibration, MachineProfile profile) {
        MachineProfile.Clock clock = profile.clock();
        context.err().println("bolt: " + profile.processor() + ", " + String.format(Locale.ROOT, "%.2f GHz: %.3f cycles a tick of the time-stamp counter of %.2f GHz",
                clock.timestampGigahertz() * clock.coreRatio(), clock.coreRatio(), clock.timestampGigahertz()));
        context.err().println("bolt: " + steadiness(calibration));
        warnings(calibration).forEach(warning -> context.err().println("bolt: warning: " + warning));
    }

    private static List<String> warnings(Calibration calibration) {
        List<String> warnings = new ArrayList<>();
        if (calibration.steadiness().kept() < FEW) {
            warnings.add("few samples were undisturbed; run it again when less else runs, or with another --cpu");
        }
        Map<String, Double> wide = calibration.wide(WIDE);
        if (!wide.isEmpty()) {
            warnings.add("figures with a large spread: " + wide.entrySet().stream().limit(MOST_NAMED)
                    .map(each -> String.format(Locale.ROOT, "%s (%.0f %%)", each.getKey(), 100 * each.getValue())).collect(Collectors.joining(", "))
                    + (wide.size() > MOST_NAMED ? " and " + (wide.size() - MOST_NAMED) + " more" : ""));
        }
        calibration.fallbacks().forEach((key, why) -> warnings.add(key + " is a default: " + why));
        warnings.addAll(calibration.notes());
        return warnings;
    }
}
