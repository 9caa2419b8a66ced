package org.perfcontracts.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.target.StopSignal;

/**
 * Run once after each build, when the JVM writes its archive of classes: what is loaded here starts faster from then on.
 */
final class Rehearsal {
    private static final String CLASS = ".class";
    private static final String SAMPLE = "/rehearsal/contract.json";

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
        Path contract = Files.createTempFile("bolt-rehearsal", ".json");
        try (InputStream sample = Rehearsal.class.getResourceAsStream(SAMPLE)) {
            Files.write(contract, sample.readAllBytes());
            decide(contract.toString());
        } finally {
            Files.deleteIfExists(contract);
        }
        Main.main(new String[] {"contract", "--help"});
    }

    private static void decide(String contract) {
        var context = new Context(Path.of(""), OutputStream.nullOutputStream(), new PrintStream(OutputStream.nullOutputStream()),
                Context.Terminal.NONE, new StopSignal(), new Engine());
        for (String format : new String[] {"text", "json", "markdown"}) {
            Main.run(context, "predict", contract, "--format", format, "--clock", "3.3GHz", "--ipc", "2.1");
            Main.run(context, "predict", contract, "--format", format, "--class", "known flow", "--pcv", "flows.t=1..8");
        }
    }
}
