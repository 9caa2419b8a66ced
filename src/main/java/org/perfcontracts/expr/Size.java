package org.perfcontracts.expr;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** How large terms are. */
public final class Size {
    private Size() {
    }

    /** Whether a term is made of no more than so many operations; what occurs in it several times counts once. */
    public static boolean isAtMost(Term term, int operations) {
        Set<Term> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Term> pending = new ArrayDeque<>();
        pending.push(term);
        while (!pending.isEmpty()) {
            if (pending.pop() instanceof Operation operation && seen.add(operation)) {
                if (seen.size() > operations) {
                    return false;
                }
                operation.arguments().forEach(pending::push);
            }
        }
        return true;
    }
}
