package org.perfcontracts.target;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.perfcontracts.cpu.CpuLevel;

/**
 * A program to analyse.
 *
 * @param name as the contract shows it
 * @param folder where it is built and run
 * @param build the shell command that builds it, run in {@code folder}; empty where there is nothing to build
 * @param binary the program, an absolute path; it need not exist before the build
 * @param isa the instruction set that libc and DPDK may use
 * @param levels what can be analysed, at least one
 * @param marks marks in addition to those in the binary
 * @param state abstract state in addition to what the program registers
 * @param library the file that describes its stateful library, an absolute path; empty where it names none
 */
public record Target(
        String name,
        Path folder,
        Optional<String> build,
        Path binary,
        CpuLevel isa,
        SortedMap<LevelName, Level> levels,
        List<SideMark> marks,
        List<SideState> state,
        Optional<Path> library) {
    /** The names of the instruction sets, for messages. */
    public static final String CPU_LEVELS =
            Arrays.stream(CpuLevel.values()).map(CpuLevel::isa).collect(Collectors.joining(", "));

    private static final String VECTOR_LIMIT = "--force-max-simd-bitwidth=";

    /** Keeps its own copy of the collections. */
    public Target {
        levels = new TreeMap<>(levels);
        marks = List.copyOf(marks);
        state = List.copyOf(state);
    }

    /**
     * The level to analyse.
     *
     * @param wanted empty for the first that the target has
     * @throws InputException where the target does not have the level
     */
    public Level level(Optional<LevelName> wanted) throws InputException {
        LevelName name = wanted.orElse(levels.firstKey());
        Level level = levels.get(name);
        if (level == null) {
            String known = levels.keySet().stream().map(LevelName::key).collect(Collectors.joining(", "));
            throw new InputException(this.name + " has no level " + name + "; its bolt.yaml gives: " + known);
        }
        return level;
    }

    /** The same program under another instruction set; a limit on DPDK's vectors among its arguments follows. */
    public Target withCpuLevel(CpuLevel other) {
        var changed = new TreeMap<LevelName, Level>();
        levels.forEach((key, level) -> changed.put(key, withVectorLimit(level, other.vectorBits())));
        return new Target(name, folder, build, binary, other, changed, marks, state, library);
    }

    /** The same program in another file. */
    public Target withBinary(Path other) {
        return new Target(name, folder, build, other, isa, levels, marks, state, library);
    }

    /** The same program with another file that describes its stateful library. */
    public Target withLibrary(Path other) {
        return new Target(name, folder, build, binary, isa, levels, marks, state, Optional.of(other));
    }

    private static Level withVectorLimit(Level level, int bits) {
        List<String> arguments = level.arguments().stream()
                .map(argument -> argument.startsWith(VECTOR_LIMIT) ? VECTOR_LIMIT + bits : argument)
                .toList();
        return new Level(
                level.name(), level.entry(), arguments, level.parameters(), level.driver(), level.packetLength(), level.arrival(),
                level.burst(), level.followed());
    }
}
