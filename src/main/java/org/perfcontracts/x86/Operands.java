package org.perfcontracts.x86;

import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.Operand.ImmediateOperand;
import org.perfcontracts.x86.Operand.MemoryOperand;
import org.perfcontracts.x86.Operand.RegisterOperand;

/** Reading and writing what an instruction works on, with the architecture's rules for parts of registers. */
final class Operands {
    /** Width of the widest vector register in bits. */
    static final int VECTOR = 512;

    private Operands() {
    }

    /**
     * The value of an operand: for a register all the bits that its name stands for (so 128 for XMM1, whatever the
     * instruction uses of it), for memory one load of the operand's width, for an immediate a constant of its width.
     */
    static Term read(Instruction instruction, int index, Machine machine) {
        return switch (instruction.operand(index)) {
            case RegisterOperand operand -> register(operand.register(), instruction, machine);
            case MemoryOperand operand -> machine.load(address(operand, instruction, machine), operand.width() / 8);
            case ImmediateOperand operand -> machine.terms().constant(operand.width(), operand.value());
            case Operand.ScatteredOperand _, Operand.UnsupportedOperand _ -> throw unsupported(instruction);
        };
    }

    /** As {@link #read}, with an immediate of any encoded width made to have the given one. */
    static Term read(Instruction instruction, int index, int width, Machine machine) {
        if (instruction.operand(index) instanceof ImmediateOperand immediate) {
            return machine.terms().constant(width, immediate.value());
        }
        return read(instruction, index, machine);
    }

    /** The immediate of the given index, sign-extended where the instruction does so. */
    static long immediate(Instruction instruction, int index) {
        if (instruction.operand(index) instanceof ImmediateOperand immediate) {
            return immediate.value();
        }
        throw new IllegalArgumentException("operand " + index + " of " + instruction + " is not an immediate");
    }

    /**
     * Gives an operand a value of its width: a 32-bit general register clears its upper half, a smaller part leaves the
     * rest; a vector register written by a VEX or EVEX instruction is zero above the value, by another keeps its upper part;
     * memory gets one store.
     */
    static void write(Instruction instruction, int index, Machine machine, Term value) {
        switch (instruction.operand(index)) {
            case RegisterOperand operand -> setRegister(operand.register(), instruction, machine, value);
            case MemoryOperand operand -> machine.store(address(operand, instruction, machine), value);
            case ImmediateOperand _, Operand.ScatteredOperand _, Operand.UnsupportedOperand _ -> throw unsupported(instruction);
        }
    }

    private static Term register(Register register, Instruction instruction, Machine machine) {
        Terms terms = machine.terms();
        return switch (register.bank()) {
            case GENERAL -> {
                Term full = machine.general(register.number());
                yield register.width() == 64 ? full
                        : terms.extract(full, register.low() + register.width() - 1, register.low());
            }
            case VECTOR -> {
                Term full = machine.vector(register.number());
                yield register.width() == VECTOR ? full : terms.extract(full, register.width() - 1, 0);
            }
            case INSTRUCTION_POINTER -> terms.constant(64, instruction.next());
            case MASK -> machine.mask(register.number());
            case FLAGS, OTHER -> throw unsupported(instruction);
        };
    }

    private static void setRegister(Register register, Instruction instruction, Machine machine, Term value) {
        if (value.width() != register.width()) {
            throw new IllegalArgumentException("a value of " + value.width() + " bits for a register of "
                    + register.width() + " in " + instruction);
        }
        switch (register.bank()) {
            case GENERAL -> setGeneral(register.number(), register.low(), machine, value);
            case VECTOR -> setVector(register, instruction, machine, value);
            case MASK -> machine.setMask(register.number(), value);
            case INSTRUCTION_POINTER, FLAGS, OTHER -> throw unsupported(instruction);
        }
    }

    /** The low bits of a general register. */
    static Term general(int number, int width, Machine machine) {
        return machine.terms().resize(machine.general(number), width);
    }

    /** Sets the low part of a general register of the value's width, by the rules of {@link #write}. */
    static void setGeneral(int number, Machine machine, Term value) {
        setGeneral(number, 0, machine, value);
    }

    private static void setGeneral(int number, int low, Machine machine, Term value) {
        Terms terms = machine.terms();
        switch (value.width()) {
            case 64 -> machine.setGeneral(number, value);
            case 32 -> machine.setGeneral(number, terms.zext(value, 64));
            default -> machine.setGeneral(number, replace(terms, machine.general(number), low, value));
        }
    }

    /** A term with the bits from low on replaced by the value. */
    static Term replace(Terms terms, Term whole, int low, Term value) {
        int end = low + value.width();
        Term result = value;
        if (end < whole.width()) {
            result = terms.concat(terms.extract(whole, whole.width() - 1, end), result);
        }
        return low == 0 ? result : terms.concat(result, terms.extract(whole, low - 1, 0));
    }

    private static void setVector(Register register, Instruction instruction, Machine machine, Term value) {
        Terms terms = machine.terms();
        int number = register.number();
        if (instruction.encoding() != Instruction.Encoding.LEGACY) {
            machine.setVector(number, terms.zext(value, VECTOR));
        } else if (value.width() == 128) {
            machine.setVector(number, terms.concat(machine.upperVector(number), value));
        } else {
            machine.setVector(number, replace(terms, machine.vector(number), 0, value));
        }
    }

    /** The address that a memory operand stands for; 64 bits. */
    static Term address(MemoryOperand operand, Instruction instruction, Machine machine) {
        Term offset = offset(operand, instruction, machine);
        return operand.segment() == null ? offset : machine.terms().add(machine.segmentBase(operand.segment()), offset);
    }

    /** The address without the segment's base, which is what {@code lea} computes; 64 bits. */
    static Term offset(MemoryOperand operand, Instruction instruction, Machine machine) {
        Terms terms = machine.terms();
        Term sum = terms.constant(64, operand.displacement());
        if (operand.hasIndex()) {
            Term index = machine.general(operand.index());
            sum = terms.add(operand.scale() == 1 ? index : terms.mul(index, terms.constant(64, operand.scale())), sum);
        }
        if (operand.hasBase()) {
            sum = terms.add(machine.general(operand.base()), sum);
        }
        return instruction.addressWidth() == 64 ? sum : terms.zext(terms.extract(sum, 31, 0), 64);
    }

    /** The reason to stop at an instruction that has no semantics here. */
    static StopException unsupported(Instruction instruction) {
        return new StopException(StopException.Kind.UNSUPPORTED, "instruction " + instruction + " is not supported");
    }
}
