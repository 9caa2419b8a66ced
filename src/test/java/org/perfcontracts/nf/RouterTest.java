package org.perfcontracts.nf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.traffic.EthernetFrames;
import org.perfcontracts.traffic.Ipv4Frame;
import org.perfcontracts.traffic.Packet;

/** The router as a program: packets in, packets out, read by an independent decoder. */
class RouterTest {

    private static final Ipv4Frame PLAIN = Ipv4Frame.plain(0x08080808, 0x0a000001);
    private static final long MILLISECONDS_PER_DAY = Duration.ofDays(1).toMillis();

    private static final String[] ROUTES = {
        "--address=10.0.0.254",
        "--route=10.0.0.0/8,0,02:aa:bb:cc:dd:ee",
        "--route=10.1.0.0/16,1",
        "--route=192.168.7.7/32,1",
    };

    @TempDir Path folder;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        NfRun.build("router");
    }

    @Test
    void theLongestPrefixDecides() throws IOException, InterruptedException {
        List<byte[]> packets = new ArrayList<>();
        for (int destination : new int[] {0x0a000001, 0x0a010203, 0x0affffff, 0xc0a80707, 0xc0a80708, 0x0b000001, 0}) {
            packets.add(Ipv4Frame.plain(0x08080808, destination).bytes());
        }
        NfRun.Output output = NfRun.run(folder, "router", packets, List.of(), ROUTES);
        output.assertCounts(7, 4);
        assertEquals(
                List.of(
                        List.of("10.0.0.1", "02:aa:bb:cc:dd:ee", "63", "1"),
                        List.of("10.255.255.255", "02:aa:bb:cc:dd:ee", "63", "1")),
                Decoder.fields(output.capture(0), "ip.dst", "eth.dst", "ip.ttl", "ip.checksum.status"));
        assertEquals(
                List.of(
                        List.of("10.1.2.3", "02:00:00:00:00:01", "63", "1"),
                        List.of("192.168.7.7", "02:00:00:00:00:01", "63", "1")),
                Decoder.fields(output.capture(1), "ip.dst", "eth.dst", "ip.ttl", "ip.checksum.status"));
    }

    @Test
    void theOrderOfRoutesDoesNotMatterAndTheDefaultRouteIsTheLastResort() throws IOException, InterruptedException {
        List<byte[]> packets =
                List.of(PLAIN.bytes(), Ipv4Frame.plain(1, 0x0a010203).bytes(), Ipv4Frame.plain(1, 5).bytes());
        String[] routes = {"--route=10.1.0.0/16,1", "--route=0.0.0.0/0,0", "--route=10.0.0.0/8,1,02:00:00:00:00:99"};
        NfRun.Output output = NfRun.run(folder, "router", packets, List.of(), routes);
        assertEquals(
                List.of(List.of("0.0.0.5", "02:00:00:00:00:00")),
                Decoder.fields(output.capture(0), "ip.dst", "eth.dst"));
        assertEquals(
                List.of(List.of("10.0.0.1", "02:00:00:00:00:99"), List.of("10.1.2.3", "02:00:00:00:00:01")),
                Decoder.fields(output.capture(1), "ip.dst", "eth.dst"));
    }

    @Test
    void theLastHopEndsHere() throws IOException, InterruptedException {
        List<byte[]> packets = new ArrayList<>();
        for (int hops : new int[] {0, 1, 2, 255}) {
            packets.add(PLAIN.withTimeToLive(hops).bytes());
        }
        NfRun.Output output = NfRun.run(folder, "router", packets, List.of(), ROUTES);
        output.assertCounts(4, 2);
        assertEquals(
                List.of(List.of("1", "1"), List.of("254", "1")),
                Decoder.fields(output.capture(0), "ip.ttl", "ip.checksum.status"));
    }

    @Test
    void timestampsAreMillisecondsSinceMidnight() throws IOException, InterruptedException {
        byte[] only = hex("440c0500 00000000 00000000");
        byte[] second = hex("440c0900 00000001 00000000");
        byte[] withAddress = hex("440c0501 00000000 00000000");
        List<byte[]> packets = List.of(frame(only), frame(second), frame(withAddress));
        long before = millisecondsOfDay();
        NfRun.Output output = NfRun.run(folder, "router", packets, List.of(), ROUTES);
        long elapsed = Math.floorMod(millisecondsOfDay() - before, MILLISECONDS_PER_DAY);
        output.assertCounts(3, 3);

        List<List<String>> decoded =
                Decoder.fields(
                        output.capture(0), "ip.opt.ptr", "ip.opt.flag", "ip.opt.overflow", "ip.opt.time_stamp_addr",
                        "ip.checksum.status", "ip.opt.time_stamp");
        assertEquals(List.of("9", "0x00", "0", "", "1"), decoded.get(0).subList(0, 5));
        assertEquals(List.of("13", "0x00", "0", "", "1"), decoded.get(1).subList(0, 5));
        assertEquals(List.of("13", "0x01", "0", "10.0.0.254", "1"), decoded.get(2).subList(0, 5));
        List<String> written =
                List.of(
                        decoded.get(0).get(5).split(",")[0], decoded.get(1).get(5).split(",")[1], decoded.get(2).get(5));
        for (String time : written) {
            long since = Math.floorMod(Long.parseLong(time) - before, MILLISECONDS_PER_DAY);
            // The time stamp counter and the clock may differ by a little.
            assertTrue(since <= elapsed + 50, () -> time + " is not between " + before + " and " + elapsed + " ms later");
        }
    }

    /** What every option list must become; a dash where the packet must be dropped, T where a time is written. */
    @Test
    void optionsAreHandledAsTheStandardSays() throws IOException, InterruptedException {
        String[][] cases = {
            {"01010101", "01010101"},
            {"00ffffff", "00ffffff"}, // nothing behind the end of the list is looked at
            {"01000000", "01000000"},
            {"07030400", "07030400"},
            {"82040000", "82040000"},
            {"0107", "-"}, // the length is a byte of padding, 0
            {"01010107", "-"}, // no length byte
            {"07010000", "-"},
            {"07050000", "-"}, // past the header
            {"44080500 00000000", "44080900 TTTTTTTT"},
            {"01440805 00000000 00000000", "01440809 00TTTTTT TT000000"},
            {"01014408 05000000 00000000", "01014408 0900TTTT TTTT0000"},
            {"01010144 08050000 00000000", "01010144 080900TT TTTTTT00"},
            {"44080900 00000000", "44080910 00000000"}, // full: one more that had no room
            {"440809e0 00000000", "440809f0 00000000"},
            {"440809f0 00000000", "-"}, // too many of them
            {"44080600 00000000", "-"}, // no room for all of it
            {"44080501 00000000", "-"},
            {"44080901 00000000", "44080911 00000000"},
            {"440c0501 00000000 00000000", "440c0d01 0a0000fe TTTTTTTT"},
            {"01440c05 01000000 00000000 00000000", "01440c0d 010a0000 feTTTTTT TT000000"},
            {"44080503 01020304", "44080503 01020304"}, // addresses chosen by the sender
            {"44080502 00000000", "44080502 00000000"},
            {"44080400 00000000", "-"}, // the pointer leads into the option's own head
            {"44030500", "-"},
            {"44040500", "44040510"}, // no room at all is full
            {"44080500 00000000 44080500 00000000", "44080900 TTTTTTTT 44080900 TTTTTTTT"},
            {"44080500 00000000 44080400 00000000", "-"},
        };
        List<byte[]> packets = new ArrayList<>();
        List<String[]> passing = new ArrayList<>();
        for (String[] line : cases) {
            packets.add(frame(hex(line[0])));
            if (!line[line.length - 1].equals("-")) {
                passing.add(line);
            }
        }
        NfRun.Output output = NfRun.run(folder, "router", packets, List.of(), ROUTES);
        List<Packet> out = output.packets(0);
        assertEquals(passing.size(), out.size(), output.text());
        List<List<String>> checks = Decoder.fields(output.capture(0), "ip.checksum.status", "ip.ttl", "udp.dstport");
        for (int i = 0; i < out.size(); i++) {
            String expected = passing.get(i)[1].replace(" ", "");
            byte[] bytes = out.get(i).bytes();
            String options = HexFormat.of().formatHex(bytes, 34, 34 + expected.length() / 2);
            assertTrue(matches(expected, options), passing.get(i)[0] + " became " + options + ", not " + expected);
            assertEquals(List.of("1", "63", "53"), checks.get(i), passing.get(i)[0]);
        }
    }

    /** Random option lists, well-formed and not: what passes has a right checksum and is otherwise as it was. */
    @Test
    void randomOptionsKeepTheChecksumRight() throws IOException, InterruptedException {
        long seed = 20_260_102;
        Random random = new Random(seed);
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            packets.add(frame(randomOptions(random)));
        }
        NfRun.Output output = NfRun.run(folder, "router", packets, List.of(), ROUTES);
        List<Packet> out = output.packets(0);
        output.assertCounts(packets.size(), out.size());
        assertTrue(out.size() > 1000, "seed " + seed + ": only " + out.size() + " passed");
        assertTrue(out.size() < 3900, "seed " + seed + ": " + out.size() + " passed");
        for (List<String> fields : Decoder.fields(output.capture(0), "ip.checksum.status", "ip.ttl")) {
            assertEquals(List.of("1", "63"), fields, "seed " + seed);
        }
        assertEquals(out.size(), inOrder(packets, out), "seed " + seed + ": packets came out changed or in another order");
    }

    @Test
    void randomBytesAndCutOffPacketsDoNotStopIt() throws IOException, InterruptedException {
        long seed = 20_260_103;
        Random random = new Random(seed);
        byte[] whole = frame(hex("44240500" + "00".repeat(32)));
        List<byte[]> cut = new ArrayList<>();
        for (int length = 1; length < whole.length; length++) {
            cut.add(Arrays.copyOf(whole, length));
        }
        List<byte[]> noise = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(1514)];
            random.nextBytes(bytes);
            byte[] right = {8, 0, (byte) (0x45 + random.nextInt(11)), 0, 0, (byte) (60 + random.nextInt(60))};
            if (bytes.length >= 34) {
                System.arraycopy(right, 0, bytes, 12, random.nextInt(right.length + 1));
                bytes[30] = 10;
            }
            noise.add(bytes);
        }
        NfRun.Output output = NfRun.run(folder, "router", cut, noise, ROUTES);
        int sent = output.packets(0).size() + output.packets(1).size();
        output.assertCounts(cut.size() + noise.size(), sent);
        assertTrue(sent > 30, "seed " + seed + ": only " + sent + " passed");
    }

    @Test
    void anEmptyCaptureGivesAnEmptyCapture() throws IOException, InterruptedException {
        NfRun.run(folder, "router", List.of(), List.of(), ROUTES).assertCounts(0, 0);
    }

    @Test
    void mistakesInOptionsAreNamed() throws IOException, InterruptedException {
        String[][] cases = {
            {"the router has no route: give it --route"},
            {"--route 10.0.0.0/33,0: not PREFIX/LENGTH,PORT[,GATEWAY]", "--route=10.0.0.0/33,0"},
            {"--route 10.0.0/8,0: not PREFIX/LENGTH,PORT[,GATEWAY]", "--route=10.0.0/8,0"},
            {"--route 10.0.0.1/8,0: the prefix has bits beyond its length", "--route=10.0.0.1/8,0"},
            {"--route 10.0.0.0/8,0,2:3: not an Ethernet address at its end", "--route=10.0.0.0/8,0,2:3"},
            {"a route leads to port 2, there are 2 ports", "--route=10.0.0.0/8,2"},
            {"--address 1.2.3: not an IPv4 address", "--address=1.2.3"},
            {"--route 9.0.0.0/8,0: more routes than the table holds", "--route=1.0.0.0/8,0", "--route=2.0.0.0/8,0",
                "--route=3.0.0.0/8,0", "--route=4.0.0.0/8,0", "--route=5.0.0.0/8,0", "--route=6.0.0.0/8,0",
                "--route=7.0.0.0/8,0", "--route=8.0.0.0/8,0", "--route=9.0.0.0/8,0"},
        };
        for (String[] line : cases) {
            NfRun.Output output = NfRun.runIdle(folder, "router", Arrays.copyOfRange(line, 1, line.length));
            assertEquals(1, output.status(), output.text());
            assertTrue(output.text().contains(line[0]), () -> "expected: " + line[0] + "\n" + output.text());
        }
    }

    private static byte[] frame(byte[] options) {
        return PLAIN.withOptions(options).bytes();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static boolean matches(String expected, String actual) {
        for (int i = 0; i < expected.length(); i++) {
            if (expected.charAt(i) != 'T' && expected.charAt(i) != actual.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] randomOptions(Random random) {
        byte[] options = new byte[4 * (1 + random.nextInt(10))];
        int at = 0;
        while (at < options.length) {
            int room = options.length - at;
            if (room < 4 || random.nextInt(3) == 0) {
                options[at++] = (byte) (random.nextInt(40) == 0 ? random.nextInt(256) : 1);
                continue;
            }
            int length = Math.min(room, 4 + random.nextInt(20));
            boolean timestamp = random.nextInt(3) > 0;
            options[at] = (byte) (timestamp ? 68 : random.nextInt(256));
            options[at + 1] = (byte) length;
            options[at + 2] = (byte) (5 + 4 * random.nextInt(1 + length / 4));
            options[at + 3] = (byte) (random.nextInt(256) & 0xf1);
            at += length;
        }
        return options;
    }

    /** How many of {@code out} are, in this order, among {@code in} but for addresses, hops and the IPv4 header's rest. */
    private static int inOrder(List<byte[]> in, List<Packet> out) {
        int found = 0;
        for (byte[] packet : in) {
            if (found < out.size() && sameButForHeader(packet, out.get(found).bytes())) {
                found++;
            }
        }
        return found;
    }

    private static boolean sameButForHeader(byte[] a, byte[] b) {
        int header = EthernetFrames.HEADER + 4 * (a[14] & 15);
        return a.length == b.length
                && Arrays.equals(a, 12, 22, b, 12, 22)
                && Arrays.equals(a, 26, 34, b, 26, 34)
                && Arrays.equals(a, header, a.length, b, header, b.length);
    }

    private static long millisecondsOfDay() {
        return Instant.now().atZone(ZoneOffset.UTC).toLocalTime().toNanoOfDay() / 1_000_000;
    }
}
