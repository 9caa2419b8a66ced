package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.perfcontracts.explore.lines.Touches;
import org.perfcontracts.formula.Metric;

/**
 * What the CPU did in one replay: each instruction it executed, and each of that instruction's memory accesses.
 *
 * <p>Counts are those of the design: a repeated string instruction is one instruction with the accesses of all its
 * iterations; an instruction that reads and writes one place has two accesses, the load first; prefetches have none.
 * What the process executes inside the vDSO is the environment's cost, not the target's: such instructions are left
 * out, and {@link #vdsoEntries} says that there were some. The instruction that an {@link End} names was not executed,
 * except that a store into memory that cannot be read is found out only afterwards.
 */
public final class Trace {
    private static final long ADDRESS_SIGN = 1L << 47;

    private final End end;
    private final long[] instructions;
    private final byte[] lengths;
    private final int[] firstAccess;   // one more than there are instructions
    private final long[] accesses;     // as on the wire
    private final long[] generals;
    private final long instructionPointer;
    private final long flags;
    private final long steps;
    private final List<Long> vdsoEntries;
    private final List<byte[]> reads;

    private Trace(Builder builder, End end, long[] generals, long instructionPointer, long flags, long steps) {
        this.end = end;
        this.instructions = Arrays.copyOf(builder.instructions, builder.length);
        this.lengths = Arrays.copyOf(builder.lengths, builder.length);
        this.firstAccess = Arrays.copyOf(builder.firstAccess, builder.length + 1);
        this.firstAccess[builder.length] = builder.accessCount;
        this.accesses = Arrays.copyOf(builder.accesses, builder.accessCount);
        this.generals = generals;
        this.instructionPointer = instructionPointer;
        this.flags = flags;
        this.steps = steps;
        this.vdsoEntries = List.copyOf(builder.vdsoEntries);
        this.reads = List.copyOf(builder.reads);
    }

    /** Why a replay ended. */
    public sealed interface End {
        /** It came to its stop. */
        record Done() implements End {
        }

        /** It took as many steps as it was allowed. */
        record StepLimit(long address) implements End {
        }

        /** A system call comes next, with that number. */
        record SystemCall(long address, long number) implements End {
        }

        /** The next instruction raises this signal, numbered as in Linux. */
        record Fault(long address, int signal) implements End {
        }

        /** The next instruction is one whose accesses the agent cannot tell, or stores where nothing can be undone. */
        record Unsupported(long address) implements End {
        }

        /** More was stored than the agent can take back. */
        record UndoFull(long address) implements End {
        }

        /**
         * No packet could be delivered to it.
         *
         * @param way how the program ended its way to its entry instead of coming there; empty where it came, and the device had no room for a packet
         */
        record NotDelivered(Optional<End> way) implements End {
        }
    }

    /** Why it ended. */
    public End end() {
        return end;
    }

    /** Whether it came to its stop, or to a fault. */
    public boolean isOver() {
        return isDone() || end instanceof End.Fault;
    }

    /** Whether it came to its stop. */
    public boolean isDone() {
        return end instanceof End.Done;
    }

    /** The number of instructions executed. */
    public int length() {
        return instructions.length;
    }

    /** The address of the i-th instruction executed, from 0. */
    public long instruction(int i) {
        return instructions[i];
    }

    /** The addresses of all instructions executed, in order. */
    long[] executed() {
        return instructions.clone();
    }

    /** The length of the i-th instruction executed, in bytes. */
    public int instructionLength(int i) {
        return lengths[i];
    }

    /** How many memory accesses the i-th instruction made. */
    public int accessCount(int i) {
        return firstAccess[i + 1] - firstAccess[i];
    }

    /** The address of the k-th access of the i-th instruction; loads come before stores in each iteration. */
    public long accessAddress(int i, int k) {
        return address(access(i, k));
    }

    /** The size of an access in bytes. */
    public int accessSize(int i, int k) {
        return (int) (access(i, k) >>> Wire.COUNT_SHIFT) & Wire.SIZE_MASK;
    }

    /** Whether an access is a store. */
    public boolean isStore(int i, int k) {
        return (access(i, k) & Wire.STORE) != 0;
    }

    private long access(int i, int k) {
        if (k < 0 || k >= accessCount(i)) {
            throw new IndexOutOfBoundsException("access " + k + " of " + accessCount(i));
        }
        return accesses[firstAccess[i] + k];
    }

    /** The metric {@code instructions}. */
    public long instructions() {
        return instructions.length;
    }

    /** The metric {@code memoryAccesses}. */
    public long memoryAccesses() {
        return accesses.length;
    }

    /** The metric {@code cacheLines}. */
    public long cacheLines() {
        Lines lines = new Lines();
        forEachAccess(lines::add);
        return codeLines() + lines.count();
    }

