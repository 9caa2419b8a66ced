package org.perfcontracts.explore;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.perfcontracts.explore.code.Code;
import org.perfcontracts.explore.code.ControlFlow;
import org.perfcontracts.explore.code.LibraryFunction;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.loop.LoopCut;
import org.perfcontracts.explore.loop.Means;
import org.perfcontracts.explore.loop.Runner;
import org.perfcontracts.explore.memory.AbstractState;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.explore.memory.Knowledge;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.memory.View;
import org.perfcontracts.explore.state.Activation;
import org.perfcontracts.explore.state.Decision;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Frame;
import org.perfcontracts.explore.state.Frontier;
import org.perfcontracts.explore.state.Run;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.x86.Flag;
import org.perfcontracts.x86.FlagBank;
import org.perfcontracts.x86.Instruction;
import org.perfcontracts.x86.Machine;
import org.perfcontracts.x86.Segment;
import org.perfcontracts.x86.Semantics;
import org.perfcontracts.x86.StopException;

/** Runs states, one at a time, with a solver of its own. */
final class Worker implements Machine, Runner {
    private static final int RAX = 0;
    private static final int RSP = 4;
    private static final int MOST_CHOICES = 1024;
    private static final int MOST_OUTCOMES = 4;
    /** How many addresses that do not lie together are followed one by one. */
    private static final int MOST_FAR_ADDRESSES = 16;
    private static final int MOST_PLACES_IN_ELEMENT = 64;
    /** A loop with a known number of iterations is unrolled that far if it writes to abstract state. */
    private static final int MOST_ROUNDS_OF_WRITES = 64;

    private final Program program;
    private final Terms terms;
    private final Code code;
    private final Resolver resolver;
    private final Control control;
    private final AbstractState abstractState;
    private final Means means;

    private State state;
    private Run run;
    private Instruction instruction;
    private final List<Trace.Access> accesses = new ArrayList<>();
    private final List<Decision> taken = new ArrayList<>();
    private final Term[] generalsBefore = new Term[16];
    private final Term[] vectorsBefore = new Term[16];
    private final FlagBank flagsBefore;
    private State wholeBefore;
    private int constraintsBefore;
    private Map<Region, View> viewsBefore;
    private AbstractState.Read readsBefore;
    private Knowledge.Premise premisesBefore;

    Worker(Program program, Solver solver, Control control) {
        this.program = program;
        this.terms = program.terms();
        flagsBefore = new FlagBank(terms.no());
        this.code = program.code();
        this.resolver = new Resolver(terms, solver);
        this.control = control;
        this.abstractState = new AbstractState(terms, program.regions(), resolver,
                place -> choose(place, MOST_PLACES_IN_ELEMENT, () -> "cannot tell where in an element of a region " + instruction.text() + " accesses"));
        this.means = new Means(terms, code, program.marks(), program.opaques(), resolver, this);
    }

    @Override
    public String stopReason() {
        return control.mustStop() ? control.reason() : null;
    }

    @Override
    public void runAll(Run whole) {
        for (State next = whole.frontier().poll(); next != null; next = whole.frontier().poll()) {
            runOne(next, whole);
        }
    }

    /** Runs a state until its path ends, it leaves the run, or another exploration of it takes over. */
    void runOne(State start, Run within) {
        State outerState = state;
        Run outerRun = run;
        state = start;
        run = within;
        try {
            while (proceeds()) {
                step();
            }
        } catch (StopException stop) {
            run.finish(state, new End.Stopped(kindOf(stop.kind()), stop.getMessage(), state.instructionPointer));
        } finally {
            state = outerState;
            run = outerRun;
        }
    }

    private static End.Kind kindOf(StopException.Kind kind) {
        return switch (kind) {
            case UNSUPPORTED -> End.Kind.UNSUPPORTED;
            case SYSTEM_CALL -> End.Kind.SYSTEM_CALL;
            case FAULT -> End.Kind.FAULT;
            case UNRESOLVED -> End.Kind.UNRESOLVED;
        };
    }

