package org.perfcontracts.timing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.perfcontracts.x86.Instruction;
import org.perfcontracts.x86.Operand;
import org.perfcontracts.x86.Register;

/**
 * When the instructions of a trace are done on an out-of-order core: each waits for its operands, in registers and in memory, for a unit of its
 * kind, and for a place among those under way. Branches are taken to be predicted and instructions to be at hand, unless said otherwise. What it tells is an estimate.
 */
public final class Scoreboard {
    private static final Set<InstructionKind> GENERAL = EnumSet.of(InstructionKind.MOVE, InstructionKind.ADD, InstructionKind.SHIFT, InstructionKind.MULTIPLY,
            InstructionKind.DIVIDE_32, InstructionKind.DIVIDE_64, InstructionKind.COUNT_BITS, InstructionKind.CHECKSUM, InstructionKind.BRANCH);
    private static final Set<InstructionKind> VECTOR = EnumSet.of(InstructionKind.VECTOR_ADD, InstructionKind.VECTOR_MULTIPLY, InstructionKind.VECTOR_SHUFFLE,
            InstructionKind.VECTOR_TRANSFER, InstructionKind.FLOAT_ADD, InstructionKind.FLOAT_MULTIPLY, InstructionKind.FLOAT_DIVIDE, InstructionKind.CONVERT,
            InstructionKind.CRYPTO);
    private static final int STACK_POINTER = 4;
    /** Bytes that a string instruction moves a cycle once it has begun. */
    private static final double STRING_BYTES = 32;

    private final MachineProfile machine;
    private final Map<InstructionKind, Slots> units = new EnumMap<>(InstructionKind.class);
    private final Slots general;
    private final Slots vector;
    private final Slots loads;
    private final Slots stores;
    private final double[] registers = new double[32];
    private final double[] vectors = new double[32];
    private final double[] masks = new double[8];
    private double flags;
    private final Optional<Lines> lines;
    private final LongPredicate mispredicted;
    private final StoreBuffer buffer = new StoreBuffer();
    private final Deque<Double> underWay = new ArrayDeque<>();
    private double slot;
    private double asked;
    private double dispatched;
    private double retired;
    private double branched = Double.NEGATIVE_INFINITY;
    private double drained;
    private Instruction last;

    /** An idle core of a machine that has all that it will need in its nearest cache. */
    public Scoreboard(MachineProfile machine) {
        this(machine, Optional.empty(), _ -> false);
    }

    private Scoreboard(MachineProfile machine, Optional<Lines> lines, LongPredicate mispredicted) {
        this.machine = machine;
        this.lines = lines;
        this.mispredicted = mispredicted;
        for (InstructionKind kind : InstructionKind.values()) {
            units.put(kind, new Slots(machine.times(kind).perCycle()));
        }
        this.general = new Slots(most(machine, GENERAL));
        this.vector = new Slots(most(machine, VECTOR));
        this.loads = new Slots(machine.core().loads());
        this.stores = new Slots(machine.core().stores());
    }

    /** An idle core of a machine that has nothing of what it will need in a cache. */
    public static Scoreboard cold(MachineProfile machine) {
        return new Scoreboard(machine, Optional.of(new Lines(machine.memory().beyond().median(), machine.memory())), _ -> false);
    }

    /**
     * An idle core that has nothing of what it will need in a cache and no luck: a line takes the longest that was measured, and some branches are mispredicted whenever
     * they are executed, so that what follows is asked for only then.
     *
     * @param mispredicted whether the branch at an address is
     */
    public static Scoreboard worst(MachineProfile machine, LongPredicate mispredicted) {
        return new Scoreboard(machine, Optional.of(new Lines(machine.memory().beyond().most(), machine.memory())), mispredicted);
    }

    /** The same where all is in the nearest cache. */
    public static Scoreboard mispredicting(MachineProfile machine, LongPredicate mispredicted) {
        return new Scoreboard(machine, Optional.empty(), mispredicted);
    }

    private static double most(MachineProfile machine, Set<InstructionKind> kinds) {
        return kinds.stream().filter(kind -> kind != InstructionKind.MOVE).mapToDouble(kind -> machine.times(kind).perCycle()).max().getAsDouble();
    }

