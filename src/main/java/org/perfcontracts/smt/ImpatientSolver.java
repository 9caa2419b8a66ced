package org.perfcontracts.smt;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.perfcontracts.expr.Term;

/** Hands questions on for as long as someone waits for the answers; later ones it leaves open. */
public final class ImpatientSolver implements Solver {
    private final Solver next;
    private final BooleanSupplier over;

    /**
     * A solver in front of another.
     *
     * @param over whether nobody waits any more; asked before each question
     */
    public ImpatientSolver(Solver next, BooleanSupplier over) {
        this.next = next;
        this.over = over;
    }

    @Override
    public Answer check(List<Term> conditions) {
        return over.getAsBoolean() ? new Answer.Unknown("there was no time left") : next.check(conditions);
    }

    @Override
    public void serve(Purpose purpose) {
        next.serve(purpose);
    }

    @Override
    public void close() {
        next.close();
    }
}
