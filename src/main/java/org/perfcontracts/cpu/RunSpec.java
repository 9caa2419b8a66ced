package org.perfcontracts.cpu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a target is started, and where it is stopped.
 *
 * @param binary           the program, dynamically linked
 * @param arguments        its arguments, without its name
 * @param workingDirectory where it runs
 * @param level            the instruction set that libc may use
 * @param entryAddress     the instruction to stop at, as an address in the file (before relocation)
 * @param entryName        what messages call it
 * @param timeLimit        how long the entry may take to be reached
 */
public record RunSpec(Path binary, List<String> arguments, Path workingDirectory, CpuLevel level, long entryAddress,
                      String entryName, Duration timeLimit) {
    /** The time limit unless one is given. */
    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(30);

    /** Copies the arguments. */
    public RunSpec {
        arguments = List.copyOf(arguments);
    }

    /** With the entry's address for its name, and {@link #DEFAULT_TIME_LIMIT}. */
    public RunSpec(Path binary, List<String> arguments, Path workingDirectory, CpuLevel level, long entryAddress) {
        this(binary, arguments, workingDirectory, level, entryAddress, "0x" + Long.toHexString(entryAddress),
                DEFAULT_TIME_LIMIT);
    }
}
