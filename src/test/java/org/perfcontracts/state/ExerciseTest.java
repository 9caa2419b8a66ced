package org.perfcontracts.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exercisers as programs: random operations reach every outcome, the boundaries too. */
class ExerciseTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("bolt.home", ".")).toAbsolutePath().resolve("state/exercise");

    @TempDir private Path build;

    /** What a command did: its exit status, and all that it wrote. */
    private record Done(int status, String text) {}

    static Stream<Arguments> exercisersAndCompilers() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            List<String> names = folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).sorted().toList();
            assertTrue(names.size() >= 7, names::toString);
            return names.stream().flatMap(name -> Stream.of(Arguments.of(name, "gcc", "-O3 -march=x86-64-v2"),
                    Arguments.of(name, "clang", "-O2")));
        }
    }

    private Done done(String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("CC", "CFLAGS", "BUILD"));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Done(process.waitFor(), text);
    }

    private String built(String name, String compiler, String flags) throws IOException, InterruptedException {
        Done make = done("make", "-s", "-C", FOLDER.resolve(name).toString(), "BUILD=" + build, "CC=" + compiler, "CFLAGS=" + flags);
        assertEquals(0, make.status(), make::text);
        return build.resolve(name).toString();
    }

    @ParameterizedTest
    @MethodSource("exercisersAndCompilers")
    void everyOutcomeComes(String name, String compiler, String flags) throws IOException, InterruptedException {
        String program = built(name, compiler, flags);
        long seed = 1 + new Random().nextInt(1 << 20);
        Done run = done(program, "--capacity=8", "--operations=300000", "--seed=" + seed);
        assertEquals(0, run.status(), () -> "seed " + seed + ": " + run.text());
    }

    @Test
    void anOutcomeThatNeverComesIsAFailure() throws IOException, InterruptedException {
        Done run = done(built("map", "gcc", "-O1"), "--operations=1");
        assertEquals(1, run.status());
        assertTrue(run.text().contains("never came"), run::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--capacity=0", "--capacity=3", "--capacity=2097152", "--operations=0", "--seed=x", "8"})
    void optionsThatAreWrong(String option) throws IOException, InterruptedException {
        Done run = done(built("trie", "gcc", "-O1"), option);
        assertEquals(2, run.status());
        assertTrue(run.text().contains(option + " is not valid"), run::text);
    }
}
