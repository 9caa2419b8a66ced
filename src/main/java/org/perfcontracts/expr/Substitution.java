package org.perfcontracts.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Replaces terms inside other terms, remembering what it has done. Not for use by several threads. */
public final class Substitution {
    private final Terms terms;
    private final Map<Term, Term> known;

    /** A substitution that puts each value of the map in the place of its key, a term of the same width. */
    public Substitution(Terms terms, Map<? extends Term, ? extends Term> replacements) {
        this.terms = terms;
        this.known = new HashMap<>(replacements);
    }

    /** The term with all replacements made; replacements are not searched again. */
    public Term apply(Term term) {
        Term replaced = known.get(term);
        if (replaced != null) {
            return replaced;
        }
        if (!(term instanceof Operation operation)) {
            return term;
        }
        List<Term> arguments = new ArrayList<>(operation.arity());
        boolean changed = false;
        for (Term argument : operation.arguments()) {
            Term result = apply(argument);
            changed |= result != argument;
            arguments.add(result);
        }
        Term result = changed
                ? terms.apply(operation.operator(), operation.width(), operation.low(), arguments)
                : operation;
        known.put(operation, result);
        return result;
    }
}
