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
        long[] instructions = Arrays.copyOf(trace.instructions(piece.from()), piece.instructions());
        Map<String, Touches> once = once(cuts);
        Touches outside = lines.of(trace, piece);
        Touches always = outside.and(once.getOrDefault(CutLoop.ALWAYS, Touches.NONE));
        once.remove(CutLoop.ALWAYS);
        LineCounter.Count count = lines.count(always);
        Polynomial touched = Polynomial.constant(count.lines());
        for (Map.Entry<String, Touches> each : once.entrySet()) {
            Polynomial isPassed = Polynomial.bracket(each.getKey(), CutLoop.outside(each.getKey(), instructions, passages));
            touched = touched.plus(isPassed.times(lines.countMore(each.getValue(), always)));
        }
        Map<Metric, Polynomial> formulas = new TreeMap<>(together.cost(instructions, piece.accesses(), touched, passages));
        Set<Metric> exact = EnumSet.noneOf(Metric.class);
        if (together.exact()) {
            exact.add(Metric.INSTRUCTIONS);
            exact.add(Metric.MEMORY_ACCESSES);
        }
        // A loop that may touch more lines touches none where it comes to its end at once.
        boolean isAsOutside = cuts.isEmpty() || together.exact() && formulas.get(Metric.CACHE_LINES).isConstant() && always.equals(outside);
        if (count.exact() && isAsOutside) {
            exact.add(Metric.CACHE_LINES);
        }
        return new Cost(formulas, exact);
    }

    /** What the iterations touch at places that stay the same, by the point that they pass. */
    private static Map<String, Touches> once(List<CutLoop> cuts) {
        Map<String, Touches> once = new TreeMap<>();
        cuts.forEach(cut -> cut.once().forEach((point, touches) -> once.merge(point, touches, Touches::and)));
        return once;
    }

    /** The same with other names for automatic PCVs. */
    public Cost named(UnaryOperator<String> names) {
        Map<Metric, Polynomial> renamed = new TreeMap<>(formulas);
        renamed.replaceAll((_, polynomial) -> polynomial.renamed(names));
        return new Cost(renamed, exact);
    }
}
