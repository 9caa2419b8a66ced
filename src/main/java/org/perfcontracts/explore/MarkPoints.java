package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The marked points of a program, by address in the process. */
public final class MarkPoints {
    private final Map<Long, List<String>> pcvs = new HashMap<>();
    private final Map<Long, List<String>> classes = new HashMap<>();
    private final Map<Long, LibraryFunction> functions = new HashMap<>();

    /** Marks an address with a PCV; several marks may share an address. */
    public void addPcv(String name, long address) {
        pcvs.computeIfAbsent(address, _ -> new ArrayList<>()).add(name);
    }

    /** Marks an address with an input class. */
    public void addClass(String name, long address) {
        classes.computeIfAbsent(address, _ -> new ArrayList<>()).add(name);
    }

    /** Has the calls of a function noted; a later one of the same address takes its place. */
    public void addFunction(LibraryFunction function) {
        functions.put(function.address(), function);
    }

    /** The function that begins at an address and whose calls are noted, or null. */
    LibraryFunction functionAt(long address) {
        return functions.get(address);
    }

    /** The addresses that are marked with PCVs, with the names there. */
    public Map<Long, List<String>> pcvs() {
        return pcvs;
    }

    /** The addresses that are marked with classes, with the names there. */
    public Map<Long, List<String>> classes() {
        return classes;
    }

    /**
     * How often each PCV is passed by a sequence of instructions; names that are not passed are left out.
     *
     * @param instances for each instruction the data structure on which the code behind it works, or null (see
     *     {@link #instances}): what a mark calls {@code map.t} is {@code flows.t} there
     */
    public Map<String, Long> passages(long[] instructions, String[] instances) {
        Map<String, Long> counts = new TreeMap<>();
        if (pcvs.isEmpty()) {
            return counts;
        }
        for (int i = 0; i < instructions.length; i++) {
            for (String name : pcvs.getOrDefault(instructions[i], List.of())) {
                counts.merge(instances[i] == null ? name : ofInstance(name, instances[i]), 1L, Long::sum);
            }
        }
        return counts;
    }

    private static String ofInstance(String mark, String instance) {
        return instance + mark.substring(Math.max(0, mark.indexOf('.')));
    }

    /**
     * The data structure on which each of a number of instructions works: the instance of the first region that is accessed from
     * there on; behind the last access the first of all counts, as in a loop that goes round.
     *
     * @param touched the instances of the regions that the instructions access, by the index of the instruction
     */
    public static String[] instances(int length, NavigableMap<Integer, String> touched) {
        String[] instances = new String[length];
        if (touched.isEmpty()) {
            return instances;
        }
        String next = touched.firstEntry().getValue();
        for (int i = length - 1; i >= 0; i--) {
            next = touched.getOrDefault(i, next);
            instances[i] = next;
        }
        return instances;
    }

    /** The passages of PCV marks in a trace, from an instruction on. */
    Map<String, Long> passages(Trace trace, int from) {
        return passages(trace, from, trace.length());
    }

    /** The passages of PCV marks in a trace, from an instruction up to, not including, another. */
    Map<String, Long> passages(Trace trace, int from, int to) {
        NavigableMap<Integer, String> touched = new TreeMap<>();
        for (Trace.Access access : trace.accesses(0)) {
            if (access.step() >= from && access.step() < to && access.region() != null) {
                touched.putIfAbsent(access.step() - from, access.region().instance());
            }
        }
        long[] instructions = Arrays.copyOf(trace.instructions(from), to - from);
        return passages(instructions, instances(instructions.length, touched));
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
