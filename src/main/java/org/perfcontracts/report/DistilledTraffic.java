package org.perfcontracts.report;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.perfcontracts.cpu.ArrivalCounts;

/**
 * Traffic that was run.
 *
 * @param file       the capture's name
 * @param counts     what became of its packets
 * @param parameters the values of parameters of the entry that packets do not say, by name
 * @param sent       how many frames the program has sent; empty where that is not seen
 * @param ended      why it was not run to its end, a sentence; empty if it was
 */
public record DistilledTraffic(String file, ArrivalCounts counts, Map<String, Long> parameters, OptionalLong sent, Optional<String> ended) {
    /** Orders the parameters. */
    public DistilledTraffic {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }
}
