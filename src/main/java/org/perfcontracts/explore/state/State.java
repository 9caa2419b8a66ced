package org.perfcontracts.explore.state;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.memory.Knowledge;
import org.perfcontracts.explore.memory.Memory;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Snapshot;
import org.perfcontracts.x86.Flag;
import org.perfcontracts.x86.FlagBank;

/** Everything that one path under exploration knows: registers, what it knows of values, and what it has done so far. */
public final class State extends Knowledge {
    public final Term[] generals;
    public final Term[] vectors;
    public final Term[] masks;
    private final EntryRegisters entered;
    public final FlagBank flags;
    public long instructionPointer;

    public Trace trace;
    public Frame frame;
    /** The last instruction executed in the frame, or 0 at its start. */
    public long last;
    public Activation.Stack active;
    public Activation.Stack lineage;
    public List<CutLoop> cuts;
    /** How often the state has come round each cut loop. */
    public Map<String, Term> iterations;
    /** Which of the symbols for what loops carry along stand for something that was found in memory, or is made of it. */
    public Set<Symbol> carriedFound = Set.of();
    public Calls calls = Calls.NONE;
    public Hypothesis hypothesis = Hypothesis.NONE;

    /** Decisions that the next instruction must take, because the state was forked off inside it. */
    public List<Decision> forced = List.of();
    /** The address at which the path stopped because it could be too many places, or null. */
    public Term unresolved;
    /** Which way the state went at each fork: the order of paths in a contract. */
    public String branches = "";
    /**
     * What was told from outside, in order: the values of the time-stamp counter, random numbers, each followed by whether it was there, and of each
     * call that asks the kernel for the time the address to which it is told, by how many words, these, and what the call returns.
     */
    public List<Term> told = List.of();

    /** The state of a stopped process. */
    public State(Terms terms, Snapshot snapshot) {
        super(new Memory(terms, snapshot));
        generals = new Term[16];
        vectors = new Term[32];
        masks = new Term[8];
        flags = new FlagBank(terms.no());
        for (int i = 0; i < 16; i++) {
            generals[i] = terms.constant(64, snapshot.general(i));
        }
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = terms.constant(512, littleEndian(snapshot.vector(i)));
        }
        for (int i = 0; i < masks.length; i++) {
            masks[i] = terms.constant(64, snapshot.mask(i));
        }
        for (Flag flag : Flag.values()) {
            flags.set(flag, terms.condition((snapshot.flags() >> flag.bit() & 1) == 1));
        }
        entered = new EntryRegisters(snapshot, generals.clone(), vectors.clone(), masks.clone());
        instructionPointer = snapshot.instructionPointer();
        trace = new Trace();
        cuts = List.of();
        iterations = new HashMap<>();
    }

    private State(State other) {
        super(other);
        entered = other.entered;
        generals = other.generals.clone();
        vectors = other.vectors.clone();
        masks = other.masks.clone();
        flags = other.flags.copy();
        instructionPointer = other.instructionPointer;
        other.trace.freeze();
        trace = other.trace;
        frame = other.frame;
        last = other.last;
        active = other.active;
        lineage = other.lineage;
        cuts = other.cuts;
        iterations = new HashMap<>(other.iterations);
        carriedFound = other.carriedFound;
        calls = other.calls;
        hypothesis = other.hypothesis;
        forced = other.forced;
        branches = other.branches;
        told = other.told;
    }

    /** Notes what is told from outside, behind what was told before. */
    public void noteTold(List<? extends Term> words) {
        List<Term> all = new ArrayList<>(told);
        all.addAll(words);
        told = List.copyOf(all);
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    /** What the program finds in a general-purpose register. */
    public Term general(int number) {
        entered.readGeneral(number, generals[number]);
        return generals[number];
    }

    /** What the program finds in a vector register. */
    public Term vector(int number) {
        entered.readVector(number, vectors[number]);
        return vectors[number];
    }

    /** What the program finds in a mask register. */
    public Term mask(int number) {
        entered.readMask(number, masks[number]);
        return masks[number];
    }

    /** A vector register of which the program finds nothing but what lies above its low 128 bits. */
    public Term upperVector(int number) {
        entered.readUpperVector(number, vectors[number]);
        return vectors[number];
    }

    /** A state that is the same and goes its own way. */
    public State fork() {
        return new State(this);
    }

    /** Whether the state comes of an unrolling that was given up. */
    public boolean isVoid() {
        return Activation.Stack.anyCancelled(lineage);
    }
}
