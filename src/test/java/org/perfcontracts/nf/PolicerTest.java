package org.perfcontracts.nf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policer as a program. At 20 bytes a second no test lives to see a bucket get one more packet. */
class PolicerTest {

    private static final int USER = 0x0a000001;

    @TempDir Path folder;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        NfRun.build("policer");
    }

    private static byte[] packetTo(int user, int size) {
        return Flow.udp(0x08080808, 53, user, 4000).packet(new byte[size - 42]);
    }

    private static List<byte[]> packets(int count, int users, int size) {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packets.add(packetTo(USER + i % users, size));
        }
        return packets;
    }

    private Map<String, Long> passed(NfRun.Output output) throws IOException, InterruptedException {
        return Decoder.fields(output.capture(0), "ip.dst").stream()
                .collect(Collectors.groupingBy(List::getFirst, TreeMap::new, Collectors.counting()));
    }

    @Test
    void eachUserGetsOneBurst() throws IOException, InterruptedException {
        NfRun.Output output =
                NfRun.run(folder, "policer", List.of(), packets(300, 3, 1000), "--rate=20", "--burst=66000");
        assertEquals(Map.of("10.0.0.1", 66L, "10.0.0.2", 66L, "10.0.0.3", 66L), passed(output));
        output.assertCounts(300, 198);
    }

    @Test
    void whatIsTooLargeDoesNotKeepSmallerOnesOut() throws IOException, InterruptedException {
        List<byte[]> in = new ArrayList<>(packets(66, 1, 1000));
        in.addAll(packets(3, 1, 600));
        in.addAll(packets(3, 1, 400));
        NfRun.Output output = NfRun.run(folder, "policer", List.of(), in, "--rate=20", "--burst=66500");
        assertEquals(67, output.packets(0).size());
        assertEquals(400, output.packets(0).getLast().bytes().length);
    }

    @Test
    void atAGenerousRateAllPasses() throws IOException, InterruptedException {
        List<byte[]> in = packets(1000, 1, 60);
        NfRun.Output output =
                NfRun.run(folder, "policer", List.of(), in, "--rate=1000000000000", "--burst=65535");
        output.assertCounts(1000, 1000);
        assertArrayEquals(in.getLast(), output.packets(0).getLast().bytes());
    }

    @Test
    void whatUsersSendIsNotCounted() throws IOException, InterruptedException {
        List<byte[]> in = packets(300, 1, 1000);
        NfRun.Output output = NfRun.run(folder, "policer", in, List.of(), "--rate=20", "--burst=65535");
        output.assertCounts(300, 300);
        assertEquals(300, output.packets(1).size());
    }

    @Test
    void usersThatCollideHaveBucketsOfTheirOwn() throws IOException, InterruptedException {
        String[] options = {"--rate=20", "--burst=66000", "--users=16", "--collide"};
        NfRun.Output output = NfRun.run(folder, "policer", List.of(), packets(1000, 10, 1000), options);
        Map<String, Long> passed = passed(output);
        assertEquals(10, passed.size());
        assertTrue(passed.values().stream().allMatch(packets -> packets == 66), passed::toString);
    }

    @Test
    void aFullTableTakesNoNewUser() throws IOException, InterruptedException {
        NfRun.Output output = NfRun.run(folder, "policer", List.of(), packets(40, 20, 100), "--users=16");
        output.assertCounts(40, 32);
        assertEquals(16, passed(output).size());
    }

    /** Between two bursts passes more than the microsecond that users are known here: each finds a full bucket. */
    @Test
    void usersAreForgotten() throws IOException, InterruptedException {
        List<byte[]> in = packets(32 * 20, 32, 1000);
        String[] options = {"--rate=20", "--burst=65535", "--users=32", "--lifetime=1"};
        NfRun.run(folder, "policer", List.of(), in, options).assertCounts(in.size(), in.size());
    }

    @Test
    void whatIsNoIpv4IsDropped() throws IOException, InterruptedException {
        byte[] whole = packetTo(USER, 60);
        List<byte[]> cut = new ArrayList<>();
        for (int length = 1; length < whole.length; length++) {
            cut.add(Arrays.copyOf(whole, length));
        }
        NfRun.run(folder, "policer", cut, cut).assertCounts(2 * cut.size(), 0);
    }

    @Test
    void mistakesInOptionsAreNamed() throws IOException, InterruptedException {
        for (String[] mistake : new String[][] {
            {"--rate=7", "--rate 7: not a number from 8 to 1000000000000"},
            {"--burst=65534", "--burst 65534: not a number from 65535"},
        }) {
            NfRun.Output output = NfRun.runIdle(folder, "policer", mistake[0]);
            assertEquals(1, output.status(), output.text());
            assertTrue(output.text().contains(mistake[1]), output.text());
        }
        NfRun.Output slow = NfRun.runIdle(folder, "policer", "--rate=8", "--burst=100000");
        assertTrue(slow.text().contains("--burst 100000: takes more than an hour at this rate"), slow.text());
    }
}
