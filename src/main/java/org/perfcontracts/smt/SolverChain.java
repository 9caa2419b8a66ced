package org.perfcontracts.smt;

import java.time.Duration;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Terms;

/** Puts solvers together. */
public final class SolverChain {
    /** How long a native question may take where nothing else is said. */
    public static final Duration QUESTION_LIMIT = BitwuzlaSolver.TIME_LIMIT;

    private SolverChain() {
    }

    /**
     * A solver for one thread and conditions made of the given terms, with everything in front of the native solver that answers cheaper. It never throws on a
     * question: a failure is an {@link Answer.Unknown}, as is a native question that takes ten seconds.
     *
     * @param terms where the conditions were made
     * @throws IllegalStateException if the native solver cannot be loaded
     */
    public static Solver create(Terms terms, Statistics statistics) {
        return create(terms, statistics, QUESTION_LIMIT);
    }

    /** The same with another time limit for each native question, at least a millisecond. */
    public static Solver create(Terms terms, Statistics statistics, Duration timeLimit) {
        return create(terms, statistics, timeLimit, new SharedAnswers());
    }

    /**
     * The same, which knows what other chains have found out, and tells them.
     *
     * @param shared between chains
     */
    public static Solver create(Terms terms, Statistics statistics, Duration timeLimit, SharedAnswers shared) {
        Symbols symbols = new Symbols();
        Solver solver = new NativeTimer(new BitwuzlaSolver(symbols, timeLimit), statistics);
        Solver exact = new NativeTimer(new BitwuzlaSolver(symbols, timeLimit), statistics);
        solver = new FloatSolver(terms, solver, exact, symbols);
        solver = new AbstractingSolver(terms, solver);
        solver = new ParitySolver(terms, solver);
        solver = new SharingSolver(solver, shared, statistics);
        solver = new QueryCachingSolver(solver, statistics);
        solver = new IndependenceSolver(solver, symbols, statistics);
        solver = new ModelCachingSolver(solver, statistics);
        solver = new NormalisingSolver(solver, statistics);
        return new MeasuringSolver(solver, statistics);
    }
}
