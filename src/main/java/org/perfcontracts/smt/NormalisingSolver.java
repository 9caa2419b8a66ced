package org.perfcontracts.smt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Term;

/**
 * Splits conjunctions and drops what always holds or is said twice, in the order given. Answers itself where nothing is
 * left, a condition never holds, or one is the negation of another.
 */
final class NormalisingSolver implements Solver {
    private final Solver next;
    private final Statistics statistics;

    NormalisingSolver(Solver next, Statistics statistics) {
        this.next = next;
        this.statistics = statistics;
    }

    @Override
    public Answer check(List<Term> conditions) {
        Conjunction conjunction = new Conjunction();
        for (Term condition : conditions) {
            if (!conjunction.add(condition)) {
                statistics.countAnswer(Statistics.Link.TRIVIAL);
                return new Answer.Unsatisfiable();
            }
        }
        if (conjunction.kept.isEmpty()) {
            statistics.countAnswer(Statistics.Link.TRIVIAL);
            return new Answer.Satisfiable(Assignment.ZERO);
        }
        return next.check(new ArrayList<>(conjunction.kept));
    }

    @Override
    public void close() {
        next.close();
    }

    private static final class Conjunction {
        private final Set<Term> kept = new LinkedHashSet<>();
        private final Set<Term> negated = new HashSet<>();

        /** Whether the condition, taken with those before, is not plainly false. */
        boolean add(Term condition) {
            if (condition instanceof Constant c) {
                return !c.isZero();
            }
            if (condition instanceof Operation o && o.operator() == Operator.AND) {
                return add(o.argument(0)) && add(o.argument(1));
            }
            if (condition instanceof Operation o && o.operator() == Operator.NOT) {
                if (kept.contains(o.argument(0))) {
                    return false;
                }
                negated.add(o.argument(0));
            }
            kept.add(condition);
            return !negated.contains(condition);
        }
    }
}
