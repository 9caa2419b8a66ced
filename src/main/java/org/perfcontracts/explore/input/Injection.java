package org.perfcontracts.explore.input;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.FunctionParameters.Bounds;
import org.perfcontracts.image.Snapshot;

/** How an input enters a stopped process: what is put into its registers and memory before it goes on. */
public final class Injection {
    static final String PACKET = "packet";

    private static final int[] ARGUMENT_REGISTERS = {7, 6, 2, 1, 8, 9};

    private final Inputs inputs;
    private final Map<Integer, Term> generals;
    private final List<Cell> cells;
    private final List<Case> cases;

    /**
     * What else is put into memory where a condition on the input holds.
     *
     * @param condition those of an injection's cases cover all inputs and exclude each other
     */
    public record Case(Term condition, List<Cell> cells) {
        /** Keeps its own copy of the cells. */
        public Case {
            cells = List.copyOf(cells);
        }
    }

    /** A value for some bytes of memory, little-endian. */
    public record Cell(long address, Term value) {
    }

    /** What a path found in abstract state: a value, little-endian, at an address of 64 bits. */
    public record Found(Term address, Term value) {
    }

    /** Bytes for a place in memory. */
    public record Bytes(long address, byte[] bytes) {
    }

    /** A parameter of a function whose arguments are the input (System V ABI, integer class). */
    public sealed interface Parameter {
        /** What the contract calls it. */
        String name();

        /**
         * A pointer to the packet's bytes, which become symbols: as many as a parameter for the length can be, and at least the
         * number given.
         *
         * @param layer at which the packet begins
         */
        record Packet(String name, Layer layer, long bytes) implements Parameter {
            /** A frame, as long as its length can be. */
            public Packet(String name) {
                this(name, Layer.ETHERNET, 0);
            }
        }

        /** The number of bytes in the packet, within a range. */
        record Length(String name, int bits, long low, long high) implements Parameter {
        }

        /**
         * A pointer to an array of pointers to packet buffers of DPDK.
         *
         * @param most as many of them become packets; the array has to lead to as many buffers
         */
        record Buffers(String name, int most) implements Parameter {
        }

        /**
         * A pointer to the byte behind the packet.
         *
         * @param length what the number of bytes in the packet is called, within a range
         */
        record End(String name, String length, long low, long high) implements Parameter {
        }

        /**
         * A pointer to a structure with a field for the address of the packet's first byte, which is that in the snapshot, and one for
         * the address behind its last.
         *
         * @param length what the number of bytes in the packet is called, within a range
         */
        record Bounded(String name, Bounds fields, String length, long low, long high) implements Parameter {
        }

        /**
         * A pointer to a packet buffer of DPDK.
         *
         * @param length what the number of bytes in its packet is called
         */
        record Buffer(String name, String length) implements Parameter {
        }

        /** How many of the packet buffers there are, within a range that ends with as many as become packets. */
        record Count(String name, int bits, long low, long high) implements Parameter {
        }

        /** Any other number, within a range (unsigned, both ends included). */
        record Number(String name, int bits, long low, long high) implements Parameter {
        }

        /** A number in two's complement of any value. Callers extend it to 32 bits, which what clang makes relies on. */
        record Signed(String name, int bits) implements Parameter {
        }

        /** What its register holds in the snapshot, whatever that is. */
        record Kept(String name) implements Parameter {
        }
    }

    Injection(Inputs inputs, Map<Integer, Term> generals, List<Cell> cells) {
        this(inputs, generals, cells, List.of());
    }

    /** With other cells in each of some cases, which are explored one by one; none where all inputs are put in in the same way. */
    Injection(Inputs inputs, Map<Integer, Term> generals, List<Cell> cells, List<Case> cases) {
        this.inputs = inputs;
        this.generals = Map.copyOf(generals);
        this.cells = List.copyOf(cells);
        this.cases = List.copyOf(cases);
    }

    /** Nothing is injected: the driver makes its own packets. */
    public static Injection none() {
        return new Injection(new Inputs(List.of(), Map.of(), "", List.of()), Map.of(), List.of());
    }

    /** What the snapshot holds in one of the six registers for integer arguments, counted from 0, whose value is then made use of. */
    public static long argument(Snapshot snapshot, int position) {
        int register = ARGUMENT_REGISTERS[position];
        snapshot.usedGeneral(register);
        return snapshot.general(register);
    }

    /** The number, in encoding order, of one of the six registers for integer arguments, counted from 0. */
    public static int argumentRegister(int position) {
        return ARGUMENT_REGISTERS[position];
    }

    /**
     * The arguments of the function at whose entry the process stands. The packet's bytes are those that the pointer
     * points to in the snapshot.
     *
     * @throws IllegalArgumentException if there are more than six parameters, or if the packet is not in memory
     */
    public static Injection arguments(Terms terms, Snapshot snapshot, List<Parameter> parameters) {
        if (parameters.size() > ARGUMENT_REGISTERS.length) {
            throw new IllegalArgumentException("only the first six parameters are passed in registers, there are " + parameters.size());
        }
        return new ArgumentInjection(terms, snapshot).injection(parameters);
    }

