package org.perfcontracts.expr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
        Term result = resultOf(term);
        if (result != null) {
            return result;
        }
        Deque<Operation> open = new ArrayDeque<>();     // terms are deeper than the thread's own stack
        open.push((Operation) term);
        while (!open.isEmpty()) {
            Operation operation = open.peek();
            Operation missing = firstMissing(operation);
            if (missing != null) {
                open.push(missing);
            } else {
                known.put(operation, rebuilt(operation));
                open.pop();
            }
        }
        return known.get(term);
    }

    /** Null if it was not made yet. */
    private Term resultOf(Term term) {
        Term replaced = known.get(term);
        return replaced == null && !(term instanceof Operation) ? term : replaced;
    }

    private Operation firstMissing(Operation operation) {
        for (int i = 0; i < operation.arity(); i++) {
            if (resultOf(operation.argument(i)) == null) {
                return (Operation) operation.argument(i);
            }
        }
        return null;
    }

    private Term rebuilt(Operation operation) {
        List<Term> arguments = new ArrayList<>(operation.arity());
        boolean changed = false;
        for (Term argument : operation.arguments()) {
            Term result = resultOf(argument);
            changed |= result != argument;
            arguments.add(result);
        }
        return changed ? terms.like(operation, arguments) : operation;
    }
}
