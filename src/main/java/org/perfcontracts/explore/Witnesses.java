package org.perfcontracts.explore;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** A witness of a state's path, or empty where none was found. */
    Optional<Assignment> of(State state) {
        Set<Symbol> opaque = opaques.reachedFrom(used(state));
        if (opaque.isEmpty() || state.model == null) {
            return Optional.ofNullable(state.model);
        }
        return computed(state, opaque).or(() -> solved(state, opaque));
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
    private Optional<Assignment> computed(State state, Set<Symbol> opaque) {
        Map<Symbol, BigInteger> fixed = opaques.values(opaque, state.model);
        Map<Term, Term> replacements = new HashMap<>();
        fixed.forEach((symbol, value) -> replacements.put(symbol, terms.constant(symbol.width(), value)));
        Substitution substitution = new Substitution(terms, replacements);
        List<Term> rest = state.constraints.stream().map(substitution::apply).toList();
        return solver.check(rest) instanceof Answer.Satisfiable(Assignment model)
                ? Optional.of(state.model.with(model).with(Assignment.of(fixed))) : Optional.empty();
    }

    /** All is left to the solver, which may give up. */
    private Optional<Assignment> solved(State state, Set<Symbol> opaque) {
        List<Term> conditions = new ArrayList<>(state.constraints);
        opaque.forEach(symbol -> conditions.add(terms.eq(symbol, opaques.definition(symbol).orElseThrow())));
        return solver.check(conditions) instanceof Answer.Satisfiable(Assignment model) ? Optional.of(model) : Optional.empty();
    }
}
