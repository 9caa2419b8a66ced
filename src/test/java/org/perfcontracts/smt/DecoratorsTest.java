package org.perfcontracts.smt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Each link of the chain alone, before a solver that counts what still reaches it. */
class DecoratorsTest {
    private static final Answer NEVER = new Answer.Unsatisfiable();
    private static final Answer UNKNOWN = new Answer.Unknown("told so");

    private final Terms terms = new Terms();
    private final Symbol x = terms.symbol("x", 8);
    private final Symbol y = terms.symbol("y", 8);
    private final Symbol z = terms.symbol("z", 8);
    private final Term xLow = terms.ult(x, terms.constant(8, 5));
    private final Term yLow = terms.ult(y, terms.constant(8, 5));
    private final Term zLow = terms.ult(z, terms.constant(8, 5));
    private final Term xUnderY = terms.ult(x, y);
    private final Statistics statistics = new Statistics();

    private static Answer model(Map<Symbol, Integer> values) {
        Map<Symbol, BigInteger> wide = new HashMap<>();
        values.forEach((symbol, value) -> wide.put(symbol, BigInteger.valueOf(value)));
        return new Answer.Satisfiable(Assignment.of(wide));
    }

    private static ScriptedSolver always(Answer answer) {
        return new ScriptedSolver(_ -> answer);
    }

    private Map<Symbol, BigInteger> values(Answer answer) {
        return assertInstanceOf(Answer.Satisfiable.class, answer).model().values();
    }

    // ---- normal form

    @Test
    void whatAlwaysHoldsIsNotAsked() {
        ScriptedSolver behind = always(NEVER);
        Solver solver = new NormalisingSolver(behind, statistics);
        assertTrue(values(solver.check(List.of())).isEmpty());
        assertTrue(values(solver.check(List.of(terms.yes()))).isEmpty());
        assertEquals(0, behind.asked().size());
        assertEquals(2, statistics.answered(Statistics.Link.TRIVIAL));
    }

    @Test
    void aConditionAndItsNegationAreNotAskedInEitherOrder() {
        ScriptedSolver behind = always(model(Map.of()));
        Solver solver = new NormalisingSolver(behind, statistics);
        assertEquals(NEVER, solver.check(List.of(xLow, yLow, terms.not(xLow))));
        assertEquals(NEVER, solver.check(List.of(terms.not(xLow), yLow, xLow)));
        assertEquals(NEVER, solver.check(List.of(xLow, terms.no())));
        assertEquals(0, behind.asked().size());
    }

    @Test
    void conjunctionsAreSplitAndRepetitionsDropped() {
        ScriptedSolver behind = always(UNKNOWN);
        Solver solver = new NormalisingSolver(behind, statistics);
        assertEquals(UNKNOWN, solver.check(List.of(xLow, terms.and(yLow, terms.and(xLow, zLow)), terms.yes())));
        assertEquals(1, behind.asked().size());
        assertEquals(xLow, behind.asked().getFirst().getFirst());
        assertEquals(Set.of(xLow, yLow, zLow), Set.copyOf(behind.asked().getFirst()));
        assertEquals(3, behind.asked().getFirst().size());
    }

    // ---- models

    @Test
    void aFormerModelAnswersWhatItSatisfies() {
        ScriptedSolver behind = always(model(Map.of(x, 3, y, 7)));
        Solver solver = new ModelCachingSolver(behind, statistics);
        solver.check(List.of(xLow));
        assertEquals(Map.of(x, BigInteger.valueOf(3), y, BigInteger.valueOf(7)), values(solver.check(List.of(xLow, xUnderY))));
        assertEquals(1, behind.asked().size());
        assertEquals(1, statistics.answered(Statistics.Link.MODELS));
        solver.check(List.of(xLow, terms.not(xUnderY)));
        assertEquals(2, behind.asked().size());
    }

    @Test
    void aModelThatDoesNotSatisfyIsNotBelieved() {
        Solver solver = new ModelCachingSolver(always(model(Map.of(x, 9))), statistics);
        assertInstanceOf(Answer.Unknown.class, solver.check(List.of(xLow)));
        assertInstanceOf(Answer.Unknown.class, solver.check(List.of(xLow)));
    }

    @Test
    void modelsAreForgottenWhenTheyAreTooMany() {
        ScriptedSolver behind = new ScriptedSolver(conditions -> {
            for (int value = 0; value < 256; value++) {
                if (conditions.equals(List.of(terms.eq(x, terms.constant(8, value))))) {
                    return model(Map.of(x, value));
                }
            }
            return UNKNOWN;
        });
        Solver solver = new ModelCachingSolver(behind, statistics);
        for (int value = 0; value < 256; value++) {
            solver.check(List.of(terms.eq(x, terms.constant(8, value))));
        }
        solver.check(List.of(terms.eq(x, terms.constant(8, 255))));
        assertEquals(256, behind.asked().size());
        solver.check(List.of(terms.eq(x, terms.constant(8, 0))));
        assertEquals(257, behind.asked().size());
    }

