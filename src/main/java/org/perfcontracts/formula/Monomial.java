package org.perfcontracts.formula;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A product of powers of PCVs, such as {@code flows.expired·flows.t²}; the empty product is one. Immutable. */
public final class Monomial implements Comparable<Monomial> {
    /** The empty product. */
    public static final Monomial ONE = new Monomial(new TreeMap<>());

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private final SortedMap<String, Integer> exponents;
    private final int degree;
    private final boolean hasDerived;
    private final int hash;

    /**
     * The product of the given powers.
     *
     * @param exponents the exponent of each PCV, at least 1, by name; something {@link Derived} may stand where a name does
     */
    public Monomial(SortedMap<String, Integer> exponents) {
        int sum = 0;
        for (Map.Entry<String, Integer> power : exponents.entrySet()) {
            if (power.getValue() < 1) {
                throw new IllegalArgumentException("the exponent of " + power.getKey() + " is " + power.getValue() + ", which is less than 1");
            }
            sum += power.getValue();
        }
        this.exponents = Collections.unmodifiableSortedMap(new TreeMap<>(exponents));
        this.degree = sum;
        this.hasDerived = exponents.keySet().stream().anyMatch(Derived::is);
        this.hash = exponents.hashCode();
    }

    /** One PCV, once. */
    public static Monomial of(String name) {
        return new Monomial(new TreeMap<>(Map.of(name, 1)));
    }

    /** The exponent of each factor, by its name. */
    public SortedMap<String, Integer> exponents() {
        return exponents;
    }

    /** The sum of the exponents. */
    public int degree() {
        return degree;
    }

    /** By how much it grows in the end with each one more of a PCV; empty where that depends on other PCVs, or on how many there are. */
    public OptionalDouble rate(String pcv) {
        if (exponents.keySet().stream().noneMatch(name -> Derived.pcvOf(name).equals(pcv))) {
            return OptionalDouble.of(0);
        }
        String name = exponents.firstKey();
        return degree > 1 ? OptionalDouble.empty() : OptionalDouble.of(Derived.is(name) ? Derived.of(name).rate() : 1);
    }

    Monomial times(Monomial other) {
        TreeMap<String, Integer> product = new TreeMap<>(exponents);
        other.exponents.forEach((name, exponent) -> product.merge(name, exponent, Math::addExact));
        return new Monomial(product);
    }

    /** The same with other brackets. */
    Monomial withBrackets(Map<String, Long> above) {
        TreeMap<String, Integer> others = new TreeMap<>();
        exponents.forEach((name, exponent) -> others.merge(
                name.startsWith("[") ? new Bracket(Derived.pcvOf(name), above.get(Derived.pcvOf(name))).toString() : name, exponent, Math::addExact));
        return new Monomial(others);
    }

    Monomial renamed(UnaryOperator<String> names) {
        TreeMap<String, Integer> renamed = new TreeMap<>();
        exponents.forEach((name, exponent) -> renamed.merge(Derived.renamed(name, names), exponent, Math::addExact));
        return new Monomial(renamed);
    }

    /** Whether a factor is derived from a PCV. */
    public boolean hasDerived() {
        return hasDerived;
    }

    /** The order of reading: highest degree first, then by name, what has derived factors behind the rest, the constant last. */
    @Override
    public int compareTo(Monomial other) {
        if (this == other) {
            return 0;
        }
        if (degree != other.degree) {
            return Integer.compare(other.degree, degree);
        }
        if (hasDerived != other.hasDerived) {
            return Boolean.compare(hasDerived, other.hasDerived);
        }
        Iterator<Map.Entry<String, Integer>> mine = exponents.entrySet().iterator();
        Iterator<Map.Entry<String, Integer>> theirs = other.exponents.entrySet().iterator();
        while (mine.hasNext() && theirs.hasNext()) {
            Map.Entry<String, Integer> a = mine.next();
            Map.Entry<String, Integer> b = theirs.next();
            int order = a.getKey().compareTo(b.getKey());
            if (order == 0) {
                order = b.getValue().compareTo(a.getValue());
            }
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(mine.hasNext(), theirs.hasNext());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Monomial monomial && hash == monomial.hash && exponents.equals(monomial.exponents);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        if (exponents.isEmpty()) {
            return "1";
        }
        StringBuilder out = new StringBuilder();
        exponents.forEach((name, exponent) -> {
            out.append(out.isEmpty() ? "" : "·").append(name);
            if (exponent > 1) {
                exponent.toString().chars().forEach(digit -> out.append(SUPERSCRIPTS.charAt(digit - '0')));
            }
        });
        return out.toString();
    }
}
