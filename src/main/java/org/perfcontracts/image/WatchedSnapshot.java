package org.perfcontracts.image;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A snapshot that keeps account of which of its parts were made use of. */
public final class WatchedSnapshot implements Snapshot {
    private static final int PAGE = 4096;

    private final Snapshot watched;
    /** By the address of a page, whether it is there. */
    private final Map<Long, Boolean> asked = new ConcurrentHashMap<>();
    /** By the address of a page, a bit for each of its bytes. */
    private final Map<Long, long[]> bytes = new ConcurrentHashMap<>();
    /** By the address of memory used as a whole, its size. */
    private final Map<Long, Long> whole = new ConcurrentHashMap<>();
    /** What the processor was asked about itself, and its answers. */
    private final Map<String, String> processor = new ConcurrentHashMap<>();
    private final boolean[] generals = new boolean[16];
    private final boolean[] lowerVectors = new boolean[32];
    private final boolean[] upperVectors = new boolean[32];
    private final boolean[] masks = new boolean[8];

    /** Keeps account of a snapshot from now on. */
    public WatchedSnapshot(Snapshot watched) {
        this.watched = watched;
    }

    @Override
    public long general(int number) {
        return watched.general(number);
    }

    @Override
    public long instructionPointer() {
        return watched.instructionPointer();
    }

    @Override
    public long flags() {
        return watched.flags();
    }

    @Override
    public long fsBase() {
        return watched.fsBase();
    }

    @Override
    public long gsBase() {
        return watched.gsBase();
    }

    @Override
    public int floatControl() {
        return watched.floatControl();
    }

    @Override
    public int[] cpuid(int leaf, int part) {
        int[] answer = watched.cpuid(leaf, part);
        processor.put(SnapshotParts.cpuid(leaf, part), SnapshotParts.digits(answer));
        return answer;
    }

    @Override
    public long extendedControl() {
        long control = watched.extendedControl();
        processor.put(SnapshotParts.EXTENDED_CONTROL, Long.toHexString(control));
        return control;
    }

    @Override
    public byte[] vector(int number) {
        return watched.vector(number);
    }

    @Override
    public List<Mapping> mappings() {
        return watched.mappings();
    }

    @Override
    public byte[] page(long pageAddress) {
        byte[] page = watched.page(pageAddress);
        if (!asked.containsKey(pageAddress)) {
            asked.put(pageAddress, page != null);
        }
        return page;
    }

    @Override
    public void used(long address, int count) {
        for (long at = address; at < address + count; at++) {
            long[] bits = bytes.computeIfAbsent(at & -PAGE, _ -> new long[PAGE / Long.SIZE]);
            int word = (int) (at & PAGE - 1) >>> 6;
            long bit = 1L << at;
            // Bits are never taken back, so one that is seen without the lock is there.
            if ((bits[word] & bit) == 0) {
                synchronized (bits) {
                    bits[word] |= bit;
                }
            }
        }
    }

    @Override
    public void usedWhole(long address, long size) {
        whole.merge(address, size, Math::max);
    }

    @Override
    public void usedGeneral(int number) {
        generals[number] = true;
    }

    @Override
    public void usedVector(int number, Half half) {
        switch (half) {
            case LOWER -> lowerVectors[number] = true;
            case UPPER -> upperVectors[number] = true;
        }
    }

    @Override
    public long mask(int number) {
        return watched.mask(number);
    }

    @Override
    public void usedMask(int number) {
        masks[number] = true;
    }

    /** Whether a general register was made use of. */
    public boolean usesGeneral(int number) {
        return generals[number];
    }

    /** What was made use of up to now, with what it holds. What the processor has but once belongs to it in any case. */
    public SnapshotParts parts() {
        Map<String, String> registers = new TreeMap<>();
        registers.put("rip", Long.toHexString(instructionPointer()));
        registers.put("flags", Long.toHexString(flags()));
        registers.put("fs", Long.toHexString(fsBase()));
        registers.put("gs", Long.toHexString(gsBase()));
        registers.put("mxcsr", Integer.toHexString(floatControl()));
        registers.putAll(processor);
        for (int number = 0; number < 16; number++) {
            if (generals[number]) {
                registers.put("r" + number, Long.toHexString(general(number)));
            }
        }
        for (int number = 0; number < masks.length; number++) {
            if (masks[number]) {
                registers.put("k" + number, Long.toHexString(mask(number)));
            }
        }
        for (int number = 0; number < lowerVectors.length; number++) {
            if (lowerVectors[number]) {
                registers.put("x" + number, HexFormat.of().formatHex(vector(number), 0, 16));
            }
            if (upperVectors[number]) {
                registers.put("y" + number, HexFormat.of().formatHex(vector(number), 16, 64));
            }
        }
        List<SnapshotParts.Bytes> content = new ArrayList<>();
        new TreeMap<>(bytes).forEach((address, bits) -> content.addAll(runs(address, bits)));
        List<SnapshotParts.Digest> digests = new ArrayList<>();
        new TreeMap<>(whole).forEach((address, size) -> digests.add(SnapshotParts.Digest.of(watched, address, size)));
        return new SnapshotParts(registers, content, digests, new TreeMap<>(asked));
    }

    private List<SnapshotParts.Bytes> runs(long page, long[] bits) {
        List<SnapshotParts.Bytes> runs = new ArrayList<>();
        byte[] content = watched.page(page);
        int from = 0;
        while (from < PAGE) {
            int to = from;
            while (to < PAGE && (bits[to >>> 6] >>> to & 1) == 1) {
                to++;
            }
            if (to > from) {
                runs.add(new SnapshotParts.Bytes(page + from, HexFormat.of().formatHex(content, from, to)));
            }
            from = to + 1;
        }
        return runs;
    }
}
