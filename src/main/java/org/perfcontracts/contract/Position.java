package org.perfcontracts.contract;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where driver and device stand otherwise than at the entry of a contract, and all packets were followed, too: a ring whose descriptors are to be refilled, a pool
 * whose cache is full.
 *
 * @param arrival how many times the entry was reached until they stand there
 * @param pcvs    the greatest values of environment PCVs on any path there, where they are above their least
 * @param paths   how many were followed
 * @param above   the classes that have a path there for which their formulas do not say enough, or how it came that not all were followed; a line each
 */
public record Position(int arrival, Map<String, Long> pcvs, int paths, List<String> above) {
    /** Copies the collections. */
    public Position {
        pcvs = Collections.unmodifiableMap(new TreeMap<>(pcvs));
        above = List.copyOf(above);
    }
}
