package org.perfcontracts.nf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.traffic.EthernetFrames;
import org.perfcontracts.traffic.Ipv4Frame;
import org.perfcontracts.traffic.Packet;

/** The firewall as a program: packets in, packets out, read by an independent decoder. */
class FirewallTest {

    private static final Ipv4Frame PLAIN = Ipv4Frame.plain(0x0a000001, 0xc0a80001);

    @TempDir Path folder;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        NfRun.build("firewall");
    }

    @Test
    void plainPacketsPassUnchangedToTheOtherPort() throws IOException, InterruptedException {
        byte[] there = PLAIN.bytes();
        byte[] back = Ipv4Frame.plain(0xc0a80001, 0x0a000001).withTimeToLive(3).bytes();
        NfRun.Output output = NfRun.run(folder, "firewall", List.of(there, there), List.of(back));
        output.assertCounts(3, 3);
        assertEquals(
                List.of(List.of("10.0.0.1", "192.168.0.1", "64", "1"), List.of("10.0.0.1", "192.168.0.1", "64", "1")),
                Decoder.fields(output.capture(1), "ip.src", "ip.dst", "ip.ttl", "ip.checksum.status"));
        assertEquals(
                List.of(List.of("192.168.0.1", "10.0.0.1", "3", "1")),
                Decoder.fields(output.capture(0), "ip.src", "ip.dst", "ip.ttl", "ip.checksum.status"));
        assertArrayEquals(there, output.packets(1).getFirst().bytes());
    }

    @Test
    void optionsOtherProtocolsAndContradictingLengthsAreDropped() throws IOException, InterruptedException {
        byte[] otherVersion = PLAIN.bytes();
        otherVersion[14] = 0x65;
        byte[] shortHeader = PLAIN.bytes();
        shortHeader[14] = 0x44;
        byte[] totalTooLong = PLAIN.bytes();
        totalTooLong[17]++;
        byte[] totalTooShort = PLAIN.bytes();
        totalTooShort[17] = 19;
        List<byte[]> bad =
                List.of(
                        PLAIN.withOptions((byte) 1, (byte) 1, (byte) 1, (byte) 0).bytes(),
                        PLAIN.withOptions(new byte[40]).bytes(),
                        EthernetFrames.frame(1, 2, 0x86dd, new byte[60]),
                        EthernetFrames.frame(1, 2, 0x0806, new byte[46]),
                        otherVersion,
                        shortHeader,
                        totalTooLong,
                        totalTooShort);
        NfRun.Output output = NfRun.run(folder, "firewall", bad, List.of());
        output.assertCounts(bad.size(), 0);
        assertEquals(List.of(), output.packets(0));
        assertEquals(List.of(), output.packets(1));
    }

    @Test
    void paddingBehindThePacketIsLeftAlone() throws IOException, InterruptedException {
        byte[] padded = Arrays.copyOf(PLAIN.bytes(), 64);
        padded[63] = 99;
        NfRun.Output output = NfRun.run(folder, "firewall", List.of(padded), List.of());
        output.assertCounts(1, 1);
        assertArrayEquals(padded, output.packets(1).getFirst().bytes());
    }

    @Test
    void everyCutOffPacketIsDropped() throws IOException, InterruptedException {
        byte[] whole = PLAIN.bytes();
        List<byte[]> cut = new ArrayList<>();
        for (int length = 1; length < whole.length; length++) {
            cut.add(Arrays.copyOf(whole, length));
        }
        NfRun.Output output = NfRun.run(folder, "firewall", cut, cut);
        output.assertCounts(2 * cut.size(), 0);
    }

    @Test
    void anEmptyCaptureGivesAnEmptyCapture() throws IOException, InterruptedException {
        NfRun.Output output = NfRun.run(folder, "firewall", List.of(), List.of());
        output.assertCounts(0, 0);
        assertEquals(List.of(), output.packets(0));
    }

    /** Random bytes under a header that is right often enough: what comes out is what tshark finds nothing wrong with. */
    @Test
    void randomPacketsPassOnlyIfTheDecoderAgrees() throws IOException, InterruptedException {
        long seed = 20_260_101;
        Random random = new Random(seed);
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);
            byte[] right = {8, 0, 0x45, 0, 0, (byte) (bytes.length - 14 - random.nextInt(4))};
            if (bytes.length >= 34) {
                System.arraycopy(right, 0, bytes, 12, random.nextInt(right.length + 1));
            }
            packets.add(bytes);
        }
        NfRun.Output output = NfRun.run(folder, "firewall", packets, List.of());
        List<Packet> passed = output.packets(1);
        output.assertCounts(packets.size(), passed.size());
        assertTrue(passed.size() > 100, "seed " + seed + ": only " + passed.size() + " passed");
        for (List<String> fields : Decoder.fields(output.capture(1), "ip.version", "ip.hdr_len", "frame.len", "ip.len")) {
            assertEquals(List.of("4", "20"), fields.subList(0, 2), "seed " + seed);
            int room = Integer.parseInt(fields.get(2)) - EthernetFrames.HEADER;
            assertTrue(Integer.parseInt(fields.get(3)) <= room, "seed " + seed + ": " + fields);
        }
    }

    @Test
    void mistakesInOptionsAreNamed() throws IOException, InterruptedException {
        NfRun.Output unknown = NfRun.runIdle(folder, "firewall", "--frob");
        assertEquals(1, unknown.status());
        assertTrue(unknown.text().contains("unrecognized option '--frob'"), unknown.text());
        NfRun.Output argument = NfRun.runIdle(folder, "firewall", "more");
        assertEquals(1, argument.status());
        assertTrue(argument.text().contains("more: unexpected argument"), argument.text());
        NfRun.Output help = NfRun.runIdle(folder, "firewall", "--help");
        assertEquals(0, help.status());
        assertTrue(help.text().contains("--idle-exit N"), help.text());
    }
}
