package org.perfcontracts.explore.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** What is refuted without a solver is false where the conditions hold. */
class NearbyValuesTest {
    private final Terms terms = new Terms();
    private final Symbol n = terms.symbol("n", 16);
    private final Symbol m = terms.symbol("m", 16);
    private final Term small = terms.ult(n, number(10));
    private final Assignment values = Assignment.of(Map.of(n, BigInteger.valueOf(5), m, BigInteger.valueOf(7)));

    private Term number(int value) {
        return terms.constant(16, value);
    }

    private Set<Term> refuted(List<Term> some, Term... conditions) {
        return new NearbyValues(new Symbols()).refuted(some, List.of(conditions), values, _ -> true);
    }

    @Test
    void whatHoldsOfTheValuesAloneIsRefuted() {
        Term five = terms.eq(n, number(5));
        assertEquals(Set.of(five), refuted(List.of(five, small), small));
    }

    @Test
    void whatFollowsFromTheConditionsIsNot() {
        assertEquals(Set.of(), refuted(List.of(terms.ult(n, number(11)), terms.ne(n, number(12))), small));
        Term five = terms.eq(n, number(5));
        assertEquals(Set.of(), refuted(List.of(five), five));
    }

    @Test
    void conditionsOnOtherSymbolsDoNotHinder() {
        Term behind = terms.eq(terms.add(n, number(2)), m);
        assertEquals(Set.of(behind), refuted(List.of(behind), small, terms.eq(m, number(7))));
    }

    @Test
    void onlyTheSymbolsInQuestionAreVaried() {
        Term same = terms.ult(n, m);
        assertEquals(Set.of(), new NearbyValues(new Symbols()).refuted(List.of(same), List.of(terms.eq(n, number(5))), values, n::equals));
        assertEquals(Set.of(same), new NearbyValues(new Symbols()).refuted(List.of(same), List.of(terms.eq(n, number(5))), values, m::equals));
    }
}
