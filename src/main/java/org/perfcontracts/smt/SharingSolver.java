package org.perfcontracts.smt;

import java.util.List;
import java.util.Optional;
import org.perfcontracts.expr.Term;

/** Asks the next solver what no chain has been asked before, whatever the symbols were called. */
final class SharingSolver implements Solver {
    private final Solver next;
    private final SharedAnswers shared;
    private final Statistics statistics;

    SharingSolver(Solver next, SharedAnswers shared, Statistics statistics) {
        this.next = next;
        this.shared = shared;
        this.statistics = statistics;
    }

    @Override
    public Answer check(List<Term> conditions) {
        Question question = shared.question(conditions);
        Optional<Answer> known = shared.to(question);
        if (known.isPresent()) {
            statistics.countAnswer(Statistics.Link.ALIKE);
            return known.get();
        }
        Answer answer = next.check(conditions);
        shared.keep(question, answer);
        return answer;
    }

    @Override
    public void close() {
        next.close();
    }
}
