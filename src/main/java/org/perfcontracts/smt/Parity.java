package org.perfcontracts.smt;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.perfcontracts.expr.Symbol;

/**
 * A term of at most 64 bits, each of which is the parity of some bits of symbols, or the contrary of it. Immutable.
 *
 * @param width of the term
 * @param constant its value where all symbols are zero
 * @param flipped for each bit of a symbol that counts the bits of the term that it flips
 */
record Parity(int width, long constant, Map<Bit, Long> flipped) {
    /** A bit of a symbol, 0 the lowest. */
    record Bit(Symbol symbol, int place) {
    }

    static Parity of(int width, long constant) {
        return new Parity(width, constant & mask(width), Map.of());
    }

    static Parity of(Symbol symbol, int low, int width) {
        Map<Bit, Long> flipped = new LinkedHashMap<>();
        for (int i = 0; i < width; i++) {
            flipped.put(new Bit(symbol, low + i), 1L << i);
        }
        return new Parity(width, 0, flipped);
    }

    private static long mask(int width) {
        return -1L >>> Long.SIZE - width;
    }

    Parity xor(Parity other) {
        Map<Bit, Long> both = new LinkedHashMap<>(flipped);
        other.flipped.forEach((bit, flips) -> flip(both, bit, flips));
        return new Parity(width, constant ^ other.constant, both);
    }

    private static void flip(Map<Bit, Long> flipped, Bit bit, long flips) {
        if (flips != 0) {
            flipped.merge(bit, flips, (a, b) -> (a ^ b) == 0 ? null : a ^ b);
        }
    }

    Parity not() {
        return new Parity(width, ~constant & mask(width), flipped);
    }

    /** So many bits from a place on. */
    Parity extract(int low, int count) {
        return mapped(count, flips -> flips >>> low & mask(count));
    }

    /** The same with its sign above. */
    Parity signExtended(int wider) {
        int above = Long.SIZE - width;
        return mapped(wider, flips -> flips << above >> above & mask(wider));
    }

    /** The same a few bits higher up. */
    Parity shifted(int distance, int wider) {
        return mapped(wider, flips -> flips << distance);
    }

    /** Of one bit: so many others, each the same as it where a mask has ones and zero where not. */
    Parity times(long ones, int wider) {
        return mapped(wider, flips -> flips == 0 ? 0 : ones);
    }

    private Parity mapped(int wider, LongUnaryOperator bits) {
        Map<Bit, Long> mapped = new LinkedHashMap<>();
        flipped.forEach((bit, flips) -> flip(mapped, bit, bits.applyAsLong(flips)));
        return new Parity(wider, bits.applyAsLong(constant), mapped);
    }

    /** The symbols of which bits count. */
    Set<Symbol> symbols() {
        return flipped.keySet().stream().map(Bit::symbol).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** How many bits of symbols count for a bit of the term that is no constant, on the average. */
    double mixed() {
        long open = flipped.values().stream().reduce(0L, (a, b) -> a | b);
        long counted = flipped.values().stream().mapToLong(Long::bitCount).sum();
        return open == 0 ? 0 : (double) counted / Long.bitCount(open);
    }
}
