package org.perfcontracts.cpu;

import java.util.List;
import java.util.Map;
import org.perfcontracts.formula.Metric;

/**
 * What the CPU did with one packet of a sequence.
 *
 * @param end            why it ended; the figures are whole only if it is {@link Trace.End.Done}
 * @param instructions   the metric of that name
 * @param memoryAccesses the metric of that name
 * @param cacheLines     the metric of that name
 * @param pcvs           the values of all PCVs, as {@link Referee#pcvs} takes them from a trace
 * @param classes        the class marks passed, in order, at most 256 of them
 * @param result         {@code rax} at the end
 * @param packet         the packet's bytes at the end, as many as arrived
 * @param sent           what the program had sent when a device was to deliver this packet, since it was to deliver the one before
 */
public record Summary(Trace.End end, long instructions, long memoryAccesses, long cacheLines, Map<String, Long> pcvs, List<String> classes,
                      long result, byte[] packet, List<Sent> sent) {
    /** Copies the collections. */
    public Summary {
        pcvs = Map.copyOf(pcvs);
        classes = List.copyOf(classes);
        sent = List.copyOf(sent);
    }

    /** Whether it came to its end. */
    public boolean isDone() {
        return end instanceof Trace.End.Done;
    }

    /** A metric's value. */
    public long cost(Metric metric) {
        return switch (metric) {
            case INSTRUCTIONS -> instructions;
            case MEMORY_ACCESSES -> memoryAccesses;
            case CACHE_LINES -> cacheLines;
        };
    }
}
