package org.perfcontracts.search;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.Summary;
import org.perfcontracts.formula.Metric;

/**
 * What traffic has driven a program to: the last of its packets is the one that counts.
 *
 * @param traffic from the program's first packet on
 * @param inputClass of the last packet
 * @param costs   of the last packet, as the CPU counted
 * @param pcvs    of the last packet
 */
public record Reached(List<Arrival> traffic, String inputClass, Map<Metric, Long> costs, Map<String, Long> pcvs) {
    /** Copies the collections. */
    public Reached {
        traffic = List.copyOf(traffic);
        costs = Map.copyOf(costs);
        pcvs = Map.copyOf(pcvs);
    }

    static Reached of(List<Arrival> traffic, String inputClass, Summary last) {
        Map<Metric, Long> costs = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            costs.put(metric, last.cost(metric));
        }
        return new Reached(traffic, inputClass, costs, new TreeMap<>(last.pcvs()));
    }
}
