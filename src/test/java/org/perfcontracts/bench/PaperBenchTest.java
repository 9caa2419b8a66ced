package org.perfcontracts.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.perfcontracts.cli.CommandRun;
import org.perfcontracts.contract.Check;
import org.perfcontracts.contract.Condition;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.CycleEstimator;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.cpu.LastPacket;
import org.perfcontracts.cpu.MemoryPages;
import org.perfcontracts.cpu.PacketTiming;
import org.perfcontracts.cpu.TimedPacket;
import org.perfcontracts.decision.input.MachineFile;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.Listener;
import org.perfcontracts.engine.RandomTraffic;
import org.perfcontracts.engine.Result;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;
import org.perfcontracts.report.PaperComparison;
import org.perfcontracts.report.PaperCycles;
import org.perfcontracts.report.Validation;
import org.perfcontracts.target.Driver;
import org.perfcontracts.target.Entry;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Level;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.timing.MachineProfile;
import org.perfcontracts.traffic.RandomFlows;

class PaperBenchTest {
    @Test
    void classesOfTheRouterAreMetExactly() throws IOException {
        CommandRun run = CommandRun.of("bench", "paper", "LPM1", "LPM2", "--format", "json");
        assertEquals("", run.err());
        assertEquals(0, run.status(), run.out());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertEquals(2, json.get("rows").size());
        for (JsonNode row : json.get("rows")) {
            for (Metric metric : Metric.sums()) {
                JsonNode figures = row.get("metrics").get(metric.key());
                assertTrue(figures.get("exact").asBoolean(), row::toString);
                assertTrue(figures.get("measured").asLong() > 0, row::toString);
                assertEquals(figures.get("measured"), figures.get("predicted"), row::toString);
                assertTrue(figures.get("published").get("gap").asDouble() > 0.06, row::toString);
            }
        }
    }

