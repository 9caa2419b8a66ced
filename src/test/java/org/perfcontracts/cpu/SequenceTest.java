package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are executed block by block do what the same runs do instruction by instruction, and leave their state to the next. */
class SequenceTest {
    private static final int RDI = 7;
    private static final int RSI = 6;
    private static final int RDX = 2;
    private static final int RCX = 1;
    private static final long STEP_LIMIT = 100_000;

    @TempDir
    static Path folder;
    private static TracedProgram program;
    private static TargetProcess target;

    @BeforeAll
    static void start() throws Exception {
        program = TracedProgram.build(folder);
        target = program.start(CpuLevel.V2, RunSpec.DEFAULT_TIME_LIMIT);
        target.setTables(new PointTable(List.of(), List.of()));
    }

    @AfterAll
    static void stop() {
        if (target != null) {
            target.close();
        }
    }

    @AfterEach
    void reset() throws TargetException {
        target.reset();
    }

    private static long at(String symbol) {
        return program.address(symbol) + target.bias();
    }

    private static Replay call(String function, MemoryRange... reads) {
        return new Replay(List.of(), Map.of(RDI, at(function)), List.of(), new Replay.Stop.ReturnToCaller(), STEP_LIMIT, List.of(reads));
    }

    private static SequenceRun run(Replay replay) throws TargetException {
        return target.sequence(List.of(replay), AgentLink.Detail.STEPS).getFirst();
    }

