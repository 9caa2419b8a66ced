package org.perfcontracts.smt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

class BitwuzlaSolverTest {
    private final Terms terms = new Terms();
    private final Symbol x = terms.symbol("x", 64);
    private final Symbol y = terms.symbol("y", 64);
    private final Symbol z = terms.symbol("z", 64);
    private final BitwuzlaSolver solver = new BitwuzlaSolver(new Symbols(), Duration.ofSeconds(10));

    @AfterEach
    void close() {
        solver.close();
    }

    @Test
    void anEmptyListHolds() {
        assertInstanceOf(Answer.Satisfiable.class, solver.check(List.of()));
    }

    @Test
    void aModelSatisfiesAndNamesOnlyWhatOccurs() {
        List<Term> conditions = List.of(terms.eq(terms.mul(x, y), terms.constant(64, 391)), terms.ult(terms.constant(64, 1), x));
        var answer = assertInstanceOf(Answer.Satisfiable.class, solver.check(conditions));
        Evaluator evaluator = new Evaluator(answer.model());
        assertTrue(conditions.stream().allMatch(evaluator::isTrue));
        assertEquals(Set.of(x, y), answer.model().values().keySet());
    }

    @Test
    void questionsMayGrowShrinkAndDiffer() {
        Term less = terms.ult(x, y);
        Term more = terms.ult(y, x);
        Term five = terms.eq(z, terms.constant(64, 5));
        assertInstanceOf(Answer.Satisfiable.class, solver.check(List.of(less, five)));
        assertInstanceOf(Answer.Unsatisfiable.class, solver.check(List.of(less, five, more)));
        assertInstanceOf(Answer.Satisfiable.class, solver.check(List.of(more, five)));
        assertInstanceOf(Answer.Unsatisfiable.class, solver.check(List.of(more, less)));
        var answer = assertInstanceOf(Answer.Satisfiable.class, solver.check(List.of(five)));
        assertEquals(BigInteger.valueOf(5), answer.model().value(z));
    }

    @Test
    void conditionsOfOneBitMixWithBitVectors() {
        Term bit = terms.extract(x, 3, 3);
        Term compared = terms.xor(terms.ult(x, y), bit);
        Term asNumber = terms.eq(terms.add(terms.zext(compared, 64), y), z);
        assertInstanceOf(Answer.Unsatisfiable.class, solver.check(List.of(asNumber, compared, terms.eq(y, z))));
        assertInstanceOf(Answer.Satisfiable.class, solver.check(List.of(asNumber, terms.not(compared), terms.eq(y, z), bit)));
    }

    @Test
    void theTimeLimitMakesUnknown() {
        try (BitwuzlaSolver hasty = new BitwuzlaSolver(new Symbols(), Duration.ofSeconds(1))) {
            BigInteger product = new BigInteger("9223372036854775783").multiply(new BigInteger("4611686018427387847"));
            Term factors = terms.eq(terms.mul(terms.zext(x, 128), terms.zext(y, 128)), terms.constant(128, product));
            Term one = terms.constant(64, 1);
            assertInstanceOf(Answer.Unknown.class, hasty.check(List.of(factors, terms.ult(one, x), terms.ult(one, y))));
            assertInstanceOf(Answer.Satisfiable.class, hasty.check(List.of(terms.ult(one, x))));
        }
    }

    @Test
    void aFailureIsUnknownAndTheNextQuestionIsAnswered() {
        assertInstanceOf(Answer.Unknown.class, solver.check(List.of(terms.ult(x, y), x)));
        assertInstanceOf(Answer.Satisfiable.class, solver.check(List.of(terms.ult(x, y))));
    }
}
