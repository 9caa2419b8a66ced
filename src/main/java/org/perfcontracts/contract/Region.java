package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * The inputs that take a path.
 *
 * @param full      all constraints of the path
 * @param input     those of them that speak of nothing but the input
 * @param isPartial whether the others say more: the path depends on state, on the outcome of a loop, or on undefined values
 */
record Region(List<Term> full, List<Term> input, boolean isPartial) {
    static Region of(List<Term> constraints, InputSpace space, Symbols symbols) {
        List<Term> input = new ArrayList<>();
        for (Term constraint : constraints) {
            Set<Symbol> used = symbols.of(constraint);
            if (space.symbols().containsAll(used)) {
                input.add(constraint);
            }
        }
        return new Region(List.copyOf(constraints), List.copyOf(input), input.size() < constraints.size());
    }

    /** The inputs of which nothing but the input is asked, as one condition. */
    Term inputTerm(Terms terms) {
        return terms.all(input);
    }

    Term fullTerm(Terms terms) {
        return terms.all(full);
    }
}
