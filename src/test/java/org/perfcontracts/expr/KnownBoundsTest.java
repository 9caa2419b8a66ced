package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bounds by conditions against evaluation. {@code -Dbolt.seed=…} repeats a run. */
class KnownBoundsTest {
    private static final int ROUNDS = 20_000;
    private static final int ASSIGNMENTS = 40;
    private static final int WIDTH = 4;

    private final long seed = Long.getLong("bolt.seed", System.nanoTime());
    private final Terms terms = new Terms();

    private Interval interval(long low, long high) {
        return new Interval(BigInteger.valueOf(low), BigInteger.valueOf(high));
    }

    @Test
    void comparisonsBoundWhatTheyCompare() {
        Term length = terms.symbol("length", 16);
        Term i = terms.symbol("i", 64);
        KnownBounds bounds = new KnownBounds(List.of(terms.ule(length, terms.constant(16, 64)), terms.ult(i, terms.zext(length, 64)),
                terms.ult(terms.constant(16, 11), length)));
        assertEquals(interval(12, 64), bounds.of(length));
        assertEquals(interval(0, 63), bounds.of(i));
        assertEquals(interval(100, 163), bounds.of(terms.add(i, 100)));
        assertEquals(interval(0, 52), bounds.of(terms.add(length, 0xfff4)));
    }

    @Test
    void aNumberThatIsNotItsLeastIsMore() {
        Term a = terms.symbol("a", 8);
        assertEquals(interval(1, 254), new KnownBounds(List.of(terms.ne(a, terms.constant(8, 0)), terms.ne(a, terms.constant(8, 255)))).of(a));
    }

    @Test
    void aBoundBeyondWhatANarrowTermCanBeSaysNothingOfItsParts() {
        Term a = terms.symbol("a", 3);
        Term sum = terms.add(a, 7);
        Term wide = terms.symbol("wide", 4);
        assertEquals(interval(0, 7), new KnownBounds(List.of(terms.ult(terms.zext(sum, 4), wide))).of(a));
    }

    @Test
    void whatHoldsUnderTheConditionsIsWithinTheBounds() {
        int cases = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed + round);
            List<Term> pool = pool(random);
            List<Term> conditions = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                conditions.add(condition(random, pool));
            }
            KnownBounds bounds = new KnownBounds(conditions);
            for (int i = 0; i < ASSIGNMENTS; i++) {
                Evaluator evaluator = new Evaluator(assignment(random));
                if (conditions.stream().allMatch(evaluator::isTrue)) {
                    cases++;
                    for (Term term : pool) {
                        assertTrue(bounds.of(term).contains(evaluator.value(term)),
                                () -> "seed " + seed + ": " + term + " = " + evaluator.value(term) + " is not in " + bounds.of(term) + " by " + conditions);
                    }
                }
            }
        }
        assertTrue(cases >= 10_000, "only " + cases + " cases");
    }

    private Assignment assignment(Random random) {
        Map<Symbol, BigInteger> values = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            values.put(terms.symbol("s" + i, WIDTH), BigInteger.valueOf(random.nextInt(1 << WIDTH)));
        }
        return Assignment.of(values);
    }

    private List<Term> pool(Random random) {
        List<Term> pool = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pool.add(terms.symbol("s" + i, WIDTH));
            pool.add(terms.constant(WIDTH, random.nextInt(1 << WIDTH)));
        }
        for (int i = 0; i < 8; i++) {
            Term a = pool.get(random.nextInt(pool.size()));
            Term b = pool.get(random.nextInt(pool.size()));
            pool.add(switch (random.nextInt(8)) {
                case 0, 1 -> terms.add(a, b);
                case 2 -> terms.sub(a, b);
                case 3 -> terms.mul(a, b);
                case 4 -> terms.and(a, b);
                case 5 -> terms.extract(terms.concat(terms.constant(WIDTH, 0), terms.add(terms.zext(a, 2 * WIDTH), terms.zext(b, 2 * WIDTH))), WIDTH - 1, 0);
                case 6 -> terms.extract(terms.zext(terms.extract(a, 2, 0), WIDTH), WIDTH - 1, 0);
                default -> terms.ite(terms.ult(a, b), b, a);
            });
        }
        return pool;
    }

    private Term condition(Random random, List<Term> pool) {
        Term a = pool.get(random.nextInt(pool.size()));
        Term b = pool.get(random.nextInt(pool.size()));
        Term condition = switch (random.nextInt(5)) {
            case 0 -> terms.eq(a, b);
            case 1 -> terms.slt(a, b);
            case 2 -> terms.or(terms.ult(a, b), terms.eq(a, b));
            default -> terms.ult(terms.zext(a, 2 * WIDTH), terms.zext(b, 2 * WIDTH));
        };
        return random.nextBoolean() ? condition : terms.not(condition);
    }
}
