package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.engine.Statistics;
import org.perfcontracts.target.KeptAnswers;

/** Answers of earlier runs are given again as long as nothing has changed that they depend on, and only then. */
class ReuseTest {
    /** The files "used" and "unused" in its folder say what the data is that the packet function looks at, and what is beside it. */
    private static final String PROGRAM = """
            #include <stdbool.h>
            #include <stdint.h>
            #include <stdio.h>
            static uint8_t buffer[2048];
            struct settings { char unused[4]; char used[4]; };
            struct settings settings;
            __attribute__((noipa)) bool is_large(uint8_t x) { return x > 100; }
            __attribute__((noipa)) int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
            {
                int r = 0;
                if (length < 8)
                    return 0;
                if (settings.used[0] == '1')
                    r += packet[3] / 7 + packet[4] / 5;
                return r + is_large(packet[5]);
            }
            static void read_setting(const char *name, char *to)
            {
                FILE *file = fopen(name, "r");
                if (!file || fread(to, 1, 1, file) != 1)
                    to[0] = 0;
                if (file)
                    fclose(file);
            }
            int main(int count, char **arguments)
            {
                read_setting(FOLDER "/used", settings.used);
                read_setting(FOLDER "/unused", settings.unused);
                return nf_process(0, buffer, 64, 0);
            }
            """;
    private static final String PARAMETERS = "{port: {bits: 16, range: [0, 1]}, packet: packet, "
            + "length: {length: packet, bits: 16, range: [0, 1518]}, now: {bits: 64}}";

    @TempDir
    private Path folder;

    /** What one run came to. */
    private record Run(CommandRun run, boolean reused) {
        String out() {
            return run.out();
        }
    }

    @BeforeEach
    void build() throws IOException, InterruptedException {
        compile(PROGRAM);
        Files.writeString(folder.resolve("library.yaml"), "operations: {is_large: {meaning: size, returns: {false: small, true: large}}}\n");
        set("used", "0");
        set("unused", "0");
    }

    private void compile(String program) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("program.c"), program);
        assertEquals(0, new ProcessBuilder("gcc", "-O2", "-g", "-DFOLDER=\"" + folder + "\"", "-o", folder + "/program", source.toString())
                .inheritIO().start().waitFor());
    }

    private void set(String name, String value) throws IOException {
        Files.writeString(folder.resolve(name), value);
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private List<Path> kept() throws IOException {
        if (!Files.exists(cache())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache())) {
            return files.toList();
        }
    }

    private Run run(String command, String... more) throws IOException {
        Path statistics = folder.resolve("statistics.json");
        var line = new ArrayList<>(List.of(command, folder + "/program", "--entry", "nf_process", "--parameters", PARAMETERS,
                "--statistics", statistics.toString()));
        line.addAll(List.of(more));
        CommandRun run = CommandRun.with(new Engine(KeptAnswers.in(cache(), "this build")), line.toArray(String[]::new));
        return new Run(run, Statistics.read(statistics).reused());
    }

    private static void assertDerived(Run run) {
        assertEquals(0, run.run.status(), run.run::err);
        assertTrue(!run.reused, "derived");
    }

    private static void assertReused(Run run) {
        assertEquals(0, run.run.status(), run.run::err);
        assertTrue(run.reused, "reused");
        assertEquals("", run.run.err());
    }

    @Test
    void theSameInEveryFormat() throws IOException {
        for (String format : List.of("text", "json", "markdown", "html")) {
            Run fresh = run("contract", "--format", format, "--fresh");
            assertDerived(fresh);
            Run again = run("contract", "--format", format);
            assertReused(again);
            assertEquals(fresh.out(), again.out());
        }
        String library = folder.resolve("library.yaml").toString();
        Run fresh = run("library", "--library", library, "--format", "json");
        assertDerived(fresh);
        Run again = run("library", "--library", library, "--format", "json");
        assertReused(again);
        assertEquals(fresh.out(), again.out());
        assertTrue(again.out().contains("\"large\""), again::out);
        Files.writeString(folder.resolve("library.yaml"), "operations: {is_large: {meaning: size, returns: {false: no, true: yes}}}\n");
        assertDerived(run("library", "--library", library, "--format", "json"));
    }

    @Test
    void onlyWhatThePacketFunctionLooksAtCounts() throws IOException {
        Run first = run("contract");
        assertDerived(first);
        set("unused", "1");
        assertReused(run("contract"));
        set("used", "1");
        Run longer = run("contract");
        assertDerived(longer);
        assertNotEquals(first.out(), longer.out());
        assertReused(run("contract"));
        set("used", "0");
        assertEquals(withoutTrial(first.out()), withoutTrial(run("contract").out()));
    }

    /** How much was tried depends on how busy the machine is. */
    private static String withoutTrial(String text) {
        return text.replaceAll("(?m)^  - Held against the CPU: .*$", "");
    }

    @Test
    void codeCountsAndTheBuildIdIsThatOfTheProgramThatRuns() throws IOException, InterruptedException {
        Run first = run("contract", "--format", "json");
        compile(PROGRAM.replace("packet[5]", "packet[6]"));
        Run other = run("contract", "--format", "json");
        assertDerived(other);
        compile(PROGRAM.replace("struct settings settings;", "struct settings settings; const char note[] = \"x\";"));
        Run noted = run("contract", "--format", "json", "--fresh");
        assertEquals(run("contract", "--format", "json").out(), noted.out());
        assertNotEquals(first.out(), noted.out(), "the build id");
    }

    @Test
    void questionsCount() throws IOException {
        assertDerived(run("contract"));
        assertDerived(run("contract", "--isa", "x86-64-v3"));
        assertDerived(run("contract", "--max-paths", "50"));
        assertDerived(run("contract", "--", "an-argument"));
        assertReused(run("contract", "--isa", "x86-64-v3"));
        assertReused(run("contract"));
    }

    @Test
    void whatIsNotCompleteIsNotKept() throws IOException, InterruptedException {
        compile(PROGRAM.replace("int r = 0;", "int r = 0; if (packet[1] == 9) __asm__ volatile(\"syscall\");"));
        Run run = run("contract");
        assertEquals(1, run.run.status());
        assertEquals(List.of(), kept());
    }

    @Test
    void whatMeasuresDoesNotReuse() throws IOException {
        assertDerived(run("contract"));
        assertDerived(run("validate", "--packets", "10"));
    }

    @Test
    void aDamagedFileIsAWarning() throws IOException {
        Run first = run("contract");
        Path file = kept().getFirst();
        Files.writeString(file, Files.readString(file).replace("instructions", "instructionz"));
        Run again = run("contract");
        assertTrue(!again.reused && again.run.status() == 0);
        assertEquals(first.out(), again.out());
        assertTrue(again.run.err().startsWith("bolt: warning: " + file + " holds no contract") && again.run.err().lines().count() == 1, again.run::err);
        assertReused(run("contract"));
    }
}
