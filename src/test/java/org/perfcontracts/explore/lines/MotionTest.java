package org.perfcontracts.explore.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** How addresses move from iteration to iteration. */
class MotionTest {
    private final Terms terms = new Terms();
    private final Symbol n = terms.symbol("n", 64);
    private final Symbol old = terms.symbol("old", 64);
    private final Symbol fresh = terms.symbol("fresh", 64);

    private Optional<Motion> of(Term term) {
        return Motion.of(term, n, symbol -> symbol == old);
    }

    private static Optional<Motion> by(long step) {
        return Optional.of(new Motion(step, false));
    }

    @Test
    void placesInArrays() {
        assertEquals(by(8), of(terms.add(terms.shl(n, 3), old)));
        assertEquals(by(-4), of(terms.add(terms.mul(n, terms.constant(64, -4)), old)));
        assertEquals(by(0), of(terms.mul(old, old)));
        assertEquals(by(3), of(terms.sub(terms.mul(n, terms.constant(64, 4)), n)));
    }

    @Test
    void placesInRingsBeginAnew() {
        Term index = terms.extract(terms.add(old, n), 9, 0);
        assertEquals(Optional.of(new Motion(4, true)), of(terms.shl(terms.zext(index, 64), 2)));
        Term down = terms.extract(terms.sub(old, n), 9, 0);
        assertEquals(Optional.of(new Motion(-4, true)), of(terms.shl(terms.zext(down, 64), 2)));
    }

    @Test
    void whatIsFoundMovesAnyhow() {
        assertEquals(Optional.empty(), of(terms.add(n, fresh)));
        assertEquals(Optional.empty(), of(terms.mul(n, n)));
    }

    /** Each step is the one that is told, or, of a ring, one to the other end; that comes once while all steps together are no longer than the ring. */
    @Test
    void stepsAreAsTold() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int told = 0;
        for (int round = 0; round < 500; round++) {
            Term term = random(random, 4);
            Optional<Motion> motion = of(term);
            if (motion.isEmpty()) {
                continue;
            }
            told++;
            BigInteger before = new BigInteger(64, random);
            long first = random.nextInt(1 << 20);
            int others = 0;
            for (int k = 0; k < 16; k++) {
                long step = value(term, first + k + 1, before) - value(term, first + k, before);
                others += step == motion.get().step() ? 0 : 1;
            }
            int most = motion.get().wraps() ? 16 : 0;
            assertTrue(others <= most, "seed " + seed + ": " + term + " moves otherwise than by " + motion);
        }
        assertTrue(told > 100, told + " of 500 move");
    }

    private long value(Term term, long iteration, BigInteger before) {
        return new Evaluator(Assignment.of(Map.of(n, BigInteger.valueOf(iteration), old, before, fresh, BigInteger.valueOf(iteration * iteration)))).toLong(term);
    }

    private Term random(Random random, int depth) {
        if (depth == 0) {
            return List.of(n, old, terms.constant(64, random.nextInt(1000)), random.nextInt(4) == 0 ? fresh : n).get(random.nextInt(4));
        }
        Term a = random(random, depth - 1);
        return switch (random.nextInt(6)) {
            case 0, 1 -> terms.add(a, random(random, depth - 1));
            case 2 -> terms.mul(a, terms.constant(64, random.nextInt(-9, 9)));
            case 3 -> terms.neg(a);
            case 4 -> terms.zext(terms.extract(a, 8 + random.nextInt(30), 0), 64);
            default -> terms.shl(a, random.nextInt(4));
        };
    }
}
