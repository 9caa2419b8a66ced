package org.perfcontracts.explore.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.lines.Motion;
import org.perfcontracts.expr.Term;

/**
 * The ways round a cut loop, for whoever wants to know more of its iterations than what they count.
 *
 * @param header the address of the loop's header
 * @param ways   at least one; without the complete iterations of loops inside
 */
public record Rounds(long header, List<Way> ways) {
    /**
     * A way round.
     *
     * @param trace  the whole trace of which it is a piece
     * @param piece  which
     * @param motion how an address moves from one iteration to the next; empty where that is not known
     * @param passed how often it passes each point of this loop or a loop in it with a rate (see {@link CutLoop#rates}), by name
     */
    public record Way(Trace trace, Trace.Piece piece, Function<Term, Optional<Motion>> motion, Map<String, Long> passed) {
    }

    /** The same with other names for automatic PCVs. */
    public Rounds named(UnaryOperator<String> names) {
        return new Rounds(header, ways.stream().map(way -> {
            Map<String, Long> passed = new TreeMap<>();
            way.passed.forEach((point, count) -> passed.put(names.apply(point), count));
            return new Way(way.trace, way.piece, way.motion, passed);
        }).toList());
    }
}
