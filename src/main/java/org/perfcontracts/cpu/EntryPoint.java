package org.perfcontracts.cpu;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a target is stopped.
 *
 * @param object  the file that holds the instruction; empty for the program itself. It may be loaded late.
 * @param address of the instruction, as an address in that file (before relocation)
 * @param firsts  the values of which the first argument must have one for the target to be stopped; none if any will do
 * @param arrival how many times it must have been reached like this, that time included
 */
public record EntryPoint(Optional<Path> object, long address, List<Long> firsts, long arrival) {
    /** Copies the list. */
    public EntryPoint {
        firsts = List.copyOf(firsts);
    }

    /** At the first arrival. */
    public EntryPoint(Optional<Path> object, long address, List<Long> firsts) {
        this(object, address, firsts, 1);
    }

    /** The same instruction at another arrival. */
    public EntryPoint atArrival(long number) {
        return new EntryPoint(object, address, firsts, number);
    }

    /** An instruction of the program itself. */
    public static EntryPoint ofProgram(long address) {
        return new EntryPoint(Optional.empty(), address, List.of());
    }

    String hexAddress() {
        return Long.toHexString(address);
    }

    String hexFirsts() {
        return firsts.stream().map(Long::toHexString).collect(Collectors.joining(","));
    }
}
