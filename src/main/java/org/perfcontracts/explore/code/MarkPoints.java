package org.perfcontracts.explore.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The marked points of a program, by address in the process. */
public final class MarkPoints {
    /** What native/bolt.h allows. */
    private static final Pattern PCV = Pattern.compile("[\\w.-]+");

    private final Map<Long, List<String>> pcvs = new HashMap<>();
    private final Map<Long, List<String>> classes = new HashMap<>();
    private final Map<Long, LibraryFunction> functions = new HashMap<>();
    /** By the name of a PCV, the marks whose passages it counts as far as explored, each with an address. */
    private final Map<String, Map<String, Long>> counted = new ConcurrentHashMap<>();

    /** Addresses of PCV marks behind which some way accesses no region: they belong to no data structure. */
    private final Set<Long> unbound = ConcurrentHashMap.newKeySet();

    /**
     * Marks an address with a PCV; several marks may share an address.
     *
     * @throws IllegalArgumentException if that is no name for a PCV
     */
    public void addPcv(String name, long address) {
        if (!PCV.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is no name for a PCV; it has letters, digits, '.', '_' and '-'");
        }
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

    /** The functions whose calls are noted, by address. */
    public Map<Long, LibraryFunction> functions() {
        return functions;
    }

    /** The function that begins at an address and whose calls are noted, or null. */
    public LibraryFunction functionAt(long address) {
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
            for (String mark : pcvs.getOrDefault(instructions[i], List.of())) {
                counts.merge(nameAt(instructions[i], mark, instances[i]), 1L, Long::sum);
            }
        }
        return counts;
    }

    private String nameAt(long address, String mark, String instance) {
        return name(mark, unbound.contains(address) ? null : instance);
    }

    private static String name(String mark, String instance) {
        return instance == null ? mark : instance + "." + mark.substring(mark.indexOf('.') + 1);
    }

    // ---- one name, one meaning

    /**
     * What is wrong with the names, found out without running anything: a name that marks both a PCV and a class.
     *
     * @param lines says where an address is
     */
    public Optional<String> clash(LongFunction<String> lines) {
        Map<String, Long> first = new TreeMap<>();
        classes.forEach((address, names) -> names.forEach(name -> first.merge(name, address, Math::min)));
        return pcvs.keySet().stream().sorted()
                .flatMap(address -> pcvs.get(address).stream().filter(first::containsKey)
                        .map(name -> "the name " + name + " has two meanings: a PCV at " + lines.apply(address) + " and a class at "
                                + lines.apply(first.get(name)) + "; rename one of them"))
                .findFirst();
    }

    /**
     * What is wrong with the names, as far as the exploration has shown: a PCV that counts passages of marks with different names. That
     * comes of a mark that is called as another one is on some data structure, or of two structures that work on one instance.
     *
     * @param lines says where an address is
     */
    public Optional<String> ambiguity(LongFunction<String> lines) {
        return new TreeMap<>(counted).entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> "the PCV " + entry.getKey() + " has two meanings: it counts passages of " + new TreeMap<>(entry.getValue())
                        .entrySet().stream().map(mark -> "the mark " + mark.getKey() + " at " + lines.apply(mark.getValue()))
                        .collect(Collectors.joining(" and of ")) + "; rename one of the marks")
                .findFirst();
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
    public Map<String, Long> passages(Trace trace, int from) {
        return passages(trace, from, trace.length());
    }

    /** The passages of PCV marks in a trace, from an instruction up to, not including, another. */
    public Map<String, Long> passages(Trace trace, int from, int to) {
        if (pcvs.isEmpty()) {
            return new TreeMap<>();
        }
        NavigableMap<Integer, String> touched = new TreeMap<>();
        for (Trace.Access access : trace.accesses(0)) {
            if (access.step() >= from && access.step() < to && access.region() != null && access.region().isNamed()) {
                touched.putIfAbsent(access.step() - from, access.region().instance());
            }
        }
        long[] instructions = Arrays.copyOf(trace.instructions(from), to - from);
        String[] instances = instances(instructions.length, touched);
        if (to == trace.length()) {
            findUnbound(instructions, touched);
        }
        note(instructions, instances);
        return passages(instructions, instances);
    }

    /**
     * A mark takes the instance of a region only if on every way, and in every iteration of a cut loop, the code behind it works on one:
     * that of a loop over the packet would otherwise be counted for whatever is looked up later, on some ways and not on others.
     */
    private void findUnbound(long[] instructions, NavigableMap<Integer, String> touched) {
        int last = touched.isEmpty() ? -1 : touched.lastKey();
        for (int i = last + 1; i < instructions.length; i++) {
            if (pcvs.containsKey(instructions[i])) {
                unbound.add(instructions[i]);
            }
        }
    }

    /** How many marks were found to belong to no data structure; once that has grown, names given before do not hold. */
    public int unboundCount() {
        return unbound.size();
    }

    /** Remembers which marks a PCV counts, for {@link #ambiguity}. */
    private void note(long[] instructions, String[] instances) {
        for (int i = 0; i < instructions.length; i++) {
            for (String mark : pcvs.getOrDefault(instructions[i], List.of())) {
                counted.computeIfAbsent(nameAt(instructions[i], mark, instances[i]), _ -> new ConcurrentHashMap<>()).putIfAbsent(mark, instructions[i]);
            }
        }
    }

    /** The class marks passed by a sequence of instructions, in order, each as often as it is passed. */
    public List<String> classes(long[] instructions) {
        List<String> passed = new ArrayList<>();
        if (classes.isEmpty()) {
            return passed;
        }
        for (long address : instructions) {
            passed.addAll(classes.getOrDefault(address, List.of()));
        }
        return passed;
    }
}
