package org.perfcontracts.explore;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.perfcontracts.explore.code.Code;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.input.Injection;
import org.perfcontracts.explore.lines.LineCounter;
import org.perfcontracts.explore.memory.AbstractState;
import org.perfcontracts.explore.memory.FoundWords;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.state.Call;
import org.perfcontracts.explore.state.Calls;
import org.perfcontracts.explore.state.Cost;
import org.perfcontracts.explore.state.CutLoop;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Exit;
import org.perfcontracts.explore.state.Run;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/** Puts together what an exploration has found, once it is over. */
final class Results {
    /** So many paths with the same trouble are named, the others are counted. */
    private static final int NAMED_PATHS = 3;

    private final Explorer.Setup setup;
    private final Code code;

    /** What the names of PCVs end with that count how often a loop goes round. */
    private static final String ITERATION = " (iteration)";

    /** The results of explorations of what the set-up says. */
    Results(Explorer.Setup setup, Code code) {
        this.setup = setup;
        this.code = code;
    }

    /**
     * Memory that is taken to hold what it held at the entry, though packets change it and later packets read it.
     *
     * @param names what is there
     * @param limit by which the exploration of what else it may hold was ended, if that was why
     * @param hindrance how a path ends with what else it may hold, if that was why
     */
    record Kept(Set<String> names, Optional<String> limit, Optional<End> hindrance) {
    }

    /** What has been found by an attempt that took so long. */
    Exploration of(Attempt attempt, Kept kept, long nanos) {
        List<Region> found = attempt.found();
        Run run = attempt.run();
        Program program = attempt.program();
        Control current = attempt.control();
        Optional<String> stopped = Optional.ofNullable(current.reason());
        List<Run.Finished> finished = new ArrayList<>(run.finished());
        finished.sort(Comparator.comparing(each -> each.state().branches));
        Map<String, String> names = automaticNames(finished);
        List<Path> paths = new ArrayList<>();
        TreeSet<String> variables = new TreeSet<>();
        Witnesses witnesses = new Witnesses(setup.terms(), program.opaques());
        Set<String> looped = finished.stream().flatMap(each -> each.state().cuts.stream()).flatMap(cut -> cut.calls().stream())
                .map(Call::function).collect(Collectors.toSet());
        Set<Map<String, Long>> sums = sums(finished);
        Set<Long> open = Exit.incomplete(finished.stream().map(Run.Finished::state).toList());
        for (Run.Finished each : finished) {
            Path path = path(paths.size() + 1, each, names, looped, open, sums, witnesses);
            path.cost().values().forEach(cost -> variables.addAll(cost.variables()));
            paths.add(path);
        }
        Map<String, Long> automatic = new TreeMap<>();
        names.forEach((provisional, name) -> automatic.put(name, CutLoop.automaticAddress(provisional)));
        Map<String, OptionalLong> most = mostPassages(finished, names);
        List<Pcv> pcvs = variables.stream().map(name -> pcv(name, automatic, most.getOrDefault(name, OptionalLong.empty()))).toList();
        List<String> reasons = reasons(paths, finished, stopped);
        return new Exploration(setup.terms(), paths, pcvs, automatic, reasons.isEmpty(), reasons, assumptions(attempt, kept), List.copyOf(found), !kept.names().isEmpty(), bytes(found), program.lines().places(), setup.injection().inputs(),
                program.opaques()::definition, calls(finished, program.lines(), names), current.instructions(), nanos / 1e9);
    }

    private Map<String, Long> bytes(List<Region> found) {
        return setup.regions().with(found).all().stream().collect(Collectors.toMap(Region::name, region -> region.elementSize() * region.count(), Math::addExact, TreeMap::new));
    }

    private Pcv pcv(String name, Map<String, Long> automatic, OptionalLong most) {
        return new Pcv(name, automatic.containsKey(name) ? meaning(name, setup.lines().apply(automatic.get(name))) : "passages of the mark " + name, 0, most);
    }

