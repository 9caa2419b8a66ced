package org.perfcontracts.smt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * The chain, the bare native solver and a second native solver on random conditions. The seed is new for each run;
 * {@code -Dbolt.seed=…} repeats one.
 */
class SolverAgreementTest {
    private final long seed = Long.getLong("bolt.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Terms terms = new Terms();
    private final RandomConditions conditions = new RandomConditions(terms, random);

    private int satisfiable;
    private int unsatisfiable;

    @Test
    void bitwuzlaAgreesWithZ3() {
        try (Solver first = new BitwuzlaSolver(new Symbols(), Duration.ofSeconds(2)); Solver second = new Z3Solver()) {
            for (int i = 0; i < 200; i++) {
                List<Term> asked = new ArrayList<>();
                for (int length = 1 + random.nextInt(5); length > 0; length--) {
                    asked.add(conditions.condition());
                }
                compare(first, second, asked);
            }
        }
        assertBothSeen();
    }

    @Test
    void theChainAgreesWithTheBareSolver() {
        Statistics statistics = new Statistics();
        int asked = 0;
        try (Solver chain = SolverChain.create(terms, statistics, Duration.ofSeconds(2));
                Solver bare = new BitwuzlaSolver(new Symbols(), Duration.ofSeconds(2))) {
            for (int walk = 0; walk < 7; walk++) {
                asked += explore(chain, bare, new ArrayList<>(), 5);
            }
        }
        assertBothSeen();
        assertEquals(asked, statistics.queries());
        assertTrue(statistics.nativeQueries() < asked, () -> "no question was answered cheaper; seed " + seed);
    }

    /** One chain asks of some symbols what another has asked of others. */
    @Test
    void chainsThatShareAnswersAgreeWithTheBareSolver() {
        SharedAnswers shared = new SharedAnswers();
        Statistics statistics = new Statistics();
        try (Solver first = SolverChain.create(terms, statistics, Duration.ofSeconds(2), shared);
                Solver second = SolverChain.create(terms, statistics, Duration.ofSeconds(2), shared);
                Solver bare = new BitwuzlaSolver(new Symbols(), Duration.ofSeconds(2))) {
            for (int i = 0; i < 150; i++) {
                List<Term> asked = new ArrayList<>();
                for (int length = 1 + random.nextInt(4); length > 0; length--) {
                    asked.add(conditions.condition());
                }
                compare(first, bare, asked);
                Map<Term, Term> names = new HashMap<>();
                new Symbols().of(asked).forEach(symbol -> names.put(symbol, terms.symbol(symbol.name() + "'", symbol.width())));
                compare(second, bare, asked.stream().map(new Substitution(terms, names)::apply).toList());
            }
        }
        assertBothSeen();
        assertTrue(statistics.answered(Statistics.Link.ALIKE) > 20, () -> "only " + statistics.answered(Statistics.Link.ALIKE)
                + " questions were found alike; seed " + seed);
    }

    /** Asks as exploration does: a condition and its negation after each possible beginning. */
    private int explore(Solver chain, Solver bare, List<Term> path, int depth) {
        if (depth == 0) {
            return 0;
        }
        int asked = 0;
        Term fork = conditions.condition();
        for (Term condition : List.of(fork, terms.not(fork))) {
            path.add(condition);
            asked++;
            if (compare(chain, bare, path).isPossible()) {
                asked += explore(chain, bare, path, depth - 1);
            }
            path.removeLast();
        }
        return asked;
    }

    private Answer compare(Solver solver, Solver other, List<Term> asked) {
        Answer answer = solver.check(asked);
        Answer expected = other.check(asked);
        if (answer instanceof Answer.Satisfiable(var model)) {
            satisfiable++;
            Evaluator evaluator = new Evaluator(model);
            assertTrue(asked.stream().allMatch(evaluator::isTrue),
                    () -> "seed " + seed + ": the model " + model.values() + " does not satisfy " + asked);
        }
        if (answer instanceof Answer.Unsatisfiable) {
            unsatisfiable++;
        }
        if (!(answer instanceof Answer.Unknown) && !(expected instanceof Answer.Unknown)) {
            assertEquals(expected.getClass(), answer.getClass(), () -> "seed " + seed + ": " + asked);
        }
        return answer;
    }

    private void assertBothSeen() {
        assertTrue(satisfiable > 10 && unsatisfiable > 10,
                () -> "seed " + seed + ": only " + satisfiable + " satisfiable and " + unsatisfiable + " unsatisfiable lists");
    }
}
