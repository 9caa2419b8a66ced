package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Explorer;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.input.Injection;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.Mark;
import org.perfcontracts.image.MarkSection;

/** What the agent sums up of a packet is what a trace of single steps in the same state comes to. */
@ParameterizedClass
@ValueSource(strings = {"-O1", "-O2", "-O3"})
class PacketSequenceTest {
    private static final Path HOME = Path.of(System.getProperty("bolt.home", "."));

    @TempDir
    Path folder;
    @Parameter
    String optimisation;

    private TargetProcess process;
    private Referee referee;
    private PacketSequence sequence;
    private ElfFile binary;

    @BeforeEach
    void start() throws Exception {
        Path file = folder.resolve("sequence");
        TracedProgram.run(folder, List.of("gcc", optimisation, "-g", "-I" + HOME.resolve("native").toAbsolutePath(),
                HOME.resolve("src/test/c/sequence.c").toAbsolutePath().toString(), "-o", file.toString()));
        binary = ElfFile.read(file);
        process = TargetProcess.start(new RunSpec(file, List.of(), folder, CpuLevel.V2, address("nf_process")));
        MarkPoints marks = new MarkPoints();
        for (Mark mark : MarkSection.read(binary)) {
            switch (mark.kind()) {
                case PCV -> marks.addPcv(mark.name(), mark.address() + process.bias());
                case CLASS -> marks.addClass(mark.name(), mark.address() + process.bias());
            }
        }
        Terms terms = new Terms();
        Injection injection = Injection.arguments(terms, process.snapshot(), List.of(new Injection.Parameter.Number("port", 16, 0, 1),
                new Injection.Parameter.Packet("packet"), new Injection.Parameter.Length("length", 16, 0, 200),
                new Injection.Parameter.Number("now", 64, 0, -1)));
        Regions regions = Regions.of(process.snapshot(), Regions.table(process.snapshot(), address("bolt_regions") + process.bias(), 4));
        Exploration exploration = new Exploration(terms, List.of(), List.of(), Map.of("entered", process.snapshot().instructionPointer()),
                true, List.of(), List.of(), injection.inputs(), List.of(), 0, 0);
        referee = new Referee(process, exploration, injection, marks, regions, Explorer.Until.RETURN);
        sequence = referee.sequence();
    }