    // ---- questions alike

    @Test
    void aQuestionThatDiffersInNamesAloneIsAskedOnce() {
        SharedAnswers shared = new SharedAnswers();
        ScriptedSolver behind = always(model(Map.of(x, 3, y, 7)));
        new SharingSolver(behind, shared, statistics).check(List.of(xLow, xUnderY));
        ScriptedSolver another = always(UNKNOWN);
        Term zUnderX = terms.ult(z, x);
        assertEquals(Map.of(z, BigInteger.valueOf(3), x, BigInteger.valueOf(7)),
                values(new SharingSolver(another, shared, statistics).check(List.of(zLow, zUnderX))));
        assertEquals(0, another.asked().size());
        assertEquals(1, statistics.answered(Statistics.Link.ALIKE));
    }

    @Test
    void whatIsImpossibleIsSoWhateverItIsCalled() {
        SharedAnswers shared = new SharedAnswers();
        new SharingSolver(always(NEVER), shared, statistics).check(List.of(xLow, xUnderY));
        assertEquals(NEVER, new SharingSolver(always(UNKNOWN), shared, statistics).check(List.of(yLow, terms.ult(y, z))));
    }

    @Test
    void noAnswerIsNotKept() {
        SharedAnswers shared = new SharedAnswers();
        new SharingSolver(always(UNKNOWN), shared, statistics).check(List.of(xLow));
        assertEquals(NEVER, new SharingSolver(always(NEVER), shared, statistics).check(List.of(xLow)));
    }

