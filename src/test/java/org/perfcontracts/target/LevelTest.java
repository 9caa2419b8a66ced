package org.perfcontracts.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LevelTest {
    private static Level on(Driver driver, int arrival, String... arguments) {
        return new Level(LevelName.STACK, Entry.function("eth_ring_rx"), List.of(arguments), Optional.empty(), driver, Level.ETHERNET_FRAME, arrival);
    }

    @Test
    void anotherDriverReplacesWhatTheArgumentsSayOfPorts() {
        Level level = on(Driver.NET_RING, 1, "-l", "0", "--no-pci", "--vdev=net_ring0", "--vdev", "net_ring1", "-a", "0000:01:00.0", "--", "-p", "--no-pci")
                .withDriver(Driver.IXGBE);
        assertEquals(List.of("-l", "0", "--iova-mode=va", "--", "-p", "--no-pci"), level.arguments());
        assertEquals("receive(port 0)", level.entry().toString());
        assertEquals(Driver.IXGBE, level.driver());
        assertEquals(List.of("-l", "0", "--no-pci", "--vdev=net_ring0", "--vdev=net_ring1", "--", "-p", "--no-pci"),
                level.withDriver(Driver.NET_RING).arguments());
    }

    @Test
    void anArrivalThatWasAskedForStays() {
        assertEquals(Driver.IXGBE.arrival(), on(Driver.NET_RING, 1).withDriver(Driver.IXGBE).arrival());
        assertEquals(7, on(Driver.NET_RING, 7).withDriver(Driver.IXGBE).arrival());
        assertEquals(1, on(Driver.IXGBE, Driver.IXGBE.arrival()).withDriver(Driver.NET_RING).arrival());
    }

    @Test
    void withoutADriverOrWithTheSameAllStaysAsItIs() {
        Level level = on(Driver.NET_RING, 1, "--vdev=net_pcap0");
        assertEquals(level, level.withDriver(Driver.NET_RING));
        assertEquals(level.arguments(), level.withDriver(Driver.NONE).arguments());
        assertEquals(level.entry(), level.withDriver(Driver.NONE).entry());
    }
}
