package org.perfcontracts.timing;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a machine: all times in cycles of its core.
 *
 * @param name     a short name, such as {@code zen5}
 * @param processor what the processor calls itself
 * @param source   where the figures come from, a sentence
 * @param clock    the core's clock and the time-stamp counter's
 * @param core     what it does at a time
 * @param kinds    the times of each kind of instruction
 * @param memory   the times of its memory
 */
public record MachineProfile(String name, String processor, String source, Clock clock, Core core, Map<InstructionKind, Times> kinds, Memory memory) {
    /** Keeps others from changing the kinds, of which none may be missing. */
    public MachineProfile {
        kinds = Collections.unmodifiableMap(new EnumMap<>(kinds));
        if (kinds.size() != InstructionKind.values().length) {
            throw new IllegalArgumentException("a machine profile has times for each kind of instruction");
        }
    }

    /**
     * Clocks.
     *
     * @param timestampGigahertz of the time-stamp counter
     * @param coreRatio          cycles of the core a tick of the time-stamp counter, undisturbed
     */
    public record Clock(double timestampGigahertz, double coreRatio) {
        /** The clock of the core, undisturbed. */
        public double coreGigahertz() {
            return timestampGigahertz * coreRatio;
        }
    }

    /**
     * What a core does at a time.
     *
     * @param width         instructions that it takes up a cycle, and as many that it retires
     * @param window        instructions that it has under way at most
     * @param loads         loads a cycle
     * @param stores        stores a cycle
     * @param takenBranches taken branches a cycle
     * @param misprediction what a mispredicted branch takes
     */
    public record Core(double width, int window, double loads, double stores, double takenBranches, double misprediction) {
    }

    /**
     * The times of a kind of instruction, those of loads and stores left aside.
     *
     * @param latency  from its last operand to its result
     * @param perCycle how many begin a cycle, if none waits for another
     */
    public record Times(double latency, double perCycle) {
    }

    /**
     * The times of memory.
     *
     * @param levels       caches, the nearest first
     * @param beyond       what lies beyond them
     * @param vectorLoad   from an address to a vector register, from the nearest cache
     * @param storeForward from the data of a store to that of a load of the same bytes
     * @param codeLine     from one line of code to the next where both are in no cache and many are under way
     * @param lineBytes    the bytes of a line
     */
    public record Memory(List<Cache> levels, Beyond beyond, double vectorLoad, double storeForward, double codeLine, int lineBytes) {
        /** Keeps others from changing the levels. */
        public Memory {
            levels = List.copyOf(levels);
        }

        /** From an address to a general register, from the nearest cache. */
        public double nearest() {
            return levels.getFirst().latency();
        }
    }

    /**
     * A cache.
     *
     * @param name    such as {@code l1}
     * @param bytes   how much it holds
     * @param latency from an address to a general register
     */
    public record Cache(String name, long bytes, double latency) {
    }

    /**
     * Beyond the caches that a core has to itself: measured, and as much the neighbours' as the machine's.
     *
     * @param least  the fastest that was seen
     * @param median of all that was seen
     * @param most   the slowest that was seen, outliers left out
     */
    public record Beyond(double least, double median, double most) {
    }

    /** The times of a kind of instruction. */
    public Times times(InstructionKind kind) {
        return kinds.get(kind);
    }

    /** The same with other words on where its figures come from. */
    public MachineProfile from(String words) {
        return new MachineProfile(name, processor, words, clock, core, kinds, memory);
    }

    /** The same with other times for some kinds. */
    public MachineProfile with(Map<InstructionKind, Times> others) {
        Map<InstructionKind, Times> all = new EnumMap<>(kinds);
        all.putAll(others);
        return new MachineProfile(name, processor, source, clock, core, all, memory);
    }
}