    static void assumeRange(Terms terms, Symbol symbol, long low, long high, List<Term> assumptions) {
        Term atLeast = terms.ule(terms.constant(symbol.width(), low), symbol);
        Term atMost = terms.ule(symbol, terms.constant(symbol.width(), high));
        for (Term bound : List.of(atLeast, atMost)) {
            if (bound != terms.yes()) {
                assumptions.add(bound);
            }
        }
    }

    /** The bytes of a packet, called by its name and their numbers. */
    static List<Symbol> packet(Terms terms, Snapshot snapshot, long address, long bytes, String name, List<Cell> cells) {
        if (bytes > 0 && (snapshot.page(address & -4096) == null || snapshot.page(address + bytes - 1 & -4096) == null)) {
            throw new IllegalArgumentException("the packet pointer 0x" + Long.toHexString(address)
                    + " does not point to " + bytes + " bytes of mapped memory");
        }
        List<Symbol> packet = new ArrayList<>();
        for (int i = 0; i < bytes; i++) {
            Symbol symbol = terms.symbol(name + "[" + i + "]", Byte.SIZE);
            packet.add(symbol);
            cells.add(new Cell(address + i, symbol));
        }
        return packet;
    }

    /** The symbols that enter. */
    public Inputs inputs() {
        return inputs;
    }

    /** Whether it puts in nothing but one packet's bytes, in one place, and what is in registers. */
    public boolean isPlain() {
        return cells.size() == inputs.packet().size() && cases.isEmpty();
    }

    /** Where the packet is put, if there is one. */
    public OptionalLong packet() {
        return inputs.packet().isEmpty() ? OptionalLong.empty()
                : cells.stream().filter(cell -> cell.value == inputs.packet().getFirst()).mapToLong(Cell::address).findFirst();
    }

    /** The addresses of the bytes that it puts something into. */
    public Set<Long> memory() {
        Set<Long> addresses = new HashSet<>();
        List<Cell> all = new ArrayList<>(cells);
        cases.forEach(each -> all.addAll(each.cells));
        for (Cell cell : all) {
            for (int i = 0; i < cell.value.width() / 8; i++) {
                addresses.add(cell.address + i);
            }
        }
        return addresses;
    }

    /** The addresses of the packets' bytes. */
    public Set<Long> packetMemory() {
        Set<Term> bytes = new HashSet<>(inputs.packet());
        inputs.burst().ifPresent(burst -> burst.frames().forEach(frame -> bytes.addAll(frame.bytes())));
        Set<Long> addresses = new HashSet<>();
        cells.stream().filter(cell -> bytes.contains(cell.value)).forEach(cell -> addresses.add(cell.address));
        return addresses;
    }

    /** What is put where, as text: the same for injections that do the same. */
    public String description() {
        return new TreeMap<>(generals) + " " + cells + " " + cases + " " + inputs.assumptions();
    }

    /** How often a state must be made to have all inputs in: see {@link #into}. At least once. */
    public int states() {
        return Math.max(1, cases.size());
    }

    /**
     * Puts the input into a state.
     *
     * @param number of the state, from 0 on: each has a part of the inputs
     */
    public void into(State state, int number) {
        generals.forEach((register, value) -> state.generals[register] = value);
        cells.forEach(cell -> state.memory.store(cell.address, cell.value));
        inputs.assumptions().forEach(state::assume);
        if (!cases.isEmpty()) {
            cases.get(number).cells.forEach(cell -> state.memory.store(cell.address, cell.value));
            state.assume(cases.get(number).condition);
        }
    }

    /** The registers to set for one input, by number in encoding order. */
    public Map<Integer, Long> generals(Assignment input) {
        Evaluator evaluator = new Evaluator(input);
        Map<Integer, Long> values = new TreeMap<>();
        generals.forEach((number, value) -> values.put(number, evaluator.toLong(value)));
        return values;
    }

    /** The bytes to write for one input, and for the abstract state that a path found; adjacent ones are put together. */
    public List<Bytes> writes(Assignment input, List<Found> state) {
        Evaluator evaluator = new Evaluator(input);
        TreeMap<Long, Byte> bytes = new TreeMap<>();
        List<Cell> all = new ArrayList<>(cells);
        cases.stream().filter(each -> evaluator.isTrue(each.condition)).forEach(each -> all.addAll(each.cells));
        for (Cell cell : all) {
            for (int i = 0; i < cell.value.width() / 8; i++) {
                bytes.put(cell.address + i, (byte) evaluator.value(cell.value).shiftRight(8 * i).intValue());
            }
        }
        for (Found found : state) {
            long address = evaluator.toLong(found.address);
            for (int i = 0; i < found.value.width() / 8; i++) {
                bytes.put(address + i, (byte) evaluator.value(found.value).shiftRight(8 * i).intValue());
            }
        }
        List<Bytes> writes = new ArrayList<>();
        while (!bytes.isEmpty()) {
            long start = bytes.firstKey();
            int count = 1;
            while (bytes.containsKey(start + count)) {
                count++;
            }
            byte[] run = new byte[count];
            for (int i = 0; i < count; i++) {
                run[i] = bytes.remove(start + i);
            }
            writes.add(new Bytes(start, run));
        }
        return writes;
    }
}
