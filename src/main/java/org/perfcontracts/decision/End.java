package org.perfcontracts.decision;

import java.util.Map;
import org.perfcontracts.formula.Derived;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Polynomial;

/** An end of what a formula can be where each PCV is somewhere in a range. */
public enum End {
    /** Never above the formula. */
    LEAST,
    /** Never below it. */
    MOST;

    /** Both ends of a formula. */
    public static Interval both(Formula formula, Map<String, Interval> pcvs) {
        return new Interval(LEAST.of(formula, pcvs), MOST.of(formula, pcvs));
    }

    /**
     * This end of a formula. It is attained where no PCV occurs in two monomials whose coefficients differ in sign, and there is
     * one alternative or no negative coefficient; elsewhere the formula may stay within.
     *
     * @throws ArithmeticException if it does not fit 64 bits
     */
    public long of(Formula formula, Map<String, Interval> pcvs) {
        return formula.alternatives().stream().mapToLong(polynomial -> of(polynomial, pcvs)).max().getAsLong();
    }

    /** This end of a polynomial; see {@link #of(Formula, Map)}. */
    long of(Polynomial polynomial, Map<String, Interval> pcvs) {
        long sum = 0;
        for (Map.Entry<Monomial, Long> term : polynomial.coefficients().entrySet()) {
            sum = Math.addExact(sum, of(term.getKey(), term.getValue(), pcvs));
        }
        return sum;
    }

    /** This end of a coefficient times a monomial. PCVs are not negative, so a monomial grows with each of them. */
    long of(Monomial monomial, long coefficient, Map<String, Interval> pcvs) {
        boolean high = coefficient > 0 == (this == MOST);
        long product = coefficient;
        for (Map.Entry<String, Integer> power : monomial.exponents().entrySet()) {
            Interval values = pcvs.get(Derived.pcvOf(power.getKey()));
            if (values == null) {
                throw new IllegalArgumentException("PCV " + Derived.pcvOf(power.getKey()) + " has no value");
            }
            long value = Derived.valueOf(power.getKey(), high ? values.high() : values.low());
            for (int i = 0; i < power.getValue(); i++) {
                product = Math.multiplyExact(product, value);
            }
        }
        return product;
    }
}
