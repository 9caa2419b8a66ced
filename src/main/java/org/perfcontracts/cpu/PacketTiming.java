package org.perfcontracts.cpu;

/** What came of timing one packet. */
public sealed interface PacketTiming {
    /**
     * It was timed.
     *
     * @param pages of the program's memory
     */
    record Timed(TimedPacket packet, MemoryPages pages) implements PacketTiming {
    }

    /**
     * It could not be.
     *
     * @param why without a full stop
     */
    record Failed(String why) implements PacketTiming {
    }
}
