package org.perfcontracts.x86;

import static org.perfcontracts.x86.Operands.read;
import static org.perfcontracts.x86.Operands.write;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.Operand.MemoryOperand;

/** Instructions that move, extend and exchange values, the stack's among them. */
final class MoveSemantics {
    static final int RAX = 0;
    static final int RCX = 1;
    static final int RDX = 2;
    static final int RBX = 3;
    static final int RSP = 4;
    static final int RBP = 5;
    static final int RSI = 6;
    static final int RDI = 7;

    private MoveSemantics() {
    }

    static Map<String, Handler> handlers() {
        Map<String, Handler> handlers = new HashMap<>();
        handlers.put("mov", MoveSemantics::move);
        handlers.put("movnti", MoveSemantics::move);
        handlers.put("movdiri", MoveSemantics::move);
        handlers.put("movdir64b", MoveSemantics::moveLine);
        handlers.put("movzx", (i, m) -> write(i, 0, m, m.terms().zext(read(i, 1, m), i.operand(0).width())));
        handlers.put("movsx", MoveSemantics::signExtend);
        handlers.put("movsxd", MoveSemantics::signExtend);
        handlers.put("cbw", MoveSemantics::signExtend);
        handlers.put("cwde", MoveSemantics::signExtend);
        handlers.put("cdqe", MoveSemantics::signExtend);
        handlers.put("cwd", MoveSemantics::spreadSign);
        handlers.put("cdq", MoveSemantics::spreadSign);
        handlers.put("cqo", MoveSemantics::spreadSign);
        handlers.put("lea", MoveSemantics::loadAddress);
        handlers.put("xchg", MoveSemantics::exchange);
        handlers.put("bswap", MoveSemantics::swapRegister);
        handlers.put("movbe", (i, m) -> write(i, 0, m, swapBytes(m.terms(), read(i, 1, m))));
        handlers.put("xlat", MoveSemantics::translate);
        handlers.put("push", (i, m) -> push(m, read(i, 0, i.operandWidth(), m)));
        handlers.put("pop", MoveSemantics::pop);
        handlers.put("leave", MoveSemantics::leave);
        handlers.put("enter", MoveSemantics::enter);
        Conditions.bySuffix().forEach((suffix, condition) -> {
            handlers.put("set" + suffix, (i, m) -> write(i, 0, m, m.terms().zext(condition.apply(m), 8)));
            handlers.put("cmov" + suffix, (i, m) -> moveIf(i, m, condition));
        });
        return handlers;
    }

    private static void move(Instruction i, Machine m) {
        write(i, 0, m, read(i, 1, i.operand(0).width(), m));
    }

    /** 64 bytes to the address in a register, which is relative to no segment's base that a program sets. */
    private static void moveLine(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term line = read(i, 1, m);
        Term to = terms.zext(read(i, 0, m), 64);
        if (m.decide(terms.ne(terms.extract(to, 5, 0), terms.constant(6, 0)))) {
            throw new StopException(StopException.Kind.FAULT, "an address that is no multiple of 64");
        }
        m.store(to, line);
    }

    private static void moveIf(Instruction i, Machine m, Function<Machine, Term> condition) {
        Term source = read(i, 1, m);
        write(i, 0, m, m.terms().ite(condition.apply(m), source, read(i, 0, m)));
    }

    private static void signExtend(Instruction i, Machine m) {
        write(i, 0, m, m.terms().sext(read(i, 1, m), i.operand(0).width()));
    }

    private static void spreadSign(Instruction i, Machine m) {
        write(i, 0, m, m.terms().sext(Flags.sign(m.terms(), read(i, 1, m)), i.operand(0).width()));
    }

    private static void loadAddress(Instruction i, Machine m) {
        Term offset = Operands.offset((MemoryOperand) i.operand(1), i, m);
        write(i, 0, m, m.terms().resize(offset, i.operand(0).width()));
    }

    private static void exchange(Instruction i, Machine m) {
        Term first = read(i, 0, m);
        Term second = read(i, 1, m);
        write(i, 0, m, second);
        write(i, 1, m, first);
    }

    private static void swapRegister(Instruction i, Machine m) {
        int width = i.operand(0).width();
        Term result = width == 16 ? m.undefined("bswap of 16 bits", 16) : swapBytes(m.terms(), read(i, 0, m));
        write(i, 0, m, result);
    }

    private static Term swapBytes(Terms terms, Term value) {
        Term[] bytes = new Term[value.width() / 8];
        for (int k = 0; k < bytes.length; k++) {
            bytes[k] = terms.extract(value, 8 * k + 7, 8 * k);
        }
        return terms.concat(bytes);
    }

    private static void translate(Instruction i, Machine m) {
        MemoryOperand table = (MemoryOperand) i.operand(0);
        Term index = m.terms().zext(Operands.general(RAX, 8, m), 64);
        Term offset = m.terms().add(Operands.offset(table, i, m), index);
        if (i.addressWidth() == 32) {
            offset = m.terms().zext(m.terms().extract(offset, 31, 0), 64);
        }
        Term address = table.segment() == null ? offset : m.terms().add(m.segmentBase(table.segment()), offset);
        Operands.setGeneral(RAX, m, m.load(address, 1));
    }

    /** Stores a value below the stack pointer and moves it there. */
    static void push(Machine m, Term value) {
        Term top = m.terms().add(m.general(RSP), -value.width() / 8);
        m.store(top, value);
        m.setGeneral(RSP, top);
    }

    /** Loads a value of the given width from the top of the stack and moves the stack pointer above it. */
    static Term pop(Machine m, int width) {
        Term top = m.general(RSP);
        Term value = m.load(top, width / 8);
        m.setGeneral(RSP, m.terms().add(top, width / 8));
        return value;
    }

    private static void pop(Instruction i, Machine m) {
        write(i, 0, m, pop(m, i.operandWidth()));
    }

    private static void leave(Instruction i, Machine m) {
        m.setGeneral(RSP, m.general(RBP));
        Operands.setGeneral(RBP, m, pop(m, i.operandWidth()));
    }

    private static void enter(Instruction i, Machine m) {
        if (Operands.immediate(i, 1) != 0 || i.operandWidth() != 64) {
            throw Operands.unsupported(i);
        }
        push(m, m.general(RBP));
        m.setGeneral(RBP, m.general(RSP));
        m.setGeneral(RSP, m.terms().add(m.general(RSP), -(Operands.immediate(i, 0) & 0xffff)));
    }
}