    private static void assertSame(Replay replay) throws TargetException {
        Trace stepped = target.replay(replay, Stepping.TRAP_FLAG);
        SequenceRun run = run(replay);
        assertEquals(program.render(stepped, target), program.render(run.trace(), target));
        assertEquals(stepped.end(), run.trace().end());
        assertEquals(stepped.steps(), run.trace().steps());
        assertEquals(stepped.vdsoEntries(), run.trace().vdsoEntries());
        assertEquals(stepped.instructions(), run.instructions());
        assertEquals(stepped.memoryAccesses(), run.accesses());
        assertEquals(stepped.cacheLines(), run.lines());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rmw_0", "stack_0", "calls_0", "quiet_0", "atomic_0", "conditional_0", "movs_0", "stos_0",
            "scan_0", "compare_0", "flags_0", "havoc_0"})
    void instructionsAndAccessesAreThoseOfSteps(String function) throws TargetException {
        assertSame(call(function));
        target.reset();
        assertEquals(target.replay(call(function)).result() & 0xffff, run(call(function)).trace().result() & 0xffff);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, 16, 33, 100, 1000, 5000})
    void libraryCodeIsTheSame(long size) throws TargetException {
        long buffer = target.snapshot().general(4) - 65536;
        assertSame(new Replay(List.of(), Map.of(RDI, at("copy_bytes"), RSI, buffer, RDX, buffer + 16384, RCX, size), List.of(),
                new Replay.Stop.ReturnToCaller(), STEP_LIMIT));
    }

    @Test
    void reentryStopsAtTheEntry() throws TargetException {
        assertSame(new Replay(List.of(), Map.of(RDI, at("again_0")), List.of(), new Replay.Stop.Reentry(), STEP_LIMIT));
    }

    /** Nothing is below where such a program is, so that copies of its code are above. */
    @Test
    void programsThatAreLinkedToLowAddressesAreRunAsWell() throws Exception {
        TracedProgram fixed = TracedProgram.build(Files.createDirectory(folder.resolve("fixed")), "-no-pie");
        try (TargetProcess process = fixed.start(CpuLevel.V2, RunSpec.DEFAULT_TIME_LIMIT)) {
            process.setTables(new PointTable(List.of(), List.of()));
            Replay call = new Replay(List.of(), Map.of(RDI, fixed.address("calls_0")), List.of(), new Replay.Stop.ReturnToCaller(), STEP_LIMIT);
            SequenceRun run = process.sequence(List.of(call), AgentLink.Detail.STEPS).getFirst();
            assertEquals(fixed.render(process.replay(call), process), fixed.render(run.trace(), process));
        }
    }

    @Test
    void theVdsoIsNotCounted() throws TargetException {
        SequenceRun run = run(call("read_clock"));
        assertEquals(new Trace.End.Done(), run.trace().end());
        assertEquals(1, run.trace().vdsoEntries().size());
        assertEquals(program.render(target.replay(call("read_clock")), target), program.render(run.trace(), target));
    }

    @ParameterizedTest
    @CsvSource({"segv_0, segv_1, 11", "storefault_0, storefault_0, 11", "noncanonical_0, noncanonical_1, 11",
            "readonly_0, readonly_0, 11", "illegal_0, illegal_0, 4", "divide_0, divide_1, 8", "breakpoint_0, breakpoint_0, 5"})
    void faultsEndASequenceOnly(String function, String where, int signal) throws TargetException {
        List<SequenceRun> runs = target.sequence(List.of(call("rmw_0"), call(function), call("rmw_0")), AgentLink.Detail.SUMMARY);
        assertEquals(2, runs.size());
        assertEquals(new Trace.End.Done(), runs.getFirst().trace().end());
        assertEquals(new Trace.End.Fault(at(where), signal), runs.getLast().trace().end());
        target.reset();
        assertSame(call("rmw_0"));
    }

    @Test
    void whatCannotBeRunIsNamed() throws TargetException {
        assertEquals(new Trace.End.Fault(0x10, 11), run(call("wild_0")).trace().end());
        assertEquals(new Trace.End.SystemCall(at("kernel_1"), 39), run(call("kernel_0")).trace().end());
        assertEquals(new Trace.End.Unsupported(at("gather_0")), run(call("gather_0")).trace().end());
        assertEquals(new Trace.End.StepLimit(at("endless_0")), run(call("endless_0")).trace().end());
    }

    @Test
    void eachContinuesInTheStateOfTheOneBefore() throws TargetException {
        int before = word(target.snapshot().page(at("cell") & -4096), (int) (at("cell") & 4095));
        Replay increment = call("rmw_0", new MemoryRange(at("cell"), 4));
        List<SequenceRun> runs = target.sequence(List.of(increment, increment, increment), AgentLink.Detail.SUMMARY);
        int first = word(runs.getFirst().trace().read(0));
        int step = 7;
        assertEquals(before + step, first);
        assertEquals(first + 2 * step, word(runs.getLast().trace().read(0)));
        assertEquals(first + 3 * step, word(target.replay(increment).read(0)), "a replay starts where the sequence is");
        assertEquals(first + 3 * step, word(target.replay(increment).read(0)), "and leaves nothing behind");
        target.reset();
        assertEquals(first, word(target.replay(increment).read(0)));
    }

    private static int word(byte[] bytes, int... at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at.length == 0 ? 0 : at[0]);
    }

    @Test
    void resettingTakesBackWritesAndStores() throws TargetException {
        byte[] before = new byte[200_000];
        byte[] bytes = new byte[200_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8) + 1);
        }
        MemoryRange room = new MemoryRange(at("room"), bytes.length);
        assertArrayEquals(before, target.replay(call("quiet_0", room)).read(0));
        Replay filling = new Replay(List.of(new MemoryWrite(at("room"), bytes)), Map.of(RDI, at("quiet_0")), List.of(),
                new Replay.Stop.ReturnToCaller(), STEP_LIMIT, List.of(room));
        assertArrayEquals(bytes, run(filling).trace().read(0));
        assertArrayEquals(bytes, target.replay(call("quiet_0", room)).read(0));
        target.reset();
        assertArrayEquals(before, target.replay(call("quiet_0", room)).read(0));
    }

    @Test
    void aWriteToNoMemoryIsRefused() throws TargetException {
        Replay replay = new Replay(List.of(new MemoryWrite(0x10, new byte[] {1})), Map.of(RDI, at("rmw_0")), List.of(),
                new Replay.Stop.ReturnToCaller(), STEP_LIMIT);
        assertThrows(TargetException.class, () -> run(replay));
        target.reset();
        assertSame(call("rmw_0"));
    }

    @Test
    void pointsAreCountedAndToldInOrder() throws TargetException {
        try {
            target.setTables(new PointTable(List.of(
                    new PointTable.Point(at("callee_0"), PointTable.Counting.IN_ORDER),
                    new PointTable.Point(at("calls_2"), PointTable.Counting.IN_ORDER),
                    new PointTable.Point(at("calls_3"), PointTable.Counting.PLAIN)), List.of()));
            SequenceRun run = run(call("calls_0"));
            assertArrayEquals(new int[] {0, 0, 1}, run.passed());
            assertArrayEquals(new long[] {0, 2, 1, 1, 2, 1}, run.counts());
        } finally {
            target.setTables(new PointTable(List.of(), List.of()));
        }
    }
}
