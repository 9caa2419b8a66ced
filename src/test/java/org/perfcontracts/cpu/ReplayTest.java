package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/** Traces of code that can be counted by hand, executed on this machine's CPU. */
@ParameterizedClass
@EnumSource(Stepping.class)
class ReplayTest {
    private static final int RDI = 7;
    private static final int RSI = 6;
    private static final int RDX = 2;
    private static final int RCX = 1;
    private static final long STEP_LIMIT = 100_000;

    @TempDir
    static Path folder;
    private static TracedProgram program;
    private static TargetProcess target;

    @Parameter
    Stepping stepping;

    @BeforeAll
    static void start() throws Exception {
        program = TracedProgram.build(folder);
        target = program.start(CpuLevel.V2, RunSpec.DEFAULT_TIME_LIMIT);
    }

    @AfterAll
    static void stop() {
        if (target != null) {
            target.close();
        }
    }

    private static long at(String symbol) {
        return program.address(symbol) + target.bias();
    }

    private Trace replay(TargetProcess process, Replay replay) throws TargetException {
        return process.replay(replay, stepping);
    }

    private Trace call(String function, MemoryRange... reads) throws TargetException {
        return replay(target, new Replay(List.of(), Map.of(RDI, at(function)), List.of(),
                new Replay.Stop.ReturnToCaller(), STEP_LIMIT, List.of(reads)));
    }

    private void expect(String function, String... lines) throws TargetException {
        Trace trace = call(function);
        List<String> expected = new ArrayList<>(List.of("probe"));
        expected.addAll(List.of(lines));
        assertEquals(expected, program.render(trace, target));
        assertEquals(new Trace.End.Done(), trace.end());
        assertEquals(expected.size(), trace.instructions());
    }

    @Test
    void readModifyWriteIsTwoAccesses() throws TargetException {
        expect("rmw_0", "rmw_0: load cell 4, store cell 4", "rmw_1: load rsp 8");
        assertEquals(3, call("rmw_0").memoryAccesses());
    }

    @Test
    void stackAccessesCount() throws TargetException {
        expect("stack_0", "stack_0: store rsp-8 8", "stack_1: load cell 8, store rsp-16 8",
                "stack_2: load rsp-16 8, store rsp+8 8", "stack_3: load rsp-8 8", "stack_4: load rsp 8");
    }

    @Test
    void poppingToTheStackUsesTheIncrementedPointer() throws TargetException {
        Trace trace = call("stack_0", new MemoryRange(target.snapshot().general(4) + 8, 8));
        assertEquals(0x1122334455667788L, ByteBuffer.wrap(trace.read(0)).order(ByteOrder.LITTLE_ENDIAN).getLong());
    }

    @Test
    void callsAndReturns() throws TargetException {
        expect("calls_0", "calls_0: load pointer 8, store rsp-8 8", "callee_0: load rsp-8 8",
                "calls_1: store rsp-8 8", "callee_0: load rsp-8 8", "calls_2: store rsp-8 8", "calls_3",
                "calls_4: store rsp-16 8", "calls_5: load rsp-8 8", "calls_6: load rsp 8");
    }

    @Test
    void hintsAndAddressesAreNoAccesses() throws TargetException {
        expect("quiet_0", "quiet_0", "quiet_1", "quiet_2", "quiet_3", "quiet_4", "quiet_5: load rsp 8");
    }

    @Test
    void atomicOperationsLoadAndStore() throws TargetException {
        expect("atomic_0", "atomic_0: load cell 8, store cell 8", "atomic_1: load cell 4, store cell 4",
                "atomic_2: load cell 2, store cell 2", "atomic_3: load rsp 8");
    }

    @Test
    void conditionalMovesLoadAlways() throws TargetException {
        expect("conditional_0", "conditional_0", "conditional_1: load cell 4", "conditional_2: store cell 1",
                "conditional_3: load rsp 8");
    }

