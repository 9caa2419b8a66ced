package org.perfcontracts.x86;

import static org.perfcontracts.x86.MoveSemantics.RCX;
import static org.perfcontracts.x86.MoveSemantics.RSP;
import static org.perfcontracts.x86.Operands.read;

import java.util.HashMap;
import java.util.Map;
import org.perfcontracts.expr.Term;
import org.perfcontracts.x86.Operand.ImmediateOperand;
import org.perfcontracts.x86.StopException.Kind;

/** Jumps, calls, returns, and the instructions that leave the program. */
final class ControlSemantics {
    private static final String[] FAULTS = {"ud0", "ud1", "ud2", "hlt", "int1", "int3"};
    private static final String[] SYSTEM_CALLS = {"syscall", "sysenter", "int"};

    private ControlSemantics() {
    }

    static Map<String, Effect> effects() {
        Map<String, Effect> effects = new HashMap<>();
        effects.put("jmp", (i, m) -> target(i, m));
        effects.put("call", ControlSemantics::call);
        effects.put("ret", ControlSemantics::ret);
        effects.put("jrcxz", (i, m) -> jumpIf(i, m, isZero(m, m.general(RCX))));
        effects.put("jecxz", (i, m) -> jumpIf(i, m, isZero(m, Operands.general(RCX, 32, m))));
        effects.put("loop", (i, m) -> jumpIf(i, m, countsOn(i, m)));
        effects.put("loope", (i, m) -> jumpIf(i, m, m.terms().and(countsOn(i, m), m.flag(Flag.ZERO))));
        effects.put("loopne", (i, m) -> jumpIf(i, m, m.terms().and(countsOn(i, m), m.terms().not(m.flag(Flag.ZERO)))));
        Conditions.bySuffix().forEach((suffix, condition) ->
                effects.put("j" + suffix, (i, m) -> jumpIf(i, m, condition.apply(m))));
        for (String fault : FAULTS) {
            effects.put(fault, (i, m) -> {
                throw new StopException(Kind.FAULT, "the instruction " + i.text());
            });
        }
        for (String call : SYSTEM_CALLS) {
            effects.put(call, (i, m) -> {
                throw new StopException(Kind.SYSTEM_CALL, "instruction " + i + " enters the kernel");
            });
        }
        return effects;
    }

    private static long jumpIf(Instruction i, Machine m, Term condition) {
        return m.decide(condition) ? target(i, m) : i.next();
    }

    private static long target(Instruction i, Machine m) {
        if (i.operand(0) instanceof ImmediateOperand immediate) {
            return immediate.value();
        }
        requireNear(i);
        return m.choose(read(i, 0, m));
    }

    /** A far transfer would change the code segment. */
    private static void requireNear(Instruction i) {
        if (i.operand(0).width() != 64) {
            throw Operands.unsupported(i);
        }
    }

    private static long call(Instruction i, Machine m) {
        long target = target(i, m);
        MoveSemantics.push(m, m.terms().constant(64, i.next()));
        return target;
    }

    private static long ret(Instruction i, Machine m) {
        if (i.operandWidth() != 64) {
            throw Operands.unsupported(i);
        }
        Term target = MoveSemantics.pop(m, 64);
        if (i.operand(0) instanceof ImmediateOperand released) {
            m.setGeneral(RSP, m.terms().add(m.general(RSP), released.value() & 0xffff));
        }
        return m.choose(target);
    }

    /** Counts RCX or ECX down; whether it is not zero then. */
    private static Term countsOn(Instruction i, Machine m) {
        Term count = m.terms().add(Operands.general(RCX, i.addressWidth(), m), -1);
        Operands.setGeneral(RCX, m, count);
        return m.terms().not(isZero(m, count));
    }

    private static Term isZero(Machine m, Term value) {
        return m.terms().eq(value, m.terms().constant(value.width(), 0));
    }
}
