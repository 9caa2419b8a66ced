package org.perfcontracts.explore.state;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.lines.LineCounter;
import org.perfcontracts.explore.lines.Touches;
import org.perfcontracts.formula.Polynomial;

/**
 * How many cache lines a piece of a path touches, with the complete iterations of the loops that were cut in it.
 *
 * @param all a formula for all lines
 * @param exact whether that is no mere upper bound
 * @param places a formula for those in each place, by its name; a line in which two places meet counts in both
 */
public record LineCost(Polynomial all, boolean exact, Map<String, Polynomial> places) {
    /** The lines of a piece of a trace; see {@link Cost#of}. */
    static LineCost of(Trace trace, Trace.Piece piece, List<CutLoop> cuts, Map<String, Long> passages, LineCounter counter) {
        long[] instructions = Arrays.copyOf(trace.instructions(piece.from()), piece.instructions());
        Counting counting = new Counting(instructions, passages, counter, LoopLines.together(cuts));
        Touches outside = counter.of(trace, piece);
        Polynomial all = counting.formula(outside, counting.loops.once(), LoopLines.ALL);
        // What loops add is a bound; a loop that adds nothing has touched nothing new.
        boolean addsNothing = cuts.isEmpty() || all.equals(Polynomial.constant(counter.count(outside).lines()));
        boolean known = cuts.stream().allMatch(CutLoop::exact);
        return new LineCost(all, counter.count(outside).exact() && addsNothing && known, counting.byPlace(outside));
    }

    private record Counting(long[] instructions, Map<String, Long> passages, LineCounter counter, LoopLines loops) {
        Polynomial formula(Touches outside, Map<String, Touches> once, String where) {
            Touches always = outside.and(once.getOrDefault(LoopLines.ALWAYS, Touches.NONE));
            Polynomial lines = Polynomial.constant(counter.count(always).lines());
            for (Map.Entry<String, Touches> each : once.entrySet()) {
                if (!each.getKey().equals(LoopLines.ALWAYS)) {
                    Polynomial isPassed = Polynomial.bracket(each.getKey(), CutLoop.outside(each.getKey(), instructions, passages));
                    lines = lines.plus(isPassed.times(counter.countMore(each.getValue(), always)));
                }
            }
            for (Map.Entry<String, Long> rate : loops.rates().getOrDefault(where, Map.of()).entrySet()) {
                Polynomial inside = Polynomial.variable(rate.getKey()).plus(-CutLoop.outside(rate.getKey(), instructions, passages));
                lines = lines.plus(inside.times(rate.getValue()));
            }
            for (Map.Entry<String, LoopLines.Stretch> run : loops.runs().getOrDefault(where, Map.of()).entrySet()) {
                long outsidePassages = CutLoop.outside(run.getKey(), instructions, passages);
                long bytes = run.getValue().bytes();
                lines = lines.plus(Polynomial.quotient(run.getKey(), bytes, Math.multiplyExact(bytes, outsidePassages), Touches.LINE))
                        .plus(Polynomial.bracket(run.getKey(), outsidePassages).times(run.getValue().more()));
            }
            return lines;
        }

        Map<String, Polynomial> byPlace(Touches outside) {
            Map<String, Touches> split = counter.split(outside);
            Map<String, Map<String, Touches>> once = new TreeMap<>();
            loops.once().forEach((point, touches) -> counter.split(touches).forEach(
                    (where, part) -> once.computeIfAbsent(where, _ -> new TreeMap<>()).put(point, part)));
            Set<String> names = new TreeSet<>(split.keySet());
            names.addAll(once.keySet());
            names.addAll(loops.rates().keySet());
            names.addAll(loops.runs().keySet());
            names.remove(LoopLines.ALL);
            Map<String, Polynomial> places = new TreeMap<>();
            names.forEach(where -> places.put(where, formula(split.getOrDefault(where, Touches.NONE), once.getOrDefault(where, Map.of()), where)));
            return places;
        }
    }
}
