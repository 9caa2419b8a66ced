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
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;

/**
 * What a piece of a path costs, with the complete iterations of the loops that were cut in it.
 *
 * @param formulas one for each metric
 * @param exact the metrics of which they are no mere upper bounds
 * @param lines the cache lines in each place, by its name
 */
public record Cost(Map<Metric, Polynomial> formulas, Set<Metric> exact, Map<String, Polynomial> lines) {
    /**
     * The cost of a piece of a trace.
     *
     * @param cuts the loops that were cut in it
     * @param passages how often it passes each mark, outside of the complete iterations
     */
    public static Cost of(Trace trace, Trace.Piece piece, List<CutLoop> cuts, Map<String, Long> passages, LineCounter counter) {
        CutLoop.Together together = CutLoop.together(cuts);
        LineCost lines = LineCost.of(trace, piece, cuts, passages, counter);
        long[] instructions = Arrays.copyOf(trace.instructions(piece.from()), piece.instructions());
        Map<Metric, Polynomial> formulas = new TreeMap<>(together.cost(instructions, piece.accesses(), passages));
        formulas.put(Metric.CACHE_LINES, lines.all());
        Set<Metric> exact = EnumSet.noneOf(Metric.class);
        if (together.exact()) {
            exact.add(Metric.INSTRUCTIONS);
            exact.add(Metric.MEMORY_ACCESSES);
        }
        if (lines.exact()) {
            exact.add(Metric.CACHE_LINES);
        }
        return new Cost(formulas, exact, lines.places());
    }

    /** The same with other names for automatic PCVs. */
    public Cost named(UnaryOperator<String> names) {
        Map<Metric, Polynomial> renamed = new TreeMap<>(formulas);
        renamed.replaceAll((_, polynomial) -> polynomial.renamed(names));
        Map<String, Polynomial> places = new TreeMap<>(lines);
        places.replaceAll((_, polynomial) -> polynomial.renamed(names));
        return new Cost(renamed, exact, places);
    }
}
