package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.input.Layer;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;

/** Whatever a compiler makes of a condition, the words mean the same: judged by evaluation, not by the solver. */
class WordingTest {
    private static final int FIRST = 12;
    private static final int BYTES = 4;

    private final Samples samples = new Samples();
    private final Terms terms = samples.terms;

    private static final Layout.Knowledge IPV4 = new Layout.Knowledge() {
        @Override
        public Optional<BigInteger> value(Field field) {
            return Optional.empty();
        }

        @Override
        public boolean isWithin(Field field, ValueSet set) {
            return false;
        }

        @Override
        public boolean presumesIpv4(Field type) {
            return true;
        }
    };

    @Test
    void wordsMeanTheConditions() {
        long seed = 1981;
        Random random = new Random(seed);
        try (Solver solver = SolverChain.create(terms, new Statistics())) {
            Wording wording = new Wording(terms, solver, new Footprint(), Layout.of(Layer.ETHERNET, IPV4));
            for (int i = 0; i < 30; i++) {
                List<Term> conditions = new ArrayList<>();
                for (int j = random.nextInt(1, 4); j > 0; j--) {
                    conditions.add(condition(random, 2));
                }
                Term words = terms.any(wording.of(conditions).stream().map(conjunction -> conjunction.term(terms)).toList());
                Term all = terms.all(conditions);
                for (int j = 0; j < 300; j++) {
                    Evaluator evaluator = new Evaluator(packet(random));
                    assertEquals(evaluator.isTrue(all), evaluator.isTrue(words),
                            "seed " + seed + ", case " + i + ": " + conditions + " is not " + wording.of(conditions));
                }
            }
        }
    }

    private Term condition(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            Term a = condition(random, depth - 1);
            Term b = condition(random, depth - 1);
            return switch (random.nextInt(5)) {
                case 0 -> terms.and(a, b);
                case 1 -> terms.or(a, b);
                case 2 -> terms.not(a);
                case 3 -> terms.xor(a, b);
                default -> terms.ite(condition(random, 0), a, b);
            };
        }
        Term left = value(random);
        Term right = random.nextInt(4) > 0
                ? terms.constant(left.width(), interesting(random))
                : terms.resize(value(random), left.width());
        return switch (random.nextInt(4)) {
            case 0 -> terms.eq(left, right);
            case 1 -> terms.ult(left, right);
            case 2 -> terms.ult(right, left);
            default -> terms.slt(left, right);
        };
    }

    private Term value(Random random) {
        Symbol octet = samples.octet(FIRST + random.nextInt(BYTES));
        return switch (random.nextInt(8)) {
            case 0 -> octet;
            case 1 -> terms.zext(octet, 32);
            case 2 -> terms.add(octet, random.nextInt(-80, 80));
            case 3 -> terms.and(octet, terms.constant(8, random.nextBoolean() ? 0x0f : 0xf0));
            case 4 -> terms.lshr(octet, terms.constant(8, 4));
            case 5 -> samples.load16(FIRST + random.nextInt(BYTES - 1));
            case 6 -> samples.big16(FIRST + random.nextInt(BYTES - 1));
            default -> samples.length;
        };
    }

    private static long interesting(Random random) {
        long[] values = {0, 1, 4, 5, 8, 0x40, 0x45, 0x46, 0x4f, 0x50, 0x800, 0x0008, 0x80, 34, 255};
        return values[random.nextInt(values.length)];
    }

    private Assignment packet(Random random) {
        Map<Symbol, BigInteger> values = new HashMap<>();
        for (int i = 0; i < BYTES; i++) {
            values.put(samples.octet(FIRST + i), BigInteger.valueOf(near(random) & 0xff));
        }
        values.put(samples.length, BigInteger.valueOf(near(random) & 0xffff));
        return Assignment.of(values);
    }

    private static long near(Random random) {
        return random.nextBoolean() ? interesting(random) + random.nextInt(-1, 2) : random.nextInt(1 << 16);
    }
}
