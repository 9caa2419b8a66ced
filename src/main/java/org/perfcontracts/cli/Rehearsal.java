package org.perfcontracts.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.target.StopSignal;

/**
 * Run once after each build, when the JVM writes its archive of classes: what is loaded here starts faster from then on.
 */
final class Rehearsal {
    private static final String CLASS = ".class";
    private static final List<String> SAMPLES = List.of("contract.json", "workload.yaml", "limits.yaml");

    private Rehearsal() {}

    /** Loads every class of the jar that is the first argument, and runs those commands once that people wait for. */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        try (var jar = new JarFile(arguments[0])) {
            for (JarEntry entry : jar.stream().filter(each -> each.getName().endsWith(CLASS)).toList()) {
                String name = entry.getName().substring(0, entry.getName().length() - CLASS.length());
                if (!name.endsWith("package-info")) {
                    Class.forName(name.replace('/', '.'), false, Rehearsal.class.getClassLoader());
                }
            }
        }
        decide();
        Main.main(new String[] {"contract", "--help"});
    }

    /** Runs the commands that only read files, and gives the worst of their exit statuses. */
    static int decide() throws IOException {
        Path folder = Files.createTempDirectory("bolt-rehearsal");
        try {
            Path contract = sample("contract.json", folder);
            Path workload = sample("workload.yaml", folder);
            Path limits = sample("limits.yaml", folder);
            return decide(contract.toString(), workload.toString(), limits.toString());
        } finally {
            for (String name : SAMPLES) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    private static int decide(String contract, String workload, String limits) {
        var context = new Context(Path.of(""), OutputStream.nullOutputStream(), new PrintStream(OutputStream.nullOutputStream()),
                Context.Terminal.NONE, new StopSignal(), new Engine());
        int worst = 0;
        worst = Math.max(worst, Main.run(context, "show", contract, "--format", "html"));
        for (String format : new String[] {"text", "json", "markdown"}) {
            worst = Math.max(worst, Main.run(context, "predict", contract, "--format", format, "--clock", "3.3GHz", "--ipc", "2.1"));
            worst = Math.max(worst, Main.run(context, "predict", contract, "--format", format, "--class", "known flow", "--pcv", "flows.t=1..8"));
            worst = Math.max(worst, Main.run(context, "predict", contract, "--format", format, "--workload", workload));
            worst = Math.max(worst, Main.run(context, "explain", contract, "--format", format, "--class", "known flow"));
            worst = Math.max(worst, Main.run(context, "diff", contract, contract, "--format", format, "--limits", limits));
        }
        return worst;
    }

    private static Path sample(String name, Path folder) throws IOException {
        try (InputStream sample = Rehearsal.class.getResourceAsStream("/rehearsal/" + name)) {
            return Files.write(folder.resolve(name), sample.readAllBytes());
        }
    }
}
