package org.perfcontracts.cpu;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.explore.lines.Touches;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;

/** Compares where the cache lines of a packet are with what its class says of each place. */
public final class LinePlaces {
    private LinePlaces() {
    }

    /**
     * In which place a packet has touched more lines than its class says, in words; empty where there is none. What the class leaves open
     * may lie in any place.
     *
     * @param pcvs the packet's values of all PCVs
     * @param places says what the byte at an address belongs to
     */
    public static Optional<String> excess(InputClass inputClass, Map<String, Long> pcvs, Trace trace, LongFunction<String> places) {
        Map<String, Formula> lines = inputClass.lines();
        for (Map.Entry<String, Long> measured : trace.cacheLines(places).entrySet()) {
            Set<String> among = new TreeSet<>(Set.of(Touches.BEHIND_POINTERS, Touches.OTHER));
            among.add(measured.getKey());
            long predicted = among.stream().filter(lines::containsKey).mapToLong(place -> lines.get(place).evaluate(pcvs)).sum();
            if (measured.getValue() > predicted) {
                return Optional.of(measured.getValue() + " " + Metric.CACHE_LINES.title() + " in " + measured.getKey() + " measured, "
                        + predicted + " predicted");
            }
        }
        return Optional.empty();
    }
}
