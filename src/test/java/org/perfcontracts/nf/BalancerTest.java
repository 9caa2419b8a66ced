package org.perfcontracts.nf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The balancer as a program. In each round it takes 32 packets from port 0, where clients are, then 32 from port 1,
 * where backends are; so a first burst from clients finds no backend, and what follows finds those that are in the first
 * burst from port 1.
 */
class BalancerTest {

    private static final int BURST = 32;
    private static final int CLIENT = 0x08080800;
    private static final int SERVICE = 0xc6336401;
    private static final int BACKEND = 0x0a000001;

    @TempDir Path folder;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        NfRun.build("balancer");
    }

    private static Flow client(int number) {
        return Flow.udp(CLIENT + number / 100, 4000 + number % 100, SERVICE, 80);
    }

    /** A burst of packets that are dropped in any case. */
    private static Stream<byte[]> idleBurst() {
        return Stream.generate(() -> new byte[60]).limit(BURST);
    }

    /** The heartbeat of a backend, whose Ethernet address ends in its number. */
    private static byte[] heartbeat(int backend) {
        byte[] packet = Flow.udp(BACKEND + backend, 1, SERVICE, 1).packet();
        packet[11] = (byte) backend;
        return packet;
    }

    private static List<byte[]> heartbeats(int count) {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packets.add(heartbeat(i));
        }
        return packets;
    }

    private List<List<String>> sent(NfRun.Output output, String... fields) throws IOException, InterruptedException {
        assertEquals(List.of(), output.packets(0), "nothing goes back to clients");
        return Decoder.checkedFields(output.capture(1), fields);
    }

    private NfRun.Output run(List<byte[]> clients, List<byte[]> backends, String... options)
            throws IOException, InterruptedException {
        return NfRun.run(folder, "balancer", clients, backends, options);
    }

    @Test
    void withoutBackendEverythingIsDropped() throws IOException, InterruptedException {
        run(List.of(client(0).packet(), client(0).packet()), List.of()).assertCounts(2, 0);
    }

    @Test
    void flowsGoToABackendAndStayThere() throws IOException, InterruptedException {
        List<byte[]> clients = new ArrayList<>(idleBurst().toList());
        for (int i = 0; i < 200; i++) {
            clients.add(client(i).packet());
        }
        for (int i = 0; i < 200; i++) {
            clients.add(client(i).packet(new byte[i % 7], new byte[] {1, 1, 1, 1}));
        }
        clients.add(Flow.tcp(CLIENT, 1, SERVICE, 80).packet());
        NfRun.Output output = run(clients, heartbeats(5));
        output.assertCounts(clients.size() + 5, 401);
        List<List<String>> packets = sent(
                output, "ip.src", "udp.srcport", "ip.dst", "eth.dst", "ip.checksum.status", "udp.checksum.status",
                "tcp.checksum.status");
        Map<String, String> backends = new HashMap<>();
        Set<String> used = new HashSet<>();
        for (List<String> packet : packets) {
            int backend = Integer.parseInt(packet.get(2).substring("10.0.0.".length())) - 1;
            String mac = backend == 0 ? "00" : "0" + backend;
            assertEquals("02:00:00:00:00:" + mac, packet.get(3));
            assertEquals("1", packet.get(4));
            assertTrue(packet.subList(5, 7).contains("1") && packet.subList(5, 7).contains(""), packet::toString);
            String before = backends.put(packet.get(0) + ":" + packet.get(1), packet.get(2));
            assertTrue(before == null || before.equals(packet.get(2)), packet + " went to " + before + " before");
            used.add(packet.get(2));
        }
        assertEquals(5, used.size());
    }

    @Test
    void collidingDoesNotChangeWhereFlowsGo() throws IOException, InterruptedException {
        List<byte[]> clients = new ArrayList<>(idleBurst().toList());
        for (int i = 0; i < 300; i++) {
            clients.add(client(i % 200).packet());
        }
        List<List<String>> usual = sent(run(clients, heartbeats(9)), "ip.src", "udp.srcport", "ip.dst");
        assertEquals(300, usual.size());
        assertEquals(usual, sent(run(clients, heartbeats(9), "--collide"), "ip.src", "udp.srcport", "ip.dst"));
    }

    @Test
    void everyBackendGetsItsShare() throws IOException, InterruptedException {
        List<byte[]> clients = new ArrayList<>(idleBurst().toList());
        for (int i = 0; i < 1000; i++) {
            clients.add(client(i).packet());
        }
        Map<String, Long> shares = sent(run(clients, heartbeats(5)), "ip.dst").stream()
                .collect(Collectors.groupingBy(List::getFirst, TreeMap::new, Collectors.counting()));
        assertEquals(5, shares.size());
        assertTrue(shares.values().stream().allMatch(share -> share > 120 && share < 300), shares::toString);
    }

    /** Backends live for 1 ms here; 128,000 packets take longer, a few bursts do not. */
    @Test
    void flowsOfADeadBackendGoToOneAlive() throws IOException, InterruptedException {
        List<byte[]> clients = new ArrayList<>(idleBurst().toList());
        List<byte[]> backends = new ArrayList<>(padded(List.of(heartbeat(0))));
        clients.addAll(padded(List.of(client(0).packet())));
        for (int i = 0; i < 4000; i++) {
            clients.addAll(padded(List.of()));
            backends.addAll(padded(List.of()));
        }
        backends.addAll(padded(List.of(heartbeat(3))));
        clients.addAll(padded(List.of()));
        clients.addAll(padded(List.of(client(0).packet())));
        NfRun.Output mortal = run(clients, backends, "--backend-lifetime=1000");
        assertEquals(List.of("10.0.0.1", "10.0.0.4"), destinations(mortal));
        NfRun.Output immortal = run(clients, backends);
        assertEquals(List.of("10.0.0.1", "10.0.0.1"), destinations(immortal));
    }

    private static List<byte[]> padded(List<byte[]> packets) {
        return Stream.concat(packets.stream(), idleBurst()).limit(BURST).toList();
    }

    private List<String> destinations(NfRun.Output output) throws IOException, InterruptedException {
        return sent(output, "ip.dst").stream().map(List::getFirst).toList();
    }

    @Test
    void aFullTableOfBackendsTakesNoOther() throws IOException, InterruptedException {
        List<byte[]> clients = new ArrayList<>(idleBurst().toList());
        for (int i = 0; i < 100; i++) {
            clients.add(client(i).packet());
        }
        List<byte[]> backends = new ArrayList<>(heartbeats(6));
        backends.addAll(heartbeats(6));
        NfRun.Output output = run(clients, backends, "--backends=4", "--rows=31");
        assertEquals(
                Set.of("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"), new HashSet<>(destinations(output)));
    }

    @Test
    void flowsWithoutRoomAreForwardedAllTheSame() throws IOException, InterruptedException {
        List<byte[]> clients = new ArrayList<>(idleBurst().toList());
        for (int i = 0; i < 100; i++) {
            clients.add(client(i % 50).packet());
        }
        NfRun.Output output = run(clients, heartbeats(3), "--flows=8");
        output.assertCounts(clients.size() + 3, 100);
        List<String> destinations = destinations(output);
        assertEquals(destinations.subList(0, 50), destinations.subList(50, 100));
    }

    @Test
    void whatHasNoPortsIsDropped() throws IOException, InterruptedException {
        List<byte[]> clients = new ArrayList<>(idleBurst().toList());
        byte[] icmp = client(0).packet();
        icmp[23] = 1;
        byte[] fragment = client(0).packet();
        fragment[21] = 1;
        byte[] cut = Arrays.copyOf(client(0).packet(), 40);
        clients.addAll(List.of(icmp, fragment, cut));
        run(clients, heartbeats(1)).assertCounts(clients.size() + 1, 0);
    }

    @Test
    void mistakesInOptionsAreNamed() throws IOException, InterruptedException {
        NfRun.Output rows = NfRun.runIdle(folder, "balancer", "--rows=96");
        assertEquals(1, rows.status());
        assertTrue(rows.text().contains("--rows 96: not a prime above the number of backends"), rows.text());
    }
}
