package org.perfcontracts.x86;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.perfcontracts.cpu.Cpuid;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** A machine whose state begins as a {@link CpuState}, or as symbols that stand for the parts of one. */
final class TestMachine implements Machine {
    /** Thrown where symbols do not suffice to execute an instruction. */
    static final class NeedsValueException extends RuntimeException {
        NeedsValueException(String what) {
            super(what, null, false, false);
        }
    }

    private final Terms terms;
    private final CpuState before;
    private final Inputs inputs;
    private final Term[] general = new Term[16];
    private final Term[] vector = new Term[32];
    private final Term[] mask = new Term[8];
    private final Map<Flag, Term> flags = new EnumMap<>(Flag.class);
    private final Term[] window = new Term[CpuState.WINDOW_SIZE];
    private final Map<Symbol, Function<CpuState, BigInteger>> meanings;
    private final List<Symbol> undefined = new ArrayList<>();
    private boolean wroteVectorsOrWindow;

    private TestMachine(Terms terms, CpuState before, Inputs inputs, Map<Symbol, Function<CpuState, BigInteger>> meanings) {
        this.terms = terms;
        this.before = before;
        this.inputs = inputs;
        this.meanings = meanings;
    }

    /** A machine in a known state. */
    static TestMachine concrete(Terms terms, CpuState before) {
        return new TestMachine(terms, before, null, Map.of());
    }

    /**
     * A machine in any state that the inputs make.
     *
     * @param meanings takes what each symbol stands for
     */
    static TestMachine symbolic(Terms terms, Inputs inputs, Map<Symbol, Function<CpuState, BigInteger>> meanings) {
        return new TestMachine(terms, null, inputs, meanings);
    }

    // ---- what became of the state

    /** The value of a register that was written, else null. */
    Term generalAfter(int number) {
        return general[number];
    }

    Term vectorAfter(int number) {
        return vector[number];
    }

    Term maskAfter(int number) {
        return mask[number];
    }

    Term flagAfter(Flag flag) {
        return flags.get(flag);
    }

    Term windowAfter(int index) {
        return window[index];
    }

    /** Whether a vector register or memory was written. */
    boolean wroteVectorsOrWindow() {
        return wroteVectorsOrWindow;
    }

    List<Symbol> undefinedSymbols() {
        return undefined;
    }

    // ---- the machine

    @Override
    public Terms terms() {
        return terms;
    }

    @Override
    public Term general(int number) {
        if (general[number] != null) {
            return general[number];
        }
        if (before != null) {
            return terms.constant(64, before.general(number));
        }
        if (inputs.fixedRegisters().contains(number)) {
            return terms.constant(64, inputs.fixed(number));
        }
        return leaf("general" + number, 64, state -> unsigned(state.general(number)));
    }

    @Override
    public void setGeneral(int number, Term value) {
        general[number] = ofWidth(value, 64);
    }

    @Override
    public Term vector(int number) {
        if (vector[number] != null) {
            return vector[number];
        }
        if (before != null) {
            return terms.constant(512, before.vector(number));
        }
        return leaf("vector" + number, 512, state -> state.vector(number));
    }

    @Override
    public void setVector(int number, Term value) {
        vector[number] = ofWidth(value, 512);
        wroteVectorsOrWindow = true;
    }

    @Override
    public Term mask(int number) {
        if (mask[number] != null) {
            return mask[number];
        }
        if (before != null) {
            return terms.constant(64, before.mask(number));
        }
        return leaf("mask" + number, 64, state -> unsigned(state.mask(number)));
    }

    @Override
    public void setMask(int number, Term value) {
        mask[number] = ofWidth(value, 64);
        wroteVectorsOrWindow = true;
    }

    @Override
    public Term flag(Flag flag) {
        Term value = flags.get(flag);
        if (value != null) {
            return value;
        }
        if (before != null) {
            return terms.condition(before.flag(flag));
        }
        return leaf(flag.name(), 1, state -> state.flag(flag) ? BigInteger.ONE : BigInteger.ZERO);
    }

    @Override
    public void setFlag(Flag flag, Term value) {
        flags.put(flag, ofWidth(value, 1));
    }

    @Override
    public int floatControl() {
        return 0x1f80;
    }

    @Override
    public int[] cpuid(int leaf, int part) {
        return Cpuid.answer(leaf, part);
    }

    @Override
    public long extendedControl() {
        return Cpuid.extendedControl();
    }

    @Override
    public Term segmentBase(Segment segment) {
        if (segment == Segment.GS) {
            return terms.constant(64, CpuState.GS_BASE);
        }
        throw new IllegalStateException("a form for the test must not use FS, whose base is not known");
    }

    @Override
    public Term load(Term address, int bytes) {
        int index = index(address, bytes);
        List<Term> parts = new ArrayList<>();
        for (int k = 0; k < bytes; k++) {
            parts.add(octet(index + k));
        }
        return new Lanes(terms).join(parts);
    }

    private Term octet(int index) {
        if (window[index] != null) {
            return window[index];
        }
        if (before != null) {
            return terms.constant(8, before.window(index));
        }
        return leaf("octet" + index, 8, state -> unsigned(state.window(index) & 0xff));
    }

    @Override
    public void store(Term address, Term value) {
        int bytes = value.width() / 8;
        wroteVectorsOrWindow = true;
        int index = index(address, bytes);
        for (int k = 0; k < bytes; k++) {
            window[index + k] = terms.extract(value, 8 * k + 7, 8 * k);
        }
    }

    @Override
    public void store(Term address, Term value, Term chosen) {
        int bytes = value.width() / 8;
        wroteVectorsOrWindow = true;
        int index = index(address, bytes);
        for (int k = 0; k < bytes; k++) {
            window[index + k] = terms.ite(terms.extract(chosen, k, k), terms.extract(value, 8 * k + 7, 8 * k), octet(index + k));
        }
    }

    private int index(Term address, int bytes) {
        long place = choose(address) - CpuState.WINDOW;
        if (place < 0 || place + bytes > CpuState.WINDOW_SIZE) {
            throw new IllegalStateException("an access at " + Long.toHexString(place + CpuState.WINDOW) + ", outside of the window");
        }
        return (int) place;
    }

    @Override
    public boolean decide(Term condition) {
        return choose(ofWidth(condition, 1)) == 1;
    }

    @Override
    public long choose(Term value) {
        if (value instanceof Constant constant) {
            return constant.toLong();
        }
        throw new NeedsValueException(value.toString());
    }

    @Override
    public Term undefined(String purpose, int width) {
        Symbol symbol = terms.symbol("undefined " + purpose + " " + undefined.size(), width);
        undefined.add(symbol);
        return symbol;
    }

    @Override
    public Term random() {
        return undefined("random", 64);
    }

    @Override
    public Term hasRandom() {
        return undefined("random there", 1);
    }

    @Override
    public Term timestamp() {
        return undefined("timestamp", 64);
    }

    private Term leaf(String name, int width, Function<CpuState, BigInteger> meaning) {
        Symbol symbol = terms.symbol(name, width);
        meanings.put(symbol, meaning);
        return symbol;
    }

    private static BigInteger unsigned(long value) {
        return value >= 0 ? BigInteger.valueOf(value) : BigInteger.valueOf(value).add(BigInteger.ONE.shiftLeft(64));
    }

    private static Term ofWidth(Term value, int width) {
        if (value.width() != width) {
            throw new IllegalStateException("a value of " + value.width() + " bits where " + width + " belong: " + value);
        }
        return value;
    }
}
