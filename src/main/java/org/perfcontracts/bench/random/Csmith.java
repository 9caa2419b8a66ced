package org.perfcontracts.bench.random;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Programs of Csmith, the generator that compilers are tested with. They have no input, and compute a checksum of all that
 * they did; what would print it does nothing here, for a system call is not followed.
 */
public final class Csmith implements Program.Source {
    private static final String COMMAND = "csmith";
    private static final String ENTRY = "csmith_main";

    private static final String MAIN = """
            int csmith_main(void);
            int quiet(const char *format, ...);

            int quiet(const char *format __attribute__((unused)), ...)
            {
            	return 0;
            }

            #undef main
            int main(void)
            {
            	return csmith_main();
            }
            """;

    /** Without what makes them slow: deep nesting, and long loops over large arrays. */
    private static final List<String> SIZE = List.of("--no-argc", "--max-funcs", "4", "--max-block-depth", "3", "--max-array-dim", "2",
            "--max-array-len-per-dim", "5", "--max-expr-complexity", "6");

    @Override
    public Program program(long seed, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(COMMAND, "--seed", Long.toString(seed)));
        command.addAll(SIZE);
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectInput(new File("/dev/null")).start();
        String source = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(COMMAND + " failed for seed " + seed + ": " + source.strip());
        }
        return new Program(seed, List.of(COMMAND), Map.of("csmith.c", source, "main.c", MAIN),
                List.of("-w", "-I/usr/include/csmith", "-Dmain=csmith_main", "-Dprintf=quiet"), ENTRY, "", false);
    }
}
