package org.perfcontracts.cpu;

/** Bytes to be put at an address; not to be modified once given. */
public record MemoryWrite(long address, byte[] bytes) {
}
