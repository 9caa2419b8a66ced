package org.perfcontracts.smt;

import java.util.List;
import org.perfcontracts.expr.Term;

/** Counts and times the questions that reach the native solver. */
final class NativeTimer implements Solver {
    private final Solver next;
    private final Statistics statistics;

    NativeTimer(Solver next, Statistics statistics) {
        this.next = next;
        this.statistics = statistics;
    }

    @Override
    public Answer check(List<Term> conditions) {
        long start = System.nanoTime();
        Answer answer = next.check(conditions);
        statistics.countNative(System.nanoTime() - start);
        return answer;
    }

    @Override
    public void close() {
        next.close();
    }
}
