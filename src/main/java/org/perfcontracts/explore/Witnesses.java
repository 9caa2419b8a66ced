package org.perfcontracts.explore;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.memory.AbstractState;
import org.perfcontracts.explore.memory.Knowledge;
import org.perfcontracts.explore.memory.Opaques;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Solver;

/** Finds witnesses of paths: values that meet the constraints and under which each opaque symbol has the value that it stands for. */
final class Witnesses {
    private final Terms terms;
    private final Opaques opaques;
    private final Symbols symbols = new Symbols();

    Witnesses(Terms terms, Opaques opaques) {
        this.terms = terms;
        this.opaques = opaques;
    }

    /** What of a path's state it takes to look for its witness: not the memory, which is much. */
    private record Wanted(List<Term> constraints, Knowledge.Premise ifFirst, AbstractState.Read reads, Trace trace, Optional<Assignment> model,
                          boolean cut) {
    }

    /** The witness of a state's path; of one that was not followed to its end, any values that it allows. */
    Witness of(State state, End end) {
        Optional<Assignment> model = Optional.ofNullable(state.model);
        if (!end.isComplete()) {
            return model.map(Witness::of).orElse(Witness.NONE);
        }
        if (state.approximate) {
            return Witness.unknown(model);
        }
        Wanted wanted = new Wanted(List.copyOf(state.constraints), state.ifFirst, state.reads, state.trace, model, !state.cuts.isEmpty());
        if (!wanted.cut && model.isPresent() && opaques.reachedFrom(used(wanted)).isEmpty()) {
            return Witness.of(model.get());
        }
        return Witness.sought(model, solver -> find(wanted, solver));
    }

    private Witness.Answer find(Wanted wanted, Solver solver) {
        Set<Symbol> used = used(wanted);
        List<Term> conditions = conditions(wanted, used);
        Set<Symbol> opaque = opaques.reachedFrom(used);
        return switch (solver.check(conditions)) {
            case Answer.Satisfiable(Assignment model) when opaque.isEmpty() -> new Witness.Answer.Found(model);
            case Answer.Satisfiable(Assignment model) -> computed(conditions, model, opaque, solver)
                    .<Witness.Answer>map(Witness.Answer.Found::new).orElseGet(() -> solved(conditions, opaque, solver));
            case Answer other -> answer(other);
        };
    }

    private static Witness.Answer answer(Answer answer) {
        return switch (answer) {
            case Answer.Satisfiable(Assignment model) -> new Witness.Answer.Found(model);
            case Answer.Unsatisfiable _ -> Witness.Answer.NONE;
            case Answer.Unknown _ -> Witness.Answer.OPEN;
        };
    }

    /** The constraints, and what holds in first iterations of the symbols that matter. */
    private List<Term> conditions(Wanted wanted, Set<Symbol> used) {
        List<Term> conditions = new ArrayList<>(wanted.constraints);
        // The latest first: what a condition speaks of may matter to an earlier one.
        for (Knowledge.Premise premise = wanted.ifFirst; premise != null; premise = premise.earlier()) {
            Set<Symbol> spokenOf = symbols.of(premise.condition());
            if (spokenOf.stream().anyMatch(used::contains)) {
                conditions.add(premise.condition());
                add(spokenOf, used);
            }
        }
        return conditions;
    }

    private Set<Symbol> used(Wanted wanted) {
        Set<Symbol> used = new HashSet<>();
        add(symbols.of(wanted.constraints), used);
        wanted.trace.accesses(0).forEach(access -> add(symbols.of(access.address()), used));
        for (AbstractState.Read read = wanted.reads; read != null; read = read.earlier()) {
            add(symbols.of(read.address()), used);
            add(symbols.of(read.value()), used);
        }
        return used;
    }

    /** Adds symbols, and what those among them are made of that are opaque. */
    private void add(Set<Symbol> some, Set<Symbol> used) {
        used.addAll(some);
        for (Symbol symbol : opaques.reachedFrom(some)) {
            used.addAll(symbols.of(opaques.definition(symbol).orElseThrow()));
        }
    }

    /** What the opaque values are made of keeps the values of the model; the rest is solved again. */
    private Optional<Assignment> computed(List<Term> conditions, Assignment first, Set<Symbol> opaque, Solver solver) {
        Map<Symbol, BigInteger> fixed = opaques.values(opaque, first);
        Map<Term, Term> replacements = new HashMap<>();
        fixed.forEach((symbol, value) -> replacements.put(symbol, terms.constant(symbol.width(), value)));
        Substitution substitution = new Substitution(terms, replacements);
        List<Term> rest = conditions.stream().map(substitution::apply).toList();
        return solver.check(rest) instanceof Answer.Satisfiable(Assignment model)
                ? Optional.of(first.with(model).with(Assignment.of(fixed))) : Optional.empty();
    }

    /** All is left to the solver, which may give up. */
    private Witness.Answer solved(List<Term> conditions, Set<Symbol> opaque, Solver solver) {
        List<Term> all = new ArrayList<>(conditions);
        opaque.forEach(symbol -> all.add(terms.eq(symbol, opaques.definition(symbol).orElseThrow())));
        return answer(solver.check(all));
    }
}
