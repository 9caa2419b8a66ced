package org.perfcontracts.decision;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.perfcontracts.formula.Bracket;
import org.perfcontracts.formula.Derived;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Polynomial;
import org.perfcontracts.formula.Quotient;

/**
 * A PCV that is always so many times another one, as the entries that are looked at to forget a flow are of the flows that expire.
 *
 * @param factor at least 1
 * @param of     the name of the other, which is no multiple itself
 */
public record Multiple(long factor, String of) {
    /** The formula with each multiple written as what it is; it speaks of the others only. */
    static Formula resolved(Formula formula, Map<String, Multiple> multiples) {
        return formula.variables().stream().noneMatch(multiples::containsKey) ? formula
                : new Formula(formula.alternatives().stream().map(each -> resolved(each, multiples)).toList(), formula.exact());
    }

    /** What PCVs share, likewise; empty where nothing is left that it says. */
    static Optional<LinearBound> resolved(LinearBound bound, Map<String, Multiple> multiples) {
        Map<String, Long> weights = new TreeMap<>();
        bound.weights().forEach((name, weight) -> {
            Multiple multiple = multiples.getOrDefault(name, new Multiple(1, name));
            weights.merge(multiple.of, Math.multiplyExact(weight, multiple.factor), Math::addExact);
        });
        weights.values().removeIf(weight -> weight == 0);
        return weights.isEmpty() ? Optional.empty() : Optional.of(new LinearBound(weights, bound.most()));
    }

    private static Polynomial resolved(Polynomial polynomial, Map<String, Multiple> multiples) {
        Polynomial sum = Polynomial.ZERO;
        for (Map.Entry<Monomial, Long> term : polynomial.coefficients().entrySet()) {
            Polynomial product = Polynomial.constant(term.getValue());
            for (Map.Entry<String, Integer> power : term.getKey().exponents().entrySet()) {
                String name = Derived.pcvOf(power.getKey());
                Multiple multiple = multiples.getOrDefault(name, new Multiple(1, name));
                for (Polynomial factor : Collections.nCopies(power.getValue(), multiple.written(power.getKey()))) {
                    product = product.times(factor);
                }
            }
            sum = sum.plus(product);
        }
        return sum;
    }

    /** What a variable of a monomial that depends on the multiple is, by the other. */
    private Polynomial written(String variable) {
        if (!Derived.is(variable)) {
            return Polynomial.variable(of).times(factor);
        }
        return switch (Derived.of(variable)) {
            case Bracket bracket -> Polynomial.bracket(of, bracket.above() / factor);
            case Quotient quotient -> Polynomial.quotient(of, Math.multiplyExact(quotient.times(), factor), quotient.minus(), quotient.by());
        };
    }

    @Override
    public String toString() {
        return factor + " times " + of;
    }
}
