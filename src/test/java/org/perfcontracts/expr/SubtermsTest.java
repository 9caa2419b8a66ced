package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SubtermsTest {
    private final Terms terms = new Terms();
    private final Term a = terms.symbol("a", 8);
    private final Term b = terms.symbol("b", 8);

    @Test
    void aTermContainsItselfAndWhatItIsMadeOf() {
        Term product = terms.mul(a, b);
        Term whole = terms.ult(terms.xor(product, a), terms.constant(8, 17));
        for (Term part : new Term[] {whole, product, a, b}) {
            assertTrue(Subterms.contains(whole, part), part::toString);
        }
        assertFalse(Subterms.contains(product, whole));
        assertFalse(Subterms.contains(whole, terms.symbol("c", 8)));
        assertFalse(Subterms.contains(whole, terms.mul(a, a)));
    }

    /** Doubled forty times, it would be a tree of a million million terms. */
    @Test
    void sharedTermsCountOnce() {
        Term term = a;
        for (int i = 0; i < 40; i++) {
            term = terms.mul(term, terms.xor(term, b));
        }
        assertEquals(2 * 40 + 2, Subterms.count(term));
        assertFalse(Subterms.contains(term, terms.symbol("c", 8)));
        assertTrue(Subterms.contains(term, b));
    }
}
