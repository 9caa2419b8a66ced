package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;

class ProductsTest {
    private final Terms terms = new Terms();
    private final Solver solver = SolverChain.create(terms, new Statistics());
    private final Term bytes = terms.zext(terms.symbol("bytes", 16), 64);
    private final Term credit = terms.symbol("credit", 64);
    private final Term cost = terms.mul(bytes, terms.constant(64, 0x3e800000));

    @AfterEach
    void close() {
        solver.close();
    }

    private boolean isPossible(Term... conditions) {
        return solver.check(Products.generalised(terms, List.of(conditions))).isPossible();
    }

    @Test
    void aDifferenceIsNotAboveWhatItIsTakenFrom() {
        Term rest = terms.sub(credit, cost);
        Term enough = terms.ule(cost, credit);
        assertFalse(isPossible(enough, terms.ult(credit, rest)));
        assertTrue(isPossible(terms.ult(credit, rest)), "where it is more than there is");
        assertTrue(isPossible(terms.ule(terms.mul(bytes, terms.constant(64, 7)), credit), terms.ult(credit, rest)), "another product");
    }

    @Test
    void whatCanHoldStaysPossible() {
        for (long factor : new long[] {3, -3, Long.MIN_VALUE, 1L << 62}) {
            Term product = terms.mul(bytes, terms.constant(64, factor));
            for (long number : new long[] {0, 1, 9, 65535}) {
                Term equal = terms.eq(product, terms.constant(64, factor * number));
                Term same = terms.eq(terms.add(product, credit), terms.add(credit, factor * number));
                assertTrue(solver.check(List.of(equal)).isPossible());
                List<Term> general = Products.generalised(terms, List.of(equal, same, terms.eq(product, terms.mul(bytes, terms.constant(64, factor)))));
                assertTrue(general.isEmpty() || solver.check(general).isPossible(), factor + " times " + number);
                assertTrue(isPossible(equal, terms.ule(product, terms.constant(64, factor * number))), factor + " times " + number);
            }
        }
    }

    @Test
    void withoutAProductNothingIsGained() {
        assertEquals(List.of(), Products.generalised(terms, List.of(terms.ule(cost, credit), terms.ult(credit, bytes))));
    }
}
