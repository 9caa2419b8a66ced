package org.perfcontracts.search;

import java.util.Optional;
import org.perfcontracts.formula.Metric;

/**
 * What is to be as great as it can be.
 *
 * @param inputClass the class whose packets count; empty for any
 * @param metric     in which their cost is
 */
public record Goal(Optional<String> inputClass, Metric metric) {
    /** Whether a packet of a class counts. */
    boolean counts(String packetClass) {
        return inputClass.isEmpty() || inputClass.get().equals(packetClass);
    }
}
