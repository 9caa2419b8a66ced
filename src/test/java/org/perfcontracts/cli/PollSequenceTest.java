package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.Polls;
import org.perfcontracts.contract.Position;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.PacketSequence;
import org.perfcontracts.cpu.RunSpec;
import org.perfcontracts.cpu.Summary;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.explore.Budget;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.target.Builder;
import org.perfcontracts.target.Driver;
import org.perfcontracts.target.Level;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.Target;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.TargetSession;
import org.perfcontracts.traffic.EthernetFrames;
import org.perfcontracts.traffic.Ipv4Frame;

/** Polls behind one another at level stack: what comes round in rings and pools, with devices that deliver one packet after the other. */
class PollSequenceTest {
    private static final int LEAST_POLLS = 2048;

    private static Contract contract(String target, String... arguments) {
        return JsonRun.contract(ExitStatus.DONE, JsonRun.on(target, arguments));
    }

    private static Polls polls(Contract contract) {
        Polls polls = contract.trial().polls().orElseThrow();
        assertEquals(LEAST_POLLS, polls.polls());
        assertEquals(Optional.empty(), polls.end());
        return polls;
    }

    /** An environment PCV of a contract. */
    private static Pcv pcv(Contract contract, String name) {
        return contract.pcvs().stream().filter(pcv -> pcv.name().equals(name) && pcv.environment().isPresent()).findFirst()
                .orElseThrow(() -> new AssertionError(name + " is none of " + contract.pcvs()));
    }

    /** Where a packet is dropped its buffer goes to the pool's cache, which is flushed every 256 of them and more; nothing else depends on what was before. */
    @Test
    void onARingOnlyTheCacheOfThePoolComesRound() {
        Contract contract = contract("nf/firewall", "--level", "stack");
        assertEquals(List.of(), polls(contract).excesses());
        Pcv.Occurrence flush = pcv(contract, "pool.flush").environment().orElseThrow();
        assertTrue(flush.polls() >= 1 && flush.polls() <= flush.of() / 256, flush::toString);
        contract.pcvs().stream().filter(pcv -> pcv.environment().isPresent()).forEach(pcv -> assertTrue(pcv.name().startsWith("pool.flush"), pcv::toString));
    }

    /** Of every 32 packets one has the driver give descriptors back to the card, and one has it free what was sent. */
    @Test
    void onACardDescriptorsAreRefilledEvery32Packets() {
        Contract contract = contract("nf/firewall", "--level", "stack", "--driver", "ixgbe");
        assertEquals(List.of(), polls(contract).excesses());
        for (String name : List.of("rx.rearm", "tx.free")) {
            assertEquals(Optional.of(new Pcv.Occurrence(LEAST_POLLS / 32, LEAST_POLLS, LEAST_POLLS / 32)), pcv(contract, name).environment(), name);
            assertEquals(OptionalLong.of(1), pcv(contract, name).high(), name);
        }
        pcv(contract, "pool.refill");
    }

    /** All sent buffers at once, when few descriptors are left. */
    @Test
    void onAVirtioDeviceBuffersAreFreedRarely() {
        Contract contract = contract("nf/firewall", "--level", "stack", "--driver", "virtio,notify=off");
        assertEquals(List.of(), polls(contract).excesses());
        assertEquals(Optional.of(new Pcv.Occurrence(LEAST_POLLS / 226, LEAST_POLLS, LEAST_POLLS / 226)), pcv(contract, "tx.free").environment());
    }

    /** Where descriptors are refilled and sent buffers are freed all packets are followed as well, and cost there what the contract says. */
    @Test
    void whereDriverAndDeviceStandOtherwiseThereIsNothingElse() {
        List<Position> positions = polls(contract("examples/skeleton", "--level", "stack", "--driver", "ixgbe", "--positions")).positions();
        assertTrue(positions.size() >= 3, positions::toString);
        Set<String> passed = new TreeSet<>();
        for (Position position : positions) {
            assertEquals(List.of(), position.above());
            assertTrue(position.arrival() > 1000 && position.paths() > 1, positions::toString);
            passed.addAll(position.pcvs().keySet());
        }
        assertTrue(passed.containsAll(List.of("rx.rearm", "tx.free")), positions::toString);
    }

    @Test
    void positionsAreOfLevelStackOnly() {
        CommandRun run = CommandRun.of("contract", "--positions", CommandRun.HOME.resolve("nf/firewall").toString());
        assertEquals(ExitStatus.BAD_INPUT.code(), run.status(), run.err());
        assertTrue(run.err().contains("level stack"), run.err());
        CommandRun unchecked = CommandRun.of("contract", "--positions", "--no-check", CommandRun.HOME.resolve("nf/firewall").toString());
        assertEquals(ExitStatus.BAD_INPUT.code(), unchecked.status(), unchecked.err());
    }