    /** Whether the state has another instruction to execute here and now. */
    private boolean proceeds() {
        End end = program.endOf(state);
        if (end != null) {
            run.finish(state, end);
            return false;
        }
        if (program.clock().contains(state.instructionPointer)) {
            return tellTime();
        }
        if (run.takes(state)) {
            return false;
        }
        if (control.mustStop()) {
            run.finish(state, new End.Stopped(End.Kind.BUDGET, control.reason(), state.instructionPointer));
            return false;
        }
        if (state.trace.length() > control.budget().stepsOfPath()) {
            run.finish(state, new End.Stopped(End.Kind.ENDLESS,
                    "a loop without end: " + state.trace.length() + " instructions on one path", state.instructionPointer));
            return false;
        }
        if (leaveLoops() && run.frontier().hasInside(Activation.Stack.size(state.active))) {
            run.frontier().push(state);
            return false;
        }
        ControlFlow.Loop loop = program.flow(state.frame.root()).loopAt(state.instructionPointer);
        return loop == null || !state.forced.isEmpty() || arrive(loop);
    }

    /** Passes over a function of the kernel's that tells the time; whether the state can go on. */
    private boolean tellTime() {
        Frame frame = state.frame;
        if (!program.clock().call(state)) {
            throw new StopException(StopException.Kind.SYSTEM_CALL, "a function of the kernel's [vdso] that does not tell the time");
        }
        if (frame.returnAddress() == state.instructionPointer) {
            state.last = frame.callSite();
            state.frame = frame.caller();
            endCalls();
        }
        return proceeds();
    }

    // ---- loops

    /** Notes that the state has reached a loop's header; whether it goes on from there. */
    private boolean arrive(ControlFlow.Loop loop) {
        if (state.isVoid()) {
            return false;
        }
        int depth = state.frame.depth();
        Activation around = innermost(loop, depth);
        if (around == null || !loop.contains(state.last)) {
            enter(loop, depth);
            return true;
        }
        state.active = state.active.afterRoundOf(around);
        // The first time round may be the last: a test at the top that is no longer open ends the loop.
        int rounds = state.active.roundsOf(around);
        if (rounds < 2 || around.forks() <= control.budget().forksOfLoop() && !(rounds % MOST_ROUNDS_OF_WRITES == 0 && writesState(around))) {
            return true;
        }
        if (around.cancel()) {
            cut(around);
        }
        return false;
    }

    /** Whether a loop has written to abstract state: after many rounds each further access would be compared with all of that. */
    private boolean writesState(Activation loop) {
        return state.views.entrySet().stream().anyMatch(entry -> View.hasStores(entry.getValue(), loop.start().views.get(entry.getKey())));
    }

    private Activation innermost(ControlFlow.Loop loop, int depth) {
        for (Activation.Stack s = state.active; s != null; s = s.rest()) {
            if (s.top().depth() == depth && s.top().loop().header() == loop.header()) {
                return s.top();
            }
        }
        return null;
    }

    private void enter(ControlFlow.Loop loop, int depth) {
        Activation activation = new Activation(loop, depth, state.fork());
        state.active = new Activation.Stack(activation, state.active);
        state.lineage = new Activation.Stack(activation, state.lineage);
    }

    /** Forgets the loops that the state has left; whether one of them may turn out to be one that is not unrolled. */
    private boolean leaveLoops() {
        int depth = state.frame.depth();
        boolean wasForked = false;
        while (state.active != null && (state.active.top().depth() > depth
                || state.active.top().depth() == depth && !state.active.top().loop().contains(state.instructionPointer))) {
            wasForked |= state.active.top().forks() > 0;
            state.active = state.active.rest();
        }
        return wasForked;
    }

    private void cut(Activation activation) {
        State start = activation.start();
        Run outer = run;
        Run iteration = guarded(new LoopCut(means, activation.loop(), start), start);
        iteration.finished().forEach(each -> outer.finish(each.state(), each.end()));
        iteration.exits().forEach(outer.frontier()::push);
    }

    /** A defect of ours ends the paths that reach the loop: the state that runs here is void already and would take it along. */
    private static Run guarded(LoopCut cut, State start) {
        try {
            return cut.cut();
        } catch (RuntimeException | StackOverflowError defect) {
            Run none = new Run(null, new Frontier());
            none.finish(start, new End.Stopped(End.Kind.UNSUPPORTED, "internal error: " + defect, start.instructionPointer));
            return none;
        }
    }

    // ---- one instruction

