package org.perfcontracts.explore.loop;

import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Term;
import org.perfcontracts.x86.Flag;

/** A place in a state that holds a value: a register, a flag or some bytes of memory. */
sealed interface Place {
    /** A general-purpose register, by its number. */
    record General(int number) implements Place {
    }

    /** A vector register, by its number. */
    record Vector(int number) implements Place {
    }

    /** A mask register, by its number. */
    record Mask(int number) implements Place {
    }

    /** A flag. */
    record FlagBit(Flag flag) implements Place {
    }

    /** Bytes of memory that are read and written together. */
    record Cell(long address, int bytes) implements Place {
    }

    /** How many iterations of a cut loop are complete; a place that the program does not have. */
    record Iterations(String loop) implements Place {
    }

    /** Whether it is one byte of memory by itself. */
    default boolean isSingleByte() {
        return this instanceof Cell cell && cell.bytes == 1;
    }

    /** Whether it may hold a pointer: a register or a variable of eight bytes. */
    default boolean mayBePointer() {
        return this instanceof General || this instanceof Cell cell && cell.bytes == Long.BYTES;
    }

    /** What the place holds in a state. */
    default Term read(State state) {
        return switch (this) {
            case General general -> state.generals[general.number];
            case Vector vector -> state.vectors[vector.number];
            case Mask mask -> state.masks[mask.number];
            case FlagBit bit -> state.flags.get(bit.flag);
            case Cell cell -> state.memory.load(cell.address, cell.bytes);
            case Iterations iterations -> state.iterations.get(iterations.loop);
        };
    }

    /** Tells the snapshot, where the place still holds what it held there, that a result depends on it. */
    default void noteUse(State state) {
        switch (this) {
            case General general -> state.general(general.number);
            case Vector vector -> state.vector(vector.number);
            case Mask mask -> state.mask(mask.number);
            case Cell _, FlagBit _, Iterations _ -> { }      // memory tells of each read, flags always count
        }
    }

    /** Puts a value into the place; no access is counted. */
    default void write(State state, Term value) {
        switch (this) {
            case General general -> state.generals[general.number] = value;
            case Vector vector -> state.vectors[vector.number] = value;
            case Mask mask -> state.masks[mask.number] = value;
            case FlagBit bit -> state.flags.set(bit.flag, value);
            case Cell cell -> state.memory.store(cell.address, value);
            case Iterations iterations -> state.iterations.put(iterations.loop, value);
        }
    }

    /** A name for symbols. */
    default String label() {
        return switch (this) {
            case General general -> "r" + general.number;
            case Vector vector -> "v" + vector.number;
            case Mask mask -> "k" + mask.number;
            case FlagBit bit -> "f" + bit.flag.ordinal();
            case Iterations _ -> "n";
            case Cell cell -> "m" + Long.toHexString(cell.address) + "." + cell.bytes;
        };
    }
}
