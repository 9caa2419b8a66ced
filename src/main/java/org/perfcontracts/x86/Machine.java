package org.perfcontracts.x86;

import java.util.Locale;
import java.util.function.Supplier;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * The state that an instruction reads and changes, and the questions that it may put to whoever executes it.
 *
 * <p>An instruction is a deterministic function of the state and of the answers: where {@link #decide} or {@link #choose}
 * has several answers, the executor runs the instruction again from the state before it, once for each.
 */
public interface Machine {
    /** Where the state's terms are made. */
    Terms terms();

    /** General-purpose register 0 to 15 in encoding order (RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8 …); 64 bits. */
    Term general(int number);

    /** Sets a general-purpose register; 64 bits. */
    void setGeneral(int number, Term value);

    /** Vector register 0 to 31; 512 bits, of which XMM is the low quarter and YMM the low half. */
    Term vector(int number);

    /** What lies above the low 128 bits of a vector register, 384 bits: what an instruction of the old encoding leaves as it is. */
    default Term upperVector(int number) {
        return terms().extract(vector(number), 511, 128);
    }

    /** Sets a vector register; 512 bits. */
    void setVector(int number, Term value);

    /** Mask register 0 to 7; 64 bits. */
    Term mask(int number);

    /** Sets a mask register; 64 bits. */
    void setMask(int number, Term value);

    /** A status flag or the direction flag; one bit. */
    Term flag(Flag flag);

    /** Sets a flag; one bit. */
    void setFlag(Flag flag, Term value);

    /**
     * Sets a flag to a value that a machine may compute when it is first read, for most flags are never read. The
     * supplier depends on immutable terms alone, so it may be called at any time, in any copy of the state.
     */
    default void setFlag(Flag flag, Supplier<Term> value) {
        setFlag(flag, value.get());
    }

    /** Leaves a flag undefined: its value is a fresh symbol, which a machine may make when the flag is first read. */
    default void undefineFlag(Flag flag) {
        setFlag(flag, undefined(flag.name().toLowerCase(Locale.ROOT), 1));
    }

    /** MXCSR without the flags in its low six bits: how floating-point instructions round and what they do about exceptions. */
    int floatControl();

    /** EAX, EBX, ECX and EDX that CPUID answers for a leaf and a part of it; zeros for bits that tell which core it is. */
    int[] cpuid(int leaf, int part);

    /** XCR0. */
    long extendedControl();

    /** The base address of FS or GS; 64 bits. */
    Term segmentBase(Segment segment);

    /** The little-endian value of the given number of bytes at an address (64 bits); counts as one load. */
    Term load(Term address, int bytes);

    /** Stores a value, a multiple of eight bits wide, little-endian at an address (64 bits); counts as one store. */
    void store(Term address, Term value);

    /**
     * Stores those bytes of a value, a multiple of eight bits wide, that a mask of one bit each chooses, the lowest bit for the lowest
     * byte; counts as one store of all.
     */
    void store(Term address, Term value, Term chosen);

    /** Whether a condition (one bit) holds; explored both ways where both are feasible. */
    boolean decide(Term condition);

    /** The value of a term of at most 64 bits; every feasible value is explored. */
    long choose(Term value);

    /** A value that the architecture leaves undefined: a fresh symbol. The purpose names it for people. */
    Term undefined(String purpose, int width);

    /** What rdrand gives next: a fresh symbol of 64 bits, of which a narrower register takes the low ones. */
    Term random();

    /** Whether what {@link #random} gave is there: a fresh symbol of one bit. Asked once after each. */
    Term hasRandom();

    /** The next value of the time-stamp counter: a fresh symbol of 64 bits, not below the one before. */
    Term timestamp();
}
