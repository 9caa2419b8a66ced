package org.perfcontracts.expr;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;

/** Looks at the terms that a term is made of, each once however often it occurs. */
public final class Subterms {
    private Subterms() {
    }

    /** Whether a term is another or is made of it, directly or not. */
    public static boolean contains(Term whole, Term part) {
        // What is made of a term is younger than it.
        return visit(whole, term -> term == part, term -> term.id() > part.id()) < 0;
    }

    /** How many different terms a term is made of, itself included. */
    public static int count(Term whole) {
        return visit(whole, _ -> false, _ -> true);
    }

    /** How many terms were looked at; a negative number where one was found. */
    private static int visit(Term top, Predicate<Term> wanted, Predicate<Term> leads) {
        Set<Term> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Term> open = new ArrayDeque<>();      // terms are deeper than the thread's own stack
        open.push(top);
        while (!open.isEmpty()) {
            Term term = open.pop();
            if (wanted.test(term)) {
                return -1;
            }
            if (seen.add(term) && leads.test(term) && term instanceof Operation operation) {
                operation.arguments().forEach(open::push);
            }
        }
        return seen.size();
    }
}
