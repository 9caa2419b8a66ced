package org.perfcontracts.explore.input;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.perfcontracts.explore.memory.Memory;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/**
 * Puts a packet of symbolic content and length into the ring from which DPDK's {@code net_ring} driver receives: takes a
 * packet buffer off the program's pool, as whoever sent the packet would have done, and enqueues it.
 *
 * <p>The offsets are those of DPDK 22.11 on x86-64 ({@code rte_ring_core.h}, {@code rte_mempool.h}, {@code rte_tailq.h}); they
 * are part of its stable ABI 23, as the packet buffer is.
 */
public final class RingInjection {
    private static final int RDI = 7;

    private static final int TAILQ_NAME = 16;
    private static final int TAILQ_ENTRY_DATA = 16;
    private static final byte[] POOLS = "RTE_MEMPOOL\0".getBytes(StandardCharsets.US_ASCII);
    /** More than variables take; packet buffers are larger. */
    private static final long LARGEST_DATA = 64L << 20;
    private static final int MEMPOOL_DATA = 32;
    private static final int RING_MASK = 52;
    private static final int RING_PRODUCER = 128;
    private static final int RING_CONSUMER = 256;
    private static final int RING_OBJECTS = 384;
    private static final int HEADROOM = 128;

    private final Terms terms;
    private final Memory memory;
    private final Snapshot snapshot;
    private final List<Injection.Cell> cells = new ArrayList<>();

    private RingInjection(Terms terms, Snapshot snapshot) {
        this.terms = terms;
        this.snapshot = snapshot;
        this.memory = new Memory(terms, snapshot);
    }

    /**
     * The injection into the ring of the queue that the receive function, at whose entry the process stands, was called for.
     *
     * @param pools the address, in the process, of DPDK's variable {@code rte_mempool_tailq}; empty if there is no symbol for it
     * @param low the least length of the packet in bytes
     * @param high the greatest; it must fit a packet buffer behind its headroom
     * @throws IllegalArgumentException if the program has no pool with a free buffer of that size
     */
    public static Injection of(Terms terms, Snapshot snapshot, OptionalLong pools, long low, long high) {
        RingInjection injection = new RingInjection(terms, snapshot);
        OptionalLong list = pools.isPresent() ? OptionalLong.of(injection.read(pools.getAsLong(), 8)) : findPools(snapshot);
        return injection.injection(list.orElseThrow(() -> new IllegalArgumentException("the program has no packet pool of DPDK 22.11")),
                low, high);
    }

    private Injection injection(long pools, long low, long high) {
        long buffer = takeBuffer(pools, high);
        Symbol length = terms.symbol("length", 16);
        List<Term> assumptions = new ArrayList<>();
        Injection.assumeRange(terms, length, low, high, assumptions);
        write(buffer + PacketBuffer.DATA_OFFSET, 2, HEADROOM);
        write(buffer + PacketBuffer.REFERENCES, 2, 1);
        write(buffer + PacketBuffer.SEGMENTS, 2, 1);
        write(buffer + PacketBuffer.FLAGS, 8, 0);
        write(buffer + PacketBuffer.PACKET_TYPE, 4, 0);
        write(buffer + PacketBuffer.NEXT, 8, 0);
        cells.add(new Injection.Cell(buffer + PacketBuffer.PACKET_LENGTH, terms.zext(length, 32)));
        cells.add(new Injection.Cell(buffer + PacketBuffer.DATA_LENGTH, length));
        long data = read(buffer + PacketBuffer.BUFFER, 8) + HEADROOM;
        List<Symbol> packet = Injection.packet(terms, snapshot, data, high, cells);
        snapshot.usedGeneral(RDI);
        enqueue(read(snapshot.general(RDI), 8), buffer);
        Map<String, Symbol> named = new LinkedHashMap<>();
        named.put("length", length);
        return new Injection(new Inputs(packet, named, "length", assumptions), Map.of(), cells);
    }

    /** Dequeues a buffer from the ring of the first pool that has packet buffers, free ones. */
    private long takeBuffer(long pools, long high) {
        long most = -1;
        boolean empty = false;
        for (long entry = read(pools, 8); entry != 0; entry = read(entry, 8)) {
            long pool = read(entry + TAILQ_ENTRY_DATA, 8);
            long ring = read(pool + MEMPOOL_DATA, 8);
            if (!memory.isMapped(ring, RING_OBJECTS)) {
                continue;       // objects that are kept in another way
            }
            long head = read(ring + RING_CONSUMER, 4);
            if (head == read(ring + RING_PRODUCER + 4, 4)) {
                empty = true;
                continue;
            }
            long buffer = read(slot(ring, head), 8);
            if (!memory.isMapped(buffer, PacketBuffer.BYTES) || read(buffer + PacketBuffer.POOL, 8) != pool) {
                continue;       // objects of another kind
            }
            long room = read(buffer + PacketBuffer.BUFFER_LENGTH, 2) - HEADROOM;
            if (high <= room) {
                write(ring + RING_CONSUMER, 4, head + 1);
                write(ring + RING_CONSUMER + 4, 4, head + 1);
                return buffer;
            }
            most = Math.max(most, room);
        }
        if (most >= 0) {
            throw new IllegalArgumentException("a packet of " + high + " bytes does not fit the program's packet buffers, which hold " + most);
        }
        throw new IllegalArgumentException(empty ? "the program's packet pool has no free buffer" : "the program has no packet pool");
    }

    /**
     * The list of pools, by what it looks like: a list head (two pointers, of which the second is to the end of the list) and behind
     * it the name of the list. Pools are linked to it both ways, so what is found is it.
     */
    private static OptionalLong findPools(Snapshot snapshot) {
        for (Mapping mapping : snapshot.mappings()) {
            long size = mapping.end() - mapping.start();
            byte[] bytes = mapping.readable() && mapping.writable() && size <= LARGEST_DATA
                    ? snapshot.bytes(mapping.start(), (int) size) : null;
            if (bytes == null) {
                continue;
            }
            ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at + TAILQ_NAME + POOLS.length <= bytes.length; at += Long.BYTES) {
                if (Arrays.equals(bytes, at + TAILQ_NAME, at + TAILQ_NAME + POOLS.length, POOLS, 0, POOLS.length)
                        && isListHead(snapshot, mapping.start() + at, words.getLong(at))) {
                    return OptionalLong.of(mapping.start() + at);
                }
            }
        }
        return OptionalLong.empty();
    }

    private static boolean isListHead(Snapshot snapshot, long head, long first) {
        byte[] entry = first == 0 ? null : snapshot.bytes(first, 2 * Long.BYTES);
        return entry != null && ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN).getLong(Long.BYTES) == head;
    }

    private void enqueue(long ring, long object) {
        long head = read(ring + RING_PRODUCER, 4);
        write(slot(ring, head), 8, object);
        write(ring + RING_PRODUCER, 4, head + 1);
        write(ring + RING_PRODUCER + 4, 4, head + 1);
    }

    private long slot(long ring, long index) {
        return ring + RING_OBJECTS + 8 * (index & read(ring + RING_MASK, 4));
    }

    private long read(long address, int bytes) {
        if (!memory.isMapped(address, bytes)) {
            throw new IllegalArgumentException("no ring of DPDK 22.11 is where the receive function expects one: nothing is mapped at 0x"
                    + Long.toHexString(address));
        }
        return ((Constant) memory.load(address, bytes)).toLong();
    }

    private void write(long address, int bytes, long value) {
        cells.add(new Injection.Cell(address, terms.constant(8 * bytes, value)));
    }
}