    private long address(String symbol) {
        return binary.symbol(symbol).orElseThrow().address();
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.close();
        }
    }

    private static Arrival arrival(int key, int port, int length, long now) {
        byte[] packet = new byte[length];
        if (length > 0) {
            packet[0] = (byte) key;
        }
        return new Arrival(packet, Map.of("port", (long) port, "now", now));
    }

    private static void assertSame(String message, Summary summary, Trace trace) {
        assertEquals(trace.end(), summary.end(), message);
        assertEquals(trace.instructions(), summary.instructions(), message);
        assertEquals(trace.memoryAccesses(), summary.memoryAccesses(), message);
        assertEquals(trace.cacheLines(), summary.cacheLines(), message);
        assertEquals(trace.result(), summary.result(), message);
        assertArrayEquals(trace.read(0), summary.packet(), message);
    }

    private static List<Long> accesses(Trace trace) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < trace.length(); i++) {
            all.add(trace.instruction(i));
            for (int k = 0; k < trace.accessCount(i); k++) {
                all.add(trace.accessAddress(i, k) * 2 + (trace.isStore(i, k) ? 1 : 0));
                all.add((long) trace.accessSize(i, k));
            }
        }
        return all;
    }

    @Test
    void summariesAreThoseOfTraces() throws TargetException {
        long seed = 7;
        Random random = new Random(seed);
        Set<String> classes = new HashSet<>();
        Set<String> passed = new HashSet<>();
        long now = 1000;
        for (int i = 0; i < 250; i++) {
            now += random.nextInt(50) == 0 ? 200 : random.nextInt(3);
            Arrival arrival = arrival(random.nextInt(256), random.nextInt(2), random.nextInt(8) == 0 ? random.nextInt(5) : random.nextInt(201), now);
            String message = optimisation + ", seed " + seed + ", packet " + i;
            Trace stepped = sequence.step(arrival);
            PacketSequence.Traced run = sequence.trace(arrival);
            assertSame(message, run.summary(), stepped);
            assertEquals(accesses(stepped), accesses(run.trace()), message);
            assertEquals(referee.pcvs(stepped), run.summary().pcvs(), message);
            assertEquals(1, run.summary().classes().size(), message);
            classes.addAll(run.summary().classes());
            run.summary().pcvs().forEach((name, value) -> {
                if (value > 0) {
                    passed.add(name);
                }
            });
        }
        assertEquals(Set.of("too short", "known", "new", "full"), classes);
        // What lies behind the last access counts for the first region of all, which is of flows.
        assertEquals(Set.of("entered", "short", "flows.t", "flows.e", "flows.tail", "backends.t", "backends.e"), passed);
    }

    @Test
    void aBatchIsTheSameAsOneByOne() throws TargetException {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            arrivals.add(arrival(i * 7, i % 2, i % 70, 1000 + i));
        }
        List<Summary> one = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            one.add(sequence.run(sequence.input(arrival)));
        }
        sequence.reset();
        List<Summary> batch = sequence.run(arrivals);
        assertEquals(one.size(), batch.size());
        for (int i = 0; i < one.size(); i++) {
            assertEquals(one.get(i).instructions(), batch.get(i).instructions(), "packet " + i);
            assertEquals(one.get(i).pcvs(), batch.get(i).pcvs(), "packet " + i);
            assertEquals(one.get(i).classes(), batch.get(i).classes(), "packet " + i);
            assertEquals(one.get(i).result(), batch.get(i).result(), "packet " + i);
        }
    }

    private List<Arrival> arrivals(int count) {
        Random random = new Random(11);
        List<Arrival> arrivals = new ArrayList<>();
        long now = 1000;
        for (int i = 0; i < count; i++) {
            now += random.nextInt(20) == 0 ? 200 : random.nextInt(3);
            arrivals.add(arrival(random.nextInt(256), random.nextInt(2), random.nextInt(201), now));
        }
        return arrivals;
    }

    private static void assertSame(String message, Summary expected, Summary actual) {
        assertArrayEquals(expected.packet(), actual.packet(), message);
        assertEquals(expected, new Summary(actual.end(), actual.instructions(), actual.memoryAccesses(), actual.cacheLines(), actual.pcvs(), actual.classes(),
                actual.result(), expected.packet(), expected.sent()), message);
    }

    @Test
    void packetsThatAreTimedLeaveTheStateOfThoseThatAreNot() throws TargetException {
        List<Arrival> arrivals = arrivals(120);
        List<Summary> plain = sequence.run(arrivals);
        sequence.reset();
        for (int i = 0; i < arrivals.size(); i++) {
            String message = optimisation + ", packet " + i;
            assertSame(message, plain.get(i), sequence.runToTime(arrivals.get(i), 100_000));
            NativeRuns times = sequence.time(4, Duration.ofSeconds(10));
            assertEquals(new NativeRuns.Stop.Done(), times.stop(), message);
            assertTrue(Stream.of(times.empty(), times.hot(), times.cold()).allMatch(each -> each.size() == 4 && each.stream().allMatch(NativeRuns.Ticks::isSame)),
                    () -> message + ": " + times);
            if (i % 3 == 0) {
                assertSame(message, plain.get(i), sequence.traceAgain(arrivals.get(i), 100_000).summary());
            }
            if (i % 3 == 1) {
                assertEquals(new NativeRuns.Stop.Done(), sequence.time(1, Duration.ofSeconds(10)).stop(), message);
            }
        }
    }

    @Test
    void aPacketIsTimedOnlyWhereAllSinceTheSnapshotWereFollowed() throws TargetException {
        sequence.run(arrival(5, 0, 64, 1000));
        sequence.runToTime(arrival(6, 0, 64, 1001), 100_000);
        assertEquals(new NativeRuns.Stop.Nothing(), sequence.time(4, Duration.ofSeconds(10)).stop());
        sequence.reset();
        sequence.runToTime(arrival(6, 0, 64, 1001), 100_000);
        assertEquals(new NativeRuns.Stop.Done(), sequence.time(4, Duration.ofSeconds(10)).stop());
        sequence.reset();
        assertEquals(List.of("new"), sequence.run(arrival(6, 0, 64, 1001)).classes());
    }

    @Test
    void resettingForgetsWhatWasLearnt() throws TargetException {
        Arrival arrival = arrival(5, 0, 64, 1000);
        assertEquals(List.of("new"), sequence.run(arrival).classes());
        assertEquals(List.of("known"), sequence.run(arrival).classes());
        sequence.reset();
        assertEquals(List.of("new"), sequence.run(arrival).classes());
    }

    @Test
    void theSnapshotIsNotReadWhileItIsLeft() throws TargetException {
        long page = process.snapshot().general(4) - 65536 & -4096;     // of the stack, far below what was read before
        sequence.run(arrival(5, 0, 64, 1000));
        assertThrows(IllegalStateException.class, () -> process.snapshot().page(page));
        sequence.reset();
        assertEquals(4096, process.snapshot().page(page).length);
    }
}
