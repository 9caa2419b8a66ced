package org.perfcontracts.image;

import java.util.Optional;

/**
 * Where an instruction of a process comes from.
 *
 * @param module   the file it was loaded from, without its folders, or a name in brackets such as {@code [vdso]}
 * @param function the function that covers it, if the file names one
 * @param offset   in bytes from the function's beginning; without a function the link-time address in the module
 * @param line     the source line, if the file has a line table
 */
public record Location(String module, Optional<String> function, long offset, Optional<SourceLine> line) {
    /** For example {@code nf_process+0x1f (firewall.c:42)}, {@code nf_process} or {@code libc.so.6+0x2a100}. */
    @Override
    public String toString() {
        String place = function.orElse(module);
        if (offset != 0 || function.isEmpty()) {
            place += "+0x" + Long.toHexString(offset);
        }
        return line.isPresent() ? place + " (" + line.get() + ")" : place;
    }
}
