package org.perfcontracts.smt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Function;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Conditions on functions that are computed against trying all their arguments. */
class AbstractingSolverTest {
    private final Terms terms = new Terms();
    private final Symbol x = terms.symbol("x", 4);
    private final Symbol y = terms.symbol("y", 4);

    /** Sixteen values of four bits, nothing else told. */
    private record Sixteen(int[] values) implements Function {
        @Override
        public String name() {
            return "sixteen";
        }

        @Override
        public int width() {
            return 4;
        }

        @Override
        public BigInteger apply(List<BigInteger> arguments) {
            return BigInteger.valueOf(values[arguments.get(0).intValue()]);
        }
    }

    private Term at(Function function, Term index) {
        return terms.function(function, List.of(index));
    }

    private boolean isPossible(Term condition) {
        for (int i = 0; i < 256; i++) {
            Assignment values = Assignment.of(java.util.Map.of(x, BigInteger.valueOf(i & 15), y, BigInteger.valueOf(i >> 4)));
            if (new Evaluator(values).isTrue(condition)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void answersAreTrue() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int decided = 0;
        try (Solver solver = SolverChain.create(terms, new Statistics())) {
            for (int i = 0; i < 300; i++) {
                Function f = new Sixteen(random.ints(16, 0, 16).toArray());
                Term inner = at(f, random.nextBoolean() ? x : terms.add(x, y));
                Term value = random.nextInt(3) == 0 ? at(f, inner) : inner;
                Term number = terms.constant(4, random.nextInt(16));
                Term condition = switch (random.nextInt(3)) {
                    case 0 -> terms.eq(value, number);
                    case 1 -> terms.ult(value, terms.and(number, x));
                    default -> terms.and(terms.eq(value, terms.mul(y, number)), terms.ult(number, x));
                };
                Answer answer = solver.check(List.of(condition));
                String what = "seed " + seed + ", " + condition;
                switch (answer) {
                    case Answer.Satisfiable(Assignment model) -> assertTrue(new Evaluator(model).isTrue(condition), what);
                    case Answer.Unsatisfiable _ -> assertTrue(!isPossible(condition), what);
                    case Answer.Unknown _ -> {
                    }
                }
                decided += answer instanceof Answer.Unknown ? 0 : 1;
            }
        }
        assertTrue(decided > 200, "seed " + seed + ": only " + decided + " of 300 decided");
    }

    @Test
    void equalArgumentsHaveEqualValues() {
        Function f = new Sixteen(new int[] {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3});
        try (Solver solver = SolverChain.create(terms, new Statistics())) {
            assertInstanceOf(Answer.Unsatisfiable.class,
                    solver.check(List.of(terms.eq(x, terms.constant(4, 7)), terms.ne(at(f, x), terms.constant(4, 6)))));
            assertEquals(terms.constant(4, 9), at(f, terms.constant(4, 5)));
        }
    }
}
