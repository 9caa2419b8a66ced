package org.perfcontracts.x86;

import static org.perfcontracts.x86.MoveSemantics.RAX;
import static org.perfcontracts.x86.MoveSemantics.RBX;
import static org.perfcontracts.x86.MoveSemantics.RCX;
import static org.perfcontracts.x86.MoveSemantics.RDX;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Instructions on flags as such, on time, and those that only order, prefetch or do nothing. */
final class SystemSemantics {
    private static final String[] WITHOUT_EFFECT = {
        "nop", "endbr64", "endbr32", "pause", "lfence", "mfence", "sfence",
        "serialize", "clflush", "clflushopt", "clwb", "cldemote",
        "prefetch", "prefetchw", "prefetchwt1", "prefetchnta", "prefetcht0", "prefetcht1", "prefetcht2",
        // The x87 and MMX registers have no semantics here, and so no content that this could end.
        "emms",
        // Without a shadow stack, which no process has that is started as ours are, these are no-operations.
        "rdsspd", "rdsspq",
    };
    /** What LAHF and SAHF move; bit 1 is always one. */
    private static final Flag[] STATUS = {Flag.CARRY, Flag.PARITY, Flag.ADJUST, Flag.ZERO, Flag.SIGN};
    private static final int ALWAYS_SET = 1 << 1;
    private static final int INTERRUPTS_ENABLED = 1 << 9;
    private static final int TRAP = 8;
    private static final int ALIGNMENT_CHECK = 18;
    /** The leaves of CPUID of which ECX asks for a part. */
    private static final Set<Integer> PARTED_LEAVES = Set.of(4, 7, 0xb, 0xd, 0xf, 0x10, 0x12, 0x14, 0x17, 0x18, 0x1a, 0x1b, 0x1d, 0x1e, 0x1f,
            0x20, 0x23, 0x24, 0x8000001d, 0x80000020, 0x80000026);
    /** How many low bits of MXCSR are flags. */
    private static final int FLOAT_FLAGS = 6;

    private SystemSemantics() {
    }

    static Map<String, Handler> handlers() {
        Map<String, Handler> handlers = new HashMap<>();
        for (String mnemonic : WITHOUT_EFFECT) {
            handlers.put(mnemonic, (i, m) -> { });
        }
        handlers.put("cld", (i, m) -> m.setFlag(Flag.DIRECTION, m.terms().no()));
        handlers.put("std", (i, m) -> m.setFlag(Flag.DIRECTION, m.terms().yes()));
        handlers.put("clc", (i, m) -> m.setFlag(Flag.CARRY, m.terms().no()));
        handlers.put("stc", (i, m) -> m.setFlag(Flag.CARRY, m.terms().yes()));
        handlers.put("cmc", (i, m) -> m.setFlag(Flag.CARRY, m.terms().not(m.flag(Flag.CARRY))));
        handlers.put("xtest", (i, m) -> testTransaction(m));
        handlers.put("lahf", SystemSemantics::loadStatus);
        handlers.put("sahf", SystemSemantics::storeStatus);
        handlers.put("pushfq", (i, m) -> MoveSemantics.push(m, flags(m)));
        handlers.put("popfq", SystemSemantics::popFlags);
        handlers.put("rdtsc", (i, m) -> readTimestamp(m));
        handlers.put("rdtscp", SystemSemantics::readTimestampAndProcessor);
        for (String prefix : new String[] {"", "v"}) {
            handlers.put(prefix + "stmxcsr", SystemSemantics::storeFloatControl);
            handlers.put(prefix + "ldmxcsr", SystemSemantics::loadFloatControl);
        }
        handlers.put("rdpid", (i, m) -> Operands.write(i, 0, m, m.terms().zext(m.undefined("processor", 32), 64)));
        handlers.put("rdrand", SystemSemantics::readRandom);
        handlers.put("rdseed", SystemSemantics::readRandom);
        handlers.put("cpuid", (i, m) -> identifyCpu(m));
        handlers.put("xgetbv", SystemSemantics::readExtendedControl);
        handlers.put("rdfsbase", (i, m) -> readBase(i, m, Segment.FS));
        handlers.put("rdgsbase", (i, m) -> readBase(i, m, Segment.GS));
        return handlers;
    }

    /** No transaction is under way, for XBEGIN has no semantics here. The AVX functions of glibc end with this question. */
    private static void testTransaction(Machine m) {
        for (Flag flag : new Flag[] {Flag.CARRY, Flag.PARITY, Flag.ADJUST, Flag.SIGN, Flag.OVERFLOW}) {
            m.setFlag(flag, m.terms().no());
        }
        m.setFlag(Flag.ZERO, m.terms().yes());
    }

    private static void loadStatus(Instruction i, Machine m) {
        Term status = m.terms().extract(flags(m), 7, 0);
        m.setGeneral(RAX, Operands.replace(m.terms(), m.general(RAX), 8, status));
    }

