package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Symbol;

/** Numbers at random for the parameters of an exploration, within the ranges that it assumes. */
final class RandomNumbers {
    private final Inputs inputs;
    private final Random random;
    private final Map<Symbol, Interval> ranges = new HashMap<>();

    RandomNumbers(Inputs inputs, Random random) {
        this.inputs = inputs;
        this.random = random;
    }

    private Interval range(Symbol parameter) {
        return ranges.computeIfAbsent(parameter, inputs::range);
    }

    /** A value for a parameter: small, large, or any that the range allows. */
    BigInteger of(Symbol parameter) {
        Interval range = range(parameter);
        BigInteger count = range.high().subtract(range.low()).add(BigInteger.ONE);
        return switch (random.nextInt(4)) {
            case 0 -> range.low().add(below(count.min(BigInteger.TWO)));
            case 1 -> range.low().add(below(count.min(BigInteger.TWO.pow(16))));
            case 2 -> range.high().subtract(below(count.min(BigInteger.TWO)));
            default -> range.low().add(below(count));
        };
    }

    private BigInteger below(BigInteger count) {
        return new BigInteger(count.bitLength() + 8, random).mod(count);
    }

    /** A value of a parameter that is the one given if the range allows it, else at random. */
    BigInteger of(Symbol parameter, BigInteger wanted) {
        Interval range = range(parameter);
        return wanted.compareTo(range.low()) >= 0 && wanted.compareTo(range.high()) <= 0 ? wanted : of(parameter);
    }
}
