package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.perfcontracts.formula.Metric;

/**
 * Where the cost of a class goes: the instructions and accesses of its dearest path, divided by where they stand in the source.
 *
 * @param at     how often the path passes each PCV, 0 where one is missing: its shares come to what its formula says there; what further
 *               passages cost is in the formula alone
 * @param shares in the order in which the path first comes to them, none twice
 */
public record Profile(Map<String, Long> at, List<Share> shares) {
    /**
     * What is spent at one line.
     *
     * @param stack the functions that call each other, the outermost first; at least one
     * @param line  such as {@code nat.c:57}, or an address in hexadecimal where no line is known
     * @param costs the instructions of that line, and their accesses
     */
    public record Share(List<String> stack, String line, Map<Metric, Long> costs) {
        /** Copies the collections. */
        public Share {
            stack = List.copyOf(stack);
            EnumMap<Metric, Long> ordered = new EnumMap<>(Metric.class);
            ordered.putAll(costs);
            costs = Collections.unmodifiableMap(ordered);
        }

        /** The function that the line is in. */
        public String function() {
            return stack.getLast();
        }

        /** What it costs in a metric; 0 where nothing is said. */
        public long cost(Metric metric) {
            return costs.getOrDefault(metric, 0L);
        }
    }

    /** Copies the collections. */
    public Profile {
        at = Collections.unmodifiableMap(new TreeMap<>(at));
        shares = List.copyOf(shares);
    }

    /** The same with the shares of one stack together, as files have them. */
    public Profile byStack() {
        Map<List<String>, List<Share>> stacks = new LinkedHashMap<>();
        shares.forEach(share -> stacks.computeIfAbsent(share.stack(), _ -> new ArrayList<>()).add(share));
        return new Profile(at, stacks.values().stream().flatMap(List::stream).toList());
    }

    /** What all shares come to. */
    public long total(Metric metric) {
        return shares.stream().mapToLong(share -> share.cost(metric)).sum();
    }

    /** The shares of each function, wherever it is called from, in the order in which the path first comes to them. */
    public Map<String, List<Share>> byFunction() {
        Map<String, List<Share>> functions = new LinkedHashMap<>();
        shares.forEach(share -> functions.computeIfAbsent(share.function(), _ -> new ArrayList<>()).add(share));
        return functions;
    }
}
