package org.perfcontracts.explore.state;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.lines.LineCounter;
import org.perfcontracts.explore.lines.Touches;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;

/**
 * What a piece of a path costs, with the complete iterations of the loops that were cut in it.
 *
 * @param formulas one for each metric
 * @param exact the metrics of which they are no mere upper bounds
 */
public record Cost(Map<Metric, Polynomial> formulas, Set<Metric> exact) {
    /**
     * The cost of a piece of a trace.
     *
     * @param cuts the loops that were cut in it
     * @param passages how often it passes each mark, outside of the complete iterations
     */
    public static Cost of(Trace trace, Trace.Piece piece, List<CutLoop> cuts, Map<String, Long> passages, LineCounter lines) {
        CutLoop.Together together = CutLoop.together(cuts);
        Touches outside = lines.of(trace, piece);
        Touches all = outside;
        for (CutLoop cut : cuts) {
            all = all.and(cut.once());
        }
        LineCounter.Count count = lines.count(all);
        long[] instructions = Arrays.copyOf(trace.instructions(piece.from()), piece.instructions());
        Map<Metric, Polynomial> formulas = new TreeMap<>(together.cost(instructions, piece.accesses(), count.lines(), passages));
        Set<Metric> exact = EnumSet.noneOf(Metric.class);
        if (together.exact()) {
            exact.add(Metric.INSTRUCTIONS);
            exact.add(Metric.MEMORY_ACCESSES);
        }
        // A loop that may touch more lines touches none where it comes to its end at once.
        boolean isAsOutside = cuts.isEmpty() || together.exact() && formulas.get(Metric.CACHE_LINES).isConstant() && count.equals(lines.count(outside));
        if (count.exact() && isAsOutside) {
            exact.add(Metric.CACHE_LINES);
        }
        return new Cost(formulas, exact);
    }

    /** The same with other names for automatic PCVs. */
    public Cost named(UnaryOperator<String> names) {
        Map<Metric, Polynomial> renamed = new TreeMap<>(formulas);
        renamed.replaceAll((_, polynomial) -> polynomial.renamed(names));
        return new Cost(renamed, exact);
    }
}
