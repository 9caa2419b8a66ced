package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The simplifications and normal forms that others rely on; {@link TermsFuzzTest} sees that none is wrong. */
class TermsTest {
    private final Terms terms = new Terms();
    private final Symbol a = terms.symbol("a", 8);
    private final Symbol b = terms.symbol("b", 8);
    private final Symbol x = terms.symbol("x", 64);
    private final Symbol y = terms.symbol("y", 64);

    private Constant c(int width, long value) {
        return terms.constant(width, value);
    }

    // ---- identity

    @Test
    void equalTermsAreOneObject() {
        assertSame(terms.add(x, y), terms.add(y, x));
        assertSame(terms.symbol("a", 8), a);
        assertNotSame(terms.symbol("a", 16), a);
        assertSame(c(8, 0x1ff), c(8, 255));
        assertSame(terms.constant(128, BigInteger.TWO.pow(128).add(BigInteger.TEN)), terms.constant(128, BigInteger.TEN));
        assertSame(terms.constant(64, BigInteger.ONE), c(64, 1));
    }

    @Test
    void widthsMustMatch() {
        assertThrows(IllegalArgumentException.class, () -> terms.add(a, x));
        assertThrows(IllegalArgumentException.class, () -> terms.extract(a, 8, 0));
        assertThrows(IllegalArgumentException.class, () -> terms.symbol("wide", Terms.MAX_WIDTH + 1));
        assertThrows(IllegalArgumentException.class, () -> terms.ite(a, x, y));
        assertThrows(IllegalArgumentException.class, () -> terms.sext(x, 8));
    }

    // ---- bytes

    @Test
    void bytesStoredAndLoadedMergeBack() {
        List<Term> stored = List.of(
                x, terms.not(x), terms.add(x, y), terms.add(x, 1), terms.sub(x, y), terms.neg(x), terms.mul(x, y),
                terms.mul(terms.add(x, y), c(64, 12)), terms.and(x, y), terms.or(x, terms.add(x, y)),
                terms.xor(terms.xor(x, c(64, 0x123456789abcdefL)), y), terms.udiv(x, y), terms.lshr(x, y),
                terms.zext(a, 64), terms.sext(a, 64), terms.sext(terms.add(terms.extract(x, 31, 0), 1), 64),
                terms.ite(terms.ult(a, b), x, y), terms.ite(terms.ult(a, b), c(64, 3), c(64, -9)),
                terms.shl(x, 3), terms.lshr(x, 13), terms.ashr(x, 9));
        for (Term term : stored) {
            assertSame(term, stored(term), term::toString);
        }
    }

    /** What a load of eight bytes yields after a store of the term. */
    private Term stored(Term term) {
        Term[] bytes = new Term[8];
        for (int i = 0; i < 8; i++) {
            bytes[7 - i] = terms.extract(term, 8 * i + 7, 8 * i);
        }
        return terms.concat(bytes);
    }

    @Test
    void extractsFallThroughConcatenations() {
        Term pair = terms.concat(a, b);
        assertSame(a, terms.extract(pair, 15, 8));
        assertSame(b, terms.extract(pair, 7, 0));
        assertSame(terms.concat(terms.extract(a, 3, 0), terms.extract(b, 7, 4)), terms.extract(pair, 11, 4));
        assertSame(c(8, 0), terms.extract(terms.zext(a, 32), 31, 24));
        assertSame(a, terms.extract(terms.sext(a, 32), 7, 0));
    }

    @Test
    void byteSwappingTwiceIsNothing() {
        assertSame(x, swapped(swapped(x)));
    }

    private Term swapped(Term term) {
        Term[] bytes = new Term[8];
        for (int i = 0; i < 8; i++) {
            bytes[i] = terms.extract(term, 8 * i + 7, 8 * i);
        }
        return terms.concat(bytes);
    }

    @Test
    void bytesPutTogetherByShiftsAndOrAreAConcatenation() {
        Term number = terms.or(terms.shl(terms.zext(a, 16), 8), terms.zext(b, 16));
        assertSame(terms.concat(a, b), number);
        Term mask = terms.and(number, c(16, 0xff00));
        assertSame(terms.concat(a, c(8, 0)), mask);
        assertSame(a, terms.extract(terms.lshr(mask, 8), 7, 0));
    }

