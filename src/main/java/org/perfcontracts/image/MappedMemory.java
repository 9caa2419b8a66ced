package org.perfcontracts.image;

import java.util.List;

/** The memory of a process, running or not. */
public interface MappedMemory {
    /** What is mapped where, in rising order of addresses. */
    List<Mapping> mappings();

    /** Some bytes, for who looks at many and once; null if something of them is not readable. */
    byte[] bytes(long address, int count);
}
