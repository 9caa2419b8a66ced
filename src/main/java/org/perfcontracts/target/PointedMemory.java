package org.perfcontracts.target;

import java.util.List;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.ElfSymbol;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/** How much memory a pointer of a stopped process leads to. */
final class PointedMemory {
    private final ElfFile binary;
    private final long bias;
    private final List<Mapping> mappings;

    /**
     * The memory of a process.
     *
     * @param bias what is added to link-time addresses of its binary
     */
    PointedMemory(ElfFile binary, long bias, Snapshot snapshot) {
        this.binary = binary;
        this.bias = bias;
        this.mappings = snapshot.mappings();
    }

    /** Whether something that can be written is there. */
    boolean isWritable(long pointer) {
        return mappings.stream().anyMatch(mapping -> mapping.contains(pointer) && mapping.readable() && mapping.writable());
    }

    /**
     * The bytes from a pointer to the end of the variable that it leads into; where no variable is known there, to the end of
     * what is mapped.
     *
     * @return 0 if nothing is mapped there
     */
    long room(long pointer) {
        long end = pointer;
        for (Mapping mapping : mappings) {
            if (mapping.readable() && mapping.contains(end)) {
                end = mapping.end();
            }
        }
        long mapped = end - pointer;
        return binary.objectAt(pointer - bias).map(object -> Math.min(mapped, rest(object, pointer))).orElse(mapped);
    }

    private long rest(ElfSymbol object, long pointer) {
        return object.address() + object.size() - (pointer - bias);
    }
}
