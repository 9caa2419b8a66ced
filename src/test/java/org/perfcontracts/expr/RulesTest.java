package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rewriting rule by itself: it is applied, to the term that its line says, which has the value of what stood before. */
class RulesTest {
    private static final int[] WIDTHS = {8, 13, 32, 64, 65, 128};
    private static final int WORLDS = 20;

    static List<Rule> rules() {
        return Rule.all();
    }

    @Test
    void everyFamilyHasRules() {
        Map<String, Integer> count = new HashMap<>();
        rules().forEach(rule -> count.merge(rule.where().replaceAll(":.*", ""), 1, Integer::sum));
        assertEquals(8, count.size(), () -> "rules are in " + count);
        assertTrue(rules().size() >= 140, () -> "only " + count);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleIsAppliedAndRight(Rule rule) {
        for (int width : WIDTHS) {
            Trial trial = new Trial(rule.hashCode() * 31L + width);
            Rule.Builder<Trial.Value> builder = new Rule.Builder<>(rule, trial, width);
            Trial.Value before = builder.before();
            boolean applied = !trial.isRaw;
            Trial.Value after = builder.after(before.term.width());
            assertSame(after.term, before.term, () -> rule + " for " + width + " bits");
            assertEquals(after.worth, before.worth, () -> rule + " is wrong for " + width + " bits");
            assertTrue(applied, () -> rule + ": nothing was simplified for " + width + " bits");
        }
    }

    /** Terms, beside what the raw operations yield in a few worlds; and whether the last one was left as it was. */
    private static final class Trial implements Rule.Algebra<Trial.Value> {
        private final Terms terms = new Terms();
        private final Random random;
        private final List<Map<Symbol, BigInteger>> worlds = new ArrayList<>();
        private final List<BigInteger> constants = new ArrayList<>();
        private boolean isRaw;

        record Value(Term term, List<BigInteger> worth) {
        }

        Trial(long seed) {
            random = new Random(seed);
            for (int i = 0; i < WORLDS; i++) {
                worlds.add(new HashMap<>());
            }
        }

        @Override
        public Value variable(String name, int width) {
            if (name.equals("c") || name.equals("d")) {
                return number(unremarkable(width), width);
            }
            Symbol symbol = terms.symbol(name, width);
            List<BigInteger> worth = new ArrayList<>();
            for (Map<Symbol, BigInteger> world : worlds) {
                BigInteger value = random.nextBoolean() ? new BigInteger(width, random) : BigInteger.valueOf(random.nextInt(3) - 1);
                world.put(symbol, Bits.truncate(value, width));
                worth.add(world.get(symbol));
            }
            return new Value(symbol, worth);
        }

        /** Neither a power of two nor near zero, nor in its sum, product and the like with another; odd, for the sake of products. */
        private BigInteger unremarkable(int width) {
            for (int i = 0; i < 1_000; i++) {
                BigInteger value = new BigInteger(width, random).setBit(0);
                if (constants.stream().allMatch(other -> combine(value, other, width)) && isPlain(value, width)) {
                    constants.add(value);
                    return value;
                }
            }
            return fail("no constant of " + width + " bits");
        }

        private static boolean combine(BigInteger a, BigInteger b, int width) {
            return width < 4 || isPlain(a.add(b), width) && isPlain(a.subtract(b), width) && isPlain(b.subtract(a), width)
                    && isPlain(a.multiply(b), width) && isPlain(a.or(b), width) && isPlain(a.xor(b), width);
        }

        private static boolean isPlain(BigInteger value, int width) {
            int ones = Bits.truncate(value, width).bitCount();
            return ones < width && (ones >= 2 || width < 4);
        }

        @Override
        public Value number(BigInteger value, int width) {
            BigInteger low = Bits.truncate(value, width);
            return new Value(terms.constant(width, low), Collections.nCopies(WORLDS, low));
        }

        @Override
        public Value apply(Operator operator, int width, int low, List<Value> arguments) {
            List<Term> argumentTerms = arguments.stream().map(Value::term).toList();
            List<Integer> widths = argumentTerms.stream().map(Term::width).toList();
            Term term = terms.apply(operator, width, low, argumentTerms);
            List<BigInteger> worth = new ArrayList<>();
            for (int i = 0; i < WORLDS; i++) {
                int world = i;
                List<BigInteger> values = arguments.stream().map(argument -> argument.worth.get(world)).toList();
                BigInteger expected = Reference.apply(operator, width, low, widths, values);
                assertEquals(expected, new Evaluator(Assignment.of(worlds.get(i))).value(term),
                        () -> operator + " of " + argumentTerms + " became " + term);
                worth.add(expected);
            }
            isRaw = term instanceof Operation o && o.operator() == operator && o.arguments().equals(argumentTerms)
                    && o.low() == low;
            return new Value(term, worth);
        }
    }
}
