package org.perfcontracts.smt;

import java.util.List;
import org.perfcontracts.expr.Term;

/** Counts and times the questions from outside, and turns what fails within into an {@link Answer.Unknown}. */
final class MeasuringSolver implements Solver {
    private final Solver next;
    private final Statistics statistics;
    private Purpose purpose = Purpose.VALUES;

    MeasuringSolver(Solver next, Statistics statistics) {
        this.next = next;
        this.statistics = statistics;
    }

    @Override
    public Answer check(List<Term> conditions) {
        long start = System.nanoTime();
        Answer answer = ask(conditions);
        statistics.countQuery(purpose, answer, System.nanoTime() - start);
        return answer;
    }

    private Answer ask(List<Term> conditions) {
        try {
            return next.check(conditions);
        } catch (RuntimeException | StackOverflowError e) {
            return new Answer.Unknown("the solver failed: " + e);
        }
    }

    @Override
    public void serve(Purpose served) {
        purpose = served;
    }

    @Override
    public void close() {
        next.close();
    }
}
