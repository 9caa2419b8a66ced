package org.perfcontracts.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Runs compilers and the tools that serve as referees. */
final class Shell {
    private static final Path NATIVE = Path.of(System.getProperty("bolt.home", "."), "native").toAbsolutePath();

    private Shell() {}

    /** The output of a command, which must succeed. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with status " + status + "\n" + output);
        }
        return output;
    }

    static String run(String... command) throws IOException, InterruptedException {
        return run(List.of(command));
    }

    /** Compiles C source in a folder to {@code output}; {@code flags} are separated by blanks. bolt.h is found. */
    static Path compile(Path folder, String output, String source, String compiler, String flags)
            throws IOException, InterruptedException {
        Path file = folder.resolve(output);
        Path sourceFile = folder.resolve(output + ".c");
        Files.writeString(sourceFile, source);
        run(Stream.of(List.of(compiler), Arrays.asList(flags.trim().split(" +")),
                List.of("-I", NATIVE.toString(), "-o", file.toString(), sourceFile.toString()))
                .flatMap(List::stream).toList());
        return file;
    }
}
