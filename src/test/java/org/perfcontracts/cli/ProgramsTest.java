package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.engine.RandomTraffic;
import org.perfcontracts.engine.Result;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.traffic.RandomFlows;

/** Small programs of all kinds, good and bad, under the engine that users get. */
class ProgramsTest {
    private static final String PARAMETERS = "{port: {bits: 16, range: [0, 1]}, packet: packet, "
            + "length: {length: packet, bits: 16, range: [0, 1518]}, now: {bits: 64}}";
    private static final String HEAD = """
            #include <stdint.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <unistd.h>
            static uint8_t buffer[2048];
            __attribute__((noinline, noclone))
            int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
            """;
    private static final String CALL = "int main(void) { return nf_process(0, buffer, 64, 0); }\n";
    /** More paths than anyone can wait for: one for each set of bytes that are 77. */
    private static final String VERY_MANY_PATHS = "{ volatile int equal = 0;"
            + IntStream.range(0, 60).mapToObj(i -> " if (packet[" + i + "] == 77) equal++;").collect(Collectors.joining())
            + " return equal; }";

    @TempDir
    private Path folder;

    private static int execute(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** Compiles a packet function's body and a main. */
    private String program(String body, String main) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("program.c"), HEAD + body + "\n" + main);
        Path binary = folder.resolve("program");
        assertEquals(0, execute("gcc", "-O2", "-g", "-o", binary.toString(), source.toString()));
        return binary.toString();
    }

    private static String[] line(String command, String binary, String... more) {
        var line = new ArrayList<>(List.of(command, binary, "--entry", "nf_process", "--parameters", PARAMETERS));
        line.addAll(Arrays.asList(more));
        return line.toArray(String[]::new);
    }

    private void assertRefused(String expected, String binary, String... more) throws IOException {
        for (String command : List.of("contract", "validate")) {
            var output = folder.resolve("output");
            var options = new ArrayList<>(List.of("-o", output.toString()));
            options.addAll(Arrays.asList(more));
            CommandRun run = CommandRun.of(line(command, binary, options.toArray(String[]::new)));
            assertEquals(2, run.status(), run::err);
            assertTrue(run.err().startsWith("bolt: ") && run.err().contains(expected), run::err);
            assertEquals(1, run.err().lines().count(), run::err);
            assertEquals("", run.out());
            assertFalse(Files.exists(output), "a file is left");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(2, left.count(), "program.c and program");
        }
    }

    @Test
    void crashesBeforeItsEntry() throws IOException, InterruptedException {
        assertRefused("was ended by signal 6 (SIGABRT) before it reached its entry",
                program("{ return 0; }", "int main(void) { abort(); return nf_process(0, buffer, 64, 0); }"));
    }

    @Test
    void exitsBeforeItsEntry() throws IOException, InterruptedException {
        assertRefused("ended with status 3 before it reached its entry: no such port",
                program("{ return 0; }", """
                        int main(int count, char **arguments)
                        {
                            if (count < 99) { fputs("no such port\\n", stderr); exit(3); }
                            return nf_process(0, buffer, 64, 0);
                        }
                        """));
    }

    @Test
    void neverReachesItsEntry() throws IOException, InterruptedException {
        assertRefused("did not reach its entry nf_process within 0.5 s", program("{ return 0; }", """
                int main(int count, char **arguments)
                {
                    while (count < 99)
                        pause();
                    return nf_process(0, buffer, 64, 0);
                }
                """), "--max-start", "0.5");
    }

    @Test
    void callsACopyOfItsEntry() throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("program.c"), """
                static int copy(int a) __asm__("nf_process.constprop.0");
                __attribute__((noipa)) static int copy(int a) { return a; }
                int nf_process(int a) { return a; }
                int main(int count, char **arguments) { return copy(count); }
                """);
        String binary = folder.resolve("program").toString();
        assertEquals(0, execute("gcc", "-O2", "-o", binary, source.toString()));
        assertRefused("the compiler has made nf_process.constprop.0 of it", binary);
    }

    @Test
    void loopsWithoutEnd() throws IOException, InterruptedException {
        Contract contract = neverEnds("{ volatile int turns = 0; for (;;) turns++; }");
        assertEquals(1, contract.classes().size());
    }

    @Test
    void loopsWithoutEndOnOnePath() throws IOException, InterruptedException {
        Contract contract = neverEnds("{ if (packet[3] == 9) for (;;) __asm__ volatile(\"\"); return 0; }");
        assertEquals("may never end (program.c:8)", contract.classes().getFirst().name());
        assertTrue(contract.classes().getFirst().witness().orElseThrow().contains("[3] = 0x09"), contract.classes()::toString);
        assertEquals(2, contract.classes().size());
        assertTrue(contract.classes().getLast().exact());
    }

    /** The class of what may never end stands first, and the contract is not one that holds for every packet. */
    private Contract neverEnds(String body) throws IOException, InterruptedException {
        CommandRun run = CommandRun.of(line("contract", program(body, CALL), "--format", "json"));
        assertEquals(1, run.status(), run::err);
        Contract contract = ContractFile.fromText(run.out());
        assertFalse(contract.complete());
        assertTrue(contract.classes().getFirst().endless(), contract.classes()::toString);
        return contract;
    }

    /** A path that stops: named with its reason and place, its class marked, and the others as they are. */
    private Contract incomplete(String body, String reason) throws IOException, InterruptedException {
        String binary = program(body, CALL);
        CommandRun run = CommandRun.of(line("contract", binary, "--format", "json"));
        assertEquals(1, run.status(), run::err);
        Contract contract = ContractFile.fromText(run.out());
        assertFalse(contract.complete());
        assertEquals(1, contract.reasons().size(), contract.reasons()::toString);
        assertTrue(contract.reasons().getFirst().contains(reason), contract.reasons()::toString);
        assertEquals(1, contract.classes().stream().filter(each -> !each.complete()).count());
        assertEquals(1, contract.classes().stream().filter(InputClass::exact).count());
        CommandRun validation = CommandRun.of(line("validate", binary, "--format", "json"));
        assertEquals(1, validation.status(), validation::err);
        assertTrue(validation.out().contains("\"complete\": false"), validation::out);
        return contract;
    }

    @Test
    void callsTheKernel() throws IOException, InterruptedException {
        incomplete("{ if (packet[3] == 9) return getppid(); return 0; }", "(getppid+");
    }

    @Test
    void hasAnInstructionThatIsNotSupported() throws IOException, InterruptedException {
        Contract contract = incomplete("""
                {
                    uint32_t a = packet[2];
                    if (packet[3] == 9)
                        __asm__ volatile("fninit");
                    return a;
                }
                """, "fninit");
        assertTrue(contract.reasons().getFirst().contains("program.c:11"), contract.reasons()::toString);
    }

    @Test
    void readsWhereNothingIs() throws IOException, InterruptedException {
        faults("{ if (packet[3] == 9) return *(volatile int *)8; return 0; }", "faults: reads 4 bytes where nothing is mapped (program.c:8)");
    }

    @Test
    void dividesByAByteOfThePacket() throws IOException, InterruptedException {
        faults("{ if (packet[2] == 7) return 9 / (packet[3] - 9); return 0; }", "faults: division by zero (program.c:8)");
    }

    /** A class of its own, with an input that is enough; the contract is complete, and the CPU faults too. */
    private void faults(String body, String name) throws IOException, InterruptedException {
        String binary = program(body, CALL);
        CommandRun run = CommandRun.of(line("contract", binary, "--format", "json"));
        assertEquals(0, run.status(), run::err);
        Contract contract = ContractFile.fromText(run.out());
        assertTrue(contract.complete());
        InputClass fault = contract.classes().stream().filter(each -> each.name().startsWith(InputClass.FAULTS)).findFirst().orElseThrow();
        assertEquals(name, fault.name());
        assertTrue(fault.exact());
        assertTrue(fault.witness().orElseThrow().contains("[3] = 0x09"), fault::toString);
        assertEquals(0, CommandRun.of(line("validate", binary)).status());
    }

    private static Contract partial(CommandRun run) {
        assertEquals(1, run.status(), run::err);
        assertEquals("", run.err());
        Contract contract = ContractFile.fromText(run.out());
        assertFalse(contract.complete());
        return contract;
    }

    @Test
    void anInterruptionGivesThePathsDoneSoFar() throws IOException, InterruptedException {
        var stop = new StopSignal();
        var engine = new Engine();
        var interrupted = new Analysis() {
            private Consumer<Progress> stopping(Consumer<Progress> progress) {
                return state -> {
                    progress.accept(state);
                    if (state.paths() > 3) {
                        stop.request();
                    }
                };
            }

            @Override
            public Result contract(Request request, Consumer<Progress> progress, StopSignal same) throws InputException {
                return engine.contract(request, stopping(progress), same);
            }

            @Override
            public Result library(Request request, Consumer<Progress> progress, StopSignal same) throws InputException {
                return engine.library(request, stopping(progress), same);
            }

            @Override
            public Result validate(Request request, RandomTraffic traffic, Consumer<Progress> progress, StopSignal same)
                    throws InputException {
                return engine.validate(request, traffic, stopping(progress), same);
            }

            @Override
            public Measured measure(Request request, List<List<RandomFlows.Frame>> sequences, Consumer<Progress> progress, StopSignal same)
                    throws InputException {
                return engine.measure(request, sequences, stopping(progress), same);
            }
        };
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var context = new Context(CommandRun.HOME, out, new PrintStream(err, true, StandardCharsets.UTF_8),
                Context.Terminal.NONE, stop, interrupted);
        int status = Main.run(context, line("contract", program(VERY_MANY_PATHS, CALL), "--format", "json"));
        Contract contract = partial(new CommandRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8)));
        assertTrue(contract.paths() > 3, contract.paths() + " paths");
        assertTrue(contract.reasons().contains("interrupted"), contract.reasons()::toString);
    }

    @Test
    void eachBudgetEndsInAPartialContract() throws IOException, InterruptedException {
        String binary = program(VERY_MANY_PATHS, CALL);
        for (String[] budget : new String[][] {
            {"--max-paths", "20", "20 paths"}, {"--max-time", "1", "1 s"}}) {
            Contract contract = partial(CommandRun.of(line("contract", binary, "--format", "json", budget[0], budget[1])));
            assertTrue(contract.reasons().toString().contains(budget[2]), contract.reasons()::toString);
        }
    }

    @Test
    void aFullDeviceIsNamed() throws IOException, InterruptedException {
        String binary = program("{ return packet[3] == 9; }", CALL);
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED",
                "-Dbolt.home=" + CommandRun.HOME, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(line("contract", binary)));
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command).redirectOutput(new File("/dev/full")).redirectError(errors.toFile()).start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        String said = Files.readString(errors);
        assertEquals(2, process.exitValue(), said);
        assertEquals("bolt: cannot write the standard output: No space left on device\n", said);
    }
}
