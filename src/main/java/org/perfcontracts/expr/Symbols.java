package org.perfcontracts.expr;

import java.util.Collection;
import java.util.Collections;
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
            Set<Symbol> found = new HashSet<>();
            collect(term, Collections.newSetFromMap(new IdentityHashMap<>()), found);
            symbols = Set.copyOf(found);
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

    private static void collect(Term term, Set<Term> seen, Set<Symbol> into) {
        switch (term) {
            case Constant _ -> {
            }
            case Symbol symbol -> into.add(symbol);
            case Operation operation -> {
                if (seen.add(operation)) {
                    operation.arguments().forEach(argument -> collect(argument, seen, into));
                }
            }
        }
    }
}
