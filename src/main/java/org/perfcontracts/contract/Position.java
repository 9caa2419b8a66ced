package org.perfcontracts.contract;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;

/**
 * Where driver and device may stand otherwise than at the entry of a contract: a ring whose descriptors are to be refilled, a pool whose cache is full.
 *
 * @param functions in which polls execute there what no path of the contract executes; none where they do the same in another way
 * @param arrival how many times the entry was reached until they stand there
 * @param formulas what a poll costs there at most, whatever its packet, by metric; derived
 */
public record Position(List<String> functions, int arrival, Map<Metric, Formula> formulas) {
    /** Copies the collections. */
    public Position {
        functions = List.copyOf(functions);
        formulas = Collections.unmodifiableMap(new EnumMap<>(formulas));
    }

    /**
     * Whether polls that execute such things cost no more than it says.
     *
     * @param others the functions in which a poll executes what no path of the contract executes
     * @param costs of the poll
     * @param pcvs their values in the poll
     */
    public boolean bounds(List<String> others, Map<Metric, Long> costs, Map<String, Long> pcvs) {
        return Set.copyOf(functions).equals(Set.copyOf(others))
                && Polls.METRICS.stream().allMatch(metric -> costs.get(metric) <= formulas.get(metric).evaluate(pcvs));
    }
}
