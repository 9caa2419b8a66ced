package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that runs natively to be timed does what it does block by block, or is stopped, and leaves nothing behind. */
class NativeRunsTest {
    private static final int RUNS = 5;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int RDI = 7;
    private static final int RSI = 6;

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

    private static Replay call(String function, long argument) {
        return new Replay(List.of(), Map.of(RDI, at(function), RSI, argument), List.of(), new Replay.Stop.ReturnToCaller(), 100_000,
                List.of(new MemoryRange(at("cell"), 4)));
    }

    private static SequenceRun follow(Replay replay) throws TargetException {
        return target.sequence(List.of(replay), AgentLink.Detail.CHANGES).getFirst();
    }

    private static List<NativeRuns.Ticks> all(NativeRuns runs) {
        return Stream.of(runs.empty(), runs.hot(), runs.cold()).flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rmw_0", "stack_0", "calls_0", "atomic_0", "movs_0", "stos_0", "flags_0", "mixed", "format"})
    void eachRunDoesTheSame(String function) throws TargetException {
        byte[] expected = follow(call(function, 3)).trace().read(0);
        NativeRuns runs = target.time(RUNS, LONG);
        assertEquals(new NativeRuns.Stop.Done(), runs.stop());
        assertEquals(3 * RUNS, all(runs).size());
        assertTrue(all(runs).stream().allMatch(each -> each.run() > 0 && each.chain() > 0), runs::toString);
        assertTrue(runs.additions() > 0);
        assertEquals(new String(expected), new String(target.replay(call("quiet_0", 0)).read(0)));
    }

    @Test
    void runsAfterOneAnotherAreEachFromWhereTheOneBeforeEnded() throws TargetException {
        byte[] first = follow(call("rmw_0", 0)).trace().read(0);
        target.time(RUNS, LONG);
        byte[] second = follow(call("rmw_0", 0)).trace().read(0);
        target.reset();
        List<SequenceRun> untimed = target.sequence(List.of(call("rmw_0", 0), call("rmw_0", 0)), AgentLink.Detail.SUMMARY);
        assertEquals(new String(untimed.get(0).trace().read(0)), new String(first));
        assertEquals(new String(untimed.get(1).trace().read(0)), new String(second));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatIsOtherNativelyIsStopped(int what) throws TargetException {
        assertEquals(new Trace.End.Done(), follow(call("natively", what)).trace().end());
        NativeRuns runs = target.time(RUNS, Duration.ofMillis(300));
        assertEquals(switch (what) {
            case 1 -> new NativeRuns.Stop.Fault(11);
            case 2 -> new NativeRuns.Stop.SystemCall(110);
            default -> new NativeRuns.Stop.Endless();
        }, runs.stop());
        assertEquals(List.of(), all(runs));
        target.reset();
        follow(call("rmw_0", 0));
        assertEquals(new NativeRuns.Stop.Done(), target.time(RUNS, LONG).stop());
        assertEquals(new Trace.End.Done(), target.replay(call("rmw_0", 0)).end());
    }

    @Test
    void runsThatComeToSomethingElseDoNotCount() throws TargetException {
        follow(call("natively", 4));
        NativeRuns runs = target.time(RUNS, LONG);
        assertEquals(new NativeRuns.Stop.Done(), runs.stop());
        assertTrue(runs.hot().stream().anyMatch(each -> !each.isSame()), runs::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel_0", "segv_0", "endless_0"})
    void whatDoesNotReturnIsNotTimed(String function) throws TargetException {
        follow(call(function, 0));
        assertEquals(new NativeRuns.Stop.Nothing(), target.time(RUNS, LONG).stop());
    }

    @Test
    void theClockMayBeReadNatively() throws TargetException {
        assertEquals(new Trace.End.Done(), follow(call("read_clock", 0)).trace().end());
        assertEquals(new NativeRuns.Stop.Done(), target.time(RUNS, LONG).stop());
    }
}
