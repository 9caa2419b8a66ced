package org.perfcontracts.smt;

import java.util.List;
import org.perfcontracts.expr.Term;

/**
 * Decides whether conditions can hold together. A solver belongs to one thread; the decorators in front of it share
 * this interface, so that a logger or a second opinion can stand anywhere in the chain.
 */
public interface Solver extends AutoCloseable {
    /**
     * Decides the conjunction of the given conditions, terms of width one. The list is most often an extension of the one
     * asked before; implementations profit from that.
     */
    Answer check(List<Term> conditions);

    /** Frees what the solver holds; no question may follow. */
    @Override
    void close();

    /** Says what the questions from now on are for, for the figures of {@link Statistics}. */
    default void serve(Purpose purpose) {
    }
}
