package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** A symbol in the place of each hash, and what is known of it. */
class OpaquesTest {
    private final Terms terms = new Terms();
    private final Opaques opaques = new Opaques(terms);
    private final Symbol a = terms.symbol("a", 64);
    private final Symbol b = terms.symbol("b", 64);
    private final Assignment some = Assignment.of(Map.of(a, BigInteger.valueOf(0x1234_5678_9abcL), b, BigInteger.valueOf(77)));

    private Term hash(Term one, Term other) {
        Term x = one;
        Term y = other;
        for (int i = 0; i < 6; i++) {
            x = terms.add(terms.concat(new Term[] {terms.extract(x, 22, 0), terms.extract(x, 63, 23)}), y);
            y = terms.xor(terms.concat(new Term[] {terms.extract(y, 40, 0), terms.extract(y, 63, 41)}), x);
        }
        return y;
    }

    @Test
    void equalTermsHaveTheSameSymbol() {
        Symbol symbol = assertInstanceOf(Symbol.class, opaques.shallow(hash(a, b)));
        assertSame(symbol, opaques.shallow(hash(a, b)));
        assertNotSame(symbol, opaques.shallow(hash(b, a)));
        assertTrue(opaques.isOpaque(symbol));
        assertSame(hash(a, b), opaques.definition(symbol).orElseThrow());
    }

    @Test
    void whatIsShallowStays() {
        Term sum = terms.add(a, terms.mul(b, terms.constant(64, 32)));
        assertSame(sum, opaques.shallow(sum));
        assertSame(a, opaques.shallow(a));
        Term few = terms.extract(hash(a, b), 7, 0);
        assertSame(few, opaques.shallow(few), "a solver can do with a byte");
        assertTrue(opaques.isEmpty());
        assertFalse(opaques.isOpaque(a));
        assertTrue(opaques.definition(a).isEmpty());
    }

    @Test
    void whatIsWidenedByZerosHasASymbolOfItsOwnWidth() {
        Term low = terms.extract(hash(a, b), 31, 0);
        Term wide = opaques.shallow(terms.zext(low, 64));
        assertSame(terms.zext(opaques.shallow(low), 64), wide);
        assertEquals(32, opaques.shallow(low).width());
    }

    @Test
    void valuesAreThoseOfTheDefinitions() {
        Symbol symbol = (Symbol) opaques.shallow(hash(a, b));
        assertEquals(new Evaluator(some).value(hash(a, b)), opaques.values(Set.of(symbol), some).get(symbol));
    }

    @Test
    void definitionsMayHaveOpaqueSymbolsInThem() {
        Symbol inner = (Symbol) opaques.shallow(hash(a, b));
        Symbol outer = (Symbol) opaques.shallow(hash(inner, b));
        assertSame(hash(inner, b), opaques.definition(outer).orElseThrow());
        assertEquals(Set.of(outer, inner), opaques.reachedFrom(Set.of(outer, a)));
        BigInteger innerValue = new Evaluator(some).value(hash(a, b));
        BigInteger outerValue = new Evaluator(some.with(Assignment.of(Map.of(inner, innerValue)))).value(hash(inner, b));
        assertEquals(outerValue, opaques.values(Set.of(outer), some).get(outer));
        assertEquals(innerValue, opaques.values(Set.of(outer), some).get(inner));
    }

    @Test
    void conditionsAreAskedOfWhatASymbolIsMadeOf() {
        Symbol inner = (Symbol) opaques.shallow(hash(a, b));
        Symbol outer = (Symbol) opaques.shallow(hash(inner, a));
        assertTrue(opaques.isMadeOf(outer, symbol -> symbol == a || symbol == b));
        assertFalse(opaques.isMadeOf(outer, symbol -> symbol == a));
        assertTrue(opaques.isMadeOf(a, symbol -> symbol == a));
    }
}
