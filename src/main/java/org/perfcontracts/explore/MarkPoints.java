package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The marked points of a program, by address in the process. */
public final class MarkPoints {
    private final Map<Long, List<String>> pcvs = new HashMap<>();
    private final Map<Long, List<String>> classes = new HashMap<>();

    /** Marks an address with a PCV; several marks may share an address. */
    public void addPcv(String name, long address) {
        pcvs.computeIfAbsent(address, _ -> new ArrayList<>()).add(name);
    }

    /** Marks an address with an input class. */
    public void addClass(String name, long address) {
        classes.computeIfAbsent(address, _ -> new ArrayList<>()).add(name);
    }

    /** The addresses that are marked with PCVs, with the names there. */
    public Map<Long, List<String>> pcvs() {
        return pcvs;
    }

    /** The addresses that are marked with classes, with the names there. */
    public Map<Long, List<String>> classes() {
        return classes;
    }

    /** How often each PCV mark is passed by a sequence of instructions; names that are not passed are left out. */
    Map<String, Long> passages(long[] instructions) {
        Map<String, Long> counts = new TreeMap<>();
        if (pcvs.isEmpty()) {
            return counts;
        }
        for (long address : instructions) {
            for (String name : pcvs.getOrDefault(address, List.of())) {
                counts.merge(name, 1L, Long::sum);
            }
        }
        return counts;
    }

    /** The class marks passed by a sequence of instructions, in order, each as often as it is passed. */
    List<String> classes(long[] instructions) {
        List<String> passed = new ArrayList<>();
        for (long address : instructions) {
            passed.addAll(classes.getOrDefault(address, List.of()));
        }
        return passed;
    }
}
