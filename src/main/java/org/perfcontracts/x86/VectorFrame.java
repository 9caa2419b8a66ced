package org.perfcontracts.x86;

import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.Operand.ImmediateOperand;
import org.perfcontracts.x86.Operand.MemoryOperand;
import org.perfcontracts.x86.Operand.RegisterOperand;

/**
 * One vector instruction in execution: its sources, where its result goes, and the number in it. A source in memory is
 * loaded each time it is asked for, so an effect asks once.
 */
record VectorFrame(Instruction instruction, Machine machine, VectorForm form) {
    private static final int BLOCK = 128;

    /** Where the state's terms are made. */
    Terms terms() {
        return machine.terms();
    }

    /** The cutter of vectors. */
    Lanes lanes() {
        return new Lanes(machine.terms());
    }

    /** The first of two sources. */
    Term first() {
        return source(form.firstSource());
    }

    /** The second of two sources. */
    Term second() {
        return source(form.firstSource() + 1);
    }

    /** The third of three sources. */
    Term third() {
        return source(form.firstSource() + 2);
    }

    /** The operand of the given index with the bits that its name stands for. */
    Term source(int index) {
        demandAlignment(index);
        return Operands.read(instruction, index, machine);
    }

    /** The low bits of the operand of the given index; of memory, which has that width, all. */
    Term source(int index, int width) {
        return machine.terms().extract(source(index), width - 1, 0);
    }

    /** Whether the operand of the given index lies in memory. */
    boolean isMemory(int index) {
        return instruction.operand(index) instanceof MemoryOperand;
    }

    /** Whether the operand of the given index is a number in the instruction. */
    boolean isImmediate(int index) {
        return index < instruction.operands().size() && instruction.operand(index) instanceof ImmediateOperand;
    }

    /** Whether the operand of the given index is a vector register. */
    boolean isVector(int index) {
        return instruction.operand(index) instanceof RegisterOperand operand
                && operand.register().bank() == Register.Bank.VECTOR;
    }

    /** Width of the operand of the given index in bits. */
    int width(int index) {
        return instruction.operand(index).width();
    }

    /** The unsigned byte that is the last operand shown. */
    int immediate() {
        for (Operand operand : instruction.operands().reversed()) {
            if (operand instanceof ImmediateOperand immediate) {
                return (int) immediate.value() & 0xff;
            }
        }
        throw new IllegalStateException(instruction + " has no immediate");
    }

    /** Gives the first operand its value: memory a store, a vector register all its bits, a general one zeros above it. */
    void finish(Term value) {
        demandAlignment(0);
        if (instruction.operand(0) instanceof RegisterOperand operand && operand.register().bank() == Register.Bank.GENERAL) {
            machine.setGeneral(operand.register().number(), machine.terms().zext(value, 64));
            return;
        }
        Operands.write(instruction, 0, machine, value);
    }

    private void demandAlignment(int index) {
        if (!form.isAligned() || width(index) < BLOCK || !(instruction.operand(index) instanceof MemoryOperand operand)) {
            return;
        }
        Terms terms = machine.terms();
        Term address = Operands.address(operand, instruction, machine);
        Term low = terms.extract(address, operand.width() == BLOCK ? 3 : 4, 0);
        if (machine.decide(terms.ne(low, terms.constant(low.width(), 0)))) {
            throw new StopException(StopException.Kind.FAULT, "an address that is no multiple of " + operand.width() / Byte.SIZE);
        }
    }
}
