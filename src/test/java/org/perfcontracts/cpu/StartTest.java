package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that do not come to their entry, or come there in unusual ways. */
class StartTest {
    private static final Duration LIMIT = RunSpec.DEFAULT_TIME_LIMIT;

    @TempDir
    static Path folder;
    private static TracedProgram program;

    @BeforeAll
    static void build() throws Exception {
        program = TracedProgram.build(folder);
    }

    private static String failure(Duration limit, String... arguments) {
        return assertThrows(TargetException.class, () -> program.start(CpuLevel.V2, limit, arguments).close())
                .getMessage();
    }

    private static String failure(RunSpec spec) {
        return assertThrows(TargetException.class, () -> TargetProcess.start(spec).close()).getMessage();
    }

    @Test
    void exitsBefore() {
        assertEquals("traced ended with status 3 before it reached its entry: no such port: 7",
                failure(LIMIT, "exit"));
    }

    @Test
    void crashesBefore() {
        assertEquals("traced was ended by signal 11 (SIGSEGV) before it reached its entry: about to crash",
                failure(LIMIT, "crash"));
        assertEquals("traced was ended by signal 6 (SIGABRT) before it reached its entry", failure(LIMIT, "abort"));
    }

    @Test
    void neverArrives() {
        assertEquals("traced did not reach its entry probe within 0.5 s",
                failure(Duration.ofMillis(500), "never"));
        assertTrue(ProcessHandle.current().descendants()
                .noneMatch(process -> process.info().arguments().map(List::of).orElse(List.of()).contains("never")
                        && process.isAlive() && !isDying(process)), "the target was ended");
    }

    // Killed, but perhaps not reaped yet.
    private static boolean isDying(ProcessHandle process) {
        try {
            return process.onExit().get(5, TimeUnit.SECONDS) != null;
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    void arrivesInAnotherThread() {
        assertEquals("traced reached its entry in another thread than its main one, or on a signal stack of its own;"
                + " Bolt can only stop the main thread", failure(LIMIT, "thread"));
    }

    @Test
    void cannotBeStarted() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a program\n");
        String message = failure(new RunSpec(text, List.of(), folder, CpuLevel.V2, 0));
        assertTrue(message.startsWith("cannot start " + text + ": "), message);
        assertTrue(!message.contains("\n"), message);
    }

    @Test
    void hasNoCodeAtItsEntry() {
        assertEquals("traced has nothing at its entry 0x123456000",
                failure(new RunSpec(program.binary(), List.of(), folder, CpuLevel.V2, 0x123456000L)));
    }

    @Test
    void isStatic() throws Exception {
        TracedProgram fixed = TracedProgram.build(Files.createDirectory(folder.resolve("static")), "-static");
        assertEquals("traced ended with status 0 before it reached its entry, and never loaded Bolt's agent"
                + " (is it dynamically linked?): went on",
                assertThrows(TargetException.class, () -> fixed.start(CpuLevel.V2, LIMIT).close()).getMessage());
    }

    @Test
    void isAtFixedAddresses() throws Exception {
        TracedProgram fixed = TracedProgram.build(Files.createDirectory(folder.resolve("fixed")), "-no-pie");
        try (TargetProcess target = fixed.start(CpuLevel.V2, LIMIT)) {
            assertEquals(0, target.bias());
            assertEquals(fixed.address("probe"), target.snapshot().instructionPointer());
        }
    }

    @Test
    void isStripped() throws Exception {
        Path stripped = folder.resolve("stripped");
        TracedProgram.run(folder, List.of("strip", "-s", program.binary().toString(), "-o", stripped.toString()));
        try (TargetProcess target = TargetProcess.start(
                new RunSpec(stripped, List.of(), folder, CpuLevel.V2, program.address("probe")))) {
            assertEquals(program.address("probe") + target.bias(), target.snapshot().instructionPointer());
        }
    }

    @Test
    void agentStandsWhereThePathHasASpace() throws Exception {
        String home = System.getProperty("bolt.home", ".");
        Path moved = folder.resolve("a space: and more");
        Path build = Files.createDirectories(moved.resolve("native/build"));
        Files.copy(Path.of(home, "native", "build", "libboltagent.so"), build.resolve("libboltagent.so"));
        System.setProperty("bolt.home", moved.toString());
        try (TargetProcess one = program.start(CpuLevel.V2, LIMIT); TargetProcess two = program.start(CpuLevel.V2, LIMIT)) {
            assertEquals(program.address("probe") + one.bias(), one.snapshot().instructionPointer());
            assertEquals(one.snapshot().fsBase(), two.snapshot().fsBase());
        } finally {
            System.setProperty("bolt.home", home);
        }
    }

    @Test
    void isTheSameInEachRun() throws Exception {
        try (TargetProcess one = program.start(CpuLevel.V2, LIMIT); TargetProcess two = program.start(CpuLevel.V2, LIMIT)) {
            assertEquals(one.bias(), two.bias());
            assertEquals(one.snapshot().fsBase(), two.snapshot().fsBase());
        }
    }

    @Test
    void aForkedChildIsLeftAlone() throws Exception {
        try (TargetProcess target = program.start(CpuLevel.V2, LIMIT, "fork")) {
            Trace trace = target.replay(new Replay(List.of(), Map.of(7, program.address("rmw_0") + target.bias()),
                    List.of(), new Replay.Stop.ReturnToCaller(), 100));
            assertEquals(3, trace.instructions());
        }
    }

    @Test
    void aClosedTargetSaysSo() throws Exception {
        TargetProcess target = program.start(CpuLevel.V2, LIMIT);
        target.close();
        assertThrows(IllegalStateException.class,
                () -> target.snapshot().page(target.snapshot().instructionPointer() & -4096));
        TargetException failure = assertThrows(TargetException.class, () -> target.replay(new Replay(List.of(),
                Map.of(), List.of(), new Replay.Stop.ReturnToCaller(), 1)));
        assertEquals("traced was ended by signal 9 (SIGKILL) during a replay", failure.getMessage());
    }
}