    private void step() {
        instruction = code.at(state.instructionPointer);
        System.arraycopy(state.generals, 0, generalsBefore, 0, 16);
        System.arraycopy(state.vectors, 0, vectorsBefore, 0, 16);
        flagsBefore.setAll(state.flags);
        wholeBefore = instruction.prefixes().isEmpty() ? null : state.fork();
        constraintsBefore = state.constraints.size();
        viewsBefore = state.views;
        readsBefore = state.reads;
        premisesBefore = state.ifFirst;
        if (!program.regions().all().isEmpty()) {
            state.views = new HashMap<>(state.views);
        }
        accesses.clear();
        taken.clear();
        long next = Semantics.execute(instruction, this);
        state.forced = List.of();
        state.trace = state.trace.append(instruction.address(), accesses);
        control.countInstruction();
        moveTo(next);
    }

    private void moveTo(long next) {
        Instruction done = instruction;
        state.last = done.address();
        if (done.isCall()) {
            long stackPointer = stackPointer();
            state.frame = new Frame(state.frame, state.frame.depth() + 1, next, done.address(), done.next(), stackPointer);
            state.last = 0;
        } else if (done.isReturn()) {
            returnTo(next);
        } else if (done.isBranch() && done.target().isEmpty()) {
            program.learnJump(done.address(), next);
        }
        state.instructionPointer = next;
        followCalls(done);
    }

    /** Notes where functions of the stateful library begin and end; what jumps to one from elsewhere calls it and returns from both. */
    private void followCalls(Instruction done) {
        endCalls();
        if (!done.isCall() && !done.isBranch()) {
            return;
        }
        LibraryFunction function = program.marks().functionAt(state.instructionPointer);
        if (function != null && (done.isCall() || !function.contains(done.address()))) {
            state.calls = state.calls.entered(function, state.frame.depth(), state.trace);
        }
    }

    private void endCalls() {
        state.calls = state.calls.returnedTo(state.frame.depth(), state.trace, this::returned);
    }

    /** The values that tell a function's outcomes apart, as far as they are few. */
    private List<Long> returned(LibraryFunction function) {
        if (function.returnedBits() == 0) {
            return List.of();
        }
        Term value = terms.extract(state.generals[RAX], function.returnedBits() - 1, 0);
        if (value instanceof Constant known) {
            return List.of(known.toLong());
        }
        List<Resolver.Value> values = resolver.values(state, value, MOST_OUTCOMES);
        return values == null ? List.of() : values.stream().map(Resolver.Value::value).sorted().toList();
    }

    private long stackPointer() {
        return state.generals[RSP] instanceof Constant constant ? constant.toLong() : 0;
    }

    private void returnTo(long next) {
        long popped = stackPointer() - 8;
        for (Frame frame = state.frame; frame != null; frame = frame.caller()) {
            if (frame.returnAddress() == next && frame.stackPointer() == popped) {
                state.last = frame.callSite();
                state.frame = frame.caller() != null ? frame.caller()
                        : new Frame(null, frame.depth() - 1, next, 0, 0, 0);
                return;
            }
        }
        state.last = 0;
        state.frame = new Frame(null, state.frame.depth() - 1, next, 0, 0, 0);
    }

    // ---- what an instruction may ask

    @Override
    public boolean decide(Term condition) {
        if (condition instanceof Constant known) {
            return !known.isZero();
        }
        Decision again = repeated(condition);
        if (again != null) {
            return again.value() == 1;
        }
        if (state.constraints.contains(condition)) {
            return take(condition, 1, null);
        }
        Term opposite = terms.not(condition);
        if (state.constraints.contains(opposite)) {
            return take(condition, 0, null);
        }
        if (state.model == null) {
            return decideWithoutModel(condition, opposite);
        }
        boolean holds = state.evaluator().isTrue(condition);
        Term here = holds ? condition : opposite;
        Term there = holds ? opposite : condition;
        Answer answer = resolver.ask(state, there);
        if (!answer.isPossible()) {
            return take(condition, holds ? 1 : 0, null);
        }
        forkOff(new Decision(condition, holds ? 0 : 1, there), answer instanceof Answer.Satisfiable found ? found.model() : null);
        return takeBranch(condition, holds, here);
    }

    private boolean decideWithoutModel(Term condition, Term opposite) {
        Answer yes = resolver.ask(state, condition);
        Answer no = resolver.ask(state, opposite);
        if (yes instanceof Answer.Satisfiable found) {
            state.setModel(found.model());
        }
        if (!yes.isPossible()) {
            return take(condition, 0, no.isPossible() ? null : opposite);
        }
        if (no.isPossible()) {
            forkOff(new Decision(condition, 0, opposite), no instanceof Answer.Satisfiable found ? found.model() : null);
            return takeBranch(condition, true, condition);
        }
        return take(condition, 1, null);
    }

