package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.traffic.Ipv4Frame;
import org.perfcontracts.traffic.Packet;
import org.perfcontracts.traffic.PcapWriter;

/** Captured traffic through real network functions, as a user gets it. */
class DistillTest {
    private static final String NAT = CommandRun.HOME.resolve("nf/nat").toString();
    private static final String SKELETON = CommandRun.HOME.resolve("examples/skeleton").toString();
    private static final String FIREWALL = CommandRun.HOME.resolve("nf/firewall").toString();
    private static final int ADDRESS_OUTSIDE = 0xc6336401;
    private static final long START = 1_700_000_000_000_000_000L;

    @TempDir
    private Path folder;

    private Path capture(String name, List<Packet> packets) throws IOException {
        Path file = folder.resolve(name);
        PcapWriter.writeAll(file, packets);
        return file;
    }

    /** Flows from inside that come and go, strangers from outside, packets cut off, other protocols, and one frame that is too long. */
    private static List<Packet> evening(long seed) {
        Random random = new Random(seed);
        List<Packet> packets = new ArrayList<>();
        long now = START;
        for (int i = 0; i < 2000; i++) {
            now += random.nextInt(40) == 0 ? 4_000_000_000L : random.nextInt(1_000_000);
            int flow = random.nextInt(1 + random.nextInt(400));
            byte[] frame = random.nextInt(20) == 0 ? Ipv4Frame.plain(0x08080808, ADDRESS_OUTSIDE).bytes() : Ipv4Frame.plain(0x0a000000 + flow, 0x08080808).bytes();
            if (random.nextInt(50) == 0) {
                frame[13] = 6;
            }
            packets.add(random.nextInt(30) == 0 ? new Packet(now, Arrays.copyOf(frame, 48), frame.length) : Packet.of(now, frame));
        }
        packets.add(Packet.of(now - 5, new byte[1600]));
        packets.add(Packet.of(now - 5, Ipv4Frame.plain(0x0a000000, 0x08080808).bytes()));
        return packets;
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertEquals(0, run.status(), run.err());
        return new ObjectMapper().readTree(run.out());
    }