    @Test
    void bitStringsReachBeyondTheirOperand() throws TargetException {
        expect("bits_0", "bits_0", "bits_1: load cell 4, store cell 4", "bits_2: load cell 8",
                "bits_3: load rsp 8");
    }

    @Test
    void addressesFromEveryPart() throws TargetException {
        expect("indexed_0", "indexed_0", "indexed_1", "indexed_2: load table+10 2", "indexed_3",
                "indexed_4: load table+5 1", "indexed_5: load fs 8", "indexed_6: load table 16",
                "indexed_7: store table+16 4", "indexed_8: load rsp 8");
    }

    @Test
    void repeatedMovesAreOneInstruction() throws TargetException {
        expect("movs_0", "movs_0", "movs_1", "movs_2",
                "movs_3: load table 2, store copy 2, load table+2 2, store copy+2 2, load table+4 2, store copy+4 2",
                "movs_4: load table+6 1, store copy+6 1", "movs_5", "movs_6: load rsp 8");
    }

    @Test
    void repeatedStoresNextToEachOther() throws TargetException {
        expect("stos_0", "stos_0", "stos_1", "stos_2", "stos_3", "stos_4: store copy 1", "stos_5: load rsp 8");
    }

    @Test
    void scansEndWhereTheyFind() throws TargetException {
        expect("scan_0", "scan_0", "scan_1", "scan_2",
                "scan_3: load text 1, load text+1 1, load text+2 1", "scan_4: load rsp 8");
    }

    @Test
    void comparisonsLoadBothSides() throws TargetException {
        expect("compare_0", "compare_0", "compare_1", "compare_2",
                "compare_3: load text 1, load text2 1, load text+1 1, load text2+1 1, load text+2 1, load text2+2 1,"
                        + " load text+3 1, load text2+3 1",
                "compare_4: load rsp 8");
    }

    @Test
    void timeIsOverridden() throws TargetException {
        long first = 0x1234_5678_9abc_def0L;
        long second = first + 1000;
        Trace trace = replay(target, new Replay(List.of(), Map.of(RDI, at("time_0")), List.of(first, second, 5L),
                new Replay.Stop.ReturnToCaller(), STEP_LIMIT));
        assertEquals(second, trace.result());
        assertEquals(first & 0xffffffffL, trace.general(8));
        assertEquals(7, trace.instructions());
        assertNotEquals(second, call("time_0").result());
    }

    @Test
    void randomNumbersAreOverridden() throws TargetException {
        for (long isThere : new long[] {1, 0}) {
            Trace trace = replay(target, new Replay(List.of(), Map.of(RDI, at("random_0")), List.of(0x1122_3344_5566_7788L, 1L, 100L, isThere),
                    new Replay.Stop.ReturnToCaller(), STEP_LIMIT));
            assertEquals(0x7788, trace.general(8) & 0xffff);
            assertEquals(isThere * 100 - trace.general(8) - isThere, trace.result());
        }
    }

    @Test
    void theTrapFlagIsNotSeen() throws TargetException {
        expect("flags_0", "flags_0: store rsp-8 8", "flags_1: load rsp-8 8", "flags_2: load rsp 8");
        assertEquals(target.snapshot().flags(), call("flags_0").result());
        assertEquals(0, target.snapshot().flags() & 0x100);
    }

    @ParameterizedTest
    @CsvSource({
        "segv_0, segv_1, 11, 2", "storefault_0, storefault_0, 11, 1", "noncanonical_0, noncanonical_1, 11, 2",
        "readonly_0, readonly_0, 11, 1", "illegal_0, illegal_0, 4, 1", "divide_0, divide_1, 8, 2",
        "breakpoint_0, breakpoint_0, 5, 1"})
    void faultsEndAReplayOnly(String function, String where, int signal, int executed) throws TargetException {
        Trace trace = call(function);
        assertEquals(new Trace.End.Fault(at(where), signal), trace.end());
        assertEquals(executed, trace.instructions());
        readModifyWriteIsTwoAccesses();
    }

