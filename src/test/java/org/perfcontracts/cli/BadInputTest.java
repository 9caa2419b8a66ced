package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.engine.RandomTraffic;
import org.perfcontracts.engine.Result;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.traffic.RandomFlows;

/** Whatever is wrong with what a user gives: one clear line, status 2, no stack trace and no half-written file. */
class BadInputTest {
    /** An ELF program for x86-64 that is surely there. */
    private static final Path PROGRAM = Path.of("/usr/bin/make");

    /** An engine that would have an answer; bad input must not get that far. */
    private static final Analysis ANSWERING = new Analysis() {
        @Override
        public Result contract(Request request, Consumer<Progress> progress, StopSignal stop) {
            return new Result(ExitStatus.DONE, format -> "a contract in " + format + "\n", Optional.empty());
        }

        @Override
        public Result library(Request request, Consumer<Progress> progress, StopSignal stop) {
            return contract(request, progress, stop);
        }

        @Override
        public Result validate(Request request, RandomTraffic traffic, Consumer<Progress> progress, StopSignal stop) {
            return contract(request, progress, stop);
        }

        @Override
        public Measured measure(Request request, List<List<RandomFlows.Frame>> sequences, Consumer<Progress> progress, StopSignal stop) {
            throw new IllegalStateException("nothing was measured");
        }
    };

    @TempDir
    private Path folder;