    @Override
    public long choose(Term value) {
        return choose(value, MOST_CHOICES,
                () -> "cannot tell all values of a jump target or number in " + instruction.text());
    }

    private long choose(Term value, int most, Supplier<String> complaint) {
        if (value instanceof Constant known) {
            return known.toLong();
        }
        Decision again = repeated(value);
        if (again != null) {
            return again.value();
        }
        List<Resolver.Value> values = resolver.values(state, value, most);
        if (values == null || values.isEmpty()) {
            throw new StopException(StopException.Kind.UNRESOLVED, complaint.get());
        }
        Resolver.Value first = values.get(0);
        for (Resolver.Value other : values.subList(1, values.size())) {
            forkOff(new Decision(value, other.value(), isValue(value, other)), other.model());
        }
        state.setModel(first.model());
        boolean alone = values.size() == 1;
        take(value, first.value(), alone ? null : isValue(value, first));
        if (!alone) {
            state.branches += digits(first.value());
        }
        if (instruction.isBranch()) {
            values.forEach(each -> program.learnJump(instruction.address(), each.value()));
        }
        return first.value();
    }

    private Term isValue(Term term, Resolver.Value value) {
        return terms.eq(term, terms.constant(term.width(), value.value()));
    }

    /** The decision that was already made when the state was forked off, or null when all of those are used. */
    private Decision repeated(Term question) {
        if (taken.size() >= state.forced.size()) {
            return null;
        }
        Decision decision = state.forced.get(taken.size());
        if (decision.question() != question) {
            throw new IllegalStateException(instruction + " asks something else when it is executed again");
        }
        take(question, decision.value(), decision.constraint());
        return decision;
    }

    private boolean isRepeating(Term question) {
        return taken.size() < state.forced.size() && state.forced.get(taken.size()).question() == question;
    }

    private boolean take(Term question, long value, Term constraint) {
        taken.add(new Decision(question, value, constraint));
        if (constraint != null) {
            state.assume(constraint);
        }
        return value == 1;
    }

    private boolean takeBranch(Term question, boolean holds, Term constraint) {
        state.branches += digits(holds ? 1 : 0);
        return take(question, holds ? 1 : 0, constraint);
    }

    /** A decision as text that sorts like its value. */
    private static String digits(long value) {
        return value == 0 || value == 1 ? Long.toString(value) : String.format("%016x", value);
    }

    /** Queues the state before this instruction with the decisions made so far and one that is different. */
    private void forkOff(Decision different, Assignment model) {
        State other = wholeBefore != null ? wholeBefore.fork() : state.fork();
        System.arraycopy(generalsBefore, 0, other.generals, 0, 16);
        System.arraycopy(vectorsBefore, 0, other.vectors, 0, 16);
        other.flags.setAll(flagsBefore);
        other.constraints.subList(constraintsBefore, other.constraints.size()).clear();
        other.views = new HashMap<>(viewsBefore);
        other.reads = readsBefore;
        other.ifFirst = premisesBefore;
        List<Decision> decisions = new ArrayList<>(taken);
        decisions.add(different);
        other.forced = decisions;
        other.setModel(model);
        other.branches += digits(different.value());
        for (Activation.Stack s = state.active; s != null; s = s.rest()) {
            s.top().countFork();
        }
        run.frontier().push(other);
    }

    // ---- registers

    @Override
    public Terms terms() {
        return terms;
    }

    @Override
    public Term general(int number) {
        return state.general(number);
    }

    @Override
    public void setGeneral(int number, Term value) {
        Term shallow = program.opaques().shallow(value);
        if (shallow != value && state.model != null) {
            giveValue(shallow, value);
        }
        state.generals[number] = shallow;
    }

    /** An opaque symbol has the value of what it stands for, as long as nothing needs it to have another. */
    private void giveValue(Term opaque, Term value) {
        Symbol symbol = (Symbol) (opaque instanceof Operation widened ? widened.argument(1) : opaque);
        BigInteger here = state.evaluator().value(value);
        if (!state.model.values().containsKey(symbol)) {
            state.setModel(state.model.with(Assignment.of(Map.of(symbol, here))));
        }
    }