    @Test
    void aWildJumpIsAFault() throws TargetException {
        assertEquals(new Trace.End.Fault(0x10, 11), call("wild_0").end());
    }

    @Test
    void systemCallsAreNotExecuted() throws TargetException {
        Trace trace = call("kernel_0");
        assertEquals(new Trace.End.SystemCall(at("kernel_1"), 39), trace.end());
        assertEquals(2, trace.instructions());
    }

    @Test
    void maskedAccessesAreAsWideAsTheirOperand() throws TargetException {
        expect("masked_0", "masked_0: store cell 16", "masked_1: load rsp 8");
    }

    @Test
    void scatteredAccessesAreRefused() throws TargetException {
        assertEquals(new Trace.End.Unsupported(at("gather_0")), call("gather_0").end());
    }

    @Test
    void anEndlessLoopMeetsTheLimit() throws TargetException {
        Trace trace = replay(target, new Replay(List.of(), Map.of(RDI, at("endless_0")), List.of(),
                new Replay.Stop.ReturnToCaller(), 5000));
        assertEquals(new Trace.End.StepLimit(at("endless_0")), trace.end());
        assertEquals(4999, trace.passages(at("endless_0")));
    }

    @Test
    void reentryStopsAtTheEntry() throws TargetException {
        Trace trace = replay(target, new Replay(List.of(), Map.of(RDI, at("again_0")), List.of(),
                new Replay.Stop.Reentry(), STEP_LIMIT, List.of(new MemoryRange(at("cell"), 8))));
        assertEquals(List.of("probe", "again_0: load cell 8, store cell 8", "again_1"),
                program.render(trace, target));
        assertEquals(new Trace.End.Done(), trace.end());
        assertEquals(at("probe"), trace.instructionPointer());
        assertEquals((byte) 0x89, trace.read(0)[0]);
    }

    @Test
    void theVdsoIsNotCounted() throws TargetException {
        Trace trace = call("read_clock");
        assertEquals(new Trace.End.Done(), trace.end());
        Mapping vdso = target.snapshot().mappings().stream()
                .filter(mapping -> mapping.name().equals("[vdso]")).findFirst().orElseThrow();
        assertEquals(1, trace.vdsoEntries().size());
        assertTrue(vdso.contains(trace.vdsoEntries().getFirst()));
        for (int i = 0; i < trace.length(); i++) {
            assertTrue(!vdso.contains(trace.instruction(i)), "instruction " + i + " is in the vDSO");
        }
        assertTrue(trace.steps() > trace.instructions());
    }

