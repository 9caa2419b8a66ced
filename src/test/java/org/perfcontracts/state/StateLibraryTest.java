package org.perfcontracts.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the stateful library's own tests, which are C: each structure against a naive model. */
class StateLibraryTest {

    private static final Path HOME = Path.of(System.getProperty("bolt.home", ".")).toAbsolutePath();

    @TempDir Path folder;

    @Test
    void asItShips() throws IOException, InterruptedException {
        assertEquals(tests(), passed("plain", "CC=gcc", "CFLAGS=-O3 -march=x86-64-v2"));
    }

    @Test
    void byTheOtherCompiler() throws IOException, InterruptedException {
        assertEquals(tests(), passed("plain", "CC=clang", "CFLAGS=-O2"));
    }

    @Test
    void underTheSanitizers() throws IOException, InterruptedException {
        assertEquals(tests(), passed("sanitized", "CC=gcc"));
    }

    private static List<String> tests() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("state/tests"))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("_test.c"))
                    .map(name -> name.replace(".c", ""))
                    .sorted()
                    .toList();
            assertTrue(names.size() >= 8, names::toString);
            return names;
        }
    }

    /** The tests that ran and ended well. */
    private List<String> passed(String kind, String... settings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("make", "-s", "-C", HOME.resolve("state").toString(), kind));
        command.add("BUILD=" + folder);
        command.addAll(Arrays.asList(settings));
        Path log = folder.resolve("log");
        ProcessBuilder make = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        make.environment().keySet().removeAll(List.of("CC", "CFLAGS", "BUILD"));
        int status = make.start().waitFor();
        assertEquals(0, status, Files.readString(log));
        try (Stream<Path> files = Files.list(folder.resolve(kind))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".done"))
                    .map(name -> name.replace(".done", ""))
                    .sorted()
                    .toList();
        }
    }
}
