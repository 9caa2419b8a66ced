package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Term;
import org.perfcontracts.image.FunctionParameters.Values;

/** What becomes of a packet, as far as the value tells that the packet function returns, and those that operations on state return. */
public final class Outcomes {
    /** Nothing is known of the value: paths have no outcome. */
    public static final Outcomes UNKNOWN = new Outcomes(0, Values.UNSIGNED, Optional.empty());
    /** So many different values say what becomes of a packet; more are a computed result. */
    private static final int MOST = 8;

    private final int bits;
    private final Values values;
    private final Optional<LibraryDescription> library;

    private Outcomes(int bits, Values values, Optional<LibraryDescription> library) {
        this.bits = bits;
        this.values = values;
        this.library = library;
    }

    /**
     * Those of a function that returns an integer.
     *
     * @param bits of the integer, 1 to 64
     */
    public static Outcomes of(int bits, Values values) {
        return new Outcomes(bits, values, Optional.empty());
    }

    /** The same with the words of a stateful library, whose calls the exploration has noted. */
    public Outcomes with(Optional<LibraryDescription> words) {
        return new Outcomes(bits, values, words);
    }

    /** The library whose operations have outcomes. */
    Optional<LibraryDescription> library() {
        return library;
    }

    /** These, or none at all where the paths come to the same, or to too many different ones. */
    Outcomes telling(Collection<Path> paths) {
        Set<String> all = new TreeSet<>();
        paths.stream().filter(path -> path.end().isComplete()).forEach(path -> all.add(of(path).orElse("")));
        return all.size() < 2 || all.size() > MOST ? UNKNOWN : this;
    }

    /** What a path comes to, such as {@code returns -1}; empty where it does not return, or nothing is known of the value. */
    Optional<String> of(Path path) {
        if (bits == 0 || !(path.end() instanceof End.Returned(Term value))) {
            return Optional.empty();
        }
        return Optional.of(low(value).map(number -> "returns " + signed(number)).orElse("returns a computed value"));
    }

    /** The low bits of a value, where they are always the same. */
    private Optional<BigInteger> low(Term value) {
        BigInteger mask = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        return switch (value) {
            case Constant c -> Optional.of(c.value().and(mask));
            case Operation o when o.operator() == Operator.CONCAT && o.argument(o.arity() - 1) instanceof Constant c && c.width() >= bits ->
                    Optional.of(c.value().and(mask));
            default -> Optional.empty();
        };
    }

    private BigInteger signed(BigInteger number) {
        return values == Values.SIGNED && number.testBit(bits - 1) ? number.subtract(BigInteger.ONE.shiftLeft(bits)) : number;
    }
}