    @Test
    void theTimeOfTheKernelIsOverridden() throws TargetException {
        Trace trace = replay(target, new Replay(List.of(), Map.of(RDI, at("keep_clock"), RSI, at("room")), List.of(at("room"), 2L, 7L, 999_999_999L, -3L),
                new Replay.Stop.ReturnToCaller(), STEP_LIMIT, List.of(new MemoryRange(at("room"), 16))));
        assertEquals(new Trace.End.Done(), trace.end());
        assertEquals(-1, (int) trace.result());         // so libc says of every error
        ByteBuffer told = ByteBuffer.wrap(trace.read(0)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(List.of(7L, 999_999_999L), List.of(told.getLong(), told.getLong()));
    }

    @Test
    void writesAndReads() throws TargetException {
        byte[] bytes = new byte[200_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        Replay replay = new Replay(
                List.of(new MemoryWrite(at("copy"), new byte[] {1, 2, 3}),
                        new MemoryWrite(at("room"), bytes),
                        new MemoryWrite(at("cell"), new byte[] {(byte) 0xff, 0, 0, 0, 9})),
                Map.of(RDI, at("rmw_0")), List.of(), new Replay.Stop.ReturnToCaller(), STEP_LIMIT,
                List.of(new MemoryRange(at("cell"), 5), new MemoryRange(0x10, 4), new MemoryRange(at("copy"), 0),
                        new MemoryRange(at("room"), bytes.length), new MemoryRange(at("cell"), 0)));
        Trace trace = replay(target, replay);
        assertArrayEquals(new byte[] {6, 1, 0, 0, 9}, trace.read(0));
        assertArrayEquals(new byte[0], trace.read(1));
        assertArrayEquals(new byte[0], trace.read(2));
        assertArrayEquals(bytes, trace.read(3));
        assertArrayEquals(new byte[0], trace.read(4));
        assertEquals(0x11223344_55667788L + 7, ByteBuffer.wrap(
                call("rmw_0", new MemoryRange(at("cell"), 8)).read(0)).order(ByteOrder.LITTLE_ENDIAN).getLong());
    }

    @Test
    void aWriteToNoMemoryIsRefused() throws TargetException {
        Replay replay = new Replay(List.of(new MemoryWrite(at("cell"), new byte[8]),
                new MemoryWrite(0x10, new byte[] {1})), Map.of(RDI, at("rmw_0")), List.of(),
                new Replay.Stop.ReturnToCaller(), STEP_LIMIT);
        TargetException failure = assertThrows(TargetException.class, () -> replay(target, replay));
        assertEquals("traced has no writable memory at 0x10 for a replay to write to", failure.getMessage());
        readModifyWriteIsTwoAccesses();
        assertEquals((byte) 0x88, page("cell"));
    }

    private static byte page(String symbol) {
        return target.snapshot().page(at(symbol) & -4096)[(int) (at(symbol) & 4095)];
    }

    @Test
    void everyChangeIsTakenBack() throws Exception {
        List<byte[]> before = writableMemory();
        Trace first = call("havoc_0");
        assertEquals(new Trace.End.Done(), first.end());
        assertEquals(-1L << 40, first.result() & (-1L << 40));
        assertMemory(before);
        Trace second = call("havoc_0");
        assertEquals(program.render(first, target), program.render(second, target));
        assertEquals(first.result(), second.result());
        assertEquals(first.flags(), second.flags());
        call("segv_0");
        call("storefault_0");
        call("calls_0");
        assertMemory(before);
    }

    private static void assertMemory(List<byte[]> before) throws IOException {
        List<byte[]> after = writableMemory();
        assertEquals(before.size(), after.size());
        for (int i = 0; i < before.size(); i++) {
            assertEquals(-1, Arrays.mismatch(before.get(i), after.get(i)), "writable range " + i + " differs");
        }
    }

    // What the target can write, without the agent's own: read anew, past the snapshot's cache.
    private static List<byte[]> writableMemory() throws IOException {
        List<byte[]> ranges = new ArrayList<>();
        long pid = ProcessHandle.current().descendants()
                .filter(process -> process.info().command().orElse("").equals(program.binary().toString()))
                .findFirst().orElseThrow().pid();
        try (RandomAccessFile memory = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
            for (Mapping mapping : target.snapshot().mappings()) {
                boolean own = mapping.name().equals(program.binary().toString())
                        || mapping.name().equals("[stack]") || mapping.name().equals("[heap]")
                        || mapping.name().startsWith("/dev/zero");
                if (mapping.writable() && own) {
                    byte[] bytes = new byte[(int) (mapping.end() - mapping.start())];
                    memory.seek(mapping.start());
                    memory.readFully(bytes);
                    ranges.add(bytes);
                }
            }
        }
        assertTrue(ranges.size() >= 3, "data, stack and shared page are found");
        return ranges;
    }

    @Test
    void theSnapshotHasTheVectorRegisters() throws Exception {
        Snapshot snapshot = target.snapshot();
        byte[] low = new byte[16];
        for (int i = 0; i < 16; i++) {
            low[i] = (byte) (i + 1);
        }
        assertArrayEquals(low, Arrays.copyOf(snapshot.vector(7), 16));
        boolean wide = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .anyMatch(line -> line.startsWith("flags") && line.contains(" avx "));
        if (wide) {
            assertArrayEquals(Arrays.copyOf("abcdefgh".getBytes(StandardCharsets.US_ASCII), 64),
                    snapshot.vector(9));
        }
        call("havoc_0");
        assertArrayEquals(low, call("vectors_0", new MemoryRange(at("copy"), 16)).read(0));
    }

    @Test
    void theSnapshotHasTheEntry() {
        Snapshot snapshot = target.snapshot();
        assertEquals(at("probe"), snapshot.instructionPointer());
        assertEquals(at("read_clock"), snapshot.general(RDI));
        byte[] page = snapshot.page(at("probe") & -4096);
        // jmp rdi, not the breakpoint
        assertEquals((byte) 0xff, page[(int) (at("probe") & 4095)]);
        assertEquals(null, snapshot.page(0));
        assertEquals(null, snapshot.page(0xffff_ffff_ff60_0000L));
        assertInstanceOf(IllegalArgumentException.class,
                assertThrows(IllegalArgumentException.class, () -> snapshot.page(1)));
    }

    @ParameterizedTest
    @CsvSource({"15", "64", "200", "1500", "5000"})
    void libcKeepsToTheLevel(int size) throws Exception {
        assertEquals(List.of(), wideInstructions(target, size));
    }

    @ParameterizedTest
    @CsvSource({"sum, 300", "format, 1234567", "format, -9"})
    void everyMeansOfSteppingTracesTheSame(String function, long argument) throws TargetException {
        Replay replay = new Replay(List.of(), Map.of(RDI, at(function), RSI, argument), List.of(),
                new Replay.Stop.ReturnToCaller(), STEP_LIMIT);
        Trace one = target.replay(replay, stepping);
        Trace two = target.replay(replay, Stepping.TRAP_FLAG);
        assertEquals(new Trace.End.Done(), one.end());
        assertEquals(program.render(two, target), program.render(one, target));
        assertEquals(two.result(), one.result());
        assertEquals(two.flags(), one.flags());
        assertEquals(two.steps(), one.steps());
    }

    @Test
    void otherThreadsMayExecuteTheSameCode() throws Exception {
        try (TargetProcess busy = program.start(CpuLevel.V2, RunSpec.DEFAULT_TIME_LIMIT, "busy")) {
            Trace trace = replay(busy, new Replay(List.of(),
                    Map.of(RDI, program.address("sum") + busy.bias(), RSI, 1000L), List.of(),
                    new Replay.Stop.ReturnToCaller(), STEP_LIMIT));
            assertEquals(new Trace.End.Done(), trace.end());
            assertEquals(499_500, trace.result());
            assertEquals(6 * 1000 + 7, trace.instructions());
        }
    }

    @Test
    void libcUsesTheLevelAbove() throws Exception {
        try (TargetProcess v3 = program.start(CpuLevel.V3, RunSpec.DEFAULT_TIME_LIMIT)) {
            boolean able = Files.readString(Path.of("/proc/cpuinfo")).contains(" avx2 ");
            assertEquals(able, !wideInstructions(v3, 200).isEmpty());
        }
    }

    // The addresses of instructions with a VEX or EVEX prefix that a memcpy executes.
    private List<Long> wideInstructions(TargetProcess process, int size) throws TargetException {
        long bias = process.bias();
        long buffer = process.snapshot().general(4) - 65536;
        Trace trace = replay(process, new Replay(List.of(),
                Map.of(RDI, program.address("copy_bytes") + bias, RSI, buffer, RDX, buffer + 16384,
                        RCX, (long) size),
                List.of(), new Replay.Stop.ReturnToCaller(), STEP_LIMIT));
        assertEquals(new Trace.End.Done(), trace.end());
        List<Long> wide = new ArrayList<>();
        for (int i = 0; i < trace.length(); i++) {
            long address = trace.instruction(i);
            int first = process.snapshot().page(address & -4096)[(int) (address & 4095)] & 0xff;
            if (first == 0xc4 || first == 0xc5 || first == 0x62) {
                wide.add(address);
            }
        }
        return wide;
    }
}
