package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReciprocalsTest {
    private static final long SEED = 20261125;

    private final Terms terms = new Terms();
    private final Symbol x = terms.symbol("x", 32);

    /** What gcc makes of x / 1000 and x % 1000. */
    @Test
    void compilersDivideByMultiplying() {
        Term product = terms.mul(terms.zext(x, 64), terms.constant(64, 0x10624dd3L));
        Term quotient = terms.extract(terms.zext(terms.extract(product, 63, 38), 64), 31, 0);
        assertSame(terms.udiv(x, terms.constant(32, 1000)), quotient);
        assertSame(terms.urem(x, terms.constant(32, 1000)), terms.sub(x, terms.mul(quotient, terms.constant(32, 1000))));
    }

    /** What gcc makes of x % 1536, which is three times 512: the quotient is multiplied and shifted. */
    @Test
    void aQuotientIsMultipliedInParts() {
        Term quotient = terms.udiv(x, terms.constant(32, 1536));
        Term shifted = terms.shl(terms.mul(quotient, terms.constant(32, 3)), 9);
        assertSame(terms.urem(x, terms.constant(32, 1536)), terms.sub(x, shifted));
    }

    @Test
    void anotherFactorIsNone() {
        assertEquals(Optional.empty(), Reciprocals.divisor(32, BigInteger.valueOf(0x10624dd2L), 38));
        assertEquals(Optional.empty(), Reciprocals.divisor(32, BigInteger.valueOf(0x10624dd5L), 38));
    }

    /** Whatever is recognised is a quotient, of the greatest numbers too, where rounding goes wrong first. */
    @Test
    void whatIsRecognisedIsAQuotient() {
        Random random = new Random(SEED);
        int recognised = 0;
        for (int i = 0; i < 20_000; i++) {
            int bits = 4 + random.nextInt(13);
            int shift = bits + random.nextInt(bits + 1);
            long divisor = 2 + random.nextInt((1 << bits) - 2);
            long factor = ((1L << shift) + divisor - 1) / divisor + random.nextInt(2);
            Optional<BigInteger> found = Reciprocals.divisor(bits, BigInteger.valueOf(factor), shift);
            if (found.isEmpty()) {
                continue;
            }
            recognised++;
            long by = found.get().longValue();
            for (int k = 0; k < 64; k++) {
                long number = k < 16 ? (1L << bits) - 1 - k : k < 32 ? by * (k - 15) - 1 & (1L << bits) - 1 : random.nextInt(1 << bits);
                assertEquals(number / by, number * factor >>> shift, "seed " + SEED + ": " + number + " * " + factor + " >> " + shift);
            }
        }
        assertEquals(true, recognised > 1_000, recognised + " recognised");
    }

    @Test
    void sumsKeepTheirValue() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            int divisor = 2 + random.nextInt(5_000);
            int factor = random.nextInt();
            Term quotient = terms.make(Operator.UDIV, 32, 0, x, terms.constant(32, divisor));
            Term sum = terms.add(terms.mul(x, terms.constant(32, factor & 0xffffffffL)), terms.mul(quotient, terms.constant(32, -factor * divisor & 0xffffffffL)));
            int value = random.nextInt();
            int expected = factor * value - factor * divisor * Integer.divideUnsigned(value, divisor);
            assertEquals(expected, (int) new Evaluator(Assignment.of(Map.of(x, BigInteger.valueOf(value & 0xffffffffL)))).toLong(sum), "seed " + SEED + ", " + i);
        }
    }
}
