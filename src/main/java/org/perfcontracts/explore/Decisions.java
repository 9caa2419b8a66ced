package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.perfcontracts.explore.memory.AbstractState;
import org.perfcontracts.explore.memory.Knowledge;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.memory.View;
import org.perfcontracts.explore.state.Activation;
import org.perfcontracts.explore.state.Decision;
import org.perfcontracts.explore.state.Frontier;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Purpose;
import org.perfcontracts.x86.FlagBank;
import org.perfcontracts.x86.StopException;

/**
 * What an instruction asks about values that are open. Where several answers are possible the state takes one, and one that was forked
 * off before the instruction takes each other: it executes the instruction again with the same answers up to there.
 */
final class Decisions {
    private static final int MOST_CHOICES = 1024;

    private final Program program;
    private final Terms terms;
    private final Resolver resolver;
    private final Turn turn;

    private final List<Decision> taken = new ArrayList<>();
    private final Term[] generalsBefore = new Term[16];
    private final Term[] vectorsBefore = new Term[32];
    private final Term[] masksBefore = new Term[8];
    private final FlagBank flagsBefore;
    private State wholeBefore;
    private int constraintsBefore;
    private Map<Region, View> viewsBefore;
    private AbstractState.Read readsBefore;
    private AbstractState.Outgrown outgrownBefore;
    private Knowledge.Premise premisesBefore;
    private int symbolsBefore;

    Decisions(Program program, Resolver resolver, Turn turn) {
        this.program = program;
        this.terms = program.terms();
        this.resolver = resolver;
        this.turn = turn;
        this.flagsBefore = new FlagBank(terms.no());
    }

    /** Remembers the state before an instruction, to which forks go back. */
    void begin() {
        State state = turn.state;
        System.arraycopy(state.generals, 0, generalsBefore, 0, 16);
        System.arraycopy(state.vectors, 0, vectorsBefore, 0, vectorsBefore.length);
        System.arraycopy(state.masks, 0, masksBefore, 0, masksBefore.length);
        flagsBefore.setAll(state.flags);
        resolver.serve(Purpose.VALUES);
        wholeBefore = turn.instruction.prefixes().isEmpty() ? null : state.fork();
        constraintsBefore = state.constraints.size();
        viewsBefore = state.views;
        readsBefore = state.reads;
        outgrownBefore = state.outgrown;
        premisesBefore = state.ifFirst;
        symbolsBefore = state.nextSymbol;
        if (!program.regions().all().isEmpty()) {
            state.views = new HashMap<>(state.views);
        }
        taken.clear();
    }

    /** Whether answers are left that were given before the state was forked off. */
    boolean repeats() {
        return taken.size() < turn.state.forced.size();
    }

    /** Whether a condition holds; where it may and may not, another state goes the other way. */
    boolean decide(Term condition) {
        if (condition instanceof Constant known) {
            return !known.isZero();
        }
        Decision again = repeated(condition);
        if (again != null) {
            return again.value() == 1;
        }
        if (turn.state.constraints.contains(condition)) {
            return take(condition, 1, null);
        }
        Term opposite = terms.not(condition);
        if (turn.state.constraints.contains(opposite)) {
            return take(condition, 0, null);
        }
        if (turn.state.model == null) {
            return decideWithoutModel(condition, opposite);
        }
        resolver.serve(Purpose.DECISIONS);
        boolean holds = turn.state.evaluator().isTrue(condition);
        Term here = holds ? condition : opposite;
        Term there = holds ? opposite : condition;
        Answer answer = resolver.ask(turn.state, there);
        if (!answer.isPossible()) {
            turn.state.imply(here);
            return take(condition, holds ? 1 : 0, null);
        }
        forkOff(new Decision(condition, holds ? 0 : 1, there), answer instanceof Answer.Satisfiable found ? found.model() : null);
        return takeBranch(condition, holds, here);
    }

    private boolean decideWithoutModel(Term condition, Term opposite) {
        resolver.serve(Purpose.DECISIONS);
        Answer yes = resolver.ask(turn.state, condition);
        Answer no = resolver.ask(turn.state, opposite);
        if (yes instanceof Answer.Satisfiable found) {
            turn.state.setModel(found.model());
        }
        if (!yes.isPossible() && !no.isPossible()) {
            throw impossible();
        }
        if (!yes.isPossible()) {
            turn.state.imply(opposite);
            return take(condition, 0, no.isPossible() ? null : opposite);
        }
        if (no.isPossible()) {
            forkOff(new Decision(condition, 0, opposite), no instanceof Answer.Satisfiable found ? found.model() : null);
            return takeBranch(condition, true, condition);
        }
        turn.state.imply(condition);
        return take(condition, 1, null);
    }

    /** Whether a condition is known to hold; if so, states that are forked off in this instruction know it, too. */
    boolean isKnown(Term condition) {
        if (condition instanceof Constant known) {
            return !known.isZero();
        }
        if (repeats()) {
            return isRepeating(condition) && repeated(condition).value() == 1;
        }
        boolean isKnown = !resolver.ask(turn.state, terms.not(condition)).isPossible();
        if (isKnown) {
            take(condition, 1, null);
        }
        return isKnown;
    }

