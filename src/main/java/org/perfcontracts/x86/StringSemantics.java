package org.perfcontracts.x86;

import static org.perfcontracts.x86.MoveSemantics.RAX;
import static org.perfcontracts.x86.MoveSemantics.RCX;
import static org.perfcontracts.x86.MoveSemantics.RDI;
import static org.perfcontracts.x86.MoveSemantics.RSI;

import java.util.HashMap;
import java.util.Map;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.Instruction.Prefix;

/** The string instructions. One with a repetition prefix is executed whole: all its iterations are one instruction. */
final class StringSemantics {
    private StringSemantics() {
    }

    /** One iteration on elements of the given size. */
    @FunctionalInterface
    private interface Iteration {
        void execute(Instruction i, Machine m, int bytes, long step);
    }

    static Map<String, Handler> handlers() {
        Map<String, Handler> handlers = new HashMap<>();
        String suffixes = "bwdq";
        for (int k = 0; k < suffixes.length(); k++) {
            int bytes = 1 << k;
            char suffix = suffixes.charAt(k);
            handlers.put("movs" + suffix, (i, m) -> repeatAlways(i, m, bytes, StringSemantics::move));
            handlers.put("stos" + suffix, (i, m) -> repeatAlways(i, m, bytes, StringSemantics::store));
            handlers.put("lods" + suffix, (i, m) -> repeatAlways(i, m, bytes, StringSemantics::load));
            handlers.put("scas" + suffix, (i, m) -> repeat(i, m, bytes, StringSemantics::scan));
            handlers.put("cmps" + suffix, (i, m) -> repeat(i, m, bytes, StringSemantics::compare));
        }
        return handlers;
    }

    /** For instructions that compare nothing, with which REPNE has no defined meaning. */
    private static void repeatAlways(Instruction i, Machine m, int bytes, Iteration iteration) {
        if (i.has(Prefix.REPNE)) {
            throw Operands.unsupported(i);
        }
        repeat(i, m, bytes, iteration);
    }

    private static void repeat(Instruction i, Machine m, int bytes, Iteration iteration) {
        if (i.addressWidth() != 64) {
            throw Operands.unsupported(i);
        }
        long step = m.decide(m.flag(Flag.DIRECTION)) ? -bytes : bytes;
        if (i.prefixes().isEmpty()) {
            iteration.execute(i, m, bytes, step);
            return;
        }
        Terms terms = m.terms();
        Term zero = terms.constant(64, 0);
        while (m.decide(terms.ne(m.general(RCX), zero))) {
            iteration.execute(i, m, bytes, step);
            m.setGeneral(RCX, terms.add(m.general(RCX), -1));
            if (endsEarly(i, m)) {
                return;
            }
        }
    }

    private static boolean endsEarly(Instruction i, Machine m) {
        if (i.has(Prefix.REPE)) {
            return !m.decide(m.flag(Flag.ZERO));
        }
        return i.has(Prefix.REPNE) && m.decide(m.flag(Flag.ZERO));
    }

    private static void move(Instruction i, Machine m, int bytes, long step) {
        m.store(m.general(RDI), m.load(source(i, m), bytes));
        advance(m, RSI, step);
        advance(m, RDI, step);
    }

    private static void store(Instruction i, Machine m, int bytes, long step) {
        m.store(m.general(RDI), Operands.general(RAX, 8 * bytes, m));
        advance(m, RDI, step);
    }

    private static void load(Instruction i, Machine m, int bytes, long step) {
        Operands.setGeneral(RAX, m, m.load(source(i, m), bytes));
        advance(m, RSI, step);
    }

    private static void scan(Instruction i, Machine m, int bytes, long step) {
        ArithmeticSemantics.compare(m, Operands.general(RAX, 8 * bytes, m), m.load(m.general(RDI), bytes));
        advance(m, RDI, step);
    }

    private static void compare(Instruction i, Machine m, int bytes, long step) {
        ArithmeticSemantics.compare(m, m.load(source(i, m), bytes), m.load(m.general(RDI), bytes));
        advance(m, RSI, step);
        advance(m, RDI, step);
    }

    /** The source may lie in another segment; the destination of {@code movs} and its kin may not. */
    private static Term source(Instruction i, Machine m) {
        for (Operand operand : i.operands()) {
            if (operand instanceof Operand.MemoryOperand memory && memory.base() == RSI) {
                return Operands.address(memory, i, m);
            }
        }
        return m.general(RSI);
    }

    private static void advance(Machine m, int register, long step) {
        m.setGeneral(register, m.terms().add(m.general(register), step));
    }
}
