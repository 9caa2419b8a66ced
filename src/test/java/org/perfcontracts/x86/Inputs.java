package org.perfcontracts.x86;

import static org.perfcontracts.x86.MoveSemantics.RAX;
import static org.perfcontracts.x86.MoveSemantics.RCX;
import static org.perfcontracts.x86.MoveSemantics.RDX;
import static org.perfcontracts.x86.MoveSemantics.RSP;

import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.random.RandomGenerator;
import org.perfcontracts.x86.Operand.MemoryOperand;
import org.perfcontracts.x86.Operand.RegisterOperand;

/**
 * Random and edge-case states for one instruction. The registers that make addresses are chosen once, when this object is
 * made, and lead into the window; everything else changes from state to state.
 */
final class Inputs {
    private static final long MIDDLE = CpuState.WINDOW + CpuState.WINDOW_SIZE / 2;
    private static final long STATUS_FLAGS = 0x8d5;
    private static final long ALWAYS_SET = 0x202;
    private static final long DIRECTION = 0x400;
    /** The moves of 16 or 32 bytes that take any address without a VEX prefix, and those that want an aligned one with it. */
    private static final Set<String> UNALIGNED = Set.of("movups", "movupd", "movdqu", "lddqu");
    private static final Set<String> ALIGNED = Set.of(
            "vmovaps", "vmovapd", "vmovdqa", "vmovdqa32", "vmovdqa64", "vmovntdq", "vmovntdqa", "vmovntps", "vmovntpd", "cmpxchg16b");

    /** Mnemonics of instructions on floating-point numbers; the letter captured is s for those of 32 bits and d for those of 64. */
    private static final Pattern FLOATING = Pattern.compile(
            "v?(?:cvtt?[sp]([sd])2.*|(?:add|sub|mul|div|sqrt|min|max|round|rndscale|u?comi|cmp|addsub|hadd|hsub|dp|fn?m(?:add|sub|addsub|subadd)\\d*)[sp]([sd]))");

    private final Instruction instruction;
    private final RandomGenerator random;
    private final boolean readsDirection;
    private final boolean usesVectors;
    /** Whether it may use registers that AVX-512 has alone. */
    private final boolean isWide;
    /** Of the numbers that the instruction takes for floating-point ones; 0 where it takes none so. */
    private final int floatWidth;
    private final TreeMap<Integer, Long> addresses = new TreeMap<>();

    Inputs(Instruction instruction, RandomGenerator random) {
        this.instruction = instruction;
        this.random = random;
        this.readsDirection = instruction.mnemonic().matches("(movs|stos|lods|scas|cmps)[bwdq]|std|cld|pushfq");
        this.usesVectors = instruction.operands().stream().anyMatch(operand -> operand instanceof RegisterOperand register
                && register.register().bank() == Register.Bank.VECTOR);
        this.isWide = Oracle.IS_WIDE && (instruction.encoding() == Instruction.Encoding.EVEX || instruction.mnemonic().startsWith("k"));
        this.floatWidth = floatWidth(instruction.mnemonic());
        for (Operand operand : instruction.operands()) {
            if (operand instanceof MemoryOperand memory && memory.accessed()) {
                chooseAddress(memory);
            }
        }
        if (instruction.isReturn() || instruction.mnemonic().startsWith("pop")) {
            addresses.put(RSP, MIDDLE + random.nextInt(-16, 17));
        }
    }

    private static int floatWidth(String mnemonic) {
        Matcher name = FLOATING.matcher(mnemonic);
        return !name.matches() ? 0 : "s".equals(name.group(1)) || "s".equals(name.group(2)) ? Float.SIZE : Double.SIZE;
    }

    private void chooseAddress(MemoryOperand memory) {
        boolean aligned = wantsAlignment(memory);
        long address = MIDDLE + (aligned ? 64L * random.nextInt(-1, 1) : random.nextInt(-16, 17));
        long offset = address - memory.displacement() - (memory.segment() == Segment.GS ? CpuState.GS_BASE : 0);
        if (memory.hasIndex()) {
            long index = !memory.hasBase() ? offset / memory.scale() : aligned ? 0 : random.nextInt(0, 4);
            addresses.putIfAbsent(memory.index(), index);
            offset -= addresses.get(memory.index()) * memory.scale();
        }
        if (memory.hasBase()) {
            addresses.putIfAbsent(memory.base(), offset);
        }
    }

    private boolean wantsAlignment(MemoryOperand memory) {
        String mnemonic = instruction.mnemonic();
        if (ALIGNED.contains(mnemonic)) {
            return true;
        }
        return memory.width() >= 128 && instruction.encoding() == Instruction.Encoding.LEGACY && !UNALIGNED.contains(mnemonic);
    }