    /** Cache lines by what they lie in: {@link Touches#CODE}, and what the given names say of accesses; a line counts in each place that it is accessed in. */
    public Map<String, Long> cacheLines(LongFunction<String> places) {
        Map<String, Lines> lines = new TreeMap<>();
        forEachAccess((address, bytes) -> {
            String first = places.apply(address);
            String last = places.apply(address + bytes - 1);
            for (int i = 0; i < (first.equals(last) ? 1 : bytes); i++) {
                String place = places.apply(address + i);
                lines.computeIfAbsent(place, _ -> new Lines()).add(address + i, first.equals(last) ? bytes : 1);
            }
        });
        Map<String, Long> counts = new TreeMap<>();
        lines.forEach((place, touched) -> counts.put(place, touched.count()));
        counts.put(Touches.CODE, codeLines());
        return counts;
    }

    private interface Taker {
        void take(long address, int bytes);
    }

    private void forEachAccess(Taker taker) {
        for (long access : accesses) {
            taker.take(address(access), (int) (access >>> Wire.COUNT_SHIFT) & Wire.SIZE_MASK);
        }
    }

    private long codeLines() {
        Lines lines = new Lines();
        for (int i = 0; i < instructions.length; i++) {
            lines.add(instructions[i], lengths[i]);
        }
        return lines.count();
    }

    /** A metric's value. */
    public long cost(Metric metric) {
        return switch (metric) {
            case INSTRUCTIONS -> instructions();
            case MEMORY_ACCESSES -> memoryAccesses();
            case CACHE_LINES -> cacheLines();
        };
    }

    /** How often the instruction at an address was executed: the value of a PCV with its mark there. */
    public long passages(long address) {
        return Arrays.stream(instructions).filter(each -> each == address).count();
    }

    /** {@code rax} at the end. */
    public long result() {
        return generals[0];
    }

    /** A general register at the end, by its encoded number. */
    public long general(int number) {
        return generals[number];
    }

    /** The address of the instruction that would have come next. */
    public long instructionPointer() {
        return instructionPointer;
    }

    /** The flags register at the end, trap flag clear. */
    public long flags() {
        return flags;
    }

    /** The steps of the CPU: each iteration of a string instruction is one, and so is an instruction in the vDSO. */
    public long steps() {
        return steps;
    }

    /** The addresses at which the vDSO was entered, in order. */
    public List<Long> vdsoEntries() {
        return vdsoEntries;
    }

    /** The bytes of the i-th range asked for; shorter than asked for where readable memory ends. */
    public byte[] read(int i) {
        return reads.get(i).clone();
    }

    private static long address(long word) {
        long bits = word & Wire.ADDRESS_MASK;
        return (bits ^ ADDRESS_SIGN) - ADDRESS_SIGN;
    }

    /** Distinct lines of 64 bytes. */
    private static final class Lines {
        private static final int SHIFT = 6;

        private final Set<Long> lines = new HashSet<>();
        private long last = -1;

        void add(long address, int bytes) {
            for (long line = address >>> SHIFT; line <= address + bytes - 1 >>> SHIFT; line++) {
                if (line != last) {
                    lines.add(line);
                    last = line;
                }
            }
        }

        long count() {
            return lines.size();
        }
    }

    /** Collects a trace from the words of the agent. */
    static final class Builder {
        private long[] instructions = new long[1024];
        private byte[] lengths = new byte[1024];
        private int[] firstAccess = new int[1025];
        private long[] accesses = new long[1024];
        private int length;
        private int accessCount;
        private final List<Long> vdsoEntries = new ArrayList<>();
        private final List<byte[]> reads = new ArrayList<>();

        /** Adds a step; its accesses follow by {@link #access}. */
        void step(long word) {
            if ((word & Wire.VDSO) != 0) {
                vdsoEntries.add(address(word));
                return;
            }
            if ((word & Wire.AGAIN) != 0) {
                return;
            }
            if (length == instructions.length) {
                instructions = Arrays.copyOf(instructions, 2 * length);
                lengths = Arrays.copyOf(lengths, 2 * length);
                firstAccess = Arrays.copyOf(firstAccess, 2 * length + 1);
            }
            instructions[length] = address(word);
            lengths[length] = (byte) (word >>> Wire.LENGTH_SHIFT & Wire.LENGTH_MASK);
            firstAccess[length] = accessCount;
            length++;
        }

        void access(long word) {
            if (accessCount == accesses.length) {
                accesses = Arrays.copyOf(accesses, 2 * accessCount);
            }
            accesses[accessCount++] = word;
        }

        void read(byte[] bytes) {
            reads.add(bytes);
        }

        Trace build(End end, long[] generals, long instructionPointer, long flags, long steps) {
            return new Trace(this, end, generals, instructionPointer, flags, steps);
        }
    }
}
