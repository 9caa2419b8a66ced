package org.perfcontracts.cpu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a target is started, and where it is stopped.
 *
 * @param binary           the program, dynamically linked
 * @param arguments        its arguments, without its name
 * @param workingDirectory where it runs
 * @param level            the instruction set that libc may use
 * @param entry            where to stop it; empty for one that is only looked at while it runs
 * @param entryName        what messages call the entry
 * @param timeLimit        how long the entry may take to be reached
 * @param device           what it finds besides the machine's own hardware; empty for nothing
 */
public record RunSpec(Path binary, List<String> arguments, Path workingDirectory, CpuLevel level, Optional<EntryPoint> entry,
                      String entryName, Duration timeLimit, Optional<PluggedDevice> device) {
    /** The time limit unless one is given. */
    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(30);

    /** Copies the arguments. */
    public RunSpec {
        arguments = List.copyOf(arguments);
    }

    /** Without a device. */
    public RunSpec(Path binary, List<String> arguments, Path workingDirectory, CpuLevel level, Optional<EntryPoint> entry,
            String entryName, Duration timeLimit) {
        this(binary, arguments, workingDirectory, level, entry, entryName, timeLimit, Optional.empty());
    }

    /** To an instruction of the program, with its address for its name, and {@link #DEFAULT_TIME_LIMIT}. */
    public RunSpec(Path binary, List<String> arguments, Path workingDirectory, CpuLevel level, long entryAddress) {
        this(binary, arguments, workingDirectory, level, Optional.of(EntryPoint.ofProgram(entryAddress)),
                "0x" + Long.toHexString(entryAddress), DEFAULT_TIME_LIMIT);
    }
}