    private static void assertRefused(String expected, CommandRun run) {
        assertEquals(2, run.status(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("bolt: "), run.err());
        assertTrue(run.err().contains(expected), () -> run.err() + "lacks: " + expected);
        assertEquals(1, run.err().lines().count(), run.err());
    }

    private String file(String name, byte... content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private String target(String yaml) throws IOException {
        Files.writeString(folder.resolve("bolt.yaml"), yaml);
        return folder.toString();
    }

    private CommandRun contractOfBinary(String binary) {
        return CommandRun.with(ANSWERING, "contract", binary, "--entry", "main");
    }

    @Test
    void missing() {
        assertRefused("nowhere: no such file or folder", CommandRun.with(ANSWERING, "contract", "nowhere"));
    }

    @Test
    void aFolderWithoutTargetFile() {
        assertRefused("is a folder without bolt.yaml", CommandRun.with(ANSWERING, "contract", folder.toString()));
    }

    @Test
    void aBinaryWithoutEntry() {
        assertRefused("name the function to analyse by --entry",
                CommandRun.with(ANSWERING, "contract", PROGRAM.toString()));
    }

    @Test
    void notElf() throws IOException {
        assertRefused("text", contractOfBinary(file("text", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void emptyFile() throws IOException {
        assertRefused("empty", contractOfBinary(file("empty")));
    }

    @Test
    void aDevice() {
        assertRefused("is not a file that can be read", contractOfBinary("/dev/zero"));
    }

    @Test
    void notX86() throws IOException {
        byte[] program = Files.readAllBytes(PROGRAM);
        program[18] = (byte) 183;       // e_machine: AArch64
        assertRefused("arm", contractOfBinary(file("arm", program)));
    }

    @Test
    void not64Bits() throws IOException {
        byte[] program = Files.readAllBytes(PROGRAM);
        program[4] = 1;                 // EI_CLASS: ELFCLASS32
        assertRefused("narrow", contractOfBinary(file("narrow", program)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16, 63, 64, 100, 1000, 100_000})
    void truncated(int length) throws IOException {
        byte[] program = Files.readAllBytes(PROGRAM);
        assertRefused("short", contractOfBinary(file("short", Arrays.copyOf(program, length))));
    }

    @Test
    void randomBytes() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[random.nextInt(4096)];
            random.nextBytes(bytes);
            if (i % 2 == 0 && bytes.length > 20) {
                System.arraycopy(Files.readAllBytes(PROGRAM), 0, bytes, 0, 20);
            }
            CommandRun run = contractOfBinary(file("random", bytes));
            assertEquals(2, run.status(), () -> "seed " + seed + ": " + run.err());
            assertEquals(1, run.err().lines().count(), () -> "seed " + seed + ": " + run.err());
            assertFalse(run.err().contains("internal error"), () -> "seed " + seed + ": " + run.err());
        }
    }

    @Test
    void anEntryThatDoesNotExist() {
        assertRefused("nf_process", CommandRun.with(ANSWERING, "contract", PROGRAM.toString(), "--entry", "nf_process"));
    }

    @Test
    void aTargetFileThatIsWrong() throws IOException {
        assertRefused("bolt.yaml:2:14: levels.nf: must be a mapping",
                CommandRun.with(ANSWERING, "contract", target("binary: b\nlevels: {nf: f}\n")));
    }

    @Test
    void aLevelThatIsNotThere() throws IOException {
        assertRefused("has no level stack",
                CommandRun.with(ANSWERING, "contract", target("binary: b\nlevels: {nf: {entry: f}}\n"), "--level", "stack"));
    }

    @Test
    void aBuildThatMakesNothing() throws IOException {
        assertRefused("'true' made no ",
                CommandRun.with(ANSWERING, "contract", target("build: 'true'\nbinary: b\nlevels: {nf: {entry: f}}\n")));
    }

    @Test
    void aBuildThatFailsShowsItsLastLines() throws IOException {
        String broken = target("build: 'echo first; echo wrong >&2; exit 7'\nbinary: b\nlevels: {nf: {entry: f}}\n");
        CommandRun run = CommandRun.with(ANSWERING, "contract", broken);
        assertEquals(2, run.status());
        assertTrue(run.err().lines().findFirst().orElseThrow().contains("failed with status 7"), run.err());
        assertTrue(run.err().endsWith("  first\n  wrong\n"), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "contract",
        "contract a b --level",
        "contract . --format yaml",
        "contract . --max-paths 0",
        "contract . --max-paths few",
        "contract . --max-time -1",
        "contract . --max-time NaN",
        "contract . --max-memory 1",
        "validate . --packets few",
        "validate . --packets 0",
        "contract . --packets 1",
        "contract . --no-such-option",
        "contract . --isa x86-64-v9",
        "contract . --level link",
        "validate",
        "bench nowhere",
        "no-such-command",
        ""
    })
    void aCommandLineThatIsWrong(String line) {
        assertRefused("", CommandRun.with(ANSWERING, line.isEmpty() ? new String[0] : line.split(" ")));
    }

    @Test
    void aBareBinarysOptionsForAFolder() throws IOException {
        assertRefused("are for a bare binary",
                CommandRun.with(ANSWERING, "contract", target("binary: b\nlevels: {nf: {entry: f}}\n"), "--entry", "g"));
    }

    @Test
    void parametersThatAreNotYaml() {
        assertRefused("--parameters:1:", CommandRun.with(ANSWERING, "contract", PROGRAM.toString(), "--entry", "main",
                "--parameters", "{port: "));
    }

    // The smallest program with symbols that every analysis gets through the checks before the engine.
    private String compiled() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("p.c"), "int main(void) { return 0; }\n");
        Process gcc = new ProcessBuilder("gcc", "-o", "p", "p.c").directory(folder.toFile()).inheritIO().start();
        assertEquals(0, gcc.waitFor());
        return target("binary: p\nlevels: {nf: {entry: main}}\n");
    }

    @Test
    void aFullDevice() throws IOException, InterruptedException {
        CommandRun run = CommandRun.with(ANSWERING, "contract", compiled(), "-o", "/dev/full");
        assertRefused("cannot write /dev/full: No space left on device", run);
    }

    @Test
    void aStandardOutputThatIsFull() throws IOException, InterruptedException {
        for (String[] arguments : new String[][] {{"contract", compiled()}, {"--help"}, {"contract", "--help"}}) {
            var err = new ByteArrayOutputStream();
            try (OutputStream full = new FileOutputStream("/dev/full")) {
                var context = new Context(CommandRun.HOME, full, new PrintStream(err, true, StandardCharsets.UTF_8),
                        Context.Terminal.NONE, new StopSignal(), ANSWERING);
                int status = Main.run(context, arguments);
                assertRefused("cannot write the standard output",
                        new CommandRun(status, "", err.toString(StandardCharsets.UTF_8)));
            }
        }
    }

    @Test
    void aResultThatHasNoPlace() throws IOException, InterruptedException {
        String target = compiled();
        assertRefused("its folder does not exist",
                CommandRun.with(ANSWERING, "contract", target, "-o", folder + "/none/x"));
        assertRefused("it is a folder", CommandRun.with(ANSWERING, "contract", target, "-o", folder.toString()));
    }

    @Test
    void anEngineThatFailsLeavesTheOldFile() throws IOException, InterruptedException {
        Path old = Files.writeString(folder.resolve("old"), "old");
        String target = compiled();
        Analysis broken = new Analysis() {
            @Override
            public Result contract(Request request, Consumer<Progress> progress, StopSignal stop) {
                throw new IllegalStateException("two\nlines");
            }

            @Override
            public Result library(Request request, Consumer<Progress> progress, StopSignal stop) {
                throw new IllegalStateException("no library");
            }

            @Override
            public Result validate(Request request, RandomTraffic traffic, Consumer<Progress> progress, StopSignal stop) {
                throw new StackOverflowError();
            }

            @Override
            public Measured measure(Request request, List<List<RandomFlows.Frame>> sequences, Consumer<Progress> progress, StopSignal stop) {
                throw new IllegalStateException("nothing was measured");
            }
        };
        assertRefused("internal error: IllegalStateException: two lines",
                CommandRun.with(broken, "contract", target, "-o", old.toString()));
        assertRefused("internal error: StackOverflowError",
                CommandRun.with(broken, "validate", target, "-o", old.toString()));
        assertEquals("old", Files.readString(old));
        CommandRun debugged = CommandRun.with(broken, "contract", target, "--debug");
        assertTrue(debugged.err().contains("\tat org.perfcontracts.cli."), debugged.err());
    }

    @Test
    void goodInputGetsItsAnswer() throws IOException, InterruptedException {
        Path file = folder.resolve("answer");
        CommandRun printed = CommandRun.with(ANSWERING, "contract", compiled(), "--format", "json");
        assertEquals(new CommandRun(0, "a contract in json\n", ""), printed);
        CommandRun written = CommandRun.with(ANSWERING, "validate", compiled(), "-o", file.toString());
        assertEquals(new CommandRun(0, "", ""), written);
        assertEquals("a contract in text\n", Files.readString(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertFalse(left.anyMatch(path -> path.getFileName().toString().startsWith(".")), "a draft is left");
        }
        CommandRun bare = CommandRun.with(ANSWERING, "contract", folder.resolve("p").toString(), "--entry", "main",
                "--parameters", "{n: {bits: 32}}", "--", "-x", "--level", "1");
        assertEquals(new CommandRun(0, "a contract in text\n", ""), bare);
    }
}
