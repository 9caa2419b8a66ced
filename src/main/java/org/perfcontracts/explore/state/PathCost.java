package org.perfcontracts.explore.state;

import java.util.Map;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.lines.LineCounter;

/**
 * What a whole path costs.
 *
 * @param passages how often it passes each mark, outside of the complete iterations of cut loops
 * @param cost its cost, over provisional names of automatic PCVs
 */
public record PathCost(Map<String, Long> passages, Cost cost) {
    /** The cost of a state's past. */
    public static PathCost of(State state, MarkPoints marks, LineCounter lines) {
        Map<String, Long> passages = marks.passages(state.trace, 0);
        return new PathCost(passages, Cost.of(state.trace, state.trace.piece(0, 0), state.cuts, passages, lines));
    }
}
