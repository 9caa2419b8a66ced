package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hash functions are deep mixtures; what packet processing computes otherwise is shallow. */
class MixingTest {
    private static final int DEEP = 6;
    private static final int SHALLOW = 3;

    private final Terms terms = new Terms();
    private final Mixing mixing = new Mixing(_ -> 0);
    private final Symbol a = terms.symbol("a", 64);
    private final Symbol b = terms.symbol("b", 64);

    private Term rotated(Term term, int bits) {
        return terms.concat(new Term[] {terms.extract(term, 63 - bits, 0), terms.extract(term, 63, 64 - bits)});
    }

    private int depth(Term term) {
        return mixing.depth(term);
    }

    /** Additions, rotations and exclusive ors in turn, each of two words of which both are mixtures. */
    private Term rounds(int count) {
        Term x = a;
        Term y = b;
        for (int i = 0; i < count; i++) {
            x = terms.add(rotated(x, 41), y);
            y = terms.xor(rotated(y, 23), x);
        }
        return y;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void eachRoundAddsLayers(int count) {
        assertTrue(depth(rounds(count)) >= 2 * count - 1, () -> count + " rounds: " + depth(rounds(count)));
    }

    @Test
    void partsOfAHashAreAsDeep() {
        Term hash = rounds(6);
        assertTrue(depth(hash) >= DEEP);
        assertEquals(depth(hash), depth(terms.extract(terms.lshr(hash, terms.constant(64, 7)), 31, 16)));
        assertEquals(depth(hash), depth(terms.and(hash, terms.constant(64, 0xffff))));
    }

    @Test
    void aHashOfMultiplicationsIsDeep() {
        Term hash = terms.constant(64, 0xcbf29ce484222325L);
        for (int i = 0; i < 8; i++) {
            Term part = terms.zext(terms.extract(a, 8 * i + 7, 8 * i), 64);
            hash = terms.mul(terms.xor(hash, part), terms.constant(64, 0x9e3779b97f4a7c15L));
        }
        assertTrue(depth(hash) >= DEEP, () -> "depth " + mixing.depth(a));
    }

    @Test
    void aChecksumIsShallow() {
        Term sum = terms.constant(32, 0);
        for (int i = 0; i < 10; i++) {
            sum = terms.add(sum, terms.zext(terms.symbol("word" + i, 16), 32));
        }
        for (int fold = 0; fold < 2; fold++) {
            sum = terms.add(terms.lshr(sum, terms.constant(32, 16)), terms.and(sum, terms.constant(32, 0xffff)));
        }
        Term checksum = terms.not(terms.extract(sum, 15, 0));
        assertTrue(depth(checksum) <= SHALLOW, () -> "depth " + depth(checksum));
    }

    @Test
    void addressesAreShallow() {
        Term index = terms.zext(terms.symbol("index", 16), 64);
        Term slot = terms.and(terms.add(index, terms.zext(terms.symbol("distance", 16), 64)), terms.constant(64, 0xffff));
        Term address = terms.add(terms.mul(slot, terms.constant(64, 48)), terms.constant(64, 0x7fff12345678L));
        assertTrue(depth(address) <= 1, () -> "depth " + depth(address));
    }

    @Test
    void aProductThatCannotWrapIsAScale() {
        Term narrow = terms.zext(terms.symbol("narrow", 16), 64);
        Term manyOnes = terms.constant(64, 0x7ffff);
        assertEquals(0, depth(terms.mul(narrow, manyOnes)));
        assertEquals(1, depth(terms.mul(a, manyOnes)));
        assertEquals(0, depth(terms.mul(a, terms.constant(64, 0x8001))), "few ones spread little");
        assertEquals(1, depth(terms.mul(a, b)));
    }

    @Test
    void sumsOfSumsAreOneLayer() {
        Term sum = terms.add(a, b);
        for (int i = 0; i < 20; i++) {
            sum = terms.add(sum, terms.symbol("s" + i, 64));
        }
        assertEquals(1, depth(sum));
        assertEquals(1, depth(terms.xor(terms.add(a, b), terms.constant(64, BigInteger.TEN))), "a constant mixes nothing");
    }

    @Test
    void symbolsMayBeDeepThemselves() {
        Mixing ofOpaque = new Mixing(symbol -> symbol == a ? 5 : 0);
        assertEquals(5, ofOpaque.depth(a));
        assertEquals(5, ofOpaque.depth(terms.add(a, b)), "nothing is mixed with what is shallow");
        assertEquals(6, ofOpaque.depth(terms.add(a, rotated(a, 3))));
    }

    /** As in a xorshift generator: from each layer to the next lead several ways. */
    @Test
    void whatIsSharedIsLookedAtOnce() {
        Term x = terms.symbol("seed", 32);
        for (int i = 0; i < 60; i++) {
            x = terms.xor(x, terms.concat(terms.extract(x, 18, 0), terms.constant(13, 0)));
            x = terms.xor(x, terms.zext(terms.extract(x, 31, 17), 32));
        }
        Term last = x;
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertTrue(depth(last) > 0));
    }
}