    private static void storeStatus(Instruction i, Machine m) {
        Term status = m.terms().extract(m.general(RAX), 15, 8);
        for (Flag flag : STATUS) {
            m.setFlag(flag, m.terms().extract(status, flag.bit(), flag.bit()));
        }
    }

    /** RFLAGS as a program sees it: the flags, the bit that is always set, and interrupts enabled. */
    private static Term flags(Machine m) {
        Terms terms = m.terms();
        Term[] bits = new Term[64];
        for (int bit = 0; bit < bits.length; bit++) {
            bits[63 - bit] = terms.condition(((ALWAYS_SET | INTERRUPTS_ENABLED) >>> Math.min(bit, 31) & 1) == 1);
        }
        for (Flag flag : Flag.values()) {
            bits[63 - flag.bit()] = m.flag(flag);
        }
        return terms.concat(bits);
    }

    private static void popFlags(Instruction i, Machine m) {
        Term value = MoveSemantics.pop(m, 64);
        Terms terms = m.terms();
        Term traps = terms.or(terms.extract(value, TRAP, TRAP), terms.extract(value, ALIGNMENT_CHECK, ALIGNMENT_CHECK));
        if (m.decide(traps)) {
            throw Operands.unsupported(i);
        }
        for (Flag flag : Flag.values()) {
            m.setFlag(flag, terms.extract(value, flag.bit(), flag.bit()));
        }
    }

    private static void readTimestamp(Machine m) {
        Term time = m.timestamp();
        Operands.setGeneral(RAX, m, m.terms().extract(time, 31, 0));
        Operands.setGeneral(RDX, m, m.terms().extract(time, 63, 32));
    }

    private static void readTimestampAndProcessor(Instruction i, Machine m) {
        readTimestamp(m);
        Operands.setGeneral(RCX, m, m.undefined("processor", 32));
    }

    /** Any number, or none, as CF tells. */
    private static void readRandom(Instruction i, Machine m) {
        int width = i.operand(0).width();
        Term number = m.terms().extract(m.random(), width - 1, 0);
        Term isThere = m.hasRandom();
        Flags.clear(m, Flag.OVERFLOW, Flag.SIGN, Flag.ZERO, Flag.ADJUST, Flag.PARITY);
        m.setFlag(Flag.CARRY, isThere);
        Operands.write(i, 0, m, m.terms().ite(isThere, number, m.terms().constant(width, 0)));
    }

    /** The bits that tell which of its cores the program runs on are left undefined. */
    private static void identifyCpu(Machine m) {
        int leaf = (int) m.choose(Operands.general(RAX, 32, m));
        int part = PARTED_LEAVES.contains(leaf) ? (int) m.choose(Operands.general(RCX, 32, m)) : 0;
        int[] answer = m.cpuid(leaf, part);
        int[] registers = {RAX, RBX, RCX, RDX};
        for (int k = 0; k < registers.length; k++) {
            Term value = m.terms().constant(32, answer[k]);
            Operands.setGeneral(registers[k], m, switch (leaf) {
                case 1 -> k == 1 ? m.terms().concat(m.undefined("core", 8), m.terms().extract(value, 23, 0)) : value;
                case 0xb, 0x1f -> k == 3 ? m.undefined("core", 32) : value;
                case 0x8000001e -> m.undefined("core", 32);
                default -> value;
            });
        }
    }

    /** XCR0, which says what state the kernel saves. */
    private static void readExtendedControl(Instruction i, Machine m) {
        if (m.choose(Operands.general(RCX, 32, m)) != 0) {
            throw Operands.unsupported(i);
        }
        long saved = m.extendedControl();
        Operands.setGeneral(RAX, m, m.terms().constant(32, saved));
        Operands.setGeneral(RDX, m, m.terms().constant(32, saved >>> 32));
    }

    /** The flags of what happened in earlier arithmetic are not kept. */
    private static void storeFloatControl(Instruction i, Machine m) {
        Term control = m.terms().constant(32 - FLOAT_FLAGS, m.floatControl() >> FLOAT_FLAGS);
        Operands.write(i, 0, m, m.terms().concat(control, m.undefined("mxcsr", FLOAT_FLAGS)));
    }

    private static void loadFloatControl(Instruction i, Machine m) {
        Term control = m.terms().extract(Operands.read(i, 0, m), 31, FLOAT_FLAGS);
        if (m.decide(m.terms().ne(control, m.terms().constant(control.width(), m.floatControl() >> FLOAT_FLAGS)))) {
            throw Operands.unsupported(i);
        }
    }

    private static void readBase(Instruction i, Machine m, Segment segment) {
        Operands.write(i, 0, m, m.terms().resize(m.segmentBase(segment), i.operand(0).width()));
    }
}
