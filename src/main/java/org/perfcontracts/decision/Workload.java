package org.perfcontracts.decision;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A mix of traffic.
 *
 * @param name      for people; may be empty
 * @param shares    of the packets, by class; above 0, adding up to 1
 * @param pcvs      of each PCV of a contract, by name, but for the multiples
 * @param multiples of other PCVs, by name
 * @param given     the names of those PCVs that someone has said something about; the others are at their low ends
 */
public record Workload(
        String name, Map<String, BigDecimal> shares, Map<String, Distribution> pcvs, Map<String, Multiple> multiples, Set<String> given) {
    /** Copies. */
    public Workload {
        shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
        pcvs = Collections.unmodifiableMap(new TreeMap<>(pcvs));
        multiples = Collections.unmodifiableMap(new TreeMap<>(multiples));
        given = Set.copyOf(given);
        if (shares.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add).compareTo(BigDecimal.ONE) != 0) {
            throw new IllegalArgumentException("the shares of a workload add up to 1");
        }
    }

    /** What is said of a PCV, in words. */
    public String words(String pcv) {
        if (multiples.containsKey(pcv)) {
            return multiples.get(pcv).toString();
        }
        return given.contains(pcv) ? pcvs.get(pcv).toString() : pcvs.get(pcv).low() + ", its low end, as not given";
    }
}
