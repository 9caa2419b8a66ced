package org.perfcontracts.explore.loop;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** What a loop compares with something that it changes, and how. */
final class Comparands {
    private static final int MOST_BOUNDS = 24;
    private static final int MOST_OFFSETS = 4;
    private static final int LEAST_WIDTH = 4;

    private final Terms terms;
    private final Predicate<Term> changes;
    private final Set<Term> seen = new HashSet<>();
    private final Set<Term> bounds = new LinkedHashSet<>();
    private final Set<Term> offsets = new LinkedHashSet<>();
    private boolean isSigned;
    private boolean isEqual;
    private boolean isOfPairs;

    /**
     * None as yet.
     *
     * @param changes whether a term is one that the loop changes
     */
    Comparands(Terms terms, Predicate<Term> changes) {
        this.terms = terms;
        this.changes = changes;
    }

    /** Terms that stay the same in the loop and are compared with something that does not; not too many. */
    List<Term> bounds() {
        return bounds.stream().limit(MOST_BOUNDS).toList();
    }

    /** Constants that are taken off what changes before it is compared: what it is no less than, most likely; not too many. */
    List<Term> offsets() {
        return offsets.stream().limit(MOST_OFFSETS).toList();
    }

    /** Whether some comparison is one of signed numbers. */
    boolean isSigned() {
        return isSigned;
    }

    /** Whether some comparison is for equality. */
    boolean isEqual() {
        return isEqual;
    }

    /** Whether some comparison orders two things of which both change. */
    boolean isOfPairs() {
        return isOfPairs;
    }

    void addBounds(Collection<Term> some) {
        bounds.addAll(some);
    }

    /** Adds what a condition compares. */
    void addCondition(Term condition) {
        if (!(condition instanceof Operation o) || !seen.add(o)) {
            return;
        }
        switch (o.operator()) {
            case AND, OR, XOR, NOT, ITE -> o.arguments().stream().filter(argument -> argument.width() == 1).forEach(this::addCondition);
            case ULT, SLT, EQ -> addComparison(o);
            default -> {
            }
        }
    }

    private void addComparison(Operation comparison) {
        boolean first = changes.test(comparison.argument(0));
        boolean second = changes.test(comparison.argument(1));
        boolean isForEquality = comparison.operator() == Operator.EQ;
        isSigned |= (first || second) && comparison.operator() == Operator.SLT;
        isOfPairs |= first && second && !isForEquality;
        if (first != second) {
            Term changing = comparison.argument(first ? 0 : 1);
            Term fixed = comparison.argument(first ? 1 : 0);
            isEqual |= isForEquality;
            addBound(fixed, bounds);
            if (isForEquality) {
                addDifference(changing, fixed);
            }
            addOffsets(changing);
        }
    }

    /** A sum that equals something is a comparison of its terms that change with what is left over. */
    private void addDifference(Term changing, Term fixed) {
        if (changing instanceof Operation sum && sum.operator() == Operator.ADD) {
            Term stays = terms.constant(sum.width(), 0);
            for (Term argument : sum.arguments()) {
                stays = changes.test(argument) ? stays : terms.add(stays, argument);
            }
            if (!(stays instanceof Constant)) {
                addBound(terms.sub(stays, fixed), bounds);
                addBound(terms.sub(fixed, stays), bounds);
            }
        }
    }

    /** What is compared less a constant, whole or some bits of it, is mostly no less than the constant. */
    private void addOffsets(Term term) {
        if (!(term instanceof Operation o) || !changes.test(term)) {
            return;
        }
        switch (o.operator()) {
            case AND, EXTRACT, CONCAT -> o.arguments().forEach(this::addOffsets);
            case ADD -> o.arguments().stream().filter(argument -> argument instanceof Constant).forEach(constant -> addBound(terms.neg(constant), offsets));
            default -> {
            }
        }
    }

    private static void addBound(Term term, Set<Term> into) {
        if (term.width() >= LEAST_WIDTH && term.width() <= Long.SIZE) {
            into.add(term);
        }
    }
}
