package org.perfcontracts.explore;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.explore.memory.AbstractState;
import org.perfcontracts.explore.memory.Knowledge;
import org.perfcontracts.explore.memory.Opaques;
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
    private final Solver solver;
    private final Symbols symbols = new Symbols();

    Witnesses(Terms terms, Opaques opaques, Solver solver) {
        this.terms = terms;
        this.opaques = opaques;
        this.solver = solver;
    }

    /** A witness of a state's path that leaves every cut loop in its first iteration, or empty where none was found. */
    Optional<Assignment> of(State state) {
        Set<Symbol> used = used(state);
        List<Term> conditions = conditions(state, used);
        Set<Symbol> opaque = opaques.reachedFrom(used);
        if (state.cuts.isEmpty() && opaque.isEmpty()) {
            return Optional.ofNullable(state.model);
        }
        return solver.check(conditions) instanceof Answer.Satisfiable(Assignment model)
                ? opaque.isEmpty() ? Optional.of(model) : computed(conditions, model, opaque).or(() -> solved(conditions, opaque))
                : Optional.empty();
    }

    /** The constraints, and what holds in first iterations of the symbols that matter. */
    private List<Term> conditions(State state, Set<Symbol> used) {
        List<Term> conditions = new ArrayList<>(state.constraints);
        // The latest first: what a condition speaks of may matter to an earlier one.
        for (Knowledge.Premise premise = state.ifFirst; premise != null; premise = premise.earlier()) {
            Set<Symbol> spokenOf = symbols.of(premise.condition());
            if (spokenOf.stream().anyMatch(used::contains)) {
                conditions.add(premise.condition());
                used.addAll(spokenOf);
            }
        }
        return conditions;
    }

    private Set<Symbol> used(State state) {
        Set<Symbol> used = new HashSet<>(symbols.of(state.constraints));
        state.trace.accesses(0).forEach(access -> used.addAll(symbols.of(access.address())));
        for (AbstractState.Read read = state.reads; read != null; read = read.earlier()) {
            used.addAll(symbols.of(read.address()));
            used.addAll(symbols.of(read.value()));
        }
        return used;
    }

    /** What the opaque values are made of keeps the values of the model; the rest is solved again. */
    private Optional<Assignment> computed(List<Term> conditions, Assignment first, Set<Symbol> opaque) {
        Map<Symbol, BigInteger> fixed = opaques.values(opaque, first);
        Map<Term, Term> replacements = new HashMap<>();
        fixed.forEach((symbol, value) -> replacements.put(symbol, terms.constant(symbol.width(), value)));
        Substitution substitution = new Substitution(terms, replacements);
        List<Term> rest = conditions.stream().map(substitution::apply).toList();
        return solver.check(rest) instanceof Answer.Satisfiable(Assignment model)
                ? Optional.of(first.with(model).with(Assignment.of(fixed))) : Optional.empty();
    }

    /** All is left to the solver, which may give up. */
    private Optional<Assignment> solved(List<Term> conditions, Set<Symbol> opaque) {
        List<Term> all = new ArrayList<>(conditions);
        opaque.forEach(symbol -> all.add(terms.eq(symbol, opaques.definition(symbol).orElseThrow())));
        return solver.check(all) instanceof Answer.Satisfiable(Assignment model) ? Optional.of(model) : Optional.empty();
    }
}