    /** Before anything is executed: what some access reads has just been written, so that it is at hand. */
    public void written(Step.Access access) {
        buffer.add(new StoreBuffer.Store(access, 0, 0));
        lines.ifPresent(each -> each.here(access));
    }

    /** Executes instructions after those that it has executed. */
    public void execute(List<Step> steps) {
        steps.forEach(this::execute);
    }

    /** Cycles until all instructions so far are retired. */
    public double cycles() {
        return retired;
    }

    private void execute(Step step) {
        Instruction instruction = step.instruction();
        InstructionKind kind = InstructionKind.of(instruction);
        double begin = dispatch(instruction);
        if (kind == InstructionKind.SERIALISE) {
            begin = Math.max(begin, retired);
        }
        double address = Math.max(begin, addresses(instruction));
        double loaded = begin;
        for (Step.Access access : step.accesses()) {
            if (!access.store()) {
                loaded = Math.max(loaded, load(access, kind, address));
            }
        }
        double ready = Math.max(loaded, isIdiom(instruction) ? begin : operands(instruction));
        double result = result(kind, ready, step);
        double data = result;
        for (Step.Access access : step.accesses()) {
            if (access.store()) {
                data = Math.max(data, stores.take(Math.max(result, address)));
            }
        }
        retire(data);
        for (Step.Access access : step.accesses()) {
            if (access.store()) {
                buffer.add(new StoreBuffer.Store(access, data, retired));
            }
        }
        write(instruction, begin, result);
        if (kind == InstructionKind.SERIALISE) {
            drained = retired;
        }
        if (kind == InstructionKind.BRANCH && mispredicted.test(instruction.address())) {
            drained = Math.max(drained, result + machine.core().misprediction());
            asked = Math.max(asked, drained);
        }
        last = instruction;
    }

    // ---- in order

    private double dispatch(Instruction instruction) {
        slot = isFused(instruction) ? 0 : 1 / machine.core().width();
        dispatched = Math.max(dispatched + slot, drained);
        if (last != null && last.next() != instruction.address()) {     // the one before was a taken branch
            branched = Math.max(branched + 1 / machine.core().takenBranches(), dispatched);
            dispatched = branched;
        }
        if (underWay.size() >= machine.core().window()) {
            dispatched = Math.max(dispatched, underWay.removeFirst());
        }
        // Instructions are asked for ahead of those that wait, as the branches before them are predicted.
        asked += slot;
        lines.ifPresent(each -> dispatched = Math.max(dispatched, each.arrival(instruction.address(), instruction.length(), asked)));
        return dispatched;
    }

    /** Whether an instruction is one with the comparison before it. */
    private boolean isFused(Instruction instruction) {
        return instruction.isConditional() && last != null && last.next() == instruction.address() && (last.mnemonic().equals("cmp") || last.mnemonic().equals("test"));
    }

    private void retire(double done) {
        retired = Math.max(retired + slot, done);
        underWay.addLast(retired);
    }

    // ---- operands

    private double result(InstructionKind kind, double ready, Step step) {
        if (!step.accesses().isEmpty() && (kind == InstructionKind.MOVE || kind == InstructionKind.NONE || isCopy(step.instruction()))) {
            return ready;       // the load or the store is all there is to do
        }
        if (slot == 0) {
            return ready;       // done with the comparison
        }
        double start = units.get(kind).take(ready);
        if (GENERAL.contains(kind) && kind != InstructionKind.MOVE) {
            start = general.take(start);
        } else if (VECTOR.contains(kind)) {
            start = vector.take(start);
        }
        double latency = whole(machine.times(kind).latency());
        return start + (kind == InstructionKind.STRING ? latency + step.accesses().stream().mapToInt(Step.Access::bytes).sum() / STRING_BYTES : latency);
    }

    /** Cores work by whole cycles, and what was measured is not. */
    private static double whole(double latency) {
        return Math.round(latency);
    }

    private static boolean isCopy(Instruction instruction) {
        return instruction.mnemonic().startsWith("mov") || instruction.mnemonic().startsWith("vmov") || instruction.mnemonic().equals("lddqu");
    }

