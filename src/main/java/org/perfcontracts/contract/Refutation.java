package org.perfcontracts.contract;

import java.util.Optional;
import org.perfcontracts.formula.Metric;

/**
 * A packet with which the CPU does something else than a contract says.
 *
 * @param inputClass the name of its class; empty where the contract has none for it
 * @param packet     the packet, in words that suffice to make it again
 * @param difference what is different, in words
 * @param figures    of the metric that is different, if it is one
 */
public record Refutation(Optional<String> inputClass, String packet, String difference, Optional<Figures> figures) {
    /** What was predicted at the packet's PCVs, and what was measured. */
    public record Figures(Metric metric, long predicted, long measured) {
    }

    /** A sentence. */
    public String text() {
        return inputClass.map(name -> "class " + name + ", ").orElse("") + packet + ": " + difference;
    }
}
