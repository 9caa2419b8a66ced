package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Terms as deep as long loops make them: what is asked of them must not need the thread's stack. */
class DeepTermsTest {
    private static final int DEPTH = 30_000;

    private final Terms terms = new Terms();
    private final Symbol x = terms.symbol("x", 32);
    private final Symbol y = terms.symbol("y", 32);

    /** A hash function's loop. */
    private Term hash() {
        Term value = x;
        for (int i = 0; i < DEPTH; i++) {
            value = terms.add(terms.mul(value, y), terms.constant(32, 31));
        }
        return value;
    }

    /** A counter that a loop increments where a condition holds. */
    private Term chain() {
        Term value = x;
        for (int i = 0; i < DEPTH; i++) {
            value = terms.ite(terms.ult(y, terms.constant(32, i + 2)), value, terms.symbol("z", 32));
        }
        return value;
    }

    @Test
    void evaluation() {
        Evaluator evaluator = new Evaluator(Assignment.of(Map.of(x, BigInteger.TWO, y, BigInteger.ONE)));
        assertEquals(2 + 31L * DEPTH, evaluator.toLong(hash()));
        assertEquals(2, evaluator.toLong(chain()));
    }

    @Test
    void substitution() {
        Substitution substitution = new Substitution(terms, Map.of(x, terms.constant(32, 7), y, terms.constant(32, 1)));
        assertEquals(terms.constant(32, 7 + 31L * DEPTH), substitution.apply(hash()));
        assertEquals(terms.constant(32, 7), substitution.apply(chain()));
    }

    @Test
    void symbols() {
        assertEquals(Set.of(x, y), new Symbols().of(hash()));
        assertEquals(Set.of(x, y, terms.symbol("z", 32)), new Symbols().of(chain()));
    }

    @Test
    void mixing() {
        assertEquals(DEPTH, new Mixing(_ -> 0).depth(hash()));
        assertEquals(0, new Mixing(_ -> 0).depth(chain()));
    }

    @Test
    void linearForms() {
        Term sum = x;
        for (int i = 0; i < DEPTH; i++) {
            sum = terms.make(Operator.ADD, 32, 0, sum, y);
        }
        assertEquals(BigInteger.valueOf(DEPTH), Linear.of(sum).monomials().get(1).coefficient());
    }
}