    /** Takes a condition for true that is assumed; states that are forked off in this instruction take it, too. */
    void assume(Term condition) {
        assume(condition, condition);
    }

    /** The same of a condition that may also be asked for otherwise, by a question that stands for no other. */
    void assume(Term condition, Term question) {
        if (repeated(question) == null) {
            take(question, 1, condition);
        }
        if (turn.state.model != null && !turn.state.evaluator().isTrue(condition)) {
            turn.state.setModel(null);
        }
    }

    /** What was taken as possible while the solver did not know better is not. */
    private StopException impossible() {
        return new StopException(StopException.Kind.IMPOSSIBLE, "no input leads to " + turn.instruction);
    }

    /** One value of a jump target or number; other states take the others. */
    long choose(Term value) {
        return choose(value, MOST_CHOICES,
                () -> "cannot tell all values of a jump target or number in " + turn.instruction.text());
    }

    /**
     * One value of a term; other states take the others.
     *
     * @param most how many values may be followed one by one
     * @param complaint why the path stops where there may be more
     */
    long choose(Term value, int most, Supplier<String> complaint) {
        if (value instanceof Constant known) {
            return known.toLong();
        }
        Decision again = repeated(value);
        if (again != null) {
            return again.value();
        }
        List<Resolver.Value> values = resolver.values(turn.state, value, most);
        if (values != null && values.isEmpty()) {
            throw impossible();
        }
        if (values == null) {
            throw new StopException(StopException.Kind.UNRESOLVED, complaint.get());
        }
        Resolver.Value first = values.get(0);
        for (Resolver.Value other : values.subList(1, values.size())) {
            forkOff(new Decision(value, other.value(), isValue(value, other)), other.model());
        }
        turn.state.setModel(first.model());
        boolean alone = values.size() == 1;
        take(value, first.value(), alone ? null : isValue(value, first));
        if (!alone) {
            goOneOf(first.value());
        }
        if (turn.instruction.isBranch()) {
            values.forEach(each -> program.learnJump(turn.instruction.address(), each.value()));
        }
        return first.value();
    }

    private Term isValue(Term term, Resolver.Value value) {
        return terms.eq(term, terms.constant(term.width(), value.value()));
    }

    /** The decision that was already made when the state was forked off, or null when all of those are used. */
    private Decision repeated(Term question) {
        if (!repeats()) {
            return null;
        }
        Decision decision = turn.state.forced.get(taken.size());
        if (decision.question() != question) {
            throw new IllegalStateException(turn.instruction + " asks something else when it is executed again");
        }
        take(question, decision.value(), decision.constraint());
        if (decision.constraint() != null && turn.state.model != null && !turn.state.evaluator().isTrue(decision.constraint())) {
            turn.state.setModel(null);      // what was read again has another value in it
        }
        return decision;
    }

    /** Whether a question is the next of those that were answered before the state was forked off. */
    boolean isRepeating(Term question) {
        return repeats() && turn.state.forced.get(taken.size()).question() == question;
    }

    private boolean take(Term question, long value, Term constraint) {
        taken.add(new Decision(question, value, constraint));
        if (constraint != null) {
            turn.state.assume(constraint);
        }
        return value == 1;
    }

    private boolean takeBranch(Term question, boolean holds, Term constraint) {
        goOneOf(holds ? 1 : 0);
        return take(question, holds ? 1 : 0, constraint);
    }

    /** Goes one of several ways. */
    private void goOneOf(long answer) {
        turn.state.branches += digits(answer);
        way(answer).ifPresent(turn.run.frontier()::go);
    }

    /** A decision as text that sorts like its value. */
    private static String digits(long value) {
        return value == 0 || value == 1 ? Long.toString(value) : String.format("%016x", value);
    }

    /** Queues the state before this instruction with the decisions made so far and one that is different. */
    private void forkOff(Decision different, Assignment model) {
        State other = wholeBefore != null ? wholeBefore.fork() : turn.state.fork();
        System.arraycopy(generalsBefore, 0, other.generals, 0, 16);
        System.arraycopy(vectorsBefore, 0, other.vectors, 0, vectorsBefore.length);
        System.arraycopy(masksBefore, 0, other.masks, 0, masksBefore.length);
        other.flags.setAll(flagsBefore);
        other.constraints.subList(constraintsBefore, other.constraints.size()).clear();
        other.views = new HashMap<>(viewsBefore);
        other.reads = readsBefore;
        other.outgrown = outgrownBefore;
        other.ifFirst = premisesBefore;
        // What the instruction has read before it asks is read again by the same name.
        other.nextSymbol = symbolsBefore;
        List<Decision> decisions = new ArrayList<>(taken);
        decisions.add(different);
        other.forced = decisions;
        other.setModel(model);
        other.branches += digits(different.value());
        for (Activation.Stack s = turn.state.active; s != null; s = s.rest()) {
            s.top().countFork();
        }
        turn.run.frontier().push(other, way(different.value()));
    }

    private Optional<Frontier.Way> way(long answer) {
        return turn.instruction.isBranch() ? Optional.of(new Frontier.Way(turn.instruction.address(), answer)) : Optional.empty();
    }
}
