package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparisons of sums, products and shifts, of which some wrap around and some cannot, mean what they did before they were simplified. */
class SumsTest {
    private static final long SEED = 20_250_703;
    private static final int COMPARISONS = 600;
    private static final int WORLDS = 60;

    private final Terms terms = new Terms();
    private final Random random = new Random(SEED);

    /** A sum with its value under given values of its symbols. */
    private record Sum(Term term, int x, int y, int constant, boolean narrow) {
        long value(long xValue, long yValue, int width) {
            return x * xValue + y * yValue + constant & (1L << width) - 1;
        }
    }

    private Term product(Term of, int factor, int width) {
        if (Integer.bitCount(factor) == 1 && random.nextBoolean()) {
            return terms.shl(of, terms.constant(width, Integer.numberOfTrailingZeros(factor)));
        }
        return terms.mul(of, terms.constant(width, factor));
    }

    private Sum sum(Symbol x, Symbol y, int width) {
        int most = 1 << random.nextInt(width + 1);
        int ofX = random.nextInt(most);
        int ofY = random.nextBoolean() ? 0 : random.nextInt(most);
        int constant = random.nextBoolean() ? 0 : random.nextInt(1 << width);
        Term term = terms.add(terms.add(product(terms.zext(x, width), ofX, width), product(terms.zext(y, width), ofY, width)),
                terms.constant(width, constant));
        return new Sum(term, ofX, ofY, constant, x.width() < width);
    }

    /** Symbols as wide as the sums, whose products wrap, or half as wide, whose products often cannot. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 8})
    void comparisonsKeepTheirMeaning(int width) {
        int simplified = 0;
        for (int i = 0; i < COMPARISONS; i++) {
            int narrow = random.nextBoolean() ? width : width / 2;
            Symbol x = terms.symbol("x" + narrow, narrow);
            Symbol y = terms.symbol("y" + narrow, narrow);
            Sum a = sum(x, y, width);
            int bound = random.nextInt(1 << width);
            Sum b = random.nextBoolean() ? sum(x, y, width) : new Sum(terms.constant(width, bound), 0, 0, bound, false);
            List<Term> comparisons = List.of(terms.eq(a.term, b.term), terms.ult(a.term, b.term), terms.ult(b.term, a.term));
            simplified += comparisons.stream().anyMatch(each -> !isOf(each, a.term, b.term)) ? 1 : 0;
            for (int world = 0; world < WORLDS; world++) {
                long xValue = random.nextInt(1 << narrow);
                long yValue = random.nextInt(1 << narrow);
                Evaluator evaluator = new Evaluator(Assignment.of(Map.of(x, BigInteger.valueOf(xValue), y, BigInteger.valueOf(yValue))));
                long left = a.value(xValue, yValue, width);
                long right = b.value(xValue, yValue, width);
                List<Boolean> expected = List.of(left == right, left < right, right < left);
                List<Boolean> found = new ArrayList<>();
                comparisons.forEach(each -> found.add(evaluator.isTrue(each)));
                String what = "seed " + SEED + ", width " + width + ": " + a + " and " + b + " became " + comparisons + ", x = " + xValue
                        + ", y = " + yValue;
                assertEquals(expected, found, what);
            }
        }
        int all = simplified;
        assertTrue(simplified > COMPARISONS / 4, () -> "only " + all + " comparisons were simplified");
    }

    private static boolean isOf(Term comparison, Term a, Term b) {
        return comparison instanceof Operation o && o.arguments().contains(a) && o.arguments().contains(b);
    }

    // ---- what the simplifications are for

    private final Symbol i = terms.symbol("i", 16);
    private final Symbol j = terms.symbol("j", 16);
    private final Term wideI = terms.zext(i, 64);
    private final Term wideJ = terms.zext(j, 64);

    private Term c(long value) {
        return terms.constant(64, value);
    }

    private Term entry(Term index) {
        return terms.add(terms.mul(index, c(48)), c(0x5000));
    }

    @Test
    void equalPlacesInATableHaveEqualIndices() {
        assertSame(terms.eq(i, j), terms.eq(entry(wideI), entry(wideJ)));
        assertSame(terms.no(), terms.eq(entry(wideI), terms.add(entry(wideI), c(8))));
    }

    @Test
    void aPlaceIsBelowAnEndIfItsIndexIs() {
        assertSame(terms.ult(i, terms.constant(16, 100)), terms.ult(entry(wideI), c(0x5000 + 48 * 100)));
        assertSame(terms.ult(i, terms.constant(16, 100)), terms.ult(terms.mul(wideI, c(48)), c(48 * 99 + 1)));
        assertSame(terms.not(terms.ult(i, terms.constant(16, 101))), terms.ult(c(48 * 100), terms.mul(wideI, c(48))));
    }

    @Test
    void productsThatMayWrapStayAsTheyAre() {
        Symbol x = terms.symbol("x", 64);
        Symbol y = terms.symbol("y", 64);
        Term equal = terms.eq(terms.mul(x, c(48)), terms.mul(y, c(48)));
        assertTrue(isOf(equal, terms.mul(x, c(48)), terms.mul(y, c(48))), equal::toString);
        assertSame(terms.eq(x, y), terms.eq(terms.mul(x, c(49)), terms.mul(y, c(49))), "an odd factor loses nothing");
    }

    @Test
    void whatIsShiftedIsAMultipleOfTheSameThing() {
        Term sevenTimes = terms.sub(terms.shl(wideI, 3), wideI);
        assertSame(terms.mul(wideI, c(7)), sevenTimes, sevenTimes::toString);
        Term inverse = c(BigInteger.valueOf(7).modInverse(BigInteger.ONE.shiftLeft(64)).longValue());
        assertSame(terms.sub(wideI, wideJ), terms.mul(terms.sub(sevenTimes, terms.mul(wideJ, c(7))), inverse));
    }
}