    /** Without a device nothing is delivered. */
    @Test
    void aDriverThatMakesItsOwnPacketsHasNone() {
        assertFalse(JsonRun.validation(ExitStatus.DONE, JsonRun.on("examples/skeleton", "--level", "stack")).has("sequence"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"net_ring", "ixgbe", "virtio,notify=off"})
    void theProgramGoesBackToItsEntry(String driver) throws Exception {
        Target target = TargetFile.read(CommandRun.HOME.resolve("nf/firewall"));
        StopSignal stop = new StopSignal();
        new Builder(stop).build(target, Map.of());
        Level level = target.level(Optional.of(LevelName.STACK)).withDriver(Driver.of(driver));
        Request request = new Request(target, level, RunSpec.DEFAULT_TIME_LIMIT, Budget.standard());
        try (TargetSession session = TargetSession.open(request, stop)) {
            PacketSequence sequence = session.referee(session.explore(_ -> { }, stop)).sequence();
            List<Arrival> arrivals = IntStream.range(0, 80).mapToObj(PollSequenceTest::arrival).toList();
            List<List<Long>> first = costs(sequence.run(arrivals));
            sequence.reset();
            assertEquals(arrivals.size(), first.size());
            assertEquals(first, costs(sequence.run(arrivals)));
        }
    }

    private static Map<String, Long> told(TargetSession session, byte[] frame) throws Exception {
        Map<String, Long> told = new TreeMap<>(session.toldByDevice(frame));
        told.values().removeIf(value -> value == 0);
        return told;
    }

    /** The packet types are those of DPDK's table for this card (IXGBE_PACKET_TYPE_…). */
    @Test
    void theCardTellsWhatIsInAFrame() throws Exception {
        Target target = TargetFile.read(CommandRun.HOME.resolve("examples/skeleton"));
        StopSignal stop = new StopSignal();
        new Builder(stop).build(target, Map.of());
        Level level = target.level(Optional.of(LevelName.STACK)).withDriver(Driver.of("ixgbe"));
        try (TargetSession session = TargetSession.open(new Request(target, level, RunSpec.DEFAULT_TIME_LIMIT, Budget.standard()), stop)) {
            Ipv4Frame plain = Ipv4Frame.plain(0x0a000001, 0xc0a80001);
            assertEquals(Map.of("rx.packet_type", 0x21L, "rx.ip_checked", 1L, "rx.l4_checked", 1L), told(session, plain.bytes()));
            assertEquals(Map.of("rx.packet_type", 0x23L, "rx.ip_checked", 1L, "rx.l4_checked", 1L), told(session, plain.withOptions(new byte[4]).bytes()));
            byte[] wrong = plain.bytes();
            wrong[8 + 14]++;                // time to live
            wrong[wrong.length - 1]++;      // payload
            assertEquals(Map.of("rx.packet_type", 0x21L, "rx.ip_checked", 1L, "rx.ip_error", 1L, "rx.l4_checked", 1L, "rx.l4_error", 1L), told(session, wrong));
            byte[] padded = Arrays.copyOf(plain.bytes(), plain.bytes().length + 9);
            padded[padded.length - 1] = 7;
            assertEquals(told(session, plain.bytes()), told(session, padded));
            assertEquals(Map.of(), told(session, EthernetFrames.frame(1, 2, 0x0806, new byte[46])));
            byte[] six = new byte[40];
            six[0] = 0x60;
            six[6] = 59;                    // nothing behind it
            assertEquals(Map.of("rx.packet_type", 0x04L), told(session, EthernetFrames.frame(1, 2, 0x86dd, six)));
            for (int length = 0; length < plain.bytes().length; length++) {
                assertTrue(told(session, Arrays.copyOf(plain.bytes(), length)).isEmpty(), "cut off after " + length);
            }
        }
    }

    /** Every fifth poll finds nothing, the first among them. */
    private static Arrival arrival(int number) {
        byte[] packet = new byte[60];
        packet[12] = 8;
        packet[14] = 0x45;
        packet[17] = 46;
        boolean waits = number % 5 != 0;
        return new Arrival(waits ? packet : new byte[0], Map.of("waiting", waits ? 1L : 0L));
    }

    private static List<List<Long>> costs(List<Summary> summaries) {
        return summaries.stream().map(each -> List.of(each.instructions(), each.memoryAccesses(), each.cacheLines())).toList();
    }
}
