package org.perfcontracts.explore.input;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
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
    /** Of an Ethernet frame without its check sequence. */
    private static final int LONGEST = 1518;

    /** The buffer at an address, if what is there can be one: it leads to memory that has as many bytes as it says. */
    public static Optional<PacketBuffer> at(Snapshot snapshot, long address) {
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

    /** As many bytes has the longest packet that is put into it. */
    public int longest() {
        return Math.min(room, LONGEST);
    }

    /**
     * What the structure holds for a packet of one segment; all else in it is as it is in the snapshot.
     *
     * @param length of the packet in bytes, 16 bits
     */
    List<Injection.Cell> cells(Terms terms, Snapshot snapshot, Term length) {
        List<Injection.Cell> cells = new ArrayList<>(List.of(
                new Injection.Cell(address + SEGMENTS, terms.constant(16, 1)),
                new Injection.Cell(address + PACKET_LENGTH, terms.zext(length, 32)),
                new Injection.Cell(address + DATA_LENGTH, length),
                new Injection.Cell(address + NEXT, terms.constant(64, 0))));
        Set<Long> set = new HashSet<>();
        for (Injection.Cell cell : cells) {
            for (int i = 0; i < cell.value().width() / Byte.SIZE; i++) {
                set.add(cell.address() + i);
            }
        }
        cells.addAll(kept(terms, snapshot, address, BYTES, set));
        return cells;
    }

    /** Puts into memory what is there in the snapshot, but for the bytes at some addresses. */
    static List<Injection.Cell> kept(Terms terms, Snapshot snapshot, long address, int count, Set<Long> others) {
        snapshot.used(address, count);
        byte[] bytes = snapshot.bytes(address, count);
        List<Injection.Cell> cells = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!others.contains(address + i)) {
                cells.add(new Injection.Cell(address + i, terms.constant(8, bytes[i] & 0xff)));
            }
        }
        return cells;
    }

    private boolean overlaps(PacketBuffer other) {
        return meets(address, BYTES, other.address, BYTES) || meets(data, room, other.data, other.room)
                || meets(address, BYTES, other.data, other.room) || meets(data, room, other.address, BYTES);
    }

    private static boolean meets(long one, long size, long other, long otherSize) {
        return one < other + otherSize && other < one + size;
    }
}