    @Override
    public Term vector(int number) {
        return state.vector(number);
    }

    @Override
    public Term upperVector(int number) {
        return terms.extract(state.upperVector(number), 255, 128);
    }

    @Override
    public void setVector(int number, Term value) {
        state.vectors[number] = value;
    }

    @Override
    public Term flag(Flag flag) {
        return state.flags.get(flag);
    }

    @Override
    public void setFlag(Flag flag, Term value) {
        state.flags.set(flag, value);
    }

    @Override
    public void setFlag(Flag flag, Supplier<Term> value) {
        state.flags.set(flag, value);
    }

    @Override
    public void undefineFlag(Flag flag) {
        int number = state.nextSymbol++;
        state.flags.set(flag, () -> terms.symbol("undefined#" + number + ".flag", 1));
    }

    @Override
    public Term segmentBase(Segment segment) {
        long base = segment == Segment.FS ? program.snapshot().fsBase() : program.snapshot().gsBase();
        return terms.constant(64, base);
    }

    @Override
    public Term undefined(String purpose, int width) {
        return terms.symbol("undefined#" + state.nextSymbol++ + "." + purpose, width);
    }

    @Override
    public Term timestamp() {
        Symbol now = terms.symbol("tsc#" + state.nextSymbol++, 64);
        if (!state.timestamps.isEmpty()) {
            Symbol before = state.timestamps.getLast();
            if (state.model != null) {
                state.setModel(state.model.with(Assignment.of(Map.of(now, state.evaluator().value(before)))));
            }
            state.assume(terms.ule(before, now));
        }
        List<Symbol> timestamps = new ArrayList<>(state.timestamps);
        timestamps.add(now);
        state.timestamps = List.copyOf(timestamps);
        return now;
    }

    // ---- memory

    @Override
    public Term load(Term place, int bytes) {
        Term address = isChoice(place) ? place : settled(place);
        Region region = regionOf(address, bytes);
        accesses.add(new Trace.Access(state.trace.length(), address, bytes, false, region));
        if (region != null) {
            return abstractState.load(state, region, address, bytes);
        }
        if (address instanceof Constant known) {
            checkMapped(known.toLong(), bytes, "reads");
            return state.memory.load(known.toLong(), bytes);
        }
        if (isChoice(address)) {
            return loadOneOf(address, 0, bytes);
        }
        AddressRange range = rangeOf(address, bytes, "reads");
        List<Term> values = new ArrayList<>();
        for (int i = 0; i < range.count(); i++) {
            long at = range.at(i);
            values.add(checkCandidate(address, at, bytes, "reads") ? state.memory.load(at, bytes) : null);
        }
        Term result = select(range.index(terms, address), values, 0, Integer.highestOneBit(Math.max(1, values.size() - 1)));
        if (result == null) {
            throw new StopException(StopException.Kind.FAULT, "reads memory that is not mapped in " + instruction.text());
        }
        return result;
    }

    /** Whether an address is one of a few numbers, chosen by conditions, plus a number. */
    private static boolean isChoice(Term address) {
        return switch (address) {
            case Constant _ -> true;
            case Operation o when o.operator() == Operator.ITE -> isChoice(o.argument(1)) && isChoice(o.argument(2));
            case Operation o when o.operator() == Operator.ADD && o.argument(1) instanceof Constant -> isChoice(o.argument(0));
            default -> false;
        };
    }

    /** An address without choices at its top: each is explored, as for a pointer that is one of two. */
    private Term settled(Term address) {
        return switch (address) {
            case Operation o when o.operator() == Operator.ITE -> settled(o.argument(decide(o.argument(0)) ? 1 : 2));
            case Operation o when o.operator() == Operator.ADD && o.argument(1) instanceof Constant distance
                    && o.argument(0) instanceof Operation inner && inner.operator() == Operator.ITE ->
                    settled(terms.add(inner.argument(decide(inner.argument(0)) ? 1 : 2), distance));
            default -> address;
        };
    }

    private Term loadOneOf(Term address, long plus, int bytes) {
        if (address instanceof Constant known) {
            checkMapped(known.toLong() + plus, bytes, "reads");
            return state.memory.load(known.toLong() + plus, bytes);
        }
        Operation choice = (Operation) address;
        if (choice.operator() == Operator.ADD) {
            return loadOneOf(choice.argument(0), plus + ((Constant) choice.argument(1)).toLong(), bytes);
        }
        return terms.ite(choice.argument(0), loadOneOf(choice.argument(1), plus, bytes), loadOneOf(choice.argument(2), plus, bytes));
    }