    // ---- sums

    @Test
    void sumsCancel() {
        assertSame(x, terms.sub(terms.add(x, y), y));
        assertSame(c(64, 0), terms.sub(x, x));
        assertSame(terms.add(x, 12), terms.add(terms.add(x, 20), -8));
        assertSame(terms.mul(x, c(64, 3)), terms.add(terms.add(x, x), x));
        assertSame(terms.shl(x, 3), terms.mul(x, c(64, 8)));
        assertSame(terms.add(terms.neg(x), 1), terms.sub(c(64, 1), x));
    }

    @Test
    void comparedSumsDropWhatBothHave() {
        assertSame(terms.no(), terms.eq(terms.add(x, 1), terms.add(x, 2)));
        assertSame(terms.yes(), terms.eq(terms.add(x, y), terms.add(y, x)));
        assertSame(terms.eq(x, c(64, 5)), terms.eq(terms.add(x, 3), c(64, 8)));
    }

    // ---- bits

    @Test
    void exclusiveOrCancels() {
        assertSame(c(64, 0), terms.xor(x, x));
        assertSame(y, terms.xor(terms.xor(x, y), x));
        assertSame(y, terms.xor(x, terms.xor(y, x)));
        assertSame(terms.not(x), terms.xor(x, c(64, -1)));
        assertSame(x, terms.xor(terms.xor(x, c(64, 77)), c(64, 77)));
    }

    @Test
    void complementsMeet() {
        assertSame(c(64, 0), terms.and(x, terms.not(x)));
        assertSame(c(64, -1), terms.or(terms.not(x), x));
        assertSame(x, terms.not(terms.not(x)));
    }

    @Test
    void shiftsByTheWidthOrMoreAreDefined() {
        assertSame(c(64, 0), terms.shl(x, c(64, 64)));
        assertSame(c(64, 0), terms.lshr(x, c(64, -1)));
        assertSame(terms.sext(terms.extract(x, 63, 63), 64), terms.ashr(x, c(64, 1_000)));
    }

    // ---- comparisons

    @Test
    void equalityOfAConcatenationWithAConstantIsSplit() {
        Term split = terms.and(terms.eq(a, c(8, 0x08)), terms.eq(b, c(8, 0x00)));
        assertSame(split, terms.eq(terms.concat(a, b), c(16, 0x0800)));
        assertSame(terms.no(), terms.eq(terms.zext(a, 32), c(32, 0x100)));
        assertSame(terms.eq(a, c(8, 7)), terms.eq(terms.zext(a, 32), c(32, 7)));
        assertSame(terms.eq(a, c(8, 0x80)), terms.eq(terms.sext(a, 32), c(32, 0xffffff80L)));
        assertSame(terms.no(), terms.eq(terms.sext(a, 32), c(32, 0x80)));
    }

    @Test
    void lessOrEqualIsOneComparison() {
        assertSame(terms.not(terms.ult(y, x)), terms.or(terms.ult(x, y), terms.eq(x, y)));
        assertSame(terms.not(terms.slt(y, x)), terms.or(terms.eq(y, x), terms.slt(x, y)));
        assertSame(terms.ult(y, x), terms.and(terms.not(terms.ult(x, y)), terms.not(terms.eq(x, y))));
        assertSame(terms.ule(x, y), terms.not(terms.ult(y, x)));
    }

    @Test
    void comparisonsSeeBounds() {
        assertSame(terms.yes(), terms.ult(terms.zext(a, 32), c(32, 256)));
        assertSame(terms.no(), terms.ult(c(32, 255), terms.zext(a, 32)));
        assertSame(terms.ult(a, c(8, 20)), terms.ult(terms.zext(a, 32), c(32, 20)));
        assertSame(terms.ult(a, b), terms.slt(terms.zext(a, 32), terms.zext(b, 32)));
        assertSame(terms.extract(x, 63, 63), terms.slt(x, c(64, 0)));
        assertSame(terms.eq(x, c(64, 0)), terms.ult(x, c(64, 1)));
    }

