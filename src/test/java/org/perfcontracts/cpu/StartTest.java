package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.image.ElfFile;

/** Targets that do not come to their entry, or come there in unusual ways. */
class StartTest {
    private static final Duration LIMIT = RunSpec.DEFAULT_TIME_LIMIT;

    @TempDir
    static Path folder;
    private static TracedProgram program;
    private static Path host;

    @BeforeAll
    static void build() throws Exception {
        program = TracedProgram.build(folder);
        host = folder.resolve("host");
        TracedProgram.run(folder, List.of("gcc", "-O2", "-pthread", "-o", host.toString(),
                Path.of(System.getProperty("bolt.home", "."), "src/test/c/entries/host.c").toAbsolutePath().toString()));
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

    private static TargetProcess startHost(String where, EntryPoint entry) throws TargetException {
        return TargetProcess.start(new RunSpec(host, List.of(where), folder, CpuLevel.V2, Optional.of(entry), "poll_once", LIMIT));
    }

    private static EntryPoint pollOnce(Long... queues) throws Exception {
        return new EntryPoint(Optional.of(host), address("poll_once"), List.of(queues));
    }

    private static long address(String symbol) throws Exception {
        return ElfFile.read(host).symbol(symbol).orElseThrow().address();
    }

    @Test
    void arrivesInAnotherThread() throws Exception {
        try (TargetProcess target = program.start(CpuLevel.V2, LIMIT, "thread")) {
            assertEquals(program.address("probe") + target.bias(), target.snapshot().instructionPointer());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "thread", "stack", "both"})
    void theSnapshotIsOfTheThreadThatArrives(String where) throws Exception {
        try (TargetProcess target = startHost(where, pollOnce())) {
            Trace trace = target.replay(new Replay(List.of(), Map.of(), List.of(), new Replay.Stop.Reentry(), 1000));
            assertTrue(trace.isDone(), trace.toString());
            // The word at fs:0 is its own address (System V ABI, AMD64 supplement on thread-local storage).
            assertEquals(target.snapshot().fsBase(), word(target.snapshot().bytes(target.snapshot().fsBase(), 8)));
            assertTrue(where.equals("both") || where.equals("main") == isOnMainStack(target), where);
        }
    }

    private static boolean isOnMainStack(TargetProcess target) {
        return target.snapshot().mappings().stream()
                .anyMatch(mapping -> mapping.name().equals("[stack]") && mapping.contains(target.snapshot().general(4)));
    }

    @Test
    void otherThreadsAreStopped() throws Exception {
        try (TargetProcess target = startHost("thread", pollOnce())) {
            long ticks = address("ticks") + target.bias();
            byte[] before = target.snapshot().bytes(ticks, 8);
            Thread.sleep(50);
            assertEquals(word(before), word(target.snapshot().bytes(ticks, 8)));
            assertTrue(word(before) != 0, "the other thread ran");
        }
    }

    @Test
    void onlyACallWithAWantedFirstArgumentIsAnArrival() throws Exception {
        for (String where : List.of("main", "thread", "both")) {
            try (TargetProcess target = startHost(where, pollOnce(7L, 2L))) {
                assertEquals(2, (int) target.snapshot().general(7));
            }
        }
    }

    @Test
    void aLaterArrivalIsCounted() throws Exception {
        for (int arrival = 1; arrival <= 6; arrival++) {
            try (TargetProcess target = startHost("main", pollOnce().atArrival(arrival))) {
                assertEquals((arrival - 1) % 3, (int) target.snapshot().general(7));
            }
        }
        try (TargetProcess target = startHost("both", pollOnce(1L).atArrival(1000))) {
            assertEquals(1, (int) target.snapshot().general(7));
        }
    }

    private static long word(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
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