    @Test
    void questionsThatAreNotAlikeAreAskedEach() {
        Symbol wide = terms.symbol("wide", 16);
        Function<String, org.perfcontracts.expr.Function> table = name -> new org.perfcontracts.expr.Function() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int width() {
                return 8;
            }

            @Override
            public BigInteger apply(List<BigInteger> arguments) {
                return arguments.getFirst();
            }
        };
        Term five = terms.constant(8, 5);
        List<List<Term>> different = List.of(
                List.of(xLow), List.of(xLow, yLow), List.of(terms.not(xLow)), List.of(terms.ult(five, x)), List.of(terms.ult(x, terms.constant(8, 6))),
                List.of(terms.ult(wide, terms.constant(16, 5))), List.of(xUnderY, xLow), List.of(xUnderY, yLow), List.of(xLow, xUnderY),
                List.of(terms.ult(terms.extract(wide, 7, 0), five)), List.of(terms.ult(terms.extract(wide, 8, 1), five)),
                List.of(terms.ult(terms.add(x, y), five)), List.of(terms.ult(terms.mul(x, y), five)), List.of(terms.ult(terms.mul(x, x), five)),
                List.of(terms.eq(terms.function(table.apply("t"), List.of(x)), five)), List.of(terms.eq(terms.function(table.apply("t"), List.of(x)), five)));
        ScriptedSolver behind = always(NEVER);
        Solver solver = new SharingSolver(behind, new SharedAnswers(), statistics);
        different.forEach(solver::check);
        assertEquals(different, behind.asked());
    }

    // ---- answers

    @Test
    void theSameSetIsAskedOnceInWhateverOrder() {
        for (Answer answer : List.of(NEVER, UNKNOWN, model(Map.of()))) {
            ScriptedSolver behind = always(answer);
            Solver solver = new QueryCachingSolver(behind, statistics);
            solver.check(List.of(xLow, yLow));
            assertEquals(answer, solver.check(List.of(yLow, xLow)));
            assertEquals(1, behind.asked().size());
        }
        assertEquals(3, statistics.answered(Statistics.Link.CACHE));
    }

    @Test
    void whatContainsAnImpossibleSetIsImpossible() {
        ScriptedSolver behind = new ScriptedSolver(conditions -> conditions.contains(xUnderY) ? NEVER : UNKNOWN);
        Solver solver = new QueryCachingSolver(behind, statistics);
        solver.check(List.of(xUnderY, xLow));
        assertEquals(NEVER, solver.check(List.of(yLow, xLow, zLow, xUnderY)));
        assertEquals(1, behind.asked().size());
        assertEquals(UNKNOWN, solver.check(List.of(yLow, xLow, zLow)));
        assertEquals(2, behind.asked().size());
    }

    @Test
    void whatAPossibleSetContainsIsPossible() {
        Answer found = model(Map.of(x, 1, y, 2));
        ScriptedSolver behind = new ScriptedSolver(conditions -> conditions.size() == 3 ? found : UNKNOWN);
        Solver solver = new QueryCachingSolver(behind, statistics);
        solver.check(List.of(xLow, yLow, xUnderY));
        assertEquals(found, solver.check(List.of(xUnderY, xLow)));
        assertEquals(1, behind.asked().size());
        assertEquals(UNKNOWN, solver.check(List.of(xUnderY, zLow)));
        assertEquals(2, behind.asked().size());
    }

    // ---- independence

    @Test
    void groupsThatShareNoSymbolAreAskedAloneTheLatestFirst() {
        ScriptedSolver behind = new ScriptedSolver(conditions ->
                conditions.contains(xUnderY) ? model(Map.of(x, 1, y, 2, z, 77)) : model(Map.of(z, 3)));
        Solver solver = new IndependenceSolver(behind, new Symbols(), statistics);
        Answer answer = solver.check(List.of(xLow, zLow, xUnderY));
        assertEquals(List.of(List.of(xLow, xUnderY), List.of(zLow)), behind.asked());
        assertEquals(Map.of(x, BigInteger.ONE, y, BigInteger.TWO, z, BigInteger.valueOf(3)), values(answer));
        assertEquals(1, statistics.answered(Statistics.Link.INDEPENDENCE));
    }

    @Test
    void groupsJoinThroughAThirdCondition() {
        ScriptedSolver behind = always(UNKNOWN);
        Solver solver = new IndependenceSolver(behind, new Symbols(), statistics);
        solver.check(List.of(xLow, yLow, zLow, xUnderY, terms.ult(y, z)));
        assertEquals(List.of(List.of(xLow, yLow, zLow, xUnderY, terms.ult(y, z))), behind.asked());
    }

    @Test
    void oneImpossibleGroupDecidesEvenBesideAnUnknownOne() {
        Solver solver = new IndependenceSolver(
                new ScriptedSolver(conditions -> conditions.contains(xLow) ? NEVER : UNKNOWN), new Symbols(), statistics);
        assertEquals(NEVER, solver.check(List.of(xLow, zLow)));
        assertEquals(NEVER, solver.check(List.of(zLow, xLow)));
        assertEquals(UNKNOWN, solver.check(List.of(zLow, yLow)));
    }

    // ---- measuring

    @Test
    void aFailureIsUnknownAndCounted() {
        Solver solver = new MeasuringSolver(new ScriptedSolver(_ -> {
            throw new IllegalStateException("broken");
        }), statistics);
        var answer = assertInstanceOf(Answer.Unknown.class, solver.check(List.of(xLow)));
        assertTrue(answer.reason().contains("broken"));
        assertEquals(1, statistics.queries());
        assertEquals(1, statistics.unknown());
    }

    @Test
    void closingReachesTheLast() {
        List<BiFunction<Solver, Statistics, Solver>> links = List.of(
                MeasuringSolver::new, NormalisingSolver::new, ModelCachingSolver::new, QueryCachingSolver::new, NativeTimer::new,
                (next, counted) -> new IndependenceSolver(next, new Symbols(), counted));
        for (Function<Solver, Solver> link : links.stream().map(this::with).toList()) {
            ScriptedSolver behind = always(UNKNOWN);
            link.apply(behind).close();
            assertTrue(behind.isClosed());
        }
    }

    private Function<Solver, Solver> with(BiFunction<Solver, Statistics, Solver> link) {
        return next -> link.apply(next, statistics);
    }

    // ---- the chain

    @Test
    void aForkAfterAKnownListCostsOneNativeQuestionAtMost() {
        try (Solver chain = SolverChain.create(terms, statistics)) {
            assertTrue(chain.check(List.of(xLow)).isPossible());
            long before = statistics.nativeQueries();
            assertTrue(chain.check(List.of(xLow, xUnderY)).isPossible());
            assertTrue(chain.check(List.of(xLow, terms.not(xUnderY))).isPossible());
            assertTrue(statistics.nativeQueries() <= before + 1);
            assertEquals(3, statistics.queries());
        }
    }

    @Test
    void conditionsOnOtherSymbolsAreNotAskedAgain() {
        try (Solver chain = SolverChain.create(terms, statistics)) {
            Term xBig = terms.ult(terms.constant(8, 100), x);
            Term zBig = terms.ult(terms.constant(8, 99), z);
            chain.check(List.of(xBig));
            chain.check(List.of(xBig, zBig));
            assertEquals(2, statistics.nativeQueries());
            assertEquals(1, statistics.answered(Statistics.Link.CACHE));
            assertEquals(0, statistics.unknown());
        }
    }
}
