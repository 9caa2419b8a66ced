package org.perfcontracts.nf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The NAT as a program: packets in, packets out, read by an independent decoder. In each round the program takes 32
 * packets from port 0, then 32 from port 1.
 */
class NatTest {

    private static final int INSIDE = 0x0a000001;
    private static final int REMOTE = 0x08080808;
    private static final int OWN = 0xc6336401;
    private static final String[] OPTIONS = {
        "--address=198.51.100.1", "--flows=64", "--first-port=5000", "--outside-gateway=02:aa:bb:cc:dd:ee"};

    private static final String[] ENDS = {
        "ip.src", "ip.dst", "udp.srcport", "udp.dstport", "tcp.srcport", "tcp.dstport",
        "ip.checksum.status", "udp.checksum.status", "tcp.checksum.status"};

    @TempDir Path folder;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        NfRun.build("nat");
    }

    private NfRun.Output run(List<byte[]> inside, List<byte[]> outside, String... more)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(Arrays.asList(OPTIONS));
        options.addAll(Arrays.asList(more));
        return NfRun.run(folder, "nat", inside, outside, options.toArray(String[]::new));
    }

    @Test
    void flowsGetPortsOfTheirOwnAndAnswersFindBack() throws IOException, InterruptedException {
        List<byte[]> there = List.of(
                Flow.udp(INSIDE, 4000, REMOTE, 53).packet(),
                Flow.tcp(INSIDE, 4000, REMOTE, 80).packet(new byte[7]),
                Flow.udp(INSIDE, 4000, REMOTE, 53).packet(new byte[] {1, 2, 3}),
                Flow.udp(INSIDE + 1, 4000, REMOTE, 53).packet());
        List<byte[]> back = List.of(
                Flow.tcp(REMOTE, 80, OWN, 5001).packet(new byte[9]),
                Flow.udp(REMOTE, 53, OWN, 5002).packet(),
                Flow.udp(REMOTE, 53, OWN, 5000).packet());
        NfRun.Output output = run(there, back);
        output.assertCounts(7, 7);
        assertEquals(
                List.of(
                        List.of("198.51.100.1", "8.8.8.8", "5000", "53", "", "", "1", "1", ""),
                        List.of("198.51.100.1", "8.8.8.8", "", "", "5001", "80", "1", "", "1"),
                        List.of("198.51.100.1", "8.8.8.8", "5000", "53", "", "", "1", "1", ""),
                        List.of("198.51.100.1", "8.8.8.8", "5002", "53", "", "", "1", "1", "")),
                checked(output, 1));
        assertEquals(
                List.of(
                        List.of("8.8.8.8", "10.0.0.1", "", "", "80", "4000", "1", "", "1"),
                        List.of("8.8.8.8", "10.0.0.2", "53", "4000", "", "", "1", "1", ""),
                        List.of("8.8.8.8", "10.0.0.1", "53", "4000", "", "", "1", "1", "")),
                checked(output, 0));
        assertEquals(List.of(List.of("02:aa:bb:cc:dd:ee")), Decoder.fields(output.capture(1), "eth.dst").stream().distinct().toList());
        assertEquals(List.of(List.of("02:00:00:00:00:00")), Decoder.fields(output.capture(0), "eth.dst").stream().distinct().toList());
    }

    private List<List<String>> checked(NfRun.Output output, int port) throws IOException, InterruptedException {
        return Decoder.checkedFields(output.capture(port), ENDS);
    }

    @Test
    void whatNobodyAskedForIsDropped() throws IOException, InterruptedException {
        List<byte[]> there = List.of(Flow.udp(INSIDE, 4000, REMOTE, 53).packet());
        List<byte[]> back = List.of(
                Flow.udp(REMOTE, 53, OWN, 5001).packet(),       // a port that no flow has
                Flow.udp(REMOTE, 54, OWN, 5000).packet(),       // from another port
                Flow.udp(REMOTE + 1, 53, OWN, 5000).packet(),   // from another address
                Flow.tcp(REMOTE, 53, OWN, 5000).packet(),       // by another protocol
                Flow.udp(REMOTE, 53, INSIDE, 4000).packet());   // to an address inside
        NfRun.Output output = run(there, back);
        output.assertCounts(6, 1);
        assertEquals(List.of(), output.packets(0));
    }

    @Test
    void optionsArePassedOnAndWhatHasNoPortsIsDropped() throws IOException, InterruptedException {
        Flow flow = Flow.udp(INSIDE, 4000, REMOTE, 53);
        byte[] fragment = flow.packet();
        fragment[20] = 0x20;
        byte[] later = flow.packet();
        later[21] = 5;
        byte[] icmp = flow.packet();
        icmp[23] = 1;
        byte[] halfHeader = Arrays.copyOf(flow.packet(), 14 + 20 + 7);
        halfHeader[17] = 27;
        byte[] shortTcp = Flow.tcp(INSIDE, 1, REMOTE, 2).packet(new byte[0]);
        shortTcp[17]--;
        byte[] arp = flow.packet();
        arp[13] = 6;
        List<byte[]> packets = List.of(
                flow.packet(new byte[5], new byte[] {1, 1, 1, 1, 1, 1, 1, 0}),
                fragment, later, icmp, halfHeader, shortTcp, arp);
        NfRun.Output output = run(packets, List.of());
        output.assertCounts(packets.size(), 1);
        assertEquals(
                List.of(List.of("28", "5000", "1", "1")),
                Decoder.checkedFields(
                        output.capture(1), "ip.hdr_len", "udp.srcport", "ip.checksum.status", "udp.checksum.status"));
    }

    @Test
    void aDatagramWithoutChecksumStaysWithout() throws IOException, InterruptedException {
        byte[] packet = Flow.udp(INSIDE, 4000, REMOTE, 53).packet();
        packet[40] = packet[41] = 0;
        NfRun.Output output = run(List.of(packet), List.of());
        assertEquals(List.of(List.of("0x0000", "1")), Decoder.fields(output.capture(1), "udp.checksum", "ip.checksum.status"));
    }

    @Test
    void aWrongChecksumStaysWrong() throws IOException, InterruptedException {
        byte[] packet = Flow.tcp(INSIDE, 4000, REMOTE, 53).packet();
        packet[50] ^= 0x10;
        NfRun.Output output = run(List.of(packet), List.of());
        assertEquals(
                List.of(List.of("1", "0")),
                Decoder.checkedFields(output.capture(1), "ip.checksum.status", "tcp.checksum.status"));
    }

    @Test
    void aFullTableTakesNoNewFlow() throws IOException, InterruptedException {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            packets.add(Flow.udp(INSIDE, 4000 + i, REMOTE, 53).packet());
        }
        packets.add(packets.getFirst());
        NfRun.Output output = run(packets, List.of());
        output.assertCounts(71, 65);
        List<List<String>> ports = Decoder.fields(output.capture(1), "udp.srcport");
        for (int i = 0; i < 64; i++) {
            assertEquals(List.of(String.valueOf(5000 + i)), ports.get(i));
        }
        assertEquals(List.of("5000"), ports.get(64));
    }

    /** Between two bursts passes more than the microsecond that flows live here: all of the one before are forgotten. */
    @Test
    void flowsExpire() throws IOException, InterruptedException {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 32 * 20; i++) {
            packets.add(Flow.udp(INSIDE, 4000 + i, REMOTE, 53).packet());
        }
        NfRun.Output output = run(packets, List.of(), "--flows=32", "--lifetime=1");
        output.assertCounts(packets.size(), packets.size());
        NfRun.Output without = run(packets, List.of(), "--flows=32");
        without.assertCounts(packets.size(), 32);
    }

    /** Random traffic both ways against a model of the translation; all checksums right. */
    @Test
    void randomTrafficIsTranslatedAsTheModelSays() throws IOException, InterruptedException {
        long seed = 20_260_301;
        Random random = new Random(seed);
        List<byte[]> there = new ArrayList<>();
        List<byte[]> back = new ArrayList<>();
        List<List<String>> expectedThere = new ArrayList<>();
        List<List<String>> expectedBack = new ArrayList<>();
        Map<Flow, Integer> ports = new HashMap<>();
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < 32; i++) {
                Flow flow = new Flow(random.nextBoolean() ? Flow.TCP : 17, INSIDE + random.nextInt(3),
                        4000 + random.nextInt(4), REMOTE + random.nextInt(2), 53 + random.nextInt(2));
                there.add(flow.packet(randomBytes(random), options(random)));
                Integer port = ports.get(flow);
                if (port == null && ports.size() < 64) {
                    port = 5000 + ports.size();
                    ports.put(flow, port);
                }
                if (port != null) {
                    expectedThere.add(ends(new Flow(flow.protocol(), OWN, port, flow.destination(), flow.destinationPort())));
                }
            }
            for (int i = 0; i < 32; i++) {
                Flow answer = new Flow(random.nextBoolean() ? Flow.TCP : 17, REMOTE + random.nextInt(2),
                        53 + random.nextInt(2), OWN, 5000 + random.nextInt(64));
                back.add(answer.packet(randomBytes(random), options(random)));
                ports.forEach((flow, port) -> {
                    if (port == answer.destinationPort() && flow.protocol() == answer.protocol()
                            && flow.destination() == answer.source() && flow.destinationPort() == answer.sourcePort()) {
                        expectedBack.add(ends(new Flow(
                                flow.protocol(), answer.source(), answer.sourcePort(), flow.source(), flow.sourcePort())));
                    }
                });
            }
        }
        NfRun.Output output = run(there, back);
        output.assertCounts(there.size() + back.size(), expectedThere.size() + expectedBack.size());
        assertTrue(expectedBack.size() > 100, "seed " + seed + ": " + expectedBack.size() + " answers");
        assertEquals(expectedThere, checked(output, 1), "seed " + seed);
        assertEquals(expectedBack, checked(output, 0), "seed " + seed);
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] options(Random random) {
        byte[] options = new byte[4 * random.nextInt(3)];
        Arrays.fill(options, (byte) 1);
        return options;
    }

    private static List<String> ends(Flow flow) {
        String[] ports = {String.valueOf(flow.sourcePort()), String.valueOf(flow.destinationPort())};
        boolean tcp = flow.protocol() == Flow.TCP;
        return List.of(
                address(flow.source()), address(flow.destination()),
                tcp ? "" : ports[0], tcp ? "" : ports[1], tcp ? ports[0] : "", tcp ? ports[1] : "",
                "1", tcp ? "" : "1", tcp ? "1" : "");
    }

    private static String address(int address) {
        return (address >>> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    @Test
    void everyCutOffPacketIsDropped() throws IOException, InterruptedException {
        byte[] whole = Flow.tcp(INSIDE, 4000, REMOTE, 53).packet();
        List<byte[]> cut = new ArrayList<>();
        for (int length = 1; length < whole.length; length++) {
            cut.add(Arrays.copyOf(whole, length));
        }
        run(cut, cut).assertCounts(2 * cut.size(), 0);
    }

    @Test
    void mistakesInOptionsAreNamed() throws IOException, InterruptedException {
        for (String[] mistake : new String[][] {
            {"--address=1.2.3", "--address 1.2.3: not an IPv4 address"},
            {"--flows=0", "--flows 0: not a number from 1 to 65536"},
            {"--flows=100", "--flows 100: not a power of two"},
            {"--inside-gateway=x", "--inside-gateway x: not an Ethernet address"},
            {"--lifetime=1", "the NAT has no address outside: give it --address"},
        }) {
            NfRun.Output output = NfRun.runIdle(folder, "nat", mistake[0]);
            assertEquals(1, output.status(), output.text());
            assertTrue(output.text().contains(mistake[1]), output.text());
        }
        NfRun.Output ports = NfRun.runIdle(folder, "nat", "--address=1.2.3.4", "--flows=65536", "--first-port=1");
        assertTrue(ports.text().contains("there are no 65536 ports from 1 on"), ports.text());
    }

    @Test
    void theSeedDoesNotChangeWhatItDoes() throws IOException, InterruptedException {
        List<byte[]> packets = List.of(Flow.udp(INSIDE, 4000, REMOTE, 53).packet());
        byte[] first = run(packets, List.of(), "--seed=1").packets(1).getFirst().bytes();
        assertArrayEquals(first, run(packets, List.of(), "--seed=77").packets(1).getFirst().bytes());
    }

    @Test
    void norDoFlowsThatCollide() throws IOException, InterruptedException {
        List<byte[]> there = new ArrayList<>();
        List<byte[]> back = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            there.add(Flow.udp(INSIDE + i * 3 % 70, 4000, REMOTE, 53).packet());
            back.add(Flow.udp(REMOTE, 53, OWN, 5000 + i % 64).packet());
        }
        NfRun.Output usual = run(there, back);
        List<List<String>> outside = checked(usual, 1);
        List<List<String>> inside = checked(usual, 0);
        NfRun.Output colliding = run(there, back, "--collide");
        assertEquals(outside, checked(colliding, 1));
        assertEquals(inside, checked(colliding, 0));
        assertTrue(outside.size() > 150 && inside.size() > 100, outside.size() + " and " + inside.size());
    }
}
