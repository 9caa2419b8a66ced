package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Builds random terms and computes, beside each, what the raw operation yields under a few assignments. Some are what a rewriting
 * rule is for, with random terms in the places of its variables. The seed is new for each run; {@code -Dbolt.seed=…} repeats one.
 */
class TermsFuzzTest {
    private static final int ROUNDS = 2_000;
    private static final int STEPS = 60;
    private static final int ASSIGNMENTS = 4;
    private static final int[] WIDTHS = {1, 1, 2, 3, 8, 8, 16, 32, 32, 64, 64, 64, 65, 128, 256};
    /** For rules; some mention bits up to the eighth. */
    private static final int[] RULE_WIDTHS = {8, 8, 16, 32, 64, 65, 100};
    private static final Operator[] OPERATORS = Arrays.stream(Operator.values()).filter(each -> each != Operator.FUNCTION && !each.isFloating()).toArray(Operator[]::new);
    private static final List<Rule> RULES = Rule.all();

    private final long seed = Long.getLong("bolt.seed", System.nanoTime());

    /** A term and what it must be worth under each assignment. */
    private record Sample(Term term, List<BigInteger> values) {
        int width() {
            return term.width();
        }
    }

    @Test
    void everyTermHasTheValueOfTheOperationAskedFor() {
        int cases = 0;
        Set<Rule> unused = new LinkedHashSet<>(RULES);
        for (int i = 0; i < ROUNDS; i++) {
            Round round = new Round(seed + i);
            cases += round.run();
            unused.removeAll(round.used);
        }
        assertTrue(cases >= 100_000, "only " + cases + " cases");
        assertEquals(Set.of(), unused, () -> "seed " + seed + ": rules that were never tried");
    }

    /** One pool of terms over a few symbols. */
    private static final class Round implements Rule.Algebra<Sample> {
        private final long seed;
        private final Random random;
        private final Terms terms = new Terms();
        private final int[] widths;
        private final List<Sample> pool = new ArrayList<>();
        private final List<Rule> used = new ArrayList<>();
        private final List<Map<Symbol, BigInteger>> worlds = new ArrayList<>();
        private List<Evaluator> evaluators = List.of();
        private List<Substitution> foldings = List.of();

        Round(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.widths = new int[] {pick(WIDTHS), pick(WIDTHS), pick(WIDTHS), 1};
            for (int i = 0; i < ASSIGNMENTS; i++) {
                worlds.add(new HashMap<>());
            }
            for (int i = 0; i < 6; i++) {
                addSymbol("s" + i, pick(widths));
            }
            evaluators = worlds.stream().map(world -> new Evaluator(Assignment.of(world))).toList();
            foldings = worlds.stream().map(this::folding).toList();
        }

        private Substitution folding(Map<Symbol, BigInteger> world) {
            Map<Term, Term> constants = new HashMap<>();
            world.forEach((symbol, value) -> constants.put(symbol, terms.constant(symbol.width(), value)));
            return new Substitution(terms, constants);
        }

        int run() {
            for (int step = 0; step < STEPS; step++) {
                pool.add(switch (random.nextInt(16)) {
                    case 0 -> ofRule();
                    case 1, 2 -> compound();
                    default -> operation();
                });
            }
            return STEPS;
        }

        private void addSymbol(String name, int width) {
            Symbol symbol = terms.symbol(name, width);
            List<BigInteger> values = new ArrayList<>();
            for (Map<Symbol, BigInteger> world : worlds) {
                BigInteger value = interesting(width);
                world.put(symbol, value);
                values.add(value);
            }
            pool.add(new Sample(symbol, values));
        }

        private int pick(int[] from) {
            return from[random.nextInt(from.length)];
        }

        /** Values near the ends, with one run of ones, with few bits, or any. */
        private BigInteger interesting(int width) {
            BigInteger all = BigInteger.TWO.pow(width).subtract(BigInteger.ONE);
            return switch (random.nextInt(7)) {
                case 0 -> BigInteger.valueOf(random.nextInt(4)).and(all);
                case 1 -> all.subtract(BigInteger.valueOf(random.nextInt(3))).and(all);
                case 2 -> BigInteger.ONE.shiftLeft(random.nextInt(width));
                case 3 -> BigInteger.TWO.pow(1 + random.nextInt(width)).subtract(BigInteger.ONE).shiftLeft(random.nextInt(width)).and(all);
                case 4 -> BigInteger.valueOf(random.nextInt(2 * width + 1)).and(all);
                case 5 -> BigInteger.ONE.shiftLeft(width - 1).add(BigInteger.valueOf(random.nextInt(3) - 1)).and(all);
                default -> new BigInteger(width, random);
            };
        }

