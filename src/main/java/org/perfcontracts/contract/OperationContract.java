package org.perfcontracts.contract;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;

/**
 * What an operation of a stateful library costs where it works on one piece of state.
 *
 * @param operation the name of its function
 * @param on        the region that it works on, or the instance that its regions belong to; empty where it touches none
 * @param meaning   one line; may be empty
 * @param outcomes  of its calls, at least one
 */
public record OperationContract(String operation, String on, String meaning, List<Outcome> outcomes) {
    /**
     * The calls that end in one way.
     *
     * @param name     unique within the operation
     * @param formulas for each metric an upper bound of every such call, from the function's first instruction to its return
     * @param ways     how many ways of execution were found, at least 1
     */
    public record Outcome(String name, Map<Metric, Formula> formulas, int ways) {
        /** Copies the formulas. */
        public Outcome {
            EnumMap<Metric, Formula> ordered = new EnumMap<>(Metric.class);
            ordered.putAll(formulas);
            formulas = Collections.unmodifiableMap(ordered);
        }

        /** Whether the formulas of all that adds up, instructions and memory accesses, are exact. */
        public boolean exact() {
            return formulas.entrySet().stream().allMatch(each -> each.getValue().exact() || !each.getKey().isSum());
        }
    }

    /** Copies the outcomes. */
    public OperationContract {
        outcomes = List.copyOf(outcomes);
    }

    /** The operation with what it works on. */
    public String title() {
        return on.isEmpty() ? operation : operation + " on " + on;
    }
}
