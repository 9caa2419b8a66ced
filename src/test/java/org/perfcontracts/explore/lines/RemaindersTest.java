package org.perfcontracts.explore.lines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Where in a cache line an address can be. */
class RemaindersTest {
    private final Terms terms = new Terms();
    private final Symbol i = terms.symbol("i", 16);
    private final Symbol wide = terms.symbol("wide", 64);
    private final Symbol bit = terms.symbol("bit", 1);

    private int[] of(Term term) {
        return Remainders.members(Remainders.of(term)).toArray();
    }

    private Term times(long factor) {
        return terms.mul(terms.zext(i, 64), terms.constant(64, factor));
    }

    @Test
    void elementsOfArrays() {
        assertArrayEquals(new int[] {0, 32}, of(times(32)));
        assertArrayEquals(new int[] {8, 40}, of(terms.add(times(96), terms.constant(64, 0x7008))));
        assertArrayEquals(new int[] {0, 16, 32, 48}, of(times(48)));
        assertArrayEquals(new int[] {5}, of(terms.add(times(128), terms.constant(64, 5))));
    }

    @Test
    void eitherOfTwoArrays() {
        Term base = terms.ite(bit, terms.constant(64, 0x7fff_0040), terms.constant(64, 0x7ffe_0000));
        assertArrayEquals(new int[] {0, 32}, of(terms.add(base, times(32))));
    }

    @Test
    void masksAndFields() {
        assertArrayEquals(new int[] {0, 8, 16, 24}, of(terms.and(wide, terms.constant(64, 0xf18))));
        assertTrue(of(wide).length == 64);
    }

    @Test
    void noRemainderIsMissing() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int narrow = 0;
        for (int round = 0; round < 500; round++) {
            Term term = random(random, 4);
            long set = Remainders.of(term);
            narrow += Long.bitCount(set) < 64 ? 1 : 0;
            for (int k = 0; k < 30; k++) {
                Map<Symbol, BigInteger> inputs = Map.of(i, new BigInteger(16, random), wide, new BigInteger(64, random), bit, new BigInteger(1, random));
                long value = new Evaluator(Assignment.of(inputs)).toLong(term);
                assertTrue((set >>> (value & 63) & 1) == 1, () -> "seed " + seed + ": " + term + " can be " + value);
            }
        }
        assertTrue(narrow > 50, narrow + " of 500 terms say something");
    }

    private Term random(Random random, int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            return List.of(wide, terms.zext(i, 64), terms.sext(i, 64), terms.constant(64, random.nextInt(1 << 16))).get(random.nextInt(4));
        }
        Term a = random(random, depth - 1);
        Term b = random(random, depth - 1);
        Term few = terms.constant(64, random.nextInt(200));
        return switch (random.nextInt(11)) {
            case 0, 1 -> terms.add(a, b);
            case 2 -> terms.mul(a, few);
            case 3 -> terms.and(a, few);
            case 4 -> terms.or(a, few);
            case 5 -> terms.xor(a, b);
            case 6 -> terms.ite(bit, a, b);
            case 7 -> terms.shl(a, random.nextInt(8));
            case 8 -> terms.neg(a);
            case 9 -> terms.zext(terms.extract(a, 2 + random.nextInt(30), 0), 64);
            default -> terms.zext(terms.extract(a, 40, random.nextInt(8)), 64);
        };
    }
}
