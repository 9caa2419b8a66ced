package org.perfcontracts.smt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The same with its pieces known: each argument is one. */
    private record Pieced(int[] values, Partition pieces) implements Function {
        @Override
        public String name() {
            return "pieced";
        }

        @Override
        public int width() {
            return 4;
        }

        @Override
        public BigInteger apply(List<BigInteger> arguments) {
            return on(arguments.get(0).intValue());
        }

        @Override
        public Optional<Partition> partition() {
            return Optional.of(pieces);
        }

        @Override
        public BigInteger on(int piece) {
            return BigInteger.valueOf(values[piece]);
        }
    }

    /** Every number of four bits by itself. */
    private static final Function.Partition EACH = new Function.Partition() {
        @Override
        public int size() {
            return 16;
        }

        @Override
        public Optional<BigInteger> only(int piece) {
            return Optional.of(BigInteger.valueOf(piece));
        }

        @Override
        public Term within(Terms terms, Term argument, int piece) {
            return terms.eq(argument, terms.constant(argument.width(), piece));
        }
    };

    private Term at(Function function, Term index) {
        return terms.function(function, List.of(index));
    }

    private boolean isPossible(Term condition) {
        for (int i = 0; i < 256; i++) {
            Assignment values = Assignment.of(Map.of(x, BigInteger.valueOf(i & 15), y, BigInteger.valueOf(i >> 4)));
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

    /** Conditions on several fields of one element, on its index, and on something else. */
    @Test
    void answersAreTrueOfFunctionsThatShareTheirPieces() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int decided = 0;
        try (Solver solver = SolverChain.create(terms, new Statistics())) {
            for (int i = 0; i < 300; i++) {
                Term index = random.nextBoolean() ? x : terms.add(x, y);
                Term first = at(new Pieced(random.ints(16, 0, 16).toArray(), EACH), index);
                Term second = at(new Pieced(random.ints(16, 0, 4).toArray(), EACH), index);
                List<Term> conditions = List.of(terms.eq(first, terms.constant(4, random.nextInt(16))),
                        random.nextBoolean() ? terms.ult(second, terms.constant(4, random.nextInt(5))) : terms.eq(second, index),
                        random.nextBoolean() ? terms.ne(x, terms.constant(4, random.nextInt(16))) : terms.ult(first, y));
                Term all = terms.all(conditions);
                Answer answer = solver.check(conditions);
                switch (answer) {
                    case Answer.Satisfiable(Assignment model) -> assertTrue(new Evaluator(model).isTrue(all), () -> "seed " + seed + ", " + all);
                    case Answer.Unsatisfiable _ -> assertTrue(!isPossible(all), () -> "seed " + seed + ", " + all);
                    case Answer.Unknown _ -> {
                    }
                }
                decided += answer instanceof Answer.Unknown ? 0 : 1;
            }
        }
        assertTrue(decided > 290, "seed " + seed + ": only " + decided + " of 300 decided");
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
