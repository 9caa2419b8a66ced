package org.perfcontracts.formula;

import java.math.BigInteger;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * A polynomial over PCVs, and what is {@link Derived} from these, with integer coefficients. Immutable. Arithmetic that leaves the range of {@code long} throws
 * an {@link ArithmeticException} rather than give a wrong cost.
 */
public final class Polynomial {
    /** No cost at all. */
    public static final Polynomial ZERO = new Polynomial(new TreeMap<>());

    private final SortedMap<Monomial, Long> coefficients;

    private Polynomial(SortedMap<Monomial, Long> coefficients) {
        coefficients.values().removeIf(coefficient -> coefficient == 0);
        this.coefficients = Collections.unmodifiableSortedMap(coefficients);
    }

    /** The polynomial that has one value. */
    public static Polynomial constant(long value) {
        return of(Map.of(Monomial.ONE, value));
    }

    /** The PCV of the given name, once. */
    public static Polynomial variable(String name) {
        return of(Map.of(Monomial.of(name), 1L));
    }

    /** 1 where the PCV of a name is above a number, else 0. */
    public static Polynomial bracket(String name, long above) {
        return variable(new Bracket(name, above).toString());
    }

    /** A PCV times a number, less a number, divided and rounded up. */
    public static Polynomial quotient(String name, long times, long minus, long by) {
        return variable(new Quotient(name, times, minus, by).toString());
    }

    /** The sum of the given monomials, each times its coefficient. */
    public static Polynomial of(Map<Monomial, Long> coefficients) {
        return new Polynomial(new TreeMap<>(coefficients));
    }

    // ---- arithmetic

    /** The sum. */
    public Polynomial plus(Polynomial other) {
        TreeMap<Monomial, Long> sum = new TreeMap<>(coefficients);
        other.coefficients.forEach((monomial, coefficient) -> sum.merge(monomial, coefficient, Math::addExact));
        return new Polynomial(sum);
    }

    /** The sum with a number. */
    public Polynomial plus(long number) {
        if (number == 0) {
            return this;
        }
        TreeMap<Monomial, Long> sum = new TreeMap<>(coefficients);
        sum.merge(Monomial.ONE, number, Math::addExact);
        return new Polynomial(sum);
    }

    /** The difference. */
    public Polynomial minus(Polynomial other) {
        return plus(other.times(-1));
    }

    /** The product with a number. */
    public Polynomial times(long factor) {
        TreeMap<Monomial, Long> product = new TreeMap<>(coefficients);
        product.replaceAll((_, coefficient) -> Math.multiplyExact(coefficient, factor));
        return new Polynomial(product);
    }

    /** The product. */
    public Polynomial times(Polynomial other) {
        TreeMap<Monomial, Long> product = new TreeMap<>();
        coefficients.forEach((a, x) -> other.coefficients.forEach(
                (b, y) -> product.merge(a.times(b), Math.multiplyExact(x, y), Math::addExact)));
        return new Polynomial(product);
    }

    /** The same with other names for PCVs; those that get one name become one. */
    public Polynomial renamed(UnaryOperator<String> names) {
        TreeMap<Monomial, Long> renamed = new TreeMap<>();
        coefficients.forEach((monomial, coefficient) -> renamed.merge(monomial.renamed(names), coefficient, Math::addExact));
        return new Polynomial(renamed);
    }

    /** Nowhere below this one: the brackets with positive coefficients begin where others do that begin earlier, by PCV. */
    Polynomial withBrackets(Map<String, Long> above) {
        Polynomial sum = ZERO;
        for (Map.Entry<Monomial, Long> entry : coefficients.entrySet()) {
            Monomial monomial = entry.getValue() > 0 ? entry.getKey().withBrackets(above) : entry.getKey();
            sum = sum.plus(of(Map.of(monomial, entry.getValue())));
        }
        return sum;
    }

    /**
     * The value where the PCVs have the given values.
     *
     * @throws IllegalArgumentException if a PCV of this polynomial has no value
     */
    public long evaluate(Map<String, Long> values) {
        long sum = 0;
        for (Map.Entry<Monomial, Long> entry : coefficients.entrySet()) {
            long product = entry.getValue();
            for (Map.Entry<String, Integer> power : entry.getKey().exponents().entrySet()) {
                Long value = values.get(Derived.pcvOf(power.getKey()));
                if (value == null) {
                    throw new IllegalArgumentException("PCV " + Derived.pcvOf(power.getKey()) + " of the formula " + this + " has no value");
                }
                for (int i = 0; i < power.getValue(); i++) {
                    product = Math.multiplyExact(product, Derived.valueOf(power.getKey(), value));
                }
            }
            sum = Math.addExact(sum, product);
        }
        return sum;
    }

    // ---- questions

    /** The coefficients other than zero, in the order of reading. */
    public SortedMap<Monomial, Long> coefficients() {
        return coefficients;
    }

    /** What does not depend on any PCV. */
    public long constant() {
        return coefficients.getOrDefault(Monomial.ONE, 0L);
    }

    /** The coefficient of a PCV that stands alone, in the first power. */
    public long coefficient(String name) {
        return coefficients.getOrDefault(Monomial.of(name), 0L);
    }

