package org.perfcontracts.explore;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.Flag;
import org.perfcontracts.x86.Machine;
import org.perfcontracts.x86.Segment;

/** The state whose turn it is as an instruction sees it. */
final class Processor implements Machine {
    /** The bits of MXCSR that tell what happened in earlier arithmetic. */
    private static final int FLOAT_FLAGS = 0x3f;

    private final Program program;
    private final Terms terms;
    private final Decisions decisions;
    private final Accesses accesses;
    private final Turn turn;

    Processor(Program program, Decisions decisions, Accesses accesses, Turn turn) {
        this.program = program;
        this.terms = program.terms();
        this.decisions = decisions;
        this.accesses = accesses;
        this.turn = turn;
    }

    @Override
    public boolean decide(Term condition) {
        return decisions.decide(condition);
    }

    @Override
    public long choose(Term value) {
        return decisions.choose(value);
    }

    @Override
    public Term load(Term address, int bytes) {
        return accesses.load(address, bytes);
    }

    @Override
    public void store(Term address, Term value) {
        accesses.store(address, value);
    }

    @Override
    public void store(Term address, Term value, Term chosen) {
        accesses.store(address, value, chosen);
    }

    // ---- registers

    @Override
    public Terms terms() {
        return terms;
    }

    @Override
    public Term general(int number) {
        return turn.state.general(number);
    }

    @Override
    public void setGeneral(int number, Term value) {
        Term shallow = program.opaques().shallow(value);
        if (shallow != value) {
            if (turn.state.model != null) {
                giveValue(shallow, value);
            }
            keepBounds(shallow, value);
        }
        turn.state.generals[number] = shallow;
    }

    /** An opaque symbol has the value of what it stands for, as long as nothing needs it to have another. */
    private void giveValue(Term opaque, Term value) {
        Symbol symbol = (Symbol) (opaque instanceof Operation widened ? widened.argument(1) : opaque);
        BigInteger here = turn.state.evaluator().value(value);
        if (!turn.state.model.values().containsKey(symbol)) {
            turn.state.setModel(turn.state.model.with(Assignment.of(Map.of(symbol, here))));
        }
    }

    /** What shows of a value's size is still known of the opaque symbol in its place: it may be an index. */
    private void keepBounds(Term opaque, Term value) {
        Interval known = turn.state.bounds().of(value);
        Interval any = Interval.of(opaque);
        List<Term> bounds = new ArrayList<>();
        if (known.low().compareTo(any.low()) > 0) {
            bounds.add(terms.ule(terms.constant(value.width(), known.low()), opaque));
        }
        if (known.high().compareTo(any.high()) < 0) {
            bounds.add(terms.ule(opaque, terms.constant(value.width(), known.high())));
        }
        for (Term bound : bounds) {
            if (!turn.state.constraints.contains(bound)) {
                if (turn.state.model != null && !turn.state.evaluator().isTrue(bound)) {
                    turn.state.setModel(null);
                }
                turn.state.assume(bound);
            }
        }
    }

    @Override
    public Term vector(int number) {
        return turn.state.vector(number);
    }

    @Override
    public Term upperVector(int number) {
        return terms.extract(turn.state.upperVector(number), 511, 128);
    }

    @Override
    public void setVector(int number, Term value) {
        turn.state.vectors[number] = value;
    }

    @Override
    public Term mask(int number) {
        return turn.state.mask(number);
    }

    @Override
    public void setMask(int number, Term value) {
        turn.state.masks[number] = value;
    }

    @Override
    public Term flag(Flag flag) {
        return turn.state.flags.get(flag);
    }

    @Override
    public void setFlag(Flag flag, Term value) {
        turn.state.flags.set(flag, value);
    }

    @Override
    public void setFlag(Flag flag, Supplier<Term> value) {
        turn.state.flags.set(flag, value);
    }

    @Override
    public void undefineFlag(Flag flag) {
        int number = turn.state.nextSymbol++;
        turn.state.flags.set(flag, () -> terms.symbol("undefined#" + number + ".flag", 1));
    }

    @Override
    public int floatControl() {
        return program.snapshot().floatControl() & ~FLOAT_FLAGS;
    }

    @Override
    public int[] cpuid(int leaf, int part) {
        program.assumeProcessor(turn.instruction.address());
        return program.snapshot().cpuid(leaf, part);
    }

    @Override
    public long extendedControl() {
        program.assumeProcessor(turn.instruction.address());
        return program.snapshot().extendedControl();
    }

    @Override
    public Term segmentBase(Segment segment) {
        long base = segment == Segment.FS ? program.snapshot().fsBase() : program.snapshot().gsBase();
        return terms.constant(64, base);
    }

    @Override
    public Term undefined(String purpose, int width) {
        return terms.symbol("undefined#" + turn.state.nextSymbol++ + "." + purpose, width);
    }

    @Override
    public Term timestamp() {
        Symbol now = terms.symbol("tsc#" + turn.state.nextSymbol++, 64);
        Term before = turn.state.told.stream().filter(each -> each instanceof Symbol symbol && symbol.name().startsWith("tsc#")).reduce((_, later) -> later).orElse(null);
        if (before != null) {
            if (turn.state.model != null) {
                turn.state.setModel(turn.state.model.with(Assignment.of(Map.of(now, turn.state.evaluator().value(before)))));
            }
            turn.state.assume(terms.ule(before, now));
        }
        return noteGiven(now);
    }

    @Override
    public Term random() {
        return noteGiven(terms.symbol("random#" + turn.state.nextSymbol++, 64));
    }

    @Override
    public Term hasRandom() {
        return noteGiven(terms.symbol("random#" + turn.state.nextSymbol++ + ".there", 1));
    }

    private Symbol noteGiven(Symbol symbol) {
        turn.state.noteTold(List.of(symbol));
        return symbol;
    }
}
