package org.perfcontracts.smt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.perfcontracts.expr.Term;

/** Stands behind a decorator under test: answers as told and keeps what it was asked. */
final class ScriptedSolver implements Solver {
    private final Function<List<Term>, Answer> script;
    private final List<List<Term>> asked = new ArrayList<>();
    private boolean closed;

    ScriptedSolver(Function<List<Term>, Answer> script) {
        this.script = script;
    }

    List<List<Term>> asked() {
        return asked;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public Answer check(List<Term> conditions) {
        asked.add(List.copyOf(conditions));
        return script.apply(conditions);
    }

    @Override
    public void close() {
        closed = true;
    }
}