    /** What packets take depends on the machine: only that something is told is tested. */
    @Test
    void cyclesStandBesideAllElse() throws IOException {
        CommandRun run = CommandRun.of("bench", "paper", "LPM2", "--cycles", "--format", "json");
        assertEquals(0, run.status(), run.out() + run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        JsonNode cycles = ((ObjectNode) json).remove("cycles");
        assertEquals(new ObjectMapper().readTree(CommandRun.of("bench", "paper", "LPM2", "--format", "json").out()), json);
        assertEquals("zen5", cycles.get("machine").get("name").asText());
        assertTrue(cycles.get("coreRatio").get("median").asDouble() > 0, cycles::toString);
        assertEquals(0, cycles.get("failures").size(), cycles::toString);
        JsonNode row = cycles.get("rows").get(0);
        assertEquals("LPM2", row.get("name").asText());
        assertEquals(1.86239, row.get("published").get("ratio").asDouble(), 1e-5);
        for (String caches : List.of("hot", "cold")) {
            assertTrue(row.get(caches).get("estimate").asDouble() > 0, row::toString);
            assertTrue(row.get(caches).get("runs").asInt() > 0, row::toString);
            assertEquals(1, cycles.get("errors").get(caches).get("rows").asInt(), cycles::toString);
        }
        assertTrue(row.get("hot").get("estimate").asDouble() < row.get("cold").get("estimate").asDouble(), row::toString);
        assertTrue(row.get("pages").get("size").asLong() > 0, row::toString);
    }

    /** The packet comes in at the other port than those that warm the driver up, and the one before it at another than this. */
    @Test
    void theSamePacketsGoThroughTheWholeStack() throws IOException {
        CommandRun run = CommandRun.of("bench", "paper", "Br3", "--level", "stack", "--format", "json");
        assertEquals(0, run.status(), run.out() + run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertEquals(0, json.get("findings").size(), run.out());
        assertEquals("ixgbe", json.at("/stack/driver").asText());
        JsonNode poll = json.at("/stack/rows/0");
        assertEquals(json.at("/rows/0/pcvs"), poll.get("pcvs"));
        long call = json.at("/rows/0/metrics/instructions/measured").asLong();
        long measured = poll.at("/metrics/instructions/measured").asLong();
        assertTrue(measured > call + 400, run.out());
        assertEquals(poll.at("/metrics/instructions/predicted").asDouble(), measured, 0.04 * measured);
    }

    /** Flows expire as the program's own clock goes on, for which nobody waits. */
    @Test
    void timePassesForAProgramThatRunsOn() throws IOException {
        CommandRun run = CommandRun.of("bench", "paper", "LB3", "--level", "stack", "--format", "json");
        assertEquals(0, run.status(), run.out() + run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertEquals(0, json.get("findings").size(), run.out());
        assertEquals("known flow to dead backend", json.at("/stack/rows/0/class").asText());
    }

    @Test
    void driversAreForTheStack() {
        CommandRun without = CommandRun.of("bench", "paper", "--driver", "ixgbe");
        assertEquals(2, without.status());
        assertEquals("bolt: --driver is for --level stack\n", without.err());
        for (String other : List.of("none", "nosuch")) {
            CommandRun none = CommandRun.of("bench", "paper", "--level", "stack", "--driver", other);
            assertEquals(2, none.status());
            assertTrue(none.err().startsWith("bolt: --driver: "), none.err());
        }
    }

    @Test
    void aMachineIsForCycles() {
        CommandRun without = CommandRun.of("bench", "paper", "--machine", "zen5");
        assertEquals(2, without.status());
        assertEquals("bolt: --machine is for --cycles, which is not given\n", without.err());
        CommandRun unknown = CommandRun.of("bench", "paper", "--cycles", "--machine", "zen0");
        assertEquals(2, unknown.status());
        assertTrue(unknown.err().startsWith("bolt: no machine profile 'zen0'"), unknown.err());
    }

    @Test
    void aClassThatIsNotThereIsRefused() {
        CommandRun run = CommandRun.of("bench", "paper", "NAT5");
        assertEquals(2, run.status());
        assertTrue(run.err().startsWith("bolt: no class 'NAT5' in bench/paper.yaml; it has: NAT1, NAT2"), run.err());
    }

    // ---- with an engine that answers as told

    /**
     * An engine whose contract says 10·x.t + 5 instructions and 2·x.t + 1 accesses.
     *
     * @param inputClass of every packet
     * @param more PCVs that a packet has beyond n*(n + 1)/2
     * @param dearer what it costs beyond the formula
     * @param high of the PCV's range
     * @param complete whether the contract is
     * @param made the arguments of the programs that were explored
     */
    private record Told(Optional<String> inputClass, long more, long dearer, long high, boolean complete, List<List<String>> made)
            implements Analysis {
        static Told right() {
            return new Told(Optional.of("known"), 0, 0, 100_000, true, new ArrayList<>());
        }

        @Override
        public Measured measure(Request request, List<List<RandomFlows.Frame>> sequences, Consumer<Progress> progress, StopSignal stop) {
            made.add(request.level().arguments());
            Map<Metric, Formula> formulas = Map.of(Metric.INSTRUCTIONS, formula(10, 5), Metric.MEMORY_ACCESSES, formula(2, 1));
            Check yes = new Check(Check.Verdict.YES, "");
            Contract contract = new Contract(new Contract.Subject("x", "nf", "nf_process", "", "x86-64-v2", Optional.empty(), "bolt"),
                    List.of(new InputClass("known", new Condition(List.of(List.of()), true), formulas, Map.of(), 1, complete, List.of())),
                    List.of(new Pcv("x.t", "", 0, OptionalLong.of(high))), List.of(), complete, List.of(), new Contract.Checks(yes, yes));
            List<LastPacket> packets = sequences.stream().map(frames -> packet(frames.size() / 2)).toList();
            return request.machine().isEmpty() ? new Measured(contract, packets) : new Measured(contract,
                    packets.stream().map(packet -> timed(packet, request.level().arguments().getLast())).toList(),
                    packets.stream().map(_ -> Optional.of(new CycleEstimator.OfPath(hundredths(300, 1000), hundredths(500, 90_000).plus(Polynomial.variable("unheard.of")), hundredths(900, 200_000), Optional.empty()))).toList());
        }

        private static Polynomial hundredths(long slope, long constant) {
            return Polynomial.variable("x.t").times(slope).plus(constant);
        }

        /** With room for 64 memory is lost, so that it cannot be timed. */
        private static LastPacket timed(LastPacket packet, String option) {
            TimedPacket.Cycles cycles = new TimedPacket.Cycles(100, List.of(99.0, 100.0), 0, 0);
            PacketTiming timing = option.equals("--flows=64") ? new PacketTiming.Failed("memory is lost") : new PacketTiming.Timed(
                    new TimedPacket("known", OptionalInt.of(1), packet.pcvs(), 7, cycles, cycles, new TimedPacket.Clock(1.5, 80, 26)), new MemoryPages(4096, 1 << 20, 0));
            return new LastPacket(packet.inputClass(), packet.passed(), packet.pcvs(), packet.costs(), Optional.of(timing));
        }

        private static Formula formula(long slope, long constant) {
            return Formula.exactly(Polynomial.variable("x.t").times(slope).plus(constant));
        }

        private LastPacket packet(long n) {
            long t = n * (n + 1) / 2 + more;
            return new LastPacket(inputClass, List.of("known"), Map.of("x.t", t, "unheard.of", 7L),
                    Map.of(Metric.INSTRUCTIONS, 10 * t + 5 + dearer, Metric.MEMORY_ACCESSES, 2 * t + 1));
        }

        @Override
        public Result contract(Request request, Consumer<Progress> progress, StopSignal stop) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public Result library(Request request, Consumer<Progress> progress, StopSignal stop) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public Result validate(Request request, RandomTraffic traffic, Consumer<Progress> progress, StopSignal stop) {
            throw new IllegalStateException("not asked for");
        }
    }

    private static PaperComparison run(Told engine) throws InputException {
        return run(engine, Optional.empty());
    }

    private static PaperComparison run(Told engine, Optional<MachineProfile> machine) throws InputException {
        PaperFile file = PaperFile.parse("file", PaperFileTest.TEXT.replace("nf/x", "nf/firewall"));
        return new PaperBench(CommandRun.HOME, engine, _ -> new Deaf(), new StopSignal(), machine).run(file, file.scenarios());
    }

    /** Told what it does not listen to. */
    private record Deaf() implements Listener {
        @Override
        public void accept(Progress progress) {
        }

        @Override
        public void close() {
        }
    }

    private static void assertFound(String expected, Told engine) throws InputException {
        PaperComparison comparison = run(engine);
        assertFalse(comparison.passed());
        assertTrue(comparison.findings().stream().anyMatch(finding -> finding.contains(expected)), comparison.findings()::toString);
    }

    @Test
    void aSizeIsMeasuredWhereSmallAndPredictedWhereLarge() throws InputException {
        Told engine = Told.right();
        PaperComparison comparison = run(engine);
        assertEquals(List.of(), comparison.findings());
        assertEquals(List.of("X1, 8", "X1, 64"), comparison.rows().stream().map(PaperComparison.Row::name).toList());
        PaperComparison.Figures small = comparison.rows().getFirst().figures().get(Metric.INSTRUCTIONS);
        assertEquals(365, small.predicted());
        assertEquals(OptionalLong.of(365), small.measured());
        assertEquals(Optional.empty(), small.published());
        PaperComparison.Row large = comparison.rows().getLast();
        assertEquals(Map.of("x.t", 2080L), large.pcvs());
        assertEquals(20805, large.figures().get(Metric.INSTRUCTIONS).predicted());
        assertEquals(OptionalLong.empty(), large.figures().get(Metric.INSTRUCTIONS).measured());
        assertEquals(110, large.figures().get(Metric.INSTRUCTIONS).published().orElseThrow().predicted());
        assertEquals(Stream.of("--flows=8", "--flows=64").toList(), engine.made.stream().map(List::getLast).toList());
        assertTrue(engine.made.stream().allMatch(arguments -> arguments.contains("--collide")), engine.made::toString);
    }

    @Test
    void cyclesAreEstimatedByThePathOfEachPacket() throws InputException {
        PaperComparison comparison = run(Told.right(), Optional.of(MachineFile.of("zen5")));
        assertEquals(List.of(), comparison.findings());
        PaperCycles cycles = comparison.cycles().orElseThrow();
        assertEquals("a table", cycles.source());
        assertEquals(List.of("X1, 8", "X1, 64"), cycles.rows().stream().map(PaperCycles.Row::name).toList());
        PaperCycles.Row small = cycles.rows().getFirst();
        assertEquals(Optional.of(new CycleEstimator.Single(3 * 36 + 10, 1080.07, 9 * 36 + 2000)), small.estimate());
        assertTrue(small.timing().orElseThrow() instanceof PacketTiming.Timed, small::toString);
        assertEquals(Optional.empty(), small.published());
        PaperCycles.Row large = cycles.rows().getLast();
        assertEquals(Optional.of(new CycleEstimator.Single(3 * 2080 + 10, 5 * 2080 + 900, 9 * 2080 + 2000)), large.estimate());
        assertEquals(Optional.empty(), large.timing());
        assertEquals(Optional.of(new Validation.Comparison(900, 300)), large.published());
        assertEquals(Optional.empty(), run(Told.right()).cycles());
    }

    @Test
    void whatIsWrongIsFound() throws InputException {
        Told right = Told.right();
        assertFound("X1, n = 4, nf/firewall --collide --flows=8: 106 instructions measured, 105 predicted",
                new Told(right.inputClass, 0, 1, right.high, true, right.made));
        assertFound("104 instructions measured, 105 predicted, though the formula claims to be exact",
                new Told(right.inputClass, 0, -1, right.high, true, right.made));
        assertFound("the PCVs should be {x.t=10}, and are {x.t=11}", new Told(right.inputClass, 1, 0, right.high, true, right.made));
        assertFound("X1, 64: x.t = 2080 is outside the range", new Told(right.inputClass, 0, 0, 2079, true, right.made));
        assertFound("not complete", new Told(right.inputClass, 0, 0, right.high, false, right.made));
        assertFound("another class: unknown", new Told(Optional.of("unknown"), 0, 0, right.high, true, right.made));
        assertFound("none that the contract has, with the marks [known]", new Told(Optional.empty(), 0, 0, right.high, true, right.made));
    }

    @Test
    void optionsReplaceThoseOfTheSameName() {
        Level level = new Level(LevelName.NF, Entry.function("nf_process"), List.of("-l", "0", "--flows=1", "--", "--flows=65536", "--seed=1"), Optional.empty(),
                Driver.NONE, Level.ETHERNET_FRAME);
        assertEquals(List.of("-l", "0", "--flows=1", "--", "--seed=1", "--collide", "--flows=8"),
                level.withOptions(List.of("--collide", "--flows=8")).arguments());
        assertEquals(level, level.withOptions(List.of()));
        Level bare = new Level(LevelName.NF, Entry.function("nf_process"), List.of("-l"), Optional.empty(), Driver.NONE, Level.ETHERNET_FRAME);
        assertEquals(List.of("-l", "--", "--collide"), bare.withOptions(List.of("--collide")).arguments());
    }
}