    /**
     * The value at an index, decided bit by bit from the one given down, among the values from a place on; null where none
     * of them is there. An index beyond the values does not occur.
     */
    private Term select(Term index, List<Term> values, int from, int bit) {
        if (from >= values.size()) {
            return null;
        }
        if (bit == 0) {
            return values.get(from);
        }
        Term low = select(index, values, from, bit / 2);
        Term high = select(index, values, from + bit, bit / 2);
        if (low == null || high == null) {
            return low == null ? high : low;
        }
        int place = Integer.numberOfTrailingZeros(bit);
        return terms.ite(terms.extract(index, place, place), high, low);
    }

    @Override
    public void store(Term place, Term value) {
        Term address = settled(place);
        int bytes = value.width() / 8;
        Region region = regionOf(address, bytes);
        accesses.add(new Trace.Access(state.trace.length(), address, bytes, true, region));
        if (region != null) {
            abstractState.store(state, region, address, value).forEach(range -> program.assume(range, instruction.address()));
            return;
        }
        if (address instanceof Constant known) {
            checkMapped(known.toLong(), bytes, "writes");
            state.memory.store(known.toLong(), value);
            return;
        }
        AddressRange range = rangeOf(address, bytes, "writes");
        Term[] parts = new Term[bytes];
        for (int i = 0; i < bytes; i++) {
            parts[i] = terms.extract(value, 8 * i + 7, 8 * i);
        }
        Term index = range.index(terms, address);
        for (int i = 0; i < range.count(); i++) {
            long at = range.at(i);
            if (checkCandidate(address, at, bytes, "writes")) {
                Term here = terms.eq(index, terms.constant(index.width(), i));
                for (int k = 0; k < bytes; k++) {
                    state.memory.storeByte(at + k, terms.ite(here, parts[k], state.memory.loadByte(at + k)));
                }
            }
        }
    }

    /** The region that an access lies in, or null; explored both ways where it may lie in one or outside. */
    private Region regionOf(Term address, int bytes) {
        Region outside = null;
        while (true) {
            Region region = repeatedRegion(address, bytes);
            if (region == null) {
                region = abstractState.regionOf(state, address).orElse(null);
            }
            if (region == null || region == outside) {
                return null;
            }
            if (decide(abstractState.isInside(region, address, bytes))) {
                return region;
            }
            outside = region;
        }
    }

    /** The region that the next decision to be repeated asks about, if it is one about this access; else null. */
    private Region repeatedRegion(Term address, int bytes) {
        if (taken.size() >= state.forced.size()) {
            return null;
        }
        for (Region region : program.regions().all()) {
            if (isRepeating(abstractState.isInside(region, address, bytes))) {
                return region;
            }
        }
        return null;
    }

    private AddressRange rangeOf(Term address, int bytes, String verb) {
        AddressRange range = isRepeating(address) ? null : resolver.range(state, address);
        if (range != null) {
            return range;
        }
        state.unresolved = address;
        long one = choose(address, MOST_FAR_ADDRESSES, () -> instruction.text() + " " + verb + " " + bytes
                + " bytes at an address that cannot be resolved");
        state.unresolved = null;
        return new AddressRange(one, one, 1);
    }

    private void checkMapped(long address, int bytes, String verb) {
        if (!state.memory.isMapped(address, bytes)) {
            throw new StopException(StopException.Kind.FAULT, instruction.text() + " " + verb + " "
                    + bytes + " bytes at 0x" + Long.toHexString(address) + ", where nothing is mapped");
        }
    }

    /** Whether an address between the bounds is mapped; a {@link StopException} where it is not but could be the one. */
    private boolean checkCandidate(Term address, long candidate, int bytes, String verb) {
        if (state.memory.isMapped(candidate, bytes)) {
            return true;
        }
        if (resolver.ask(state, terms.eq(address, terms.constant(64, candidate))).isPossible()) {
            throw new StopException(StopException.Kind.FAULT, instruction.text() + " " + verb + " "
                    + bytes + " bytes at an address that can be 0x" + Long.toHexString(candidate) + ", where nothing is mapped");
        }
        return false;
    }
}