    /** The registers that are the same in all states. */
    Set<Integer> fixedRegisters() {
        return addresses.keySet();
    }

    long fixed(int register) {
        return addresses.get(register);
    }

    /** Fills a state. */
    void fill(CpuState state) {
        for (int k = 0; k < 16; k++) {
            state.setGeneral(k, k > 0 && random.nextInt(6) == 0 ? state.general(random.nextInt(k)) : value());
        }
        fillVectors(state);
        fillWindow(state);
        if (isWide) {
            fillMasks(state);
        }
        long direction = readsDirection && random.nextInt(4) == 0 ? DIRECTION : 0;
        state.setFlags(random.nextLong() & STATUS_FLAGS | ALWAYS_SET | direction);
        addresses.forEach((register, address) -> state.setGeneral(register, address));
        suit(state);
    }


    private void fillVectors(CpuState state) {
        for (int k = 0; k < (isWide ? 32 : 16); k++) {
            int kind = usesVectors ? random.nextInt(floatWidth == 0 ? 8 : 14) : -1;
            for (int part = 0; part < (Oracle.IS_WIDE ? 8 : 4); part++) {
                state.setVectorLong(k, part, switch (kind) {
                    case -1 -> 4L * k + part;
                    case 0 -> k == 0 ? value() : state.vectorLong(random.nextInt(k), part);
                    case 1 -> value();
                    case 2, 3 -> edgeBytes();
                    case 4 -> random.nextInt(2) == 0 ? random.nextInt(0, 70) : 0;
                    case 8, 9, 10, 11, 12, 13 -> floating();
                    default -> random.nextLong();
                });
            }
        }
    }

    private void fillMasks(CpuState state) {
        for (int k = 0; k < 8; k++) {
            state.setMask(k, switch (random.nextInt(6)) {
                case 0 -> 0;
                case 1 -> -1;
                case 2 -> (1L << random.nextInt(64)) - 1;
                case 3 -> random.nextLong() & random.nextLong() & random.nextLong();
                case 4 -> random.nextLong(1 << 8);
                default -> random.nextLong();
            });
        }
    }

    private void fillWindow(CpuState state) {
        int kind = random.nextInt(floatWidth == 0 ? 5 : 10);
        for (int k = 0; k < CpuState.WINDOW_SIZE; k += 8) {
            state.setWindowLong(CpuState.WINDOW + k, switch (kind) {
                case 0 -> value();
                case 1 -> edgeBytes();
                case 2 -> k > 8 && random.nextInt(4) != 0 ? state.windowLong(CpuState.WINDOW + k - 8) : state.general(random.nextInt(16));
                case 3 -> state.vectorLong(random.nextInt(2), k / 8 % 8);
                case 5, 6, 7, 8 -> floating();
                default -> random.nextLong();
            });
        }
    }

    /** Floating-point numbers of the width that the instruction works on, or mostly so: one of 64 bits or two of 32. */
    private long floating() {
        if (floatWidth == Double.SIZE) {
            return floating(11, 52);
        }
        return floating(8, 23) << 32 | floating(8, 23);
    }

