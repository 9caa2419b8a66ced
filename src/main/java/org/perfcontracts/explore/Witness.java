package org.perfcontracts.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.ImpatientSolver;
import org.perfcontracts.smt.Purpose;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;

/**
 * A path's witness: values of the symbols under which the path is taken and leaves each cut loop in its first iteration. Finding
 * one can take the solver longer than the path did, so it is looked for when someone wants it, and at most once. Safe for several threads.
 */
public final class Witness {
    /** None, and nothing to look for. */
    public static final Witness NONE = new Witness(Optional.empty(), Optional.of(Answer.NONE), _ -> Answer.NONE);

    private static final long STACK_BYTES = 256L << 20;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration GRACE = Duration.ofMillis(200);

    private final Optional<Assignment> model;
    private final Function<Solver, Answer> search;
    private volatile Optional<Answer> answer;

    /** What came of looking for a witness. */
    public sealed interface Answer {
        /** There is none. */
        Answer NONE = new None();
        /** The solver has found neither values nor a proof that there are none. */
        Answer OPEN = new Open("the solver found no input for it in time");

        /** These values. */
        record Found(Assignment values) implements Answer {
        }

        /** As {@link #NONE}. */
        record None() implements Answer {
        }

        /** It is not known whether there is one, and why not. */
        record Open(String why) implements Answer {
        }

        /** The values, if there are some. */
        default Optional<Assignment> found() {
            return this instanceof Found(Assignment values) ? Optional.of(values) : Optional.empty();
        }
    }

    private Witness(Optional<Assignment> model, Optional<Answer> answer, Function<Solver, Answer> search) {
        this.model = model;
        this.answer = answer;
        this.search = search;
    }

    /** Values that are one already. */
    static Witness of(Assignment values) {
        return new Witness(Optional.of(values), Optional.of(new Answer.Found(values)), _ -> Answer.OPEN);
    }

    /** No witness, as the path's constraints do not say all. */
    static Witness unknown(Optional<Assignment> model) {
        Answer open = new Answer.Open("what it finds in state is taken for anything in part, so that no content is known that leads there");
        return new Witness(model, Optional.of(open), _ -> open);
    }

    /**
     * A witness to be looked for.
     *
     * @param model values that the path's constraints allow, though its loops may not end in the first iteration
     */
    static Witness sought(Optional<Assignment> model, Function<Solver, Answer> search) {
        return new Witness(model, Optional.empty(), search);
    }

    /** Values that the path's constraints allow, if any are known: an input that comes near the path. */
    public Optional<Assignment> model() {
        return model;
    }

    /** What is known already; empty where it has to be looked for. */
    public Optional<Answer> known() {
        return answer;
    }

    /** What is known, or what the solver finds; it is known then, and so is that the solver has left it open. */
    public synchronized Answer find(Solver solver) {
        if (answer.isEmpty()) {
            answer = Optional.of(search.apply(solver));
        }
        return answer.get();
    }

    /**
     * Looks for the witnesses of all paths. Soon after nobody waits any more it returns, even if a search has not ended.
     *
     * @param terms where their constraints were made
     * @param threads how many look
     * @param limit of the time that one question to the solver takes
     * @param statistics of the questions
     * @param over whether nobody waits any more; asked before each question
     */
    public static void findAll(Terms terms, List<Path> paths, int threads, Duration limit, Statistics statistics, BooleanSupplier over) {
        Queue<Path> left = new ConcurrentLinkedQueue<>(paths.stream().filter(path -> path.witness().known().isEmpty()).toList());
        List<Thread> working = new ArrayList<>();
        for (int i = 0; i < Math.min(threads, left.size()); i++) {
            Thread thread = new Thread(null, () -> find(terms, left, limit, statistics, over), "witnesses-" + i, STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
            working.add(thread);
        }
        try {
            for (Thread thread : working) {
                while (!thread.join(LOOK_EVERY)) {
                    if (over.getAsBoolean() && !thread.join(GRACE)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void find(Terms terms, Queue<Path> left, Duration limit, Statistics statistics, BooleanSupplier over) {
        try (Solver solver = new ImpatientSolver(SolverChain.create(terms, statistics, limit), over)) {
            solver.serve(Purpose.WITNESSES);
            for (Path path = left.poll(); path != null; path = left.poll()) {
                path.witness().find(solver);
            }
        } catch (RuntimeException | StackOverflowError defect) {
            // Its path, and what is left if it was the last thread, stay without a witness, which whoever asks is told.
        }
    }
}
