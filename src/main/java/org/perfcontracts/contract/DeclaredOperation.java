package org.perfcontracts.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What people say of an operation of a stateful library: names, and nothing of its cost.
 *
 * @param name         of its function, a symbol
 * @param meaning      one line
 * @param returnedBits how many low bits of what it returns tell its outcomes apart, at most 64; 0 where it has one outcome
 * @param outcomes     the name of each value of these bits, as an unsigned number
 */
public record DeclaredOperation(String name, String meaning, int returnedBits, Map<Long, String> outcomes) {
    /** Copies the outcomes, in their order. */
    public DeclaredOperation {
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    }
}
