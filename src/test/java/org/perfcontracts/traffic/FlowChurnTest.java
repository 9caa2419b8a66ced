package org.perfcontracts.traffic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowChurnTest {
    @TempDir
    private Path folder;

    private List<Packet> packets(FlowChurn traffic) throws IOException {
        Path file = folder.resolve("traffic.pcapng");
        traffic.write(file);
        return PcapReader.readAll(file);
    }

    private static String source(Packet packet) {
        return Arrays.toString(Arrays.copyOfRange(packet.bytes(), 6, 12)) + Arrays.toString(Arrays.copyOfRange(packet.bytes(), 26, 30));
    }

    @Test
    void thereAreSoManyFlowsAndSoManyNewOnes() throws IOException {
        List<Packet> still = packets(new FlowChurn(5000, 50, 0, 10, 1, 1, 7));
        assertEquals(5000, still.size());
        assertEquals(50, still.stream().map(FlowChurnTest::source).distinct().count());
        List<Packet> churning = packets(new FlowChurn(5000, 50, 10, 10, 1, 1, 7));
        Set<String> before = new HashSet<>(churning.subList(0, 9).stream().map(FlowChurnTest::source).toList());
        assertTrue(before.add(source(churning.get(9))), "the tenth packet is of a new flow");
        long flows = churning.stream().map(FlowChurnTest::source).distinct().count();
        assertTrue(flows > 500 && flows <= 50 + 500, "of the first some fall silent before their first packet: " + flows);
        assertEquals(0, churning.getFirst().bytes()[6] & 1, "no station is a group");
    }

    @Test
    void timeIsToldByTheClock() throws IOException {
        List<Packet> packets = packets(new FlowChurn(100, 2, 0, 300, 1000, 2, 1));
        packets.forEach(packet -> assertEquals(0, packet.nanoseconds() % 1000));
        assertEquals(29_000, packets.getLast().nanoseconds() - packets.getFirst().nanoseconds());
        assertEquals(Set.of(0, 1), new HashSet<>(packets.stream().map(Packet::interfaceNumber).toList()));
    }

    @Test
    void equalNumbersGiveEqualTraffic() throws IOException {
        FlowChurn traffic = new FlowChurn(500, 20, 3, 10, 1, 2, 9);
        traffic.write(folder.resolve("a"));
        traffic.write(folder.resolve("b"));
        assertArrayEquals(Files.readAllBytes(folder.resolve("a")), Files.readAllBytes(folder.resolve("b")));
    }

    @Test
    void trafficThatIsNoneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new FlowChurn(0, 2, 0, 1, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new FlowChurn(1, 1, 0, 1, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new FlowChurn(1, 2, 0, 1, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new FlowChurn(1, 2, 0, 1, 1, 3, 1));
    }
}
