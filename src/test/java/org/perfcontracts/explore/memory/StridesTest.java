package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

class StridesTest {
    private final Terms terms = new Terms();
    private final Symbol i = terms.symbol("i", 32);
    private final Symbol j = terms.symbol("j", 16);
    private final Symbol wide = terms.symbol("wide", 64);
    private final Term base = terms.constant(64, 0x5555_5555_9900L);

    private Term zext(Term term) {
        return terms.zext(term, 64);
    }

    private Term times(Term term, long factor) {
        return terms.mul(term, terms.constant(term.width(), factor));
    }

    @Test
    void elementsOfAnySize() {
        assertEquals(24, Strides.of(terms.add(base, times(zext(i), 24))));
        assertEquals(24, Strides.of(terms.add(base, terms.add(terms.shl(zext(i), 3), terms.shl(zext(i), 4)))), "as compilers multiply");
        assertEquals(8, Strides.of(terms.add(base, terms.add(times(zext(i), 24), times(zext(j), 8)))));
        assertEquals(24, Strides.of(terms.shl(terms.add(zext(i), terms.shl(zext(i), 1)), 3)));
    }

    @Test
    void whatMayWrapAroundGoesByPowersOfTwo() {
        assertEquals(8, Strides.of(times(wide, 24)));
    }

    /** One of three numbers, two of which are some steps from the first. */
    private Term chosen(Random random) {
        long step = 1 + random.nextInt(40);
        List<Term> numbers = random.ints(3, -100, 100).<Term>mapToObj(k -> terms.constant(64, 0x7000 + k * step)).toList();
        Term rest = terms.ite(terms.ult(i, terms.constant(32, 1L << 31)), numbers.get(0), numbers.get(1));
        return terms.ite(terms.ult(j, terms.constant(16, 1 << 15)), numbers.get(2), rest);
    }

    @Test
    void betweenNumbersThatAreChosen() {
        Term chosen = terms.ite(terms.ult(i, terms.constant(32, 9)), base, terms.add(base, 72));
        assertEquals(24, Strides.of(terms.add(chosen, times(zext(j), 48))));
        assertEquals(8, Strides.of(terms.add(chosen, times(zext(j), 16))));
    }

    @Test
    void allValuesDifferByMultiples() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Term sum = base;
            for (int k = random.nextInt(3); k >= 0; k--) {
                Term part = List.of(zext(i), zext(j), wide, zext(terms.extract(wide, 20, 3)), chosen(random)).get(random.nextInt(5));
                sum = terms.add(sum, random.nextBoolean() ? times(part, 1 + random.nextInt(60)) : terms.shl(part, random.nextInt(6)));
            }
            long stride = Strides.of(sum);
            List<Long> values = new ArrayList<>();
            for (int k = 0; k < 20; k++) {
                Map<Symbol, BigInteger> inputs = Map.of(i, new BigInteger(32, random), j, new BigInteger(16, random), wide, new BigInteger(64, random));
                values.add(new Evaluator(Assignment.of(inputs)).toLong(sum));
            }
            Term term = sum;
            for (long value : values) {
                long distance = value - values.getFirst();
                // Sums that do not wrap around differ by whole strides, in one direction or the other.
                assertTrue(distance % stride == 0, () -> "seed " + seed + ": " + term + " goes by " + stride + ", but differs by " + distance);
            }
        }
    }
}
