package org.perfcontracts.explore.loop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Spreads what ways round a loop take, such as cache lines, over the points that they pass. */
public final class RaisedRates {
    /**
     * One way round a loop.
     *
     * @param amount what it takes: of cache lines, those that nothing else need have touched
     * @param passages how often it passes each point with a rate; those that it does not pass are left out
     */
    public record Way(long amount, Map<String, Long> passages) {
    }

    private RaisedRates() {
    }

    /**
     * Rates of points, none below those given, of which every way takes no more than the sum over its passages. What a way lacks is
     * borne by the point that it shares with the fewest others; ways that have the least choice come first.
     *
     * @param points that may have a rate
     * @param header the point of the loop's header, which every way passes once: for ways that pass none of the points
     */
    public static Map<String, Long> raised(Map<String, Long> given, Set<String> points, String header, List<Way> ways) {
        Map<String, Long> rates = new TreeMap<>(given);
        List<Way> ordered = new ArrayList<>(ways);
        ordered.sort(Comparator.comparingInt(way -> way.passages.size()));
        for (Way way : ordered) {
            long lacking = way.amount - rates.entrySet().stream().mapToLong(rate -> way.passages.getOrDefault(rate.getKey(), 0L) * rate.getValue()).sum();
            if (lacking > 0) {
                String point = way.passages.keySet().stream().filter(points::contains)
                        .min(Comparator.comparingLong((String each) -> ways.stream().filter(other -> other.passages.containsKey(each)).count())
                                .thenComparing(Comparator.naturalOrder()))
                        .orElse(header);
                rates.merge(point, Math.ceilDiv(lacking, way.passages.getOrDefault(point, 1L)), Long::sum);
            }
        }
        return rates;
    }
}
