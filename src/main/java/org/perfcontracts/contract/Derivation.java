package org.perfcontracts.contract;

import java.util.Map;

/**
 * A contract as it was derived.
 *
 * @param contract the contract
 * @param classes  the name of the class of each path, by the path's number
 */
public record Derivation(Contract contract, Map<Integer, String> classes) {
    /** Copies the map. */
    public Derivation {
        classes = Map.copyOf(classes);
    }
}
