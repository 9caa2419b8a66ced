package org.perfcontracts.explore.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Snapshot;
import org.perfcontracts.x86.StopException;

/**
 * The memory of a state: the snapshot's bytes under a layer of what was written since, in blocks that are copied only
 * when a state that shares them writes.
 */
public final class Memory {
    private static final int BLOCK = 256;
    private static final int PAGE = 4096;
    /** Every read compares its address with those of all open writes that it may meet. */
    private static final int MOST_OPEN = 1024;

    private final Terms terms;
    private final Snapshot snapshot;
    private final HashMap<Long, Block> blocks;
    private Object owner = new Object();
    /** What was written at open addresses, and since then where these may be; null if nothing was. */
    private OpenWrites open;

    /** Bytes that are numbers, and in their place, where not null, bytes that are terms. */
    private static final class Block {
        private final Object owner;
        private final byte[] bytes;
        /** A bit for each byte: whether it was written; the others are the snapshot's. */
        private final long[] written;
        private Term[] symbols;

        Block(Object owner, byte[] bytes, long[] written, Term[] symbols) {
            this.owner = owner;
            this.bytes = bytes;
            this.written = written;
            this.symbols = symbols;
        }

        Block copyFor(Object newOwner) {
            return new Block(newOwner, bytes.clone(), written.clone(), symbols == null ? null : symbols.clone());
        }

        boolean isWritten(int offset) {
            return (written[offset >>> 6] >>> offset & 1) == 1;
        }

        void setWritten(int offset) {
            written[offset >>> 6] |= 1L << offset;
        }
    }

    public Memory(Terms terms, Snapshot snapshot) {
        this(terms, snapshot, new HashMap<>(), null);
    }

    private Memory(Terms terms, Snapshot snapshot, HashMap<Long, Block> blocks, OpenWrites open) {
        this.terms = terms;
        this.snapshot = snapshot;
        this.blocks = blocks;
        this.open = open;
    }

    /** A memory of the same content that changes independently. */
    Memory fork() {
        owner = new Object();
        return new Memory(terms, snapshot, new HashMap<>(blocks), open);
    }

    /** Whether every byte of a range can be read. */
    public boolean isMapped(long address, int count) {
        return pageOf(address) != null && pageOf(address + count - 1) != null;
    }

    private byte[] pageOf(long address) {
        return snapshot.page(address & -PAGE);
    }

    /** The little-endian value of some bytes; the caller has checked that they are mapped. */
    public Term load(long address, int count) {
        Term there = loadKnown(address, count);
        return open == null ? there : OpenWrites.over(terms, open, terms.constant(Long.SIZE, address), address, address, there);
    }

    /** Likewise at an open address between bounds, of which is known what is there but for what was written at open addresses. */
    public Term withOpenWrites(Term address, AddressRange range, Term there) {
        return OpenWrites.over(terms, open, address, range.low(), range.high(), there);
    }

    private Term loadKnown(long address, int count) {
        long value = 0;
        if (count <= 8) {
            for (int i = count - 1; i >= 0; i--) {
                Block block = blocks.get((address + i) / BLOCK);
                int offset = (int) (address + i & BLOCK - 1);
                if (block == null) {
                    snapshot.used(address + i, 1);
                    value = value << 8 | pageOf(address + i)[(int) (address + i & PAGE - 1)] & 0xff;
                } else if (block.symbols == null || block.symbols[offset] == null) {
                    noteUse(block, address + i, offset);
                    value = value << 8 | block.bytes[offset] & 0xff;
                } else {
                    return loadParts(address, count);
                }
            }
            return terms.constant(count * 8, value);
        }
        return loadParts(address, count);
    }

    private Term loadParts(long address, int count) {
        Term[] parts = new Term[count];
        for (int i = 0; i < count; i++) {
            parts[count - 1 - i] = loadKnownByte(address + i);
        }
        return terms.concat(parts);
    }

    public Term loadByte(long address) {
        return open == null ? loadKnownByte(address) : load(address, 1);
    }

    private Term loadKnownByte(long address) {
        Block block = blocks.get(address / BLOCK);
        int offset = (int) (address & BLOCK - 1);
        if (block == null) {
            snapshot.used(address, 1);
            return terms.constant(8, pageOf(address)[(int) (address & PAGE - 1)]);
        }
        noteUse(block, address, offset);
        Term symbol = block.symbols == null ? null : block.symbols[offset];
        return symbol != null ? symbol : terms.constant(8, block.bytes[offset]);
    }

    private void noteUse(Block block, long address, int offset) {
        if (!block.isWritten(offset)) {
            snapshot.used(address, 1);
        }
    }

