package org.perfcontracts.smt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.FloatDefinitions;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Rounding;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Questions about floating-point numbers. The seed is new for each run; {@code -Dbolt.seed=…} repeats one. */
class FloatSolverTest {
    private static final Operator[] ARITHMETIC = {Operator.FADD, Operator.FSUB, Operator.FMUL, Operator.FDIV, Operator.FSQRT, Operator.FMA};

    private final long seed = Long.getLong("bolt.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Terms terms = new Terms();

    private Solver chain() {
        return SolverChain.create(terms, new Statistics(), Duration.ofSeconds(2));
    }

    // ---- what must hold of any answer

    @Test
    void whatHoldsUnderSomeValuesIsNeverRuledOut() {
        int sure = 0;
        try (Solver solver = chain()) {
            for (int i = 0; i < 150; i++) {
                Evaluator world = new Evaluator(world());
                List<Term> asked = new ArrayList<>();
                for (int k = 0; k < 2; k++) {
                    Term condition = condition();
                    asked.add(world.isTrue(condition) ? condition : terms.not(condition));
                }
                Answer answer = solver.check(asked);
                assertTrue(answer.isPossible(), () -> "seed " + seed + ": " + asked + " cannot be");
                sure += answer instanceof Answer.Satisfiable ? 1 : 0;
                if (answer instanceof Answer.Satisfiable(Assignment model)) {
                    assertTrue(asked.stream().allMatch(new Evaluator(model)::isTrue), () -> "seed " + seed + ": " + model.values());
                }
            }
        }
        int found = sure;
        assertTrue(found > 75, () -> "seed " + seed + ": only " + found + " models found");
    }

    private Assignment world() {
        Map<Symbol, BigInteger> values = new HashMap<>();
        for (String name : List.of("x", "y")) {
            values.put(terms.symbol(name, 64), unsigned(bits(64)));
            values.put(terms.symbol(name + "32", 32), unsigned(bits(32)));
        }
        values.put(terms.symbol("n", 16), BigInteger.valueOf(random.nextInt(1 << 16)));
        return Assignment.of(values);
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    private long bits(int width) {
        double value = switch (random.nextInt(6)) {
            case 0 -> random.nextInt(100);
            case 1 -> random.nextGaussian() * 1000;
            case 2 -> Double.POSITIVE_INFINITY;
            case 3 -> Math.scalb(random.nextDouble(), random.nextInt(-1070, 1000));
            case 4 -> -0.0;
            default -> random.nextDouble();
        };
        if (random.nextInt(10) == 0) {
            return width == 64 ? 0x7ff0_0000_0000_0001L : 0xff80_0001L;
        }
        return width == 64 ? Double.doubleToRawLongBits(value) : Integer.toUnsignedLong(Float.floatToRawIntBits((float) value));
    }

    private Term condition() {
        int width = random.nextInt(4) == 0 ? 32 : 64;
        Term a = number(width, 2);
        Term b = number(width, 1);
        return switch (random.nextInt(4)) {
            case 0 -> terms.feq(a, b);
            case 1 -> terms.flt(a, b);
            case 2 -> terms.fle(a, b);
            default -> terms.ult(terms.ftos(a, 32), terms.constant(32, random.nextInt(2000)));
        };
    }

    private Term number(int width, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return switch (random.nextInt(4)) {
                case 0 -> terms.constant(width, bits(width));
                case 1 -> terms.stof(terms.zext(terms.symbol("n", 16), 32), width);
                default -> terms.symbol((random.nextBoolean() ? "x" : "y") + (width == 32 ? "32" : ""), width);
            };
        }
        return switch (random.nextInt(8)) {
            case 0 -> terms.ftof(number(96 - width, depth - 1), width);
            case 1 -> terms.fround(number(width, depth - 1), Rounding.values()[random.nextInt(4)]);
            case 2 -> terms.fsqrt(number(width, depth - 1));
            case 3 -> terms.fdiv(number(width, depth - 1), terms.constant(width, bits(width)));
            case 4 -> terms.fmul(number(width, depth - 1), terms.constant(width, bits(width)));
            case 5 -> terms.fsub(number(width, depth - 1), number(width, depth - 1));
            default -> terms.fadd(number(width, depth - 1), number(width, depth - 1));
        };
    }

    @Test
    void factsAreTrue() {
        FloatFacts facts = new FloatFacts(terms, new FloatDefinitions(terms));
        for (int width : new int[] {32, 64}) {
            List<Symbol> arguments = List.of(terms.symbol("a", width), terms.symbol("b", width), terms.symbol("c", width));
            Symbol result = terms.symbol("result", width);
            for (Operator operator : ARITHMETIC) {
                int arity = operator == Operator.FSQRT ? 1 : operator == Operator.FMA ? 3 : 2;
                Operation operation = (Operation) terms.apply(operator, width, 0, List.copyOf(arguments.subList(0, arity)));
                List<Term> all = facts.of(operation, result);
                for (int i = 0; i < 20_000; i++) {
                    Map<Symbol, BigInteger> values = new HashMap<>();
                    arguments.forEach(argument -> values.put(argument, unsigned(bits(width))));
                    values.put(result, new Evaluator(Assignment.of(values)).value(operation));
                    Evaluator evaluator = new Evaluator(Assignment.of(values));
                    for (Term fact : all) {
                        assertTrue(evaluator.isTrue(fact), () -> "seed " + seed + ": " + operation + ": " + fact + " where " + values);
                    }
                }
            }
        }
    }

    /** What is taken for the truth in the end is the CPU's arithmetic, of what is no number too. */
    @Test
    void theSecondSolverKnowsArithmetic() {
        try (Solver solver = new BitwuzlaSolver(new Symbols(), Duration.ofSeconds(5))) {
            for (int i = 0; i < 200; i++) {
                int width = random.nextBoolean() ? 32 : 64;
                Operator operator = ARITHMETIC[random.nextInt(ARITHMETIC.length)];
                int arity = operator == Operator.FSQRT ? 1 : operator == Operator.FMA ? 3 : 2;
                List<Term> arguments = new ArrayList<>();
                List<Term> asked = new ArrayList<>();
                Map<Symbol, BigInteger> values = new HashMap<>();
                for (int k = 0; k < arity; k++) {
                    Symbol symbol = terms.symbol("a" + k, width);
                    arguments.add(symbol);
                    values.put(symbol, unsigned(bits(width)));
                    asked.add(terms.eq(symbol, terms.constant(width, values.get(symbol))));
                }
                Operation operation = (Operation) terms.apply(operator, width, 0, arguments);
                BigInteger expected = new Evaluator(Assignment.of(values)).value(operation);
                Symbol result = terms.symbol("result", width);
                asked.add(terms.eq(result, operation));
                Answer answer = solver.check(asked);
                assertInstanceOf(Answer.Satisfiable.class, answer, () -> "seed " + seed + ": " + asked);
                assertEquals(expected, ((Answer.Satisfiable) answer).model().value(result), () -> "seed " + seed + ": " + asked);
            }
        }
    }

    // ---- questions that programs ask

    private Term number(double value) {
        return terms.constant(64, Double.doubleToRawLongBits(value));
    }

    private Term of16Bits(String name) {
        return terms.stof(terms.zext(terms.symbol(name, 16), 32), 64);
    }

    private void assertPossible(boolean possible, Term... conditions) {
        try (Solver solver = chain()) {
            Answer answer = solver.check(List.of(conditions));
            assertEquals(possible ? Answer.Satisfiable.class : Answer.Unsatisfiable.class, answer.getClass());
        }
    }

    @Test
    void convertedIntegersHaveTheirRange() {
        assertPossible(false, terms.flt(number(65535), of16Bits("n")));
        assertPossible(true, terms.fle(number(65535), of16Bits("n")));
        assertPossible(false, terms.flt(of16Bits("n"), number(0)));
    }

    @Test
    void aSumOfWhatIsNotNegativeIsNotLess() {
        Term sum = terms.fadd(of16Bits("n"), of16Bits("m"));
        assertPossible(false, terms.flt(sum, of16Bits("n")));
        assertPossible(true, terms.flt(of16Bits("n"), sum));
    }

    @Test
    void aBucketHasRoomOrNot() {
        Symbol tokens = terms.symbol("tokens", 64);
        Term filled = terms.fadd(tokens, terms.fmul(of16Bits("elapsed"), number(0.125)));
        Term capped = terms.ite(terms.flt(number(1500), filled), number(1500), filled);
        assertPossible(true, terms.fle(number(0), tokens), terms.fle(tokens, number(1500)), terms.fle(of16Bits("length"), capped),
                terms.flt(number(1000), of16Bits("length")));
        assertPossible(true, terms.fle(number(0), tokens), terms.flt(capped, of16Bits("length")), terms.flt(number(20), capped));
        assertPossible(false, terms.fle(number(0), tokens), terms.flt(number(1500), capped));
        assertPossible(true, terms.feq(filled, number(77.25)), terms.flt(number(1), tokens));
    }

    @Test
    void anAverageOfFourLiesBetween() {
        Term sum = terms.fadd(terms.fadd(of16Bits("a"), of16Bits("b")), terms.fadd(of16Bits("c"), of16Bits("d")));
        assertPossible(true, terms.flt(number(60000), terms.fmul(sum, number(0.25))));
        assertPossible(true, terms.feq(terms.fmul(sum, number(0.25)), number(333.75)));
    }
}