    @Test
    void flagsOfATestBecomeTheCondition() {
        Term condition = terms.ult(a, b);
        Term byteOfFlag = terms.zext(condition, 8);
        assertSame(terms.not(condition), terms.eq(byteOfFlag, c(8, 0)));
        assertSame(condition, terms.ne(terms.and(byteOfFlag, byteOfFlag), c(8, 0)));
        assertSame(condition, terms.eq(terms.ite(condition, c(8, 3), c(8, 9)), c(8, 3)));
    }

    // ---- choice

    @Test
    void choicesCollapse() {
        Term condition = terms.ult(a, b);
        assertSame(x, terms.ite(condition, x, x));
        assertSame(x, terms.ite(terms.yes(), x, y));
        assertSame(terms.ite(condition, y, x), terms.ite(terms.not(condition), x, y));
        assertSame(condition, terms.ite(condition, terms.yes(), terms.no()));
        assertSame(terms.ite(condition, x, y), terms.ite(condition, terms.ite(condition, x, a64()), y));
    }

    private Term a64() {
        return terms.zext(a, 64);
    }

    // ---- the readers of terms

    @Test
    void linearReadsSumsProductsAndShifts() {
        Linear linear = Linear.of(terms.add(terms.sub(terms.mul(x, c(64, 4)), y), 10));
        assertEquals(BigInteger.TEN, linear.constant());
        assertEquals(
                List.of(new Linear.Monomial(x, BigInteger.valueOf(4)), new Linear.Monomial(y, BigInteger.TWO.pow(64).subtract(BigInteger.ONE))),
                List.copyOf(linear.monomials()));
        assertFalse(linear.isConstant());
        assertTrue(Linear.of(c(64, 3)).isConstant());
    }

    @Test
    void intervalsReadWidths() {
        assertEquals(new Interval(BigInteger.ZERO, BigInteger.valueOf(255)), Interval.of(terms.zext(a, 64)));
        assertEquals(new Interval(BigInteger.TWO, BigInteger.valueOf(257)), Interval.of(terms.add(terms.zext(a, 64), 2)));
        assertEquals(new Interval(BigInteger.valueOf(3), BigInteger.valueOf(9)),
                Interval.of(terms.ite(terms.ult(a, b), c(8, 3), c(8, 9))));
    }

    @Test
    void substitutionReplacesAndSimplifiesButDoesNotRepeat() {
        Term term = terms.add(x, terms.mul(y, c(64, 2)));
        assertSame(terms.add(terms.mul(x, c(64, 2)), y), new Substitution(terms, Map.of(x, y, y, x)).apply(term));
        assertSame(c(64, 11), new Substitution(terms, Map.of(x, c(64, 1), y, c(64, 5))).apply(term));
        assertSame(x, new Substitution(terms, Map.of(term, x)).apply(term));
    }

    @Test
    void symbolsAreFound() {
        Symbols symbols = new Symbols();
        assertEquals(Set.of(x, a), symbols.of(terms.eq(x, a64())));
        assertEquals(Set.of(), symbols.of(c(8, 1)));
        assertEquals(Set.of(a, b, x), symbols.of(List.of(terms.ult(a, b), terms.eq(x, a64()))));
    }

    @Test
    void assignmentsKeepValuesWithinTheWidth() {
        assertThrows(IllegalArgumentException.class, () -> Assignment.of(Map.of(a, BigInteger.valueOf(256))));
        assertThrows(IllegalArgumentException.class, () -> Assignment.of(Map.of(a, BigInteger.ONE.negate())));
        Assignment over = Assignment.of(Map.of(a, BigInteger.ONE, b, BigInteger.TWO)).with(Assignment.of(Map.of(b, BigInteger.TEN)));
        assertEquals(11, new Evaluator(over).toLong(terms.add(a, b)));
        assertEquals(BigInteger.ZERO, over.value(x));
    }

    /** Each round uses the result of the last several times; without sharing the work would be 4^40. */
    @Test
    void sharedTermsAreExtractedOnce() {
        Term hash = x;
        for (int round = 0; round < 40; round++) {
            Term turned = terms.or(terms.shl(hash, 13), terms.lshr(hash, 51));
            hash = terms.xor(terms.add(turned, hash), terms.xor(turned, y));
        }
        assertEquals(8, terms.extract(hash, 15, 8).width());
    }
}