    private static String meaning(String name, String place) {
        return name.contains(ITERATION) ? "iterations of the loop at " + place : "passages of " + place;
    }

    /** The greatest number of passages that any path allows for each PCV; empty where some path sets no bound. */
    private Map<String, OptionalLong> mostPassages(List<Run.Finished> finished, Map<String, String> names) {
        Map<String, OptionalLong> most = new TreeMap<>();
        TreeSet<String> points = new TreeSet<>();
        finished.forEach(each -> each.state().cuts.forEach(cut -> points.addAll(cut.rates().keySet())));
        if (points.isEmpty()) {
            return most;
        }
        for (Run.Finished each : finished) {
            long[] instructions = each.state().trace.instructions(0);
            Map<String, Long> passages = each.cost().passages();
            // What is no point of this path's loops may be passed by it, too.
            for (String point : points) {
                long outside = CutLoop.outside(point, instructions, passages);
                OptionalLong here = CutLoop.most(each.state().cuts, Map.of(point, 1L));
                OptionalLong all = here.isPresent() ? OptionalLong.of(here.getAsLong() + outside) : here;
                most.merge(names.getOrDefault(point, point), all, Results::larger);
            }
        }
        return most;
    }

    private static OptionalLong larger(OptionalLong a, OptionalLong b) {
        return a.isEmpty() || b.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Math.max(a.getAsLong(), b.getAsLong()));
    }

    /**
     * Readable names for automatic PCVs: the source line, and whether it counts iterations of a loop. Where several share these, those at
     * higher addresses have a number.
     */
    private Map<String, String> automaticNames(List<Run.Finished> finished) {
        TreeSet<String> provisional = new TreeSet<>();
        for (Run.Finished each : finished) {
            for (CutLoop cut : each.state().cuts) {
                cut.rates().keySet().stream().filter(name -> CutLoop.automaticAddress(name) != -1).forEach(provisional::add);
            }
        }
        Set<Long> headers = finished.stream().flatMap(each -> each.state().cuts.stream()).map(CutLoop::header).collect(Collectors.toSet());
        Map<String, Integer> uses = new HashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : inOrder(provisional)) {
            long address = CutLoop.automaticAddress(name);
            String place = setup.lines().apply(address) + (headers.contains(address) ? ITERATION : "");
            int use = uses.merge(place, 1, Integer::sum);
            names.put(name, use == 1 ? place : place + " #" + use);
        }
        return names;
    }

    private static List<String> inOrder(Collection<String> provisional) {
        return provisional.stream().sorted((a, b) -> Long.compareUnsigned(CutLoop.automaticAddress(a), CutLoop.automaticAddress(b))).toList();
    }

    private Path path(int number, Run.Finished finished, Map<String, String> names, Set<String> looped, Set<Long> open, Set<Map<String, Long>> sums,
            Witnesses witnesses) {
        State state = finished.state();
        long[] instructions = state.trace.instructions(0);
        Map<String, Long> passages = finished.cost().passages();
        Cost cost = finished.cost().cost().named(name -> names.getOrDefault(name, name));
        return new Path(number, List.copyOf(state.constraints), finished.end(), cost.formulas(), cost.lines(), around(state.trace, instructions), cost.exact(),
                state.cuts.stream().map(CutLoop::position).sorted().toList(),
                setup.marks().classes(instructions), passages, CutLoop.marks(state.cuts), witnesses.of(state, finished.end()),
                state.told, reads(state), sent(state),
                Calls.operations(state).stream().filter(call -> !looped.contains(call.function())).toList(),
                Exit.of(state).stream().filter(exit -> !open.contains(exit.header())).toList(), state.trace,
                state.cuts.stream().flatMap(cut -> cut.rounds().stream()).map(rounds -> rounds.named(name -> names.getOrDefault(name, name))).toList(),
                bounds(sums, state.cuts, instructions, passages).stream().map(bound -> bound.renamed(name -> names.getOrDefault(name, name))).toList());
    }

    /** The weighted sums of passages that any path's loops bound, and the passages of each point by themselves. */
    private static Set<Map<String, Long>> sums(List<Run.Finished> finished) {
        Set<Map<String, Long>> sums = new LinkedHashSet<>();
        for (Run.Finished each : finished) {
            for (CutLoop cut : each.state().cuts) {
                cut.rates().keySet().forEach(point -> sums.add(Map.of(point, 1L)));
                cut.together().forEach(bound -> sums.add(bound.weights()));
            }
        }
        return sums;
    }

    /** Those of the sums that a path bounds: what it passes outside of complete iterations is known, and in these each loop has a bound. */
    private static List<LinearBound> bounds(Set<Map<String, Long>> sums, List<CutLoop> cuts, long[] instructions, Map<String, Long> passages) {
        List<LinearBound> bounds = new ArrayList<>();
        Map<String, Long> outside = new HashMap<>();
        for (Map<String, Long> weights : sums) {
            OptionalLong inside = CutLoop.most(cuts, weights);
            if (inside.isPresent()) {
                BigInteger most = BigInteger.valueOf(inside.getAsLong());
                for (Map.Entry<String, Long> each : weights.entrySet()) {
                    long passed = outside.computeIfAbsent(each.getKey(), point -> CutLoop.outside(point, instructions, passages));
                    most = most.add(BigInteger.valueOf(each.getValue()).multiply(BigInteger.valueOf(passed)));
                }
                if (most.bitLength() < Long.SIZE) {
                    bounds.add(new LinearBound(weights, most.longValue()));
                }
            }
        }
        return bounds;
    }

    private Map<Integer, Term> sent(State state) {
        List<Symbol> packet = setup.injection().inputs().packet();
        Map<Integer, Term> sent = new TreeMap<>();
        OptionalLong address = setup.injection().packet();
        for (int i = 0; address.isPresent() && i < packet.size(); i++) {
            Term left = state.memory.loadByte(address.getAsLong() + i);
            if (left != packet.get(i)) {
                sent.put(i, left);
            }
        }
        return sent;
    }

    /** Instructions and accesses that are not made between the network function's entry and its return. */
    private Map<Metric, Long> around(Trace trace, long[] instructions) {
        if (setup.inner().isEmpty()) {
            return Map.of();
        }
        boolean[] inside = new boolean[instructions.length];
        for (int i = 1; i < instructions.length; i++) {
            if (instructions[i] == setup.inner().getAsLong()) {
                long back = code.at(instructions[i - 1]).next();
                while (i < instructions.length && instructions[i] != back) {
                    inside[i++] = true;
                }
            }
        }
        long outside = IntStream.range(0, inside.length).filter(i -> !inside[i]).count();
        long accesses = trace.accesses(0).stream().filter(access -> !inside[access.step()]).count();
        return Map.of(Metric.INSTRUCTIONS, outside, Metric.MEMORY_ACCESSES, accesses);
    }

    private List<String> assumptionsOfMemory(Kept kept, List<Region> found) {
        List<String> assumptions = new ArrayList<>();
        if (!kept.names().isEmpty()) {
            assumptions.add(Exploration.AS_IN_SNAPSHOT + String.join(", ", kept.names())
                    + " hold what they held before the first packet, though packets change them and later packets read them; "
                    + kept.limit().map(limit -> "what else they may hold was explored until " + limit + ": allow more, or ")
                            .or(() -> kept.hindrance().map(end -> "with what else they may hold " + words(end) + ": ")).orElse("")
                    + "register them by bolt_state() (native/bolt.h)");
        }
        found.stream().map(region -> "State " + region.name() + ", found: packets change it and later packets read it; " + FoundWords.of(region)).forEach(assumptions::add);
        return assumptions;
    }

    private String words(End end) {
        return switch (end) {
            case End.Stopped(_, String reason, long address) -> "a path was not followed to its end at " + setup.lines().apply(address) + " (" + reason + ")";
            case End.Faults(String what, long address) -> "a packet faults at " + setup.lines().apply(address) + " (" + what + ")";
            case End.Endless(String reason, long address) -> "a path may never end at " + setup.lines().apply(address) + " (" + reason + ")";
            case End.Returned _, End.Reentered _ -> throw new IllegalArgumentException("an end that hinders nobody");
        };
    }

    private List<String> assumptions(Attempt attempt, Kept kept) {
        List<String> assumptions = assumptionsOfMemory(kept, attempt.found());
        new TreeMap<>(attempt.program().ends()).forEach((why, places) -> assumptions.add(why + ": " + lines(places)));
        new TreeMap<>(attempt.program().assumed()).forEach((range, places) -> assumptions.add(range + ", which was not proved of what is written at "
                + lines(places)));
        return assumptions;
    }

    private String lines(Set<Long> places) {
        return places.stream().map(setup.lines()::apply).sorted().distinct().collect(Collectors.joining(", "));
    }

    /** The latest first, so that what is found first at a place has the last word where places are the same. */
    private static List<Injection.Found> reads(State state) {
        List<Injection.Found> cells = new ArrayList<>();
        for (AbstractState.Read read = state.reads; read != null; read = read.earlier()) {
            cells.add(new Injection.Found(read.address(), read.value()));
        }
        return cells;
    }

    /** The calls of library functions on all paths, equal ones once. */
    private List<Call> calls(List<Run.Finished> finished, LineCounter lines, Map<String, String> names) {
        Set<Call> calls = new LinkedHashSet<>();
        finished.forEach(each -> calls.addAll(Calls.of(each.state(), Calls.NONE, each.state().cuts, setup.marks(), lines)));
        return calls.stream().map(call -> call.named(name -> names.getOrDefault(name, name))).toList();
    }

    private List<String> reasons(List<Path> paths, List<Run.Finished> finished, Optional<String> limit) {
        TreeSet<String> reasons = new TreeSet<>();
        limit.ifPresent(reasons::add);
        // One line for all paths with the same trouble.
        Map<String, List<Integer>> endless = new TreeMap<>();
        Map<String, List<Integer>> stopped = new TreeMap<>();
        for (Path path : paths) {
            switch (path.end()) {
                case End.Endless(String why, long address) -> endless.computeIfAbsent(place(address) + why, _ -> new ArrayList<>()).add(path.number());
                case End.Stopped(End.Kind kind, String why, long address) when kind != End.Kind.BUDGET ->
                        stopped.computeIfAbsent(place(address) + why, _ -> new ArrayList<>()).add(path.number());
                default -> {
                }
            }
        }
        endless.forEach((where, numbers) -> reasons.add(numbered(numbers) + " may never end, at " + where));
        stopped.forEach((where, numbers) -> reasons.add(numbered(numbers) + (numbers.size() == 1 ? " stops at " : " stop at ") + where));
        for (Run.Finished each : finished) {
            for (CutLoop cut : each.state().cuts) {
                cut.passed().forEach(address -> setup.marks().classes().getOrDefault(address, List.of()).forEach(name ->
                        reasons.add("the class mark \"" + name + "\" at " + setup.lines().apply(address)
                                + " is inside a loop that is cut, so it does not tell which class a packet is in")));
            }
        }
        return List.copyOf(reasons);
    }

    private String place(long address) {
        return "0x" + Long.toHexString(address) + " (" + setup.lines().apply(address) + "): ";
    }

    private static String numbered(List<Integer> paths) {
        String first = paths.stream().limit(NAMED_PATHS).map(String::valueOf).collect(Collectors.joining(", "));
        return paths.size() == 1 ? "path " + first : "paths " + first + (paths.size() > NAMED_PATHS ? " and " + (paths.size() - NAMED_PATHS) + " more" : "");
    }
}
