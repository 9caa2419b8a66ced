package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Values for symbols, such as a solver's model; a symbol that is not named has the value zero. Immutable. */
public final class Assignment {
    /** Every symbol is zero. */
    public static final Assignment ZERO = new Assignment(Map.of());

    private final Map<Symbol, BigInteger> values;

    private Assignment(Map<Symbol, BigInteger> values) {
        this.values = values;
    }

    /** An assignment of the given values, each of them non-negative and below 2^width of its symbol. */
    public static Assignment of(Map<Symbol, BigInteger> values) {
        values.forEach((symbol, value) -> {
            if (value.signum() < 0 || value.bitLength() > symbol.width()) {
                throw new IllegalArgumentException(
                        value + " does not fit " + symbol.name() + ", which has " + symbol.width() + " bits");
            }
        });
        return new Assignment(Map.copyOf(values));
    }

    /** The value of a symbol, unsigned. */
    public BigInteger value(Symbol symbol) {
        return values.getOrDefault(symbol, BigInteger.ZERO);
    }

    /** The symbols that were given a value, with their values. */
    public Map<Symbol, BigInteger> values() {
        return Collections.unmodifiableMap(values);
    }

    /** This assignment with the values of the other put over it. */
    public Assignment with(Assignment other) {
        Map<Symbol, BigInteger> merged = new HashMap<>(values);
        merged.putAll(other.values);
        return new Assignment(merged);
    }
}
