package org.perfcontracts.explore.loop;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;

/**
 * Finds some of the terms that need not hold where conditions do, without a solver: among what differs from values with which the
 * conditions hold in one symbol's value.
 */
final class NearbyValues {
    private final Symbols symbols;

    /**
     * A finder.
     *
     * @param symbols tells which symbols occur in terms
     */
    NearbyValues(Symbols symbols) {
        this.symbols = symbols;
    }

    /**
     * Those of some terms that are false for values near the given ones with which the conditions hold.
     *
     * @param values with which the conditions hold
     * @param varied which symbols' values are varied
     */
    Set<Term> refuted(Collection<Term> some, List<Term> conditions, Assignment values, Predicate<Symbol> varied) {
        Set<Term> refuted = new LinkedHashSet<>();
        List<Symbol> order = symbols.of(some).stream().filter(varied).sorted(Comparator.comparing(Symbol::id)).toList();
        for (Symbol symbol : order) {
            List<Term> affected = new ArrayList<>(some.stream().filter(term -> symbols.of(term).contains(symbol)).toList());
            List<Term> binding = conditions.stream().filter(condition -> symbols.of(condition).contains(symbol)).toList();
            for (BigInteger other : others(values.value(symbol), symbol.width())) {
                affected.removeAll(refuted);
                if (affected.isEmpty()) {
                    break;
                }
                Evaluator evaluator = new Evaluator(values.with(Assignment.of(Map.of(symbol, other))));
                List<Term> fallen = affected.stream().filter(term -> !evaluator.isTrue(term)).toList();
                if (!fallen.isEmpty() && binding.stream().allMatch(evaluator::isTrue)) {
                    refuted.addAll(fallen);
                }
            }
        }
        return refuted;
    }

    /** Small numbers, large ones and what is beside a value. */
    private static Set<BigInteger> others(BigInteger value, int width) {
        BigInteger most = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        Set<BigInteger> others = new LinkedHashSet<>(List.of(BigInteger.ZERO, BigInteger.ONE, most, value.add(BigInteger.ONE).and(most),
                value.subtract(BigInteger.ONE).and(most), value.shiftRight(1), value.shiftLeft(1).and(most), value.xor(most)));
        others.remove(value);
        return others;
    }
}
