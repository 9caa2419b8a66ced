package org.perfcontracts.explore.state;

import java.util.List;
import java.util.Optional;
import org.perfcontracts.expr.Term;

/**
 * A call of a function of the stateful library on one path.
 *
 * @param function its name
 * @param regions  the names of the regions of abstract state that it accesses, the first one first
 * @param returned the values, of the bits that tell outcomes apart, that it could return when it did; empty where they are many or of no interest
 * @param bits     these bits; empty where they are of no interest
 */
public record Operation(String function, List<String> regions, List<Long> returned, Optional<Term> bits) {
    /** Copies the lists. */
    public Operation {
        regions = List.copyOf(regions);
        returned = List.copyOf(returned);
    }
}
