package org.perfcontracts.cpu;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/**
 * The snapshot of a target that stands at its entry. Pages are read from the process when first asked for, and never
 * while a replay has changed them: both hold the target's lock.
 */
final class ProcessSnapshot implements Snapshot {
    private static final int PAGE = 4096;
    private static final byte[] NO_PAGE = new byte[0];

    private final long[] generals = new long[16];
    private final long instructionPointer;
    private final long flags;
    private final long fsBase;
    private final long gsBase;
    private final int floatControl;
    private final long[] masks = new long[8];
    private final byte[][] vectors = new byte[32][64];
    private final List<Mapping> mappings;
    private final RandomAccessFile memory;
    private final Object lock;
    private volatile boolean left;
    private final Map<Long, byte[]> pages = new ConcurrentHashMap<>();

    /** From the agent's hello, positioned at the registers; takes charge of the open memory file. */
    ProcessSnapshot(ByteBuffer hello, List<Mapping> mappings, RandomAccessFile memory, Object lock) {
        for (int number = 0; number < 16; number++) {
            generals[number] = hello.getLong();
        }
        instructionPointer = hello.getLong();
        flags = hello.getLong();
        fsBase = hello.getLong();
        gsBase = hello.getLong();
        floatControl = (int) hello.getLong();
        for (byte[] vector : vectors) {
            hello.get(vector);
        }
        for (int number = 0; number < masks.length; number++) {
            masks[number] = hello.getLong();
        }
        this.mappings = List.copyOf(mappings);
        this.memory = memory;
        this.lock = lock;
    }

    static List<Mapping> mappingsOf(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "maps")).stream().map(Mapping::parse).toList();
    }

    @Override
    public long general(int number) {
        return generals[number];
    }

    @Override
    public long instructionPointer() {
        return instructionPointer;
    }

    @Override
    public long flags() {
        return flags;
    }

    @Override
    public long fsBase() {
        return fsBase;
    }

    @Override
    public long gsBase() {
        return gsBase;
    }

    @Override
    public int floatControl() {
        return floatControl;
    }

    @Override
    public int[] cpuid(int leaf, int part) {
        return Cpuid.answer(leaf, part);
    }

    @Override
    public long extendedControl() {
        return Cpuid.extendedControl();
    }

    @Override
    public byte[] vector(int number) {
        return vectors[number].clone();
    }

    @Override
    public long mask(int number) {
        return masks[number];
    }

    @Override
    public List<Mapping> mappings() {
        return mappings;
    }

    @Override
    public byte[] page(long pageAddress) {
        if (pageAddress % PAGE != 0) {
            throw new IllegalArgumentException("not the address of a page: 0x" + Long.toHexString(pageAddress));
        }
        byte[] page = pages.get(pageAddress);
        if (page == null) {
            page = load(pageAddress);
            pages.put(pageAddress, page);
        }
        return page == NO_PAGE ? null : page;
    }

    /** Not by pages, which would all be kept. */
    @Override
    public byte[] bytes(long address, int count) {
        byte[] bytes = new byte[count];
        synchronized (lock) {
            try {
                memory.seek(address);
                memory.readFully(bytes);
                return bytes;
            } catch (IOException e) {
                return Snapshot.super.bytes(address, count);
            }
        }
    }

    /** A sequence of packets begins to change the process' memory: pages that were not read before cannot be told for a time. */
    void leave() {
        left = true;
    }

    /** The memory is the snapshot's again. */
    void comeBack() {
        left = false;
    }

    private byte[] load(long pageAddress) {
        Mapping mapping = pageAddress < 0 ? null : mapping(pageAddress);
        if (mapping == null || !mapping.readable()) {
            return NO_PAGE;
        }
        if (left && mapping.writable()) {
            throw new IllegalStateException("the memory of the snapshot at 0x" + Long.toHexString(pageAddress)
                    + " cannot be read while a sequence of packets changes it; reset the sequence first");
        }
        byte[] page = new byte[PAGE];
        synchronized (lock) {
            try {
                memory.seek(pageAddress);
                memory.readFully(page);
            } catch (EOFException e) {
                throw new IllegalStateException("the process of this snapshot has ended", e);
            } catch (IOException e) {
                if (!memory.getChannel().isOpen()) {
                    throw new IllegalStateException("the process of this snapshot was closed", e);
                }
                return NO_PAGE;   // pages of devices and of the kernel, and file mappings beyond the file's end
            }
        }
        return page;
    }

    private Mapping mapping(long address) {
        int low = 0;
        int high = mappings.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Mapping mapping = mappings.get(middle);
            if (mapping.contains(address)) {
                return mapping;
            }
            if (Long.compareUnsigned(address, mapping.start()) < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return null;
    }
}