    /** Edges of exponents and fractions more often than others: zeros, denormals, halves, infinities, what is no number. */
    private long floating(int exponentWidth, int fractionWidth) {
        long most = (1L << exponentWidth) - 1;
        long bias = most >> 1;
        long exponent = switch (random.nextInt(9)) {
            case 0 -> 0;
            case 1 -> most;
            case 2 -> bias + random.nextInt(-2, 70);
            case 3 -> bias + fractionWidth + random.nextInt(-3, 4);
            case 4 -> most - 1 - random.nextInt(3);
            case 5 -> 1 + random.nextInt(60);
            case 6 -> bias - random.nextInt(fractionWidth + 4);
            default -> random.nextLong();
        };
        long fraction = switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 1L << random.nextInt(fractionWidth);
            case 2 -> (1L << random.nextInt(fractionWidth)) - 1;
            case 3 -> -(1L << random.nextInt(fractionWidth));
            default -> random.nextLong();
        };
        long sign = random.nextInt(3) == 0 ? 1 : 0;
        return (sign << exponentWidth | exponent & most) << fractionWidth | fraction & (1L << fractionWidth) - 1;
    }

    /** A number: an edge of some width, a small one, one with few bits, or any. */
    private long value() {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> (1L << random.nextInt(64)) - random.nextInt(0, 2);
            case 2 -> -(1L << random.nextInt(64)) - random.nextInt(0, 2);
            case 3 -> random.nextInt(0, 70);
            case 4 -> edgeBytes();
            case 5 -> 1L << random.nextInt(64) | 1L << random.nextInt(64);
            default -> random.nextLong();
        };
    }

    private long edgeBytes() {
        long result = 0;
        for (int k = 0; k < 8; k++) {
            long octet = switch (random.nextInt(6)) {
                case 0 -> 0x7f;
                case 1 -> 0x80;
                case 2 -> 0xff;
                case 3 -> 1;
                case 4 -> 0;
                default -> random.nextInt(256);
            };
            result = result << 8 | octet;
        }
        return result;
    }

    // ---- what some instructions need to be worth executing

    private void suit(CpuState state) {
        switch (instruction.mnemonic()) {
            case "div", "idiv" -> suitDivision(state);
            case "cmpxchg", "cmpxchg8b", "cmpxchg16b" -> suitExchange(state);
            case "ldmxcsr", "vldmxcsr" -> addresses.values().forEach(address -> state.setWindowLong(
                    address, state.windowLong(address) & ~0xffffffffL | 0x1f80 | random.nextInt(0x40)));
            case "cpuid" -> {
                int[] leaves = {0, 1, 2, 4, 7, 0xb, 0xd, 0x15, 0x80000000, 0x80000001, 0x80000008};
                state.setGeneral(RAX, leaves[random.nextInt(leaves.length)]);
                state.setGeneral(RCX, random.nextInt(3));
            }
            case "xgetbv" -> state.setGeneral(RCX, 0);
            case "xlat" -> state.setGeneral(RAX, state.general(RAX) & ~0xc0L);
            case "bt", "bts", "btr", "btc" -> suitBitString(state);
            case "popfq" -> state.setWindowLong(state.general(RSP), random.nextLong() & 0xcd5 | ALWAYS_SET);
            case "ret", "jmp", "call" -> suitIndirectJump(state);
            case "loop", "loope", "loopne", "jrcxz", "jecxz" -> state.setGeneral(RCX,
                    random.nextLong() << 32 * random.nextInt(2) & ~0xffL | random.nextInt(4));
            default -> {
            }
        }
        if (!instruction.prefixes().isEmpty() && readsDirection) {
            state.setGeneral(RCX, random.nextInt(7));
        }
    }

    /** Three in four dividends are such that most quotients fit. */
    private void suitDivision(CpuState state) {
        boolean bytes = instruction.operand(0).width() == 8;
        long low = state.general(RAX);
        switch (random.nextInt(4)) {
            case 0 -> {
                state.setGeneral(RDX, 0);
                state.setGeneral(RAX, bytes ? low & 0xff : low);
            }
            case 1 -> {
                int width = instruction.operand(0).width();
                state.setGeneral(RDX, low << 64 - width >> 63);
                state.setGeneral(RAX, bytes ? (byte) low : low);
            }
            case 2 -> {
                state.setGeneral(RDX, random.nextInt(-2, 3));
                state.setGeneral(RAX, bytes ? low & 0x3ff : low);
            }
            default -> {
            }
        }
        addresses.forEach(state::setGeneral);
    }

    /** In half of the states what is compared is equal. */
    private void suitExchange(CpuState state) {
        if (random.nextBoolean()) {
            return;
        }
        switch (instruction.operand(0)) {
            case RegisterOperand operand -> state.setGeneral(RAX,
                    state.general(operand.register().number()) >>> operand.register().low());
            case MemoryOperand memory -> {
                long address = addresses.get(memory.base());
                boolean wide = memory.width() == 128;
                state.setGeneral(RAX, state.windowLong(address));
                state.setGeneral(RDX, wide ? state.windowLong(address + 8) : state.windowLong(address) >>> 32);
            }
            default -> throw new IllegalArgumentException(instruction.toString());
        }
        addresses.forEach(state::setGeneral);
    }

    /** The index of a bit string in memory must stay near. */
    private void suitBitString(CpuState state) {
        if (instruction.operand(0) instanceof MemoryOperand memory && instruction.operand(1) instanceof RegisterOperand index) {
            long near = random.nextInt(-300, 300);
            long mask = memory.width() == 64 ? -1 : (1L << memory.width()) - 1;
            int number = index.register().number();
            state.setGeneral(number, state.general(number) & ~mask | near & mask);
        }
    }

    private void suitIndirectJump(CpuState state) {
        if (instruction.isReturn()) {
            state.setWindowLong(state.general(RSP), CpuState.TAKEN);
            return;
        }
        switch (instruction.operand(0)) {
            case RegisterOperand operand -> state.setGeneral(operand.register().number(), CpuState.TAKEN);
            case MemoryOperand memory -> state.setWindowLong(address(state, memory), CpuState.TAKEN);
            default -> {
            }
        }
    }

    private static long address(CpuState state, MemoryOperand memory) {
        long base = memory.hasBase() ? state.general(memory.base()) : 0;
        long index = memory.hasIndex() ? state.general(memory.index()) * memory.scale() : 0;
        return base + index + memory.displacement();
    }
}
