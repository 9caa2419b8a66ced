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
 */
public record EntryPoint(Optional<Path> object, long address, List<Long> firsts) {
    /** Copies the list. */
    public EntryPoint {
        firsts = List.copyOf(firsts);
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
