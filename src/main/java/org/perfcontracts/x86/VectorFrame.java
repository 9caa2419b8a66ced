package org.perfcontracts.x86;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.perfcontracts.expr.Constant;
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

    /** The operand of the given index with the bits that its name stands for; one element of memory as often as it is used. */
    Term source(int index) {
        demandAlignment(index);
        if (!isMemory(index)) {
            return Operands.read(instruction, index, machine);
        }
        Term value = isWhole() ? Operands.read(instruction, index, machine) : readUnderMask(index);
        int broadcast = instruction.evex().broadcast();
        return broadcast == 1 ? value : lanes().repeat(value, value.width() * broadcast);
    }

    /** Whether the mask, if there is one, is known to leave nothing out. */
    private boolean isWhole() {
        Evex evex = instruction.evex();
        if (!evex.isMasked()) {
            return true;
        }
        int elements = Math.clamp(width(0) / evex.elementWidth(), 1, 64);
        return terms().extract(machine.mask(evex.mask()), elements - 1, 0) instanceof Constant mask && mask.isAllOnes();
    }

    /** The processor does not touch what the mask leaves out; where that could be told, the path ends. */
    Term readUnderMask(int index) {
        try {
            return Operands.read(instruction, index, machine);
        } catch (StopException stop) {
            throw stop.kind() == StopException.Kind.FAULT ? Operands.unsupported(instruction) : stop;
        }
    }

    /** The low bits of the operand of the given index; of memory, which has that width, all. */
    Term source(int index, int width) {
        return machine.terms().extract(source(index), width - 1, 0);
    }

    /** Whether the operand of the given index is memory. */
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

    /**
     * Gives the first operand its value, under the mask if there is one: memory a store, a vector register all its bits with zeros above
     * the value, a general one and a mask zeros above it.
     */
    void finish(Term value) {
        demandAlignment(0);
        switch (instruction.operand(0)) {
            case RegisterOperand operand when operand.register().bank() == Register.Bank.GENERAL ->
                    machine.setGeneral(operand.register().number(), terms().zext(value, 64));
            case RegisterOperand operand when operand.register().bank() == Register.Bank.MASK ->
                    machine.setMask(operand.register().number(), terms().zext(chosen(value), 64));
            case RegisterOperand operand -> Operands.write(instruction, 0, machine, terms().zext(masked(value, operand), operand.width()));
            default -> store(value);
        }
    }

    /** Gives the first operand, of 128 bits, another lowest lane, under the mask if there is one; what lies above comes from a vector. */
    void finishLowest(Term rest, Term lowest) {
        Term lane = lowest;
        if (instruction.evex().isMasked()) {
            Term kept = instruction.evex().zeroes() ? terms().constant(lowest.width(), 0) : terms().extract(Operands.read(instruction, 0, machine), lowest.width() - 1, 0);
            lane = terms().ite(terms().extract(machine.mask(instruction.evex().mask()), 0, 0), lowest, kept);
        }
        Operands.write(instruction, 0, machine, terms().concat(terms().extract(rest, BLOCK - 1, lowest.width()), lane));
    }

    /** Gives the first operand, a vector register, its value, whatever a mask says of it. */
    void finishUnmasked(Term value) {
        Operands.write(instruction, 0, machine, terms().zext(value, width(0)));
    }

    /** The bit of the mask for an element of the result; set where there is no mask. */
    Term isChosen(int element) {
        int mask = instruction.evex().mask();
        return mask == 0 ? terms().yes() : terms().extract(machine.mask(mask), element, element);
    }

    /** What a vector register holds for each element where the mask leaves it out. */
    List<Term> kept(int width) {
        int lane = instruction.evex().elementWidth();
        if (instruction.evex().zeroes()) {
            return Collections.nCopies(width / lane, terms().constant(lane, 0));
        }
        return lanes().split(terms().extract(Operands.read(instruction, 0, machine), width - 1, 0), lane);
    }

    private Term chosen(Term bits) {
        int mask = instruction.evex().mask();
        return mask == 0 ? bits : terms().and(bits, terms().extract(machine.mask(mask), bits.width() - 1, 0));
    }

    private Term masked(Term value, RegisterOperand destination) {
        if (isWhole() || destination.register().bank() != Register.Bank.VECTOR) {
            return value;
        }
        List<Term> result = new ArrayList<>(lanes().split(value, instruction.evex().elementWidth()));
        List<Term> kept = kept(value.width());
        for (int i = 0; i < result.size(); i++) {
            result.set(i, terms().ite(isChosen(i), result.get(i), kept.get(i)));
        }
        return lanes().join(result);
    }

    private void store(Term value) {
        if (isWhole()) {
            Operands.write(instruction, 0, machine, value);
            return;
        }
        List<Term> chosen = new ArrayList<>();
        for (int i = 0; i < value.width() / instruction.evex().elementWidth(); i++) {
            chosen.add(isChosen(i));
        }
        storeChosen(value, chosen);
    }

    /** Stores in the first operand those lanes of a value that conditions choose, one for each. */
    void storeChosen(Term value, List<Term> chosen) {
        Term[] bytes = new Term[value.width() / Byte.SIZE];
        for (int i = 0; i < bytes.length; i++) {
            bytes[bytes.length - 1 - i] = chosen.get(i * chosen.size() / bytes.length);
        }
        try {
            machine.store(Operands.address((MemoryOperand) instruction.operand(0), instruction, machine), value, terms().concat(bytes));
        } catch (StopException stop) {
            throw stop.kind() == StopException.Kind.FAULT ? Operands.unsupported(instruction) : stop;
        }
    }

    private void demandAlignment(int index) {
        if (!form.isAligned() || width(index) < BLOCK || !(instruction.operand(index) instanceof MemoryOperand operand)) {
            return;
        }
        Terms terms = machine.terms();
        Term address = Operands.address(operand, instruction, machine);
        Term low = terms.extract(address, Integer.numberOfTrailingZeros(operand.width() / Byte.SIZE) - 1, 0);
        if (machine.decide(terms.ne(low, terms.constant(low.width(), 0)))) {
            throw new StopException(StopException.Kind.FAULT, "an address that is no multiple of " + operand.width() / Byte.SIZE);
        }
    }
}