        private Sample constant(int width) {
            Sample like = random.nextInt(3) == 0 ? known(width) : null;
            BigInteger value = like == null ? interesting(width) : like.values.get(random.nextInt(ASSIGNMENTS));
            return new Sample(terms.constant(width, value), Collections.nCopies(ASSIGNMENTS, value));
        }

        /** An old sample of the width, the newer the likelier; null if there is none. */
        private Sample known(int width) {
            List<Sample> fitting = pool.stream().filter(sample -> sample.width() == width).toList();
            if (fitting.isEmpty()) {
                return null;
            }
            int back = Math.min(random.nextInt(fitting.size()), random.nextInt(fitting.size()));
            return fitting.get(fitting.size() - 1 - back);
        }

        private Sample sample(int width) {
            if (random.nextInt(5) == 0) {
                return constant(width);
            }
            Sample known = known(width);
            if (known != null) {
                return known;
            }
            Sample any = pool.get(random.nextInt(pool.size()));
            if (any.width() > width) {
                return apply(Operator.EXTRACT, width, random.nextInt(any.width() - width + 1), any);
            }
            return random.nextBoolean()
                    ? apply(Operator.SEXT, width, 0, any)
                    : apply(Operator.CONCAT, width, 0, constant(width - any.width()), any);
        }

        private Sample operation() {
            Operator operator = OPERATORS[random.nextInt(OPERATORS.length)];
            int width = random.nextInt(4) == 0 ? pick(WIDTHS) : pick(widths);
            Sample a = sample(width);
            return switch (operator) {
                case NOT, NEG -> apply(operator, width, 0, a);
                case EQ, ULT, SLT -> apply(operator, 1, 0, a, sample(width));
                case EXTRACT -> {
                    int low = random.nextInt(width);
                    yield apply(operator, 1 + random.nextInt(width - low), low, a);
                }
                case SEXT -> apply(operator, width + random.nextInt(70), 0, a);
                case ITE -> apply(operator, width, 0, sample(1), a, sample(width));
                case CONCAT -> {
                    Sample b = sample(pick(widths));
                    Sample c = sample(pick(widths));
                    yield random.nextBoolean()
                            ? apply(operator, width + b.width(), 0, a, b)
                            : apply(operator, width + b.width() + c.width(), 0, a, b, c);
                }
                default -> apply(operator, width, 0, a, sample(width));
            };
        }

        private Sample ofRule() {
            Rule rule = RULES.get(random.nextInt(RULES.size()));
            used.add(rule);
            Rule.Builder<Sample> builder = new Rule.Builder<>(rule, this, pick(RULE_WIDTHS));
            Sample before = builder.before();
            Sample after = builder.after(before.width());
            assertEquals(before.values, after.values, () -> "seed " + seed + ": " + rule + " from " + before.term + " to " + after.term);
            return before;
        }

        @Override
        public Sample variable(String name, int width) {
            return name.matches("[cd]") ? constant(width) : sample(width);
        }

        @Override
        public Sample number(BigInteger value, int width) {
            return new Sample(terms.constant(width, value), Collections.nCopies(ASSIGNMENTS, terms.constant(width, value).value()));
        }

        @Override
        public Sample apply(Operator operator, int width, int low, List<Sample> arguments) {
            return apply(operator, width, low, arguments.toArray(Sample[]::new));
        }

