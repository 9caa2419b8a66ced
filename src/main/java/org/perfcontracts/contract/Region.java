package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.perfcontracts.expr.Size;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * The inputs that take a path.
 *
 * @param full      all constraints of the path
 * @param input     those of them that speak of nothing but the input
 * @param told      those of these that are short enough to be put into words, and what operations on state come to
 * @param isPartial whether the others say more: the path depends on state, on the outcome of a loop, or on undefined values
 * @param isShort   whether all that speaks of the input is told
 */
record Region(List<Term> full, List<Term> input, List<Term> told, boolean isPartial, boolean isShort) {
    /** Operations beyond which nobody reads a condition, nor can the solver be asked for all values that it admits. */
    private static final int MOST_OPERATIONS = 300;

    /**
     * The region of a path.
     *
     * @param implied conditions that hold on the path as well, which are told besides
     */
    static Region of(List<Term> constraints, List<Term> implied, InputSpace space, Symbols symbols) {
        List<Term> input = new ArrayList<>();
        for (Term constraint : constraints) {
            Set<Symbol> used = symbols.of(constraint);
            if (space.symbols().containsAll(used)) {
                input.add(constraint);
            }
        }
        List<Term> told = new ArrayList<>(input.stream().filter(constraint -> Size.isAtMost(constraint, MOST_OPERATIONS)).toList());
        boolean whole = told.size() == input.size();
        told.addAll(implied);
        return new Region(List.copyOf(constraints), List.copyOf(input), List.copyOf(told), input.size() < constraints.size(), whole);
    }

    /** The inputs of which nothing but the input is asked, as one condition. */
    Term inputTerm(Terms terms) {
        return terms.all(input);
    }

    /** The same, without a word of where loops are left. */
    Region withoutLoops() {
        List<Term> rest = told.stream().filter(condition -> !LoopWords.isOf(condition)).toList();
        return rest.size() == told.size() ? this : new Region(full, input, rest, isPartial, isShort);
    }

    /** Whether words can say all of it. */
    boolean isTold() {
        return !isPartial && isShort;
    }

    /** What words are to say, as one condition. */
    Term toldTerm(Terms terms) {
        return terms.all(told);
    }
}
