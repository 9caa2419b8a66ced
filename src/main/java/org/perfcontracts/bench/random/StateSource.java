package org.perfcontracts.bench.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.perfcontracts.cpu.MemoryWrite;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.image.Snapshot;

/** Contents of abstract state, within what was declared. Pointers stay as they are or are as others of their size; what they lead to changes. */
final class StateSource {
    /** So that many pointers lead to one object. */
    private static final int FEW = 4;

    private final List<Region> regions;
    private final Snapshot snapshot;
    private final Random random;
    /** By size: what the pointers to objects of that size hold in the snapshot. */
    private final Map<Integer, List<Long>> pointers = new HashMap<>();

    StateSource(List<Region> regions, Snapshot snapshot, long seed) {
        this.regions = regions;
        this.snapshot = snapshot;
        this.random = new Random(seed);
        regions.forEach(this::notePointers);
    }

    /** A content of all regions; now and then that of the snapshot. */
    List<MemoryWrite> next() {
        List<MemoryWrite> writes = new ArrayList<>();
        if (random.nextInt(8) != 0) {
            regions.forEach(region -> fill(region, writes));
        }
        return writes;
    }

    private void notePointers(Region region) {
        for (Region.Chunk chunk : region.chunks()) {
            if (chunk.fields().getFirst() instanceof Region.Field.Pointer pointer) {
                for (int i = 0; i < region.count(); i++) {
                    pointers.computeIfAbsent(pointer.size(), _ -> new ArrayList<>())
                            .add(word(region.address() + i * (long) region.elementSize() + chunk.offset()));
                }
            }
        }
    }

    private void fill(Region region, List<MemoryWrite> writes) {
        int style = random.nextInt(5);
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(region.elementSize() * region.count())).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < region.count(); i++) {
            for (Region.Chunk chunk : region.group(i).chunks()) {
                put(all, Math.toIntExact(i * (long) region.elementSize() + chunk.offset()), chunk, region.address(), style, writes);
            }
        }
        writes.addFirst(new MemoryWrite(region.address(), all.array()));
    }

    private void put(ByteBuffer all, int at, Region.Chunk chunk, long address, int style, List<MemoryWrite> writes) {
        long value = 0;
        int shift = 0;
        for (Region.Field field : chunk.fields()) {
            switch (field) {
                case Region.Field.Number number -> value |= number(number, style) << shift;
                case Region.Field.Pointer pointer -> {
                    List<Long> alike = pointers.get(pointer.size());
                    value = style == 0 || random.nextBoolean() ? word(address + at) : alike.get(random.nextInt(Math.min(alike.size(), FEW)));
                    byte[] object = new byte[pointer.size()];
                    if (style != 0) {
                        random.nextBytes(object);
                    }
                    writes.add(new MemoryWrite(value, object));
                }
            }
            shift += field.bits();
        }
        for (int i = 0; i < chunk.bytes(); i++) {
            all.put(at + i, (byte) (value >>> 8 * i));
        }
    }

    private long number(Region.Field.Number number, int style) {
        Region.Range range = number.ranges().get(style == 0 ? 0 : random.nextInt(number.ranges().size()));
        long span = range.last();
        long any = span == -1 ? random.nextLong() : Long.remainderUnsigned(random.nextLong(), span + 1);
        return range.low() + range.step() * switch (style) {
            case 0 -> 0;
            case 1 -> random.nextInt(4) == 0 ? span : any;
            case 2 -> Long.compareUnsigned(span, 4) < 0 ? any : random.nextInt(4);
            case 3 -> random.nextInt(3) == 0 ? any : 0;
            default -> any;
        };
    }

    private long word(long address) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | snapshot.page(address + i & -4096)[(int) (address + i & 4095)] & 0xff;
        }
        return value;
    }
}
