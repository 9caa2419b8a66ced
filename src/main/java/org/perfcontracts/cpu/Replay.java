package org.perfcontracts.cpu;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One execution from the entry on. Everything that is not named is as it was when the entry was reached, and is so
 * again afterwards.
 *
 * @param writes     memory to set first; the last one wins where they overlap
 * @param generals   general registers to set first, by their encoded number
 * @param told       what {@code rdtsc}, {@code rdtscp}, {@code rdrand} and the kernel's clock give, in turn: {@code rdrand} two numbers, what, and whether there is one;
 *     the clock an address, how many words it puts there, these, and what the call returns; the real time when they are used up
 * @param stop       where it ends
 * @param stepLimit  after how many steps it is given up; an iteration of a string instruction is a step
 * @param reads      memory to read at its end
 * @param delivered  of a sequence's run that goes on where the one before has stopped: what its device does first
 */
public record Replay(List<MemoryWrite> writes, Map<Integer, Long> generals, List<Long> told, Stop stop,
                     long stepLimit, List<MemoryRange> reads, Optional<Delivered> delivered) {
    /** Copies the collections and checks the numbers. */
    public Replay {
        writes = List.copyOf(writes);
        generals = Map.copyOf(generals);
        told = List.copyOf(told);
        reads = List.copyOf(reads);
        if (stepLimit < 0) {
            throw new IllegalArgumentException("step limit of a replay: " + stepLimit);
        }
        for (int number : generals.keySet()) {
            if (number < 0 || number > 15) {
                throw new IllegalArgumentException("no general register has the number " + number);
            }
        }
    }

    /** From the entry as it was reached. */
    public Replay(List<MemoryWrite> writes, Map<Integer, Long> generals, List<Long> told, Stop stop,
                  long stepLimit, List<MemoryRange> reads) {
        this(writes, generals, told, stop, stepLimit, reads, Optional.empty());
    }

    /** Reads nothing at its end. */
    public Replay(List<MemoryWrite> writes, Map<Integer, Long> generals, List<Long> told, Stop stop,
                  long stepLimit) {
        this(writes, generals, told, stop, stepLimit, List.of());
    }

    /** The same behind what a device does, in the registers that the program then has. */
    Replay behind(Delivered device) {
        return new Replay(writes, Map.of(), told, stop, stepLimit, reads, Optional.of(device));
    }

    /** Where a replay ends. */
    public sealed interface Stop {
        /** The entry has returned: its caller's next instruction is reached, with the return address popped. */
        record ReturnToCaller() implements Stop {
        }

        /** The entry is reached again. */
        record Reentry() implements Stop {
        }
    }
}
