package org.perfcontracts.nf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.cli.CommandRun;
import org.perfcontracts.traffic.EthernetFrames;
import org.perfcontracts.traffic.Ipv4Frame;
import org.perfcontracts.traffic.Packet;
import org.perfcontracts.traffic.PcapNgWriter;
import org.perfcontracts.traffic.PcapReader;

/** Network functions on their drivers' devices: a capture in, and what is sent out, read by an independent decoder. */
class CardTrafficTest {
    private static final long START = 1_700_000_000_000_000_000L;
    private static final long SECOND = 1_000_000_000;
    private static final int INSIDE = 0x0a000001;
    private static final int REMOTE = 0x08080808;
    private static final int OWN = 0xc6336401;

    @TempDir
    private Path folder;

    private final List<Packet> packets = new ArrayList<>();

    private void arrives(int port, long time, byte[] frame) {
        packets.add(new Packet(START + time, frame, frame.length, port));
    }

    /** Runs what arrives through a network function, and reads what comes of it. */
    private JsonNode run(String name, String driver) throws IOException {
        Path capture = folder.resolve("in.pcapng");
        try (PcapNgWriter writer = PcapNgWriter.create(capture, 2)) {
            for (Packet packet : packets) {
                writer.write(packet);
            }
        }
        CommandRun run = CommandRun.of("distill", CommandRun.HOME.resolve("nf/" + name).toString(), capture.toString(), "--level", "stack",
                "--driver", driver, "--pcap-out", sent().toString(), "--format", "json");
        assertEquals(0, run.status(), run.err() + run.out());
        return new ObjectMapper().readTree(run.out());
    }

    private Path sent() {
        return folder.resolve("out.pcapng");
    }

    private List<List<String>> sent(int port, String... fields) throws IOException, InterruptedException {
        List<String> all = Stream.concat(Stream.of("frame.interface_id"), Stream.of(fields)).toList();
        return Decoder.checkedFields(sent(), all.toArray(String[]::new)).stream().filter(each -> each.getFirst().equals(Integer.toString(port)))
                .map(each -> each.subList(1, each.size())).toList();
    }

    private static long packetsOf(JsonNode distilled, String inputClass) {
        return distilled.at("/classes").path(inputClass).path("packets").asLong();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ixgbe", "virtio", "virtio,packed=on,mrg_rxbuf=off,notify=off", "net_ring"})
    void whatComesOutIsWhatTheDecoderFindsRight(String driver) throws IOException, InterruptedException {
        Ipv4Frame plain = Ipv4Frame.plain(0x0a000001, 0xc0a80001);
        byte[] back = Ipv4Frame.plain(0xc0a80001, 0x0a000001).withTimeToLive(3).bytes();
        byte[] cutOff = plain.bytes();
        cutOff[17]++;
        for (int i = 0; i < 100; i++) {
            arrives(0, i * SECOND, plain.bytes());
            arrives(1, i * SECOND, back);
            arrives(0, i * SECOND, cutOff);
            arrives(0, i * SECOND, EthernetFrames.frame(1, 2, 0x86dd, new byte[60]));
            arrives(1, i * SECOND, EthernetFrames.frame(1, 2, 0x0806, new byte[46]));
        }
        JsonNode distilled = run("firewall", driver);
        assertEquals(List.of(100L, 100L, 100L), List.of(packetsOf(distilled, "forwarded"), packetsOf(distilled, "not IPv4"), packetsOf(distilled, "truncated packet")));
        assertEquals(500, distilled.at("/traffic/run").asInt());
        assertEquals(200, distilled.at("/traffic/elsewhere").asInt());
        assertEquals(200, distilled.at("/traffic/sent").asInt());
        List<List<String>> there = sent(1, "ip.src", "ip.dst", "ip.ttl", "ip.checksum.status");
        assertEquals(100, there.size());
        assertEquals(List.of(List.of("10.0.0.1", "192.168.0.1", "64", "1")), there.stream().distinct().toList());
        List<List<String>> again = sent(0, "ip.src", "ip.dst", "ip.ttl", "ip.checksum.status");
        assertEquals(100, again.size());
        assertEquals(List.of(List.of("192.168.0.1", "10.0.0.1", "3", "1")), again.stream().distinct().toList());
        try (PcapReader reader = PcapReader.open(sent())) {
            assertArrayEquals(plain.bytes(), reader.next().orElseThrow().bytes());
            Packet second = reader.next().orElseThrow();
            assertArrayEquals(back, second.bytes());
            assertEquals(START, second.nanoseconds());
        }
    }

    /** State lives on from packet to packet and from port to port, and goes by the time stamps. */
    @Test
    void flowsFindBackAndExpire() throws IOException, InterruptedException {
        arrives(0, 0, Flow.udp(INSIDE, 4000, REMOTE, 53).packet());
        arrives(0, 1, Flow.tcp(INSIDE, 4000, REMOTE, 80).packet(new byte[7]));
        arrives(1, 2, Flow.udp(REMOTE, 53, OWN, 1).packet());
        arrives(1, SECOND, Flow.tcp(REMOTE, 80, OWN, 2).packet(new byte[9]));
        arrives(0, 10 * SECOND, Flow.udp(INSIDE, 4000, REMOTE, 53).packet());
        arrives(1, 12 * SECOND, Flow.tcp(REMOTE, 80, OWN, 2).packet(new byte[9]));
        JsonNode distilled = run("nat", "ixgbe");
        assertEquals(3, distilled.at("/traffic/elsewhere").asInt());
        assertEquals(5, distilled.at("/traffic/sent").asInt());
        assertEquals(List.of(1L, 2L), List.of(packetsOf(distilled, "known flow"), packetsOf(distilled, "new internal")));
        String[] ends = {"ip.src", "ip.dst", "udp.srcport", "tcp.srcport", "udp.dstport", "tcp.dstport", "ip.checksum.status", "udp.checksum.status", "tcp.checksum.status"};
        assertEquals(List.of(
                List.of("198.51.100.1", "8.8.8.8", "1", "", "53", "", "1", "1", ""),
                List.of("198.51.100.1", "8.8.8.8", "", "2", "", "80", "1", "", "1"),
                List.of("198.51.100.1", "8.8.8.8", "1", "", "53", "", "1", "1", "")), sent(1, ends));
        assertEquals(List.of(
                List.of("8.8.8.8", "10.0.0.1", "53", "", "4000", "", "1", "1", ""),
                List.of("8.8.8.8", "10.0.0.1", "", "80", "", "4000", "1", "", "1")), sent(0, ends));
    }
}
