package org.perfcontracts.x86;

import static org.perfcontracts.x86.MoveSemantics.RAX;
import static org.perfcontracts.x86.MoveSemantics.RCX;
import static org.perfcontracts.x86.MoveSemantics.RDX;

import java.util.HashMap;
import java.util.Map;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Instructions on flags as such, on time, and those that only order, prefetch or do nothing. */
final class SystemSemantics {
    private static final String[] WITHOUT_EFFECT = {
        "nop", "endbr64", "endbr32", "pause", "lfence", "mfence", "sfence",
        "prefetch", "prefetchw", "prefetchwt1", "prefetchnta", "prefetcht0", "prefetcht1", "prefetcht2",
        // Without a shadow stack, which no process has that is started as ours are, these are no-operations.
        "rdsspd", "rdsspq",
    };
    /** What LAHF and SAHF move; bit 1 is always one. */
    private static final Flag[] STATUS = {Flag.CARRY, Flag.PARITY, Flag.ADJUST, Flag.ZERO, Flag.SIGN};
    private static final int ALWAYS_SET = 1 << 1;
    private static final int INTERRUPTS_ENABLED = 1 << 9;
    private static final int TRAP = 8;
    private static final int ALIGNMENT_CHECK = 18;
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