    private double load(Step.Access access, InstructionKind kind, double address) {
        double taken = loads.take(address);
        double issue = lines.map(each -> each.arrival(access, taken)).orElse(taken);
        double nearest = whole(VECTOR.contains(kind) ? machine.memory().vectorLoad() : machine.memory().nearest());
        StoreBuffer.Store store = buffer.latest(access);
        if (store == null || store.done() + nearest < issue) {
            return issue + nearest;
        }
        if (!store.holds(access)) {
            return Math.max(issue, store.done()) + nearest;      // its bytes must come from memory, which does not have them yet
        }
        double forward = Math.max(nearest, whole(machine.memory().storeForward()));
        return Math.max(issue, store.data()) + forward;
    }

    /** When all registers that addresses are made of are there. */
    private double addresses(Instruction instruction) {
        double ready = 0;
        for (Operand operand : instruction.operands()) {
            if (operand instanceof Operand.MemoryOperand memory) {
                ready = Math.max(ready, Math.max(memory.hasBase() ? registers[memory.base()] : 0, memory.hasIndex() ? registers[memory.index()] : 0));
            } else if (operand instanceof Operand.ScatteredOperand scattered) {
                ready = Math.max(ready, Math.max(scattered.hasBase() ? registers[scattered.base()] : 0, vectors[scattered.index()]));
            }
        }
        return ready;
    }

    private double operands(Instruction instruction) {
        double ready = 0;
        boolean predicted = instruction.flow() != Instruction.Flow.NEXT;
        for (Operand operand : instruction.operands()) {
            if (operand instanceof Operand.RegisterOperand register && (operand.isRead() || isPartial(register)) && !(predicted && isStackPointer(register))) {
                ready = Math.max(ready, of(register.register()));
            } else if (operand instanceof Operand.MemoryOperand memory && !memory.accessed()) {
                ready = Math.max(ready, addresses(instruction));
            }
        }
        return ready;
    }

    /** Whether the rest of a register stays when it is written. */
    private static boolean isPartial(Operand.RegisterOperand operand) {
        return operand.isWritten() && operand.register().bank() == Register.Bank.GENERAL && operand.width() < 32;
    }

    private static boolean isStackPointer(Operand.RegisterOperand operand) {
        return operand.register().bank() == Register.Bank.GENERAL && operand.register().number() == STACK_POINTER;
    }

    /** Whether the result is the same whatever its operands are. */
    private static boolean isIdiom(Instruction instruction) {
        return switch (instruction.mnemonic()) {
            case "xor", "sub", "pxor", "xorps", "xorpd" -> isTwice(instruction, 0, 1);
            case "vpxor", "vpxord", "vpxorq", "vxorps", "vxorpd" -> isTwice(instruction, 1, 2);
            default -> false;
        };
    }

    private static boolean isTwice(Instruction instruction, int a, int b) {
        List<Operand> operands = instruction.operands();
        return operands.size() > b && operands.get(a) instanceof Operand.RegisterOperand first && operands.get(b) instanceof Operand.RegisterOperand second
                && first.register().equals(second.register());
    }

    private double of(Register register) {
        return switch (register.bank()) {
            case GENERAL -> registers[register.number()];
            case VECTOR -> vectors[register.number()];
            case MASK -> masks[register.number()];
            case FLAGS -> flags;
            default -> 0;
        };
    }

    private void write(Instruction instruction, double begin, double result) {
        boolean implicitStack = instruction.operands().stream().anyMatch(each -> each instanceof Operand.MemoryOperand memory
                && memory.visibility() == Operand.Visibility.HIDDEN && memory.base() == STACK_POINTER);
        for (Operand operand : instruction.operands()) {
            if (operand instanceof Operand.RegisterOperand register && register.isWritten()) {
                // What push, pop, call and ret do to the stack pointer is done before they are dispatched.
                write(register.register(), implicitStack && isStackPointer(register) && !instruction.mnemonic().equals("leave")
                        ? Math.max(0, registers[STACK_POINTER]) : Math.max(begin, result));
            }
        }
    }

    private void write(Register register, double time) {
        switch (register.bank()) {
            case GENERAL -> registers[register.number()] = time;
            case VECTOR -> vectors[register.number()] = time;
            case MASK -> masks[register.number()] = time;
            case FLAGS -> flags = time;
            default -> {
            }
        }
    }
}