    private static void assertValid(String json) throws IOException {
        String schema = Files.readString(CommandRun.HOME.resolve("docs/distill.schema.json"));
        assertEquals("[]", JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema).validate(json, InputFormat.JSON).toString());
    }

    /** The mean of what is predicted is the mean of what the CPU counts, and what was distilled is a workload of which the same is predicted. */
    @Test
    void whatIsDistilledIsWhatTheCpuCountsAndWhatIsPredicted() throws IOException {
        Path capture = capture("evening.pcap", evening(4));
        CommandRun run = CommandRun.of("distill", NAT, capture.toString(), "--port-of", "from 10.0.0.0/8=0,else=1", "--format", "json",
                "--plot", folder.resolve("evening.svg").toString());
        JsonNode distilled = json(run);
        String picture = Files.readString(folder.resolve("evening.svg"));
        assertTrue(picture.contains(">known flow<") && picture.contains("flows.erase.t (share of packets with at least so many)"), picture);
        assertValid(run.out());
        assertEquals(2001, distilled.get("packets").asInt());
        assertEquals(1, distilled.at("/traffic/tooLong").asInt());
        assertEquals(1, distilled.at("/traffic/late").asInt());
        assertTrue(distilled.at("/traffic/cut").asInt() > 20);
        for (String name : List.of("known flow", "new internal", "new external", "not IPv4")) {
            JsonNode metrics = distilled.at("/classes").get(name).get("metrics");
            for (String metric : List.of("instructions", "memoryAccesses")) {
                assertEquals(0, metrics.get(metric).get("gap").asDouble(), name);
                assertEquals(metrics.get(metric).get("measuredMean"), metrics.get(metric).get("mean"), name);
            }
        }
        assertTrue(distilled.at("/classes/known flow/figures/flows.e/max").asInt() > 10, "nothing expires");

        Path workload = Files.writeString(folder.resolve("evening.json"), run.out());
        Path contract = folder.resolve("nat.json");
        assertEquals(0, CommandRun.of("contract", NAT, "--format", "json", "-o", contract.toString()).status());
        JsonNode predicted = json(CommandRun.of("predict", contract.toString(), "--workload", workload.toString(), "--format", "json"));
        for (String metric : List.of("instructions", "memoryAccesses")) {
            JsonNode of = distilled.get("metrics").get(metric);
            JsonNode by = predicted.get("metrics").get(metric);
            assertEquals(of.get("mean").asDouble(), by.get("mean").get("least").asDouble(), 1e-6);
            assertEquals(of.get("p99"), by.get("p99").get("most"));
            assertEquals(of.get("p99.9"), by.get("p99.9").get("least"));
            assertEquals(of.get("max"), by.get("worst"));
        }

        Files.writeString(contract, Files.readString(contract).replaceFirst("\"buildId\": \"....", "\"buildId\": \"0000"));
        assertRefused("the contract given is of build id 0000", CommandRun.of("distill", NAT, capture.toString(), "--port-of", "else=1", "--contract", contract.toString()));
    }

    @Test
    void aFunctionWithoutPcvs() throws IOException {
        byte[] frame = Ipv4Frame.plain(0x0a000001, 0x08080808).bytes();
        Path capture = capture("two.pcap", List.of(Packet.of(START, frame), Packet.of(START + 1, new byte[10])));
        CommandRun run = CommandRun.of("distill", FIREWALL, capture.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("forwarded") && run.out().contains("runt frame"), run.out());
        assertFalse(run.out().contains("\nPCVs\n"), run.out());
        assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());
    }

    // ---- bad input

    private static void assertRefused(String expected, CommandRun run) {
        assertEquals(2, run.status(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(expected), () -> run.err() + "lacks: " + expected);
    }

    @Test
    void capturesThatAreNone() throws IOException {
        assertRefused("nowhere.pcap: no such file", CommandRun.of("distill", FIREWALL, "nowhere.pcap"));
        assertRefused("is a folder, not a capture", CommandRun.of("distill", FIREWALL, folder.toString()));
        assertRefused("holds no packet", CommandRun.of("distill", FIREWALL, capture("empty.pcap", List.of()).toString()));
        Path text = Files.writeString(folder.resolve("text.pcap"), "no capture at all");
        assertRefused("neither pcap nor pcapng", CommandRun.of("distill", FIREWALL, text.toString()));
    }

    @Test
    void aCaptureThatEndsInTheMiddle() throws IOException {
        Path capture = capture("cut.pcap", List.of(Packet.of(START, new byte[60]), Packet.of(START, new byte[60])));
        byte[] bytes = Files.readAllBytes(capture);
        Files.write(capture, Arrays.copyOf(bytes, bytes.length - 7));
        assertRefused("cut.pcap: at byte 116: the file ends in the middle of a record", CommandRun.of("distill", FIREWALL, capture.toString()));
    }

    @Test
    void packetsThatArriveNowhere() throws IOException {
        Path capture = capture("one.pcap", List.of(Packet.of(START, new byte[60])));
        assertRefused("packet 1, of interface 0, would arrive at port 7, and port is 0…1", CommandRun.of("distill", FIREWALL, capture.toString(), "--port-of", "interface 0=7"));
        assertRefused("packet 1, of interface 0, meets no rule", CommandRun.of("distill", FIREWALL, capture.toString(), "--port-of", "interface 1=1"));
        assertRefused("--port-of: must be interface N=PORT", CommandRun.of("distill", FIREWALL, capture.toString(), "--port-of", "eth0=1"));
        assertRefused("'color' is no parameter that can be set; these are: none", CommandRun.of("distill", FIREWALL, capture.toString(), "--set", "color=1"));
        assertRefused("--set: must be NAME=VALUE, not 'color'", CommandRun.of("distill", FIREWALL, capture.toString(), "--set", "color"));
        assertRefused("packet 1 would arrive at port 7, which the program has not started",
                CommandRun.of("distill", FIREWALL, capture.toString(), "--port-of", "else=7", "--level", "stack", "--driver", "ixgbe"));
        assertRefused("at level stack traffic needs a device that delivers it (--driver)", CommandRun.of("distill", SKELETON, capture.toString()));
        assertRefused("--pcap-out needs level stack, where a device sends", CommandRun.of("distill", FIREWALL, capture.toString(), "--pcap-out", folder.resolve("out.pcap").toString()));
    }
}
