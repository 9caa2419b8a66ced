package org.perfcontracts.cpu;

import java.util.Optional;
import org.perfcontracts.contract.Refutation;

/**
 * Something that a validation has found.
 *
 * @param weight     what it says of the contract
 * @param inputClass the name of the packet's class, if one is known
 * @param packet     which packet it was, in words
 * @param difference what is to be said of it
 * @param figures    of the metric that is different, if it is one
 */
public record Finding(Weight weight, Optional<String> inputClass, String packet, String difference, Optional<Refutation.Figures> figures) {
    /** What a finding says of a contract. */
    public enum Weight {
        /** The contract is wrong. */
        REFUTES,
        /** Nothing: the packet was given up, or the measurement is in doubt. */
        OPEN
    }

    /** A finding without figures. */
    static Finding of(Weight weight, Optional<String> inputClass, String packet, String difference) {
        return new Finding(weight, inputClass, packet, difference, Optional.empty());
    }

    /** The same as a refutation. */
    Refutation refutation() {
        return new Refutation(inputClass, packet, difference, figures);
    }

    /** A sentence. */
    public String text() {
        return packet + inputClass.map(name -> ", class " + name).orElse("") + ": " + difference;
    }
}
