package org.perfcontracts.explore;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Snapshot;
import org.perfcontracts.x86.Flag;
import org.perfcontracts.x86.FlagBank;

/** Everything that one path under exploration knows: registers, memory, constraints and what it has done so far. */
final class State {
    final Term[] generals;
    final Term[] vectors;
    private final EntryRegisters entered;
    final FlagBank flags;
    Memory memory;
    long instructionPointer;

    List<Term> constraints;
    Map<Term, AddressRange> ranges;
    Assignment model;
    private Evaluator evaluator;

    Trace trace;
    Frame frame;
    /** The last instruction executed in the frame, or 0 at its start. */
    long last;
    Activation.Stack active;
    Activation.Stack lineage;
    List<CutLoop> cuts;
    /** How often the state has come round each cut loop. */
    Map<String, Term> iterations;
    /** What is known of the regions of abstract state. */
    Map<Region, View> views;
    AbstractState.Read reads;
    /** What was known of regions before cut loops that write there. */
    Map<Region, View> forgotten;
    /** What holds besides the constraints if every cut loop is left in its first iteration, the latest first. */
    Premise ifFirst;
    Calls calls = Calls.NONE;
    long nextObject;

    /** Decisions that the next instruction must take, because the state was forked off inside it. */
    List<Decision> forced = List.of();
    /** The address at which the path stopped because it could be too many places, or null. */
    Term unresolved;
    /** Which way the state went at each fork: the order of paths in a contract. */
    String branches = "";
    int nextSymbol;
    /** The values that the time-stamp counter gave, in order. */
    List<Symbol> timestamps = List.of();

    /** The state of a stopped process. */
    State(Terms terms, Snapshot snapshot) {
        generals = new Term[16];
        vectors = new Term[16];
        flags = new FlagBank(terms.no());
        for (int i = 0; i < 16; i++) {
            generals[i] = terms.constant(64, snapshot.general(i));
            vectors[i] = terms.constant(256, littleEndian(snapshot.vector(i)));
        }
        for (Flag flag : Flag.values()) {
            flags.set(flag, terms.condition((snapshot.flags() >> flag.bit() & 1) == 1));
        }
        entered = new EntryRegisters(snapshot, generals.clone(), vectors.clone());
        memory = new Memory(terms, snapshot);
        instructionPointer = snapshot.instructionPointer();
        constraints = new ArrayList<>();
        ranges = new HashMap<>();
        model = Assignment.ZERO;
        trace = new Trace();
        cuts = List.of();
        views = new HashMap<>();
        forgotten = Map.of();
        iterations = new HashMap<>();
    }

    private State(State other) {
        entered = other.entered;
        generals = other.generals.clone();
        vectors = other.vectors.clone();
        flags = other.flags.copy();
        memory = other.memory.fork();
        instructionPointer = other.instructionPointer;
        constraints = new ArrayList<>(other.constraints);
        ranges = new HashMap<>(other.ranges);
        model = other.model;
        evaluator = null;
        other.trace.freeze();
        trace = other.trace;
        frame = other.frame;
        last = other.last;
        active = other.active;
        lineage = other.lineage;
        cuts = other.cuts;
        views = new HashMap<>(other.views);
        iterations = new HashMap<>(other.iterations);
        reads = other.reads;
        forgotten = other.forgotten;
        ifFirst = other.ifFirst;
        calls = other.calls;
        nextObject = other.nextObject;
        forced = other.forced;
        branches = other.branches;
        nextSymbol = other.nextSymbol;
        timestamps = other.timestamps;
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    /** What the program finds in a general-purpose register. */
    Term general(int number) {
        entered.readGeneral(number, generals[number]);
        return generals[number];
    }

    /** What the program finds in a vector register. */
    Term vector(int number) {
        entered.readVector(number, vectors[number]);
        return vectors[number];
    }

    /** A vector register of which the program finds nothing but the upper half. */
    Term upperVector(int number) {
        entered.readUpperVector(number, vectors[number]);
        return vectors[number];
    }

    /** A state that is the same and goes its own way. */
    State fork() {
        return new State(this);
    }

    /** Adds a constraint that the state's model, if it has one, satisfies. */
    void assume(Term constraint) {
        constraints.add(constraint);
    }

    void setModel(Assignment newModel) {
        model = newModel;
        evaluator = null;
    }

    /** An evaluator under the state's model, which must be there. */
    Evaluator evaluator() {
        if (evaluator == null) {
            evaluator = new Evaluator(model);
        }
        return evaluator;
    }

    /** A condition and those before it, immutable. */
    record Premise(Term condition, Premise earlier) {
    }

    /** Notes what holds if every cut loop is left in its first iteration. */
    void premise(Term condition) {
        if (!(condition instanceof Constant known) || known.isZero()) {
            ifFirst = new Premise(condition, ifFirst);
        }
    }

    /** Whether the state comes of an unrolling that was given up. */
    boolean isVoid() {
        return Activation.Stack.anyCancelled(lineage);
    }
}