        /** Shapes that machine code makes and that the normal forms are there for. */
        private Sample compound() {
            int width = pick(widths);
            Sample a = sample(width);
            Sample b = sample(width);
            return switch (random.nextInt(8)) {
                case 0 -> apply(Operator.OR, 1, 0, apply(Operator.ULT, 1, 0, a, b), apply(Operator.EQ, 1, 0, a, b));
                case 1 -> apply(Operator.AND, 1, 0, apply(Operator.NOT, 1, 0, apply(Operator.SLT, 1, 0, a, b)),
                        apply(Operator.NOT, 1, 0, apply(Operator.EQ, 1, 0, b, a)));
                case 2 -> apply(Operator.AND, width, 0, a, constant(width));
                case 3 -> apply(Operator.XOR, width, 0, apply(Operator.XOR, width, 0, a, b), a);
                case 4 -> apply(Operator.ADD, width, 0, a, apply(Operator.NEG, width, 0, b));
                case 5 -> apply(Operator.EQ, 1, 0, apply(Operator.ADD, width, 0, a, constant(width)),
                        apply(Operator.ADD, width, 0, b, constant(width)));
                case 6 -> apply(pick(Operator.SHL, Operator.LSHR, Operator.ASHR), width, 0, a, constant(width));
                default -> bytesOf(a);
            };
        }

        private Operator pick(Operator... from) {
            return from[random.nextInt(from.length)];
        }

        /** The term cut in two and put together again, as a store and a load do. */
        private Sample bytesOf(Sample a) {
            if (a.width() == 1) {
                return a;
            }
            int cut = 1 + random.nextInt(a.width() - 1);
            Sample whole = apply(Operator.CONCAT, a.width(), 0,
                    apply(Operator.EXTRACT, a.width() - cut, cut, a), apply(Operator.EXTRACT, cut, 0, a));
            if (whole.term != a.term && !(a.term instanceof Operation)) {
                fail("seed " + seed + ": cut and joined, " + a.term + " became " + whole.term);
            }
            return whole;
        }

        private Sample apply(Operator operator, int width, int low, Sample... arguments) {
            List<Term> argumentTerms = new ArrayList<>();
            List<Integer> argumentWidths = new ArrayList<>();
            for (Sample argument : arguments) {
                argumentTerms.add(argument.term);
                argumentWidths.add(argument.width());
            }
            List<BigInteger> values = new ArrayList<>();
            for (int i = 0; i < ASSIGNMENTS; i++) {
                List<BigInteger> argumentValues = new ArrayList<>();
                for (Sample argument : arguments) {
                    argumentValues.add(argument.values.get(i));
                }
                values.add(Reference.apply(operator, width, low, argumentWidths, argumentValues));
            }
            Supplier<String> asked = () -> "seed " + seed + ": " + operator + " to " + width + " bits from " + low + " of " + argumentTerms;
            Term term;
            try {
                term = terms.apply(operator, width, low, argumentTerms);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(asked.get(), e);
            }
            Sample made = new Sample(term, values);
            if (!evaluators.isEmpty()) {
                check(made, width, () -> asked.get() + " became " + term);
            }
            return made;
        }

        private void check(Sample made, int width, Supplier<String> what) {
            assertEquals(width, made.width(), what);
            Interval bounds = Interval.of(made.term);
            Linear linear = Linear.of(made.term);
            for (int i = 0; i < ASSIGNMENTS; i++) {
                BigInteger value = made.values.get(i);
                if (!value.equals(evaluators.get(i).value(made.term))) {
                    fail(what.get() + ", which is " + evaluators.get(i).value(made.term) + " and not " + value + " where " + worlds.get(i));
                }
                if (value.compareTo(bounds.low()) < 0 || value.compareTo(bounds.high()) > 0) {
                    fail(what.get() + ", bounded by " + bounds + ", but can be " + value);
                }
                if (!value.equals(worth(linear, evaluators.get(i)))) {
                    fail(what.get() + ", whose linear form is " + linear.monomials() + " + " + linear.constant());
                }
                Term folded = foldings.get(i).apply(made.term);
                if (folded != terms.constant(width, value)) {
                    fail(what.get() + ", which with constants put in is " + folded + " and not " + value);
                }
            }
        }

        private static BigInteger worth(Linear linear, Evaluator evaluator) {
            BigInteger sum = linear.constant();
            for (Linear.Monomial monomial : linear.monomials()) {
                sum = sum.add(monomial.coefficient().multiply(evaluator.value(monomial.term())));
            }
            return sum.mod(BigInteger.TWO.pow(linear.width()));
        }
    }
}
