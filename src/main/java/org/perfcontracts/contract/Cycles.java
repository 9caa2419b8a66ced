package org.perfcontracts.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a contract's classes take in time on some machine, by a model of it: estimates, and a bound under the assumptions of the model.
 *
 * @param machine   the name of the machine's profile
 * @param processor what its processor calls itself
 * @param source    where the profile's figures come from
 * @param gigahertz of the core, undisturbed
 * @param classes   the estimate of each class that was followed to its end, by its name
 */
public record Cycles(String machine, String processor, String source, double gigahertz, Map<String, CycleEstimate> classes) {
    /** What the figures rest on, a sentence each. */
    public static final String WARM = "warm: all that a packet touches is in the nearest cache; branches are predicted";
    public static final String COLD = "cold: nothing of it is in a cache, each line comes from memory at the median that was measured; branches are predicted";

    public static final String BOUND = "bound: nothing is in a cache, each line takes the longest that was measured, and a branch that goes either way on some path"
            + " is mispredicted each time; a bound under this model, in which lines stay in the cache once they have come and addresses are translated without delay";

    /** Copies the classes. */
    public Cycles {
        classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    }
}
