package org.perfcontracts.target;

import java.util.Optional;
import org.perfcontracts.explore.input.Layer;
import org.perfcontracts.image.FunctionParameters.Bounds;

/** A parameter of the entry function, passed in a register by the System V calling convention. */
public sealed interface Parameter {
    /** The name, as the contract shows it. */
    String name();

    /**
     * An unsigned integer that becomes a symbol.
     *
     * @param bits its width, 1 to 64; the rest of the register is not defined by the calling convention
     * @param range the values it can take
     */
    record Scalar(String name, int bits, Range range) implements Parameter {}

    /**
     * A pointer to the packet, whose bytes become symbols.
     *
     * @param layer at which the packet begins
     */
    record Packet(String name, Layer layer) implements Parameter {}

    /**
     * The number of bytes of a packet.
     *
     * @param packet the name of the packet's parameter
     * @param bits its width, 1 to 64
     * @param range the lengths that a packet can have, in bytes
     */
    record Length(String name, String packet, int bits, Range range) implements Parameter {}

    /**
     * A pointer to the byte behind a packet.
     *
     * @param packet the name of the packet's parameter
     * @param range the lengths that a packet can have, in bytes; empty for any up to that of a frame that there is room for
     */
    record End(String name, String packet, Optional<Range> range) implements Parameter {}

    /**
     * A pointer to a structure that says where the packet begins and ends.
     *
     * @param range the lengths that a packet can have, in bytes; empty for any up to that of a frame that there is room for
     */
    record Bounded(String name, Bounds fields, Optional<Range> range) implements Parameter {}

    /** A pointer to a packet buffer of DPDK, which holds the packet. */
    record Buffer(String name) implements Parameter {}

    /** A pointer to an array of pointers to packet buffers of DPDK, which hold packets that arrive together. */
    record Burst(String name) implements Parameter {}

    /**
     * The number of packets of a burst.
     *
     * @param burst the name of the burst's parameter
     * @param bits its width, 1 to 64
     * @param range the numbers of packets that there can be; empty for 0 to as many as a burst has unless said otherwise
     */
    record Count(String name, String burst, int bits, Optional<Range> range) implements Parameter {}
}