    /** The names of the PCVs that occur, in order. */
    public Set<String> variables() {
        Set<String> names = new TreeSet<>();
        coefficients.keySet().forEach(monomial -> monomial.exponents().keySet().forEach(variable -> names.add(Derived.pcvOf(variable))));
        return names;
    }

    /** Whether a PCV occurs in a monomial with a positive coefficient. */
    boolean growsWith(String name) {
        return coefficients.entrySet().stream().anyMatch(term -> term.getValue() > 0
                && term.getKey().exponents().keySet().stream().map(Derived::pcvOf).anyMatch(name::equals));
    }

    /** Whether no PCV occurs. */
    public boolean isConstant() {
        return variables().isEmpty();
    }

    /**
     * Whether this polynomial is at least as great as the other wherever the PCVs are within their ranges (0 and up for
     * those without one). Decided by bounds of each monomial of the difference: a yes is certain, and where the
     * difference is linear so is a no.
     */
    public boolean dominates(Polynomial other, Map<String, Pcv> ranges) {
        BigInteger least = BigInteger.ZERO;
        Map<Monomial, BigInteger> difference = new TreeMap<>();
        coefficients.forEach((monomial, coefficient) -> difference.merge(monomial, BigInteger.valueOf(coefficient), BigInteger::add));
        other.coefficients.forEach(
                (monomial, coefficient) -> difference.merge(monomial, BigInteger.valueOf(coefficient).negate(), BigInteger::add));
        for (Map.Entry<Monomial, BigInteger> entry : difference.entrySet()) {
            BigInteger coefficient = entry.getValue();
            BigInteger extreme = coefficient.signum() >= 0 ? least(entry.getKey(), ranges) : greatest(entry.getKey(), ranges);
            if (extreme == null) {
                return false;
            }
            least = least.add(coefficient.multiply(extreme));
        }
        return least.signum() >= 0;
    }

    /**
     * The greatest value where the PCVs are within their ranges (0 and up for those without one), each monomial by itself at whatever end makes it
     * greatest; empty where there is none, or it does not fit 64 bits.
     */
    OptionalLong most(Map<String, Pcv> ranges) {
        BigInteger most = BigInteger.ZERO;
        for (Map.Entry<Monomial, Long> entry : coefficients.entrySet()) {
            BigInteger extreme = entry.getValue() > 0 ? greatest(entry.getKey(), ranges) : least(entry.getKey(), ranges);
            if (extreme == null) {
                return OptionalLong.empty();
            }
            most = most.add(BigInteger.valueOf(entry.getValue()).multiply(extreme));
        }
        return most.bitLength() < Long.SIZE ? OptionalLong.of(most.longValue()) : OptionalLong.empty();
    }

    private static BigInteger least(Monomial monomial, Map<String, Pcv> ranges) {
        BigInteger product = BigInteger.ONE;
        for (Map.Entry<String, Integer> power : monomial.exponents().entrySet()) {
            long low = range(Derived.pcvOf(power.getKey()), ranges).low();
            product = product.multiply(BigInteger.valueOf(Derived.valueOf(power.getKey(), low)).pow(power.getValue()));
        }
        return product;
    }

    /** The greatest value of a monomial, or null where it has none. */
    private static BigInteger greatest(Monomial monomial, Map<String, Pcv> ranges) {
        BigInteger product = BigInteger.ONE;
        for (Map.Entry<String, Integer> power : monomial.exponents().entrySet()) {
            OptionalLong high = range(Derived.pcvOf(power.getKey()), ranges).high();
            if (high.isEmpty() && !power.getKey().startsWith("[")) {
                return null;
            }
            long most = Derived.valueOf(power.getKey(), high.orElse(Long.MAX_VALUE));
            product = product.multiply(BigInteger.valueOf(most).pow(power.getValue()));
        }
        return product;
    }

    private static Pcv range(String name, Map<String, Pcv> ranges) {
        Pcv known = ranges.get(name);
        return known != null ? known : Pcv.unbounded(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Polynomial polynomial && coefficients.equals(polynomial.coefficients);
    }

    @Override
    public int hashCode() {
        return coefficients.hashCode();
    }

    /** Such as {@code 79·options.other + 646}: highest degree first, then by name, the constant last. */
    @Override
    public String toString() {
        return text(Long::toUnsignedString);
    }

    /** The same with other texts for the numbers that coefficients are without their signs, which are unsigned. */
    public String text(LongFunction<String> numbers) {
        if (coefficients.isEmpty()) {
            return numbers.apply(0);
        }
        StringBuilder out = new StringBuilder();
        coefficients.forEach((monomial, coefficient) -> {
            String sign = coefficient < 0 ? "-" : "+";
            out.append(out.isEmpty() ? (coefficient < 0 ? "-" : "") : " " + sign + " ");
            out.append(magnitude(monomial, numbers.apply(Math.abs(coefficient))));
        });
        return out.toString();
    }

    private static String magnitude(Monomial monomial, String number) {
        if (monomial.exponents().isEmpty()) {
            return number;
        }
        return number.equals("1") ? monomial.toString() : number + "·" + monomial;
    }
}
