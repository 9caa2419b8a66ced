package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * A function of bit-vectors that is computed, not reasoned about: a look-up in a table, say. Solvers take its values for unknown
 * ones about which they are told what is said here. One object is one function: two objects are two functions, whatever they compute.
 * Safe for use by several threads.
 */
public interface Function {
    /** What people know it by; letters, digits and the like. */
    String name();

    /** The width of its values in bits. */
    int width();

    /** Its value, unsigned, for unsigned arguments. Defined for all. */
    BigInteger apply(List<BigInteger> arguments);

    /** Bounds of all its values. */
    default Interval bounds() {
        return new Interval(BigInteger.ZERO, Bits.wideMask(width()));
    }

    /** Bounds of some adjacent bits of all its values, from the lowest of them up. */
    default Interval bounds(int low, int width) {
        BigInteger high = bounds().high().shiftRight(low);
        return high.bitLength() <= width ? new Interval(bounds().low().shiftRight(low), high) : new Interval(BigInteger.ZERO, Bits.wideMask(width));
    }

    /** A number, at least 1, by a multiple of which any two of its values differ; 0 where all are the same. */
    default long step() {
        return 1;
    }

    /**
     * Conditions that hold for every value.
     *
     * @param arguments what it is applied to
     * @param value stands for the value
     */
    default List<Term> facts(Terms terms, List<Term> arguments, Term value) {
        Interval bounds = bounds();
        return List.of(terms.ule(terms.constant(width(), bounds.low()), value), terms.ule(value, terms.constant(width(), bounds.high())));
    }

    /**
     * Conditions that hold for every value, one of which is not met by a value that the function does not have.
     *
     * @param where values of the arguments
     * @param wrong what was taken for the value there
     */
    default List<Term> lemmas(Terms terms, List<Term> arguments, Term value, List<BigInteger> where, BigInteger wrong) {
        Term here = terms.yes();
        for (int i = 0; i < where.size(); i++) {
            here = terms.and(here, terms.eq(arguments.get(i), terms.constant(arguments.get(i).width(), where.get(i))));
        }
        return List.of(terms.or(terms.not(here), terms.eq(value, terms.constant(width(), apply(where)))));
    }

    /** Where the one argument of a function falls into pieces, on each of which its value is the same. Functions may share one. */
    interface Partition {
        /** How many pieces there are. */
        int size();

        /** The one argument in a piece that can occur; empty where there are more. */
        Optional<BigInteger> only(int piece);

        /** The condition that an argument is in a piece. */
        Term within(Terms terms, Term argument, int piece);
    }

    /** The pieces on which its value is the same; empty where they are not known. */
    default Optional<Partition> partition() {
        return Optional.empty();
    }

    /** Its value on a piece of its partition. */
    default BigInteger on(int piece) {
        throw new UnsupportedOperationException(name() + " has no pieces");
    }

    /**
     * A condition on the arguments under which the function may have a value that is wanted; the constant one where none is known.
     *
     * @param where values of the arguments, at which it has another
     */
    default Term guess(Terms terms, List<Term> arguments, List<BigInteger> where, BigInteger wanted) {
        return terms.yes();
    }
}
