package org.perfcontracts.expr;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Asks which symbols occur in terms, remembering the answers. Safe for use by several threads. */
public final class Symbols {
    private final Map<Term, Set<Symbol>> known = new ConcurrentHashMap<>();

    /** The symbols of a condition or any other term. */
    public Set<Symbol> of(Term term) {
        Set<Symbol> symbols = known.get(term);
        if (symbols == null) {
            symbols = collect(term);
            known.put(term, symbols);
        }
        return symbols;
    }

    /** The symbols of several terms. */
    public Set<Symbol> of(Collection<? extends Term> terms) {
        Set<Symbol> all = new LinkedHashSet<>();
        terms.forEach(term -> all.addAll(of(term)));
        return all;
    }

    private static Set<Symbol> collect(Term top) {
        Set<Symbol> found = new HashSet<>();
        Set<Term> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Term> open = new ArrayDeque<>();      // terms are deeper than the thread's own stack
        open.push(top);
        while (!open.isEmpty()) {
            switch (open.pop()) {
                case Constant _ -> {
                }
                case Symbol symbol -> found.add(symbol);
                case Operation operation -> {
                    if (seen.add(operation)) {
                        operation.arguments().forEach(open::push);
                    }
                }
            }
        }
        return Set.copyOf(found);
    }
}