    /** Stores a value little-endian; the caller has checked that the bytes are mapped. */
    public void store(long address, Term value) {
        int count = value.width() / 8;
        for (int i = 0; i < count; i++) {
            if (value instanceof Constant constant && count <= 8) {
                storeByte(address + i, (byte) (constant.toLong() >>> 8 * i));
            } else {
                storeKnownByte(address + i, count == 1 ? value : terms.extract(value, 8 * i + 7, 8 * i));
            }
        }
        noteOrder(address, value);
    }

    public void storeByte(long address, Term value) {
        storeKnownByte(address, value);
        noteOrder(address, value);
    }

    /** Stores a value at an open address; the caller has checked that the bytes at all that it can be are mapped. */
    public void storeOpen(Term address, AddressRange range, Term value) {
        addOpen(address, value, range.low(), range.high() + value.width() / 8 - 1);
    }

    /** What is written where something was written at an open address before has come later. */
    private void noteOrder(long address, Term value) {
        long last = address + value.width() / 8 - 1;
        if (open != null && OpenWrites.mayMeet(open, address, last)) {
            addOpen(terms.constant(Long.SIZE, address), value, address, last);
        }
    }

    private void addOpen(Term address, Term value, long low, long high) {
        if (open != null && open.count() == MOST_OPEN) {
            throw new StopException(StopException.Kind.UNRESOLVED, "more than " + MOST_OPEN
                    + " writes at addresses of which there are too many to follow each, or behind such ones where these may be");
        }
        open = OpenWrites.after(open, address, value, low, high);
    }

    private void storeKnownByte(long address, Term value) {
        if (value instanceof Constant constant) {
            storeByte(address, (byte) constant.toLong());
            return;
        }
        Block block = writable(address);
        block.setWritten((int) (address & BLOCK - 1));
        if (block.symbols == null) {
            block.symbols = new Term[BLOCK];
        }
        block.symbols[(int) (address & BLOCK - 1)] = value;
    }

    private void storeByte(long address, byte value) {
        Block block = writable(address);
        int offset = (int) (address & BLOCK - 1);
        block.bytes[offset] = value;
        block.setWritten(offset);
        if (block.symbols != null) {
            block.symbols[offset] = null;
        }
    }

    private Block writable(long address) {
        long number = address / BLOCK;
        Block block = blocks.get(number);
        if (block == null) {
            byte[] bytes = new byte[BLOCK];
            System.arraycopy(pageOf(address), (int) (address & PAGE - 1 & -BLOCK), bytes, 0, BLOCK);
            block = new Block(owner, bytes, new long[BLOCK / Long.SIZE], null);
            blocks.put(number, block);
        } else if (block.owner != owner) {
            block = block.copyFor(owner);
            blocks.put(number, block);
        }
        return block;
    }

    /** Whether something was written at an open address since this was another memory. */
    public boolean hasOpenWritesSince(Memory earlier) {
        return OpenWrites.hasOpen(open, earlier.open);
    }

    /** The addresses of the bytes that differ from another memory of the same snapshot, in order; there must be {@linkplain #hasOpenWritesSince no open writes} since. */
    public TreeSet<Long> differences(Memory other) {
        TreeSet<Long> addresses = new TreeSet<>();
        for (Map.Entry<Long, Block> entry : blocks.entrySet()) {
            if (other.blocks.get(entry.getKey()) == entry.getValue()) {
                continue;
            }
            long start = entry.getKey() * BLOCK;
            for (long address = start; address < start + BLOCK; address++) {
                if ((isWritten(address) || other.isWritten(address)) && loadByte(address) != other.loadByte(address)) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }

    /** Whether some of the bytes have not been written since the snapshot. */
    public boolean isAsBefore(long address, int count) {
        for (int i = 0; i < count; i++) {
            if (!isWritten(address + i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether some of the bytes may have been written since the snapshot. */
    public boolean mayHaveChanged(long address, int count) {
        for (int i = 0; i < count; i++) {
            if (isWritten(address + i)) {
                return true;
            }
        }
        return OpenWrites.mayMeet(open, address, address + count - 1);
    }

    /** The first bytes at known addresses, at most so many, that have been written within bounds, both included, since the snapshot; in order. */
    public TreeSet<Long> written(long low, long high, int most) {
        TreeSet<Long> addresses = new TreeSet<>();
        for (Long number : new TreeSet<>(blocks.keySet())) {
            long start = number * BLOCK;
            for (long address = start; address < start + BLOCK && addresses.size() < most; address++) {
                if (Long.compareUnsigned(low, address) <= 0 && Long.compareUnsigned(address, high) <= 0 && isWritten(address)) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }

    private boolean isWritten(long address) {
        Block block = blocks.get(address / BLOCK);
        return block != null && block.isWritten((int) (address & BLOCK - 1));
    }
}
