package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.PacketSequence;
import org.perfcontracts.cpu.RunSpec;
import org.perfcontracts.cpu.Summary;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.explore.Budget;
import org.perfcontracts.target.Builder;
import org.perfcontracts.target.Driver;
import org.perfcontracts.target.Level;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.Target;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.TargetSession;

/** Polls behind one another at level stack: what comes round in rings and pools, with devices that deliver one packet after the other. */
class PollSequenceTest {
    private static final int LEAST_POLLS = 2048;

    private static JsonNode sequence(String... arguments) {
        return JsonRun.validation(ExitStatus.DONE, JsonRun.on("nf/firewall", arguments)).get("sequence");
    }

    /** Where a packet is dropped its buffer goes to the pool's cache, which is flushed every 256 of them and more; nothing else depends on what was before. */
    @Test
    void onARingOnlyTheCacheOfThePoolComesRound() {
        JsonNode sequence = sequence("--level", "stack");
        assertEquals(LEAST_POLLS, sequence.get("polls").asInt(), sequence::toString);
        assertTrue(sequence.path("end").isMissingNode(), sequence::toString);
        assertTrue(sequence.get("above").asInt() >= 1 && sequence.get("above").asInt() <= LEAST_POLLS / 256, sequence::toString);
        for (JsonNode excess : sequence.get("excesses")) {
            assertTrue(excess.get("described").asBoolean(), sequence::toString);
            assertTrue(excess.get("functions").toString().contains("common_ring_mp_enqueue"), sequence::toString);
        }
    }

    /** Where descriptors are refilled and sent buffers are freed is analysed as well, and bounds the polls that do so: the same figures as on the CPU. */
    @Test
    void whereDriverAndDeviceStandOtherwiseThereAreBounds() {
        JsonNode polls = JsonRun.validation(ExitStatus.DONE, JsonRun.on("examples/skeleton", "--level", "stack", "--driver", "ixgbe", "--positions")).get("sequence");
        assertEquals(0, polls.get("above").asInt(), polls::toString);
        int most = 0;
        for (JsonNode excess : polls.get("excesses")) {
            JsonNode bound = excess.get("position").get("metrics").get("instructions");
            most = Math.max(most, excess.get("instructions").asInt());
            assertTrue(excess.get("position").get("arrival").asInt() > 1000, polls::toString);
            assertFalse(bound.isMissingNode(), polls::toString);
        }
        assertTrue(most > 1000, polls::toString);
    }

    @Test
    void positionsAreOfLevelStackOnly() {
        CommandRun run = CommandRun.of("contract", "--positions", CommandRun.HOME.resolve("nf/firewall").toString());
        assertEquals(ExitStatus.BAD_INPUT.code(), run.status(), run.err());
        assertTrue(run.err().contains("level stack"), run.err());
        CommandRun unchecked = CommandRun.of("contract", "--positions", "--no-check", CommandRun.HOME.resolve("nf/firewall").toString());
        assertEquals(ExitStatus.BAD_INPUT.code(), unchecked.status(), unchecked.err());
    }

    /** Of every 32 packets one has the driver give descriptors back to the card; half of the polls find a packet, or some more. */
    @Test
    void onACardDescriptorsAreRefilledEvery32Packets() {
        JsonNode sequence = sequence("--level", "stack", "--driver", "ixgbe");
        assertEquals(LEAST_POLLS, sequence.get("polls").asInt(), sequence::toString);
        int refilled = 0;
        for (JsonNode excess : sequence.get("excesses")) {
            boolean receives = excess.get("functions").toString().contains("_recv_raw_pkts_vec");
            refilled += receives && excess.get("instructions").asInt() > 500 ? excess.get("polls").asInt() : 0;
        }
        assertTrue(refilled >= LEAST_POLLS / 2 / 32 - 4 && refilled <= LEAST_POLLS / 32, sequence::toString);
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
