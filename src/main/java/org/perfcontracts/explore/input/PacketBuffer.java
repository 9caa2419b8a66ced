package org.perfcontracts.explore.input;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.perfcontracts.image.Snapshot;

/**
 * A packet buffer of DPDK in a snapshot, {@code struct rte_mbuf}. The offsets are those of DPDK 22.11 on x86-64
 * ({@code rte_mbuf_core.h}); they are part of its stable ABI 23.
 *
 * @param address of the structure
 * @param data where the packet begins
 * @param room the bytes from there to the end of the buffer
 */
public record PacketBuffer(long address, long data, int room) {
    static final int BUFFER = 0;
    static final int DATA_OFFSET = 16;
    static final int REFERENCES = 18;
    static final int SEGMENTS = 20;
    static final int FLAGS = 24;
    static final int PACKET_TYPE = 32;
    static final int PACKET_LENGTH = 36;
    static final int DATA_LENGTH = 40;
    static final int BUFFER_LENGTH = 54;
    static final int POOL = 56;
    static final int NEXT = 64;
    /** Of the structure. */
    static final int BYTES = 128;

    /** The buffer at an address, if what is there can be one: it leads to memory that has as many bytes as it says. */
    static Optional<PacketBuffer> at(Snapshot snapshot, long address) {
        byte[] bytes = snapshot.bytes(address, BYTES);
        if (bytes == null) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int offset = Short.toUnsignedInt(header.getShort(DATA_OFFSET));
        int room = Short.toUnsignedInt(header.getShort(BUFFER_LENGTH)) - offset;
        long data = header.getLong(BUFFER) + offset;
        return room > 0 && snapshot.bytes(data, room) != null ? Optional.of(new PacketBuffer(address, data, room)) : Optional.empty();
    }

    /**
     * The buffers that an array of pointers leads to, up to the first pointer that leads to none, or to one whose memory another one
     * has, too.
     *
     * @param most of them
     */
    public static List<PacketBuffer> ofArray(Snapshot snapshot, long array, long most) {
        List<PacketBuffer> buffers = new ArrayList<>();
        while (buffers.size() < most) {
            byte[] slot = snapshot.bytes(array + 8L * buffers.size(), Long.BYTES);
            Optional<PacketBuffer> next = slot == null ? Optional.empty()
                    : at(snapshot, ByteBuffer.wrap(slot).order(ByteOrder.LITTLE_ENDIAN).getLong());
            if (next.isEmpty() || buffers.stream().anyMatch(next.get()::overlaps)) {
                return buffers;
            }
            buffers.add(next.get());
        }
        return buffers;
    }

    private boolean overlaps(PacketBuffer other) {
        return meets(address, BYTES, other.address, BYTES) || meets(data, room, other.data, other.room)
                || meets(address, BYTES, other.data, other.room) || meets(data, room, other.address, BYTES);
    }

    private static boolean meets(long one, long size, long other, long otherSize) {
        return one < other + otherSize && other < one + size;
    }
}
