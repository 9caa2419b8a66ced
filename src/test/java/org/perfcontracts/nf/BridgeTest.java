package org.perfcontracts.nf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.traffic.EthernetFrames;

/**
 * The bridge as a program, with three ports. In each round the program takes 32 frames from each port in turn; frames
 * are told apart by their payload, which an independent decoder reads.
 */
class BridgeTest {

    private static final int PORTS = 3;
    private static final int BURST = 32;
    private static final long A = 0x02_00_00_00_00_0aL;
    private static final long B = 0x02_00_00_00_00_0bL;
    private static final long C = 0x02_00_00_00_00_0cL;
    private static final long BROADCAST = 0xff_ff_ff_ff_ff_ffL;

    @TempDir Path folder;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        NfRun.build("bridge");
    }

    /** A frame whose payload begins with a number. */
    private static byte[] frame(long destination, long source, int number) {
        byte[] payload = new byte[46];
        payload[0] = (byte) (number >> 8);
        payload[1] = (byte) number;
        return EthernetFrames.frame(destination, source, 0x88b5, payload);
    }

    /** The numbers of the frames that came out of a port, in order. */
    private static List<Integer> numbers(NfRun.Output output, int port) throws IOException, InterruptedException {
        return Decoder.fields(output.capture(port), "data.data").stream()
                .map(fields -> Integer.parseInt(fields.getFirst().substring(0, 4), 16))
                .toList();
    }

    private NfRun.Output run(List<List<byte[]>> in, String... options) throws IOException, InterruptedException {
        return NfRun.run(folder, "bridge", in, options);
    }

    private static void assertOut(NfRun.Output output, List<List<Integer>> expected) throws IOException, InterruptedException {
        for (int port = 0; port < expected.size(); port++) {
            assertEquals(expected.get(port), numbers(output, port), "port " + port + ": " + output.text());
        }
    }

    @Test
    void whatIsNotKnownGoesToAllOthersAndWhatIsKnownToOne() throws IOException, InterruptedException {
        NfRun.Output output = run(List.of(
                List.of(frame(B, A, 1)),            // B is not known
                List.of(frame(A, B, 2)),            // A is on port 0
                List.of(frame(A, C, 3), frame(BROADCAST, C, 4), frame(0x01_00_5e_00_00_01L, C, 5))));
        assertOut(output, List.of(List.of(2, 3, 4, 5), List.of(1, 4, 5), List.of(1)));
        assertTrue(output.text().contains("5 received, 8 sent, 0 dropped"), output.text());
    }

    @Test
    void whatIsOnTheSamePortIsNotSentBack() throws IOException, InterruptedException {
        NfRun.Output output = run(List.of(List.of(frame(BROADCAST, A, 1), frame(A, B, 2), frame(A, A, 3)), List.of(), List.of()));
        assertOut(output, List.of(List.of(), List.of(1), List.of(1)));
    }

    @Test
    void aStationThatMovesIsFoundWhereItWasSeenLast() throws IOException, InterruptedException {
        NfRun.Output output = run(List.of(
                List.of(frame(BROADCAST, A, 1)), List.of(frame(BROADCAST, A, 2)), List.of(frame(A, C, 3))));
        assertOut(output, List.of(List.of(2), List.of(1, 3), List.of(1, 2)));
    }

    @Test
    void runtsAndGroupSourcesAreDropped() throws IOException, InterruptedException {
        NfRun.Output output = run(List.of(
                List.of(new byte[13], new byte[1], frame(B, BROADCAST, 1), frame(B, 0x01_00_00_00_00_0aL, 2)), List.of(), List.of()));
        assertOut(output, List.of(List.of(), List.of(), List.of()));
        assertTrue(output.text().contains("4 received, 0 sent, 4 dropped"), output.text());
    }

    /** Between two bursts passes more than the microsecond that addresses are known here. */
    @Test
    void addressesAreForgotten() throws IOException, InterruptedException {
        List<byte[]> in = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
            in.add(frame(BROADCAST, A, i));
        }
        in.add(frame(A, B, 1000));
        List<Integer> flooded = numbers(run(List.of(in, List.of(), List.of()), "--lifetime=1"), 1);
        assertEquals(BURST + 1, flooded.size());
        assertEquals(1000, flooded.getLast());
        assertEquals(BURST, numbers(run(List.of(in, List.of(), List.of())), 1).size());
    }

    @Test
    void aFullTableLearnsNothingNewAndForwardsAllTheSame() throws IOException, InterruptedException {
        List<byte[]> first = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            first.add(frame(BROADCAST, A + 256 * i, i));
        }
        List<byte[]> second = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            second.add(frame(A + 256 * i, B, 100 + i));
        }
        NfRun.Output output = run(List.of(first, second, List.of()), "--stations=8");
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 108, 109), numbers(output, 2));
    }

    /** A threshold of one makes the table rehash at almost every collision, and so do colliding addresses; forwarding must not notice. */
    @Test
    void randomTrafficIsForwardedAsTheModelSaysWhetherTheTableRehashesOrNot() throws IOException, InterruptedException {
        long seed = 20_260_302;
        for (List<String> options : List.of(List.of("--threshold=1"), List.of("--threshold=1000"), List.of("--threshold=6", "--collide"))) {
            Random random = new Random(seed);
            Map<Long, Integer> learned = new HashMap<>();
            List<List<byte[]>> in = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            List<List<Integer>> out = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            int number = 0;
            for (int round = 0; round < 20; round++) {
                for (int port = 0; port < PORTS; port++) {
                    for (int i = 0; i < BURST; i++) {
                        long source = A + ((long) random.nextInt(300) << 8);
                        long destination = random.nextInt(10) == 0 ? BROADCAST : A + ((long) random.nextInt(300) << 8);
                        in.get(port).add(frame(destination, source, number));
                        learned.put(source, port);
                        forward(out, port, destination == BROADCAST ? null : learned.get(destination), number);
                        number++;
                    }
                }
            }
            String[] all = Stream.concat(options.stream(), Stream.of("--stations=512", "--seed=5")).toArray(String[]::new);
            NfRun.Output output = run(in, all);
            for (int port = 0; port < PORTS; port++) {
                assertEquals(out.get(port), numbers(output, port), "seed " + seed + ", port " + port + ", " + options);
            }
        }
    }

    private static void forward(List<List<Integer>> out, int in, Integer known, int number) {
        for (int port = 0; port < PORTS; port++) {
            if (port != in && (known == null || known == port)) {
                out.get(port).add(number);
            }
        }
    }
}
