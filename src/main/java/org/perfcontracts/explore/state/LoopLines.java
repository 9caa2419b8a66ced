package org.perfcontracts.explore.state;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.perfcontracts.explore.lines.Touches;

/**
 * The cache lines that the complete iterations of a cut loop touch. Points are named as those of {@link CutLoop}.
 *
 * @param once what they touch at places that are the same in each of them, by the name of a point that all iterations pass that touch
 *     there; {@link #ALWAYS} where there is no such point
 * @param rates of places that differ from iteration to iteration, how many lines each passage of a point adds at most: by what they lie
 *     in, {@link #ALL} for all together, and then by point
 * @param runs of places that move on by few bytes, how many lines they take by and by, likewise by what they lie in and by point
 */
public record LoopLines(Map<String, Touches> once, Map<String, Map<String, Long>> rates, Map<String, Map<String, Stretch>> runs) {
    /** In place of a point: whether or not there was an iteration. */
    public static final String ALWAYS = "";
    /** In place of what lines lie in: whatever that is. */
    public static final String ALL = "";
    /** A loop that touches nothing. */
    public static final LoopLines NONE = new LoopLines(Map.of(), Map.of(), Map.of());

    /**
     * Stretches of memory that grow with the passages of a point.
     *
     * @param bytes by which they grow with each passage, all together, at least 1
     * @param more how many lines there may be besides these bytes divided by the size of a line, rounded up, if there is a passage
     */
    public record Stretch(long bytes, long more) {
        /** Those of two executions: where each is rounded up there may be one line more than where both together are. */
        Stretch and(Stretch other) {
            return new Stretch(Math.max(bytes, other.bytes), more + other.more + 1);
        }
    }

    /** What several loops touch; the rate of a point is the highest that it has in any of them. */
    public static LoopLines together(List<CutLoop> cuts) {
        Map<String, Touches> once = new TreeMap<>();
        Map<String, Map<String, Long>> rates = new TreeMap<>();
        Map<String, Map<String, Stretch>> runs = new TreeMap<>();
        for (CutLoop cut : cuts) {
            cut.lines().once.forEach((point, touches) -> once.merge(point, touches, Touches::and));
            cut.lines().rates.forEach((where, points) -> points.forEach(
                    (point, rate) -> rates.computeIfAbsent(where, _ -> new TreeMap<>()).merge(point, rate, Math::max)));
            cut.lines().runs.forEach((where, points) -> points.forEach(
                    (point, run) -> runs.computeIfAbsent(where, _ -> new TreeMap<>()).merge(point, run, Stretch::and)));
        }
        return new LoopLines(once, rates, runs);
    }
}
