package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.smt.ImpatientSolver;
import org.perfcontracts.smt.Solver;

/** Makes contracts of paths. Not for use by several threads, as its solver is not. */
public final class ContractBuilder {
    /** A condition that is longer than this is no name. */
    private static final int LONGEST_NAME = 60;

    private static final Check NO_TIME = new Check(Check.Verdict.UNKNOWN, "there was no time left");
    private static final Contract.Checks UNCHECKED = new Contract.Checks(NO_TIME, NO_TIME);

    private final Solver solver;
    private final BooleanSupplier over;
    private final LongFunction<String> places;
    private final long resolution;
    private final Optional<Profiler> profiler;

    /**
     * A builder of contracts.
     *
     * @param solver     asked about conditions and checks; stays open
     * @param over       whether there is no time left for words: then classes are told by their cost
     * @param places     says where an address is, such as {@code router.c:57}; empty where that is not known
     * @param resolution of classes that have no mark: those whose formulas differ by less than this in the constants only
     *                   are one class; 0 keeps every formula apart
     */
    public ContractBuilder(Solver solver, BooleanSupplier over, LongFunction<String> places, long resolution) {
        this(solver, over, places, resolution, Optional.empty());
    }

    /** A builder of contracts that tell where costs go, as a profiler says. */
    public ContractBuilder(Solver solver, BooleanSupplier over, LongFunction<String> places, long resolution, Optional<Profiler> profiler) {
        this.solver = new ImpatientSolver(solver, over);
        this.over = over;
        this.places = places;
        this.resolution = resolution;
        this.profiler = profiler;
    }

    /**
     * The contract that paths come to.
     *
     * @param subject     what was analysed
     * @param exploration of at least one path
     * @param assumptions under which the contract holds, a sentence each
     */
    public Contract build(Contract.Subject subject, Exploration exploration, List<String> assumptions) {
        return derive(subject, exploration, assumptions).contract();
    }

    /** The contract as by {@link #build}, and which class each path is in. */
    public Derivation derive(Contract.Subject subject, Exploration exploration, List<String> assumptions) {
        InputSpace space = InputSpace.of(exploration.inputs());
        List<Member> members = members(exploration, space);
        List<InputClass> classes = members.stream().map(Member::inputClass).toList();
        boolean complete = exploration.complete() && classes.stream().allMatch(InputClass::complete);
        List<String> reasons = exploration.reasons();
        if (!complete && reasons.isEmpty()) {
            reasons = classes.stream().flatMap(inputClass -> inputClass.reasons().stream()).distinct().toList();
        }
        Contract.Checks checks = over.getAsBoolean() ? UNCHECKED : new PartitionChecks(exploration.terms(), solver, space, members).run();
        Map<Integer, String> classOfPath = new HashMap<>();
        members.forEach(member -> member.paths().forEach(path -> classOfPath.put(path, member.inputClass().name())));
        Contract contract = new Contract(subject, classes, pcvs(exploration, classes), assumptions, complete, reasons, checks, Trial.NONE, WaysWriter.of(exploration, classOfPath));
        return new Derivation(contract, classOfPath);
    }

    /** The classes, the cheapest first. */
    private List<Member> members(Exploration exploration, InputSpace space) {
        Map<Path, Region> regions = regions(exploration.paths(), space);
        ConditionNamer namer = new ConditionNamer(exploration.terms(), solver, over, space, regions.values());
        Map<String, Pcv> ranges =
                exploration.pcvs().stream().collect(Collectors.toMap(Pcv::name, Function.identity(), (a, _) -> a));
        List<Grouping.Group> groups = Grouping.of(exploration.paths(), resolution, places);
        Set<String> taken = new HashSet<>();
        groups.forEach(group -> group.mark().ifPresent(taken::add));
        List<Member> members = new ArrayList<>();
        for (Grouping.Group group : groups) {
            List<Region> inside = group.paths().stream().map(regions::get).toList();
            Condition condition = namer.name(inside);
            Map<Metric, Formula> formulas = formulas(group.paths(), ranges);
            String name = group.mark().orElseGet(() -> name(condition, formulas, taken));
            List<String> stops = stops(group.paths());
            members.add(new Member(
                    new InputClass(name, condition, formulas, around(group.paths()), group.paths().size(), stops.isEmpty(), stops,
                            Formulas.lines(group.paths(), ranges), witness(group.paths(), space),
                            profiler.flatMap(each -> each.of(group.paths(), exploration))),
                    group.paths().stream().map(Path::number).toList(), inside));
        }
        members.sort(Comparator.comparing((Member member) -> !member.inputClass().endless()).thenComparing(ContractBuilder::leastInstructions).thenComparing(member -> member.inputClass().name()));
        return members;
    }

    private static Map<Path, Region> regions(List<Path> paths, InputSpace space) {
        Symbols symbols = new Symbols();
        Map<Path, Region> regions = new IdentityHashMap<>();
        paths.forEach(path -> regions.put(path, Region.of(path.constraints(), space, symbols)));
        return regions;
    }

    /** Of paths that do not return, an input that takes one of them. */
    private Optional<String> witness(List<Path> paths, InputSpace space) {
        Symbols symbols = new Symbols();
        return paths.stream()
                .filter(path -> path.end() instanceof End.Faults || path.end() instanceof End.Endless)
                .flatMap(path -> path.witness().find(solver).found().map(found -> space.example(found, symbols.of(path.constraints()))).stream())
                .findFirst();
    }

    private static long leastInstructions(Member member) {
        return member.inputClass().formulas().get(Metric.INSTRUCTIONS).alternatives().stream()
                .mapToLong(polynomial -> polynomial.constant())
                .min()
                .orElse(0);
    }

    private static Map<Metric, Formula> formulas(List<Path> paths, Map<String, Pcv> ranges) {
        List<Path> ended = paths.stream().filter(path -> path.end().isComplete()).toList();
        if (ended.size() == paths.size()) {
            return Formulas.of(ended, ranges);
        }
        Map<Metric, Formula> formulas = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            List<Formula> all = (ended.isEmpty() ? paths : ended).stream()
                    .map(path -> new Formula(List.of(path.cost().get(metric)), path.exact(metric) && path.end().isComplete()))
                    .toList();
            formulas.put(metric, Formulas.shortened(metric, Formula.max(all, ranges)));
        }
        return formulas;
    }

    private static Map<Metric, InputClass.Span> around(List<Path> paths) {
        Map<Metric, InputClass.Span> spans = new TreeMap<>();
        for (Path path : paths) {
            path.around().forEach((metric, cost) -> spans.merge(metric, new InputClass.Span(cost, cost),
                    (a, b) -> new InputClass.Span(Math.min(a.least(), b.least()), Math.max(a.most(), b.most()))));
        }
        return spans;
    }

    /** Of a mark that no cut loop passes: how often any path does. */
    private static OptionalLong mostPassages(String mark, Exploration exploration) {
        return exploration.paths().stream().mapToLong(path -> path.passages().getOrDefault(mark, 0L)).max();
    }

    /** The PCVs of the exploration, and the marks that formulas of classes speak of besides. */
    private static List<Pcv> pcvs(Exploration exploration, List<InputClass> classes) {
        Map<String, Pcv> all = new TreeMap<>();
        exploration.pcvs().forEach(pcv -> all.put(pcv.name(), pcv));
        classes.forEach(inputClass -> inputClass.formulas().values().forEach(formula -> formula.variables().forEach(
                name -> all.computeIfAbsent(name, _ -> new Pcv(name, "passages of the mark " + name, 0, mostPassages(name, exploration))))));
        return List.copyOf(all.values());
    }

    private List<String> stops(List<Path> paths) {
        Set<String> reasons = new LinkedHashSet<>();
        for (Path path : paths) {
            switch (path.end()) {
                case End.Stopped(_, String reason, long address) -> reasons.add(reason + at(address));
                case End.Endless(String reason, long address) -> reasons.add(reason + at(address));
                default -> {
                }
            }
        }
        return List.copyOf(reasons);
    }

    private String at(long address) {
        String place = places.apply(address);
        return " at 0x" + Long.toHexString(address) + (place.isEmpty() ? "" : " (" + place + ")");
    }

    /** A name for a class without a mark: its condition if that is short and says all, else its cost. */
    private static String name(Condition condition, Map<Metric, Formula> formulas, Set<String> taken) {
        String text = condition.text();
        String cost = InputClass.cost(formulas);
        String both = cost + ", " + formulas.get(Metric.MEMORY_ACCESSES) + " memory accesses";
        Optional<String> free = List.of(text, cost, both).stream()
                .filter(name -> !name.equals(text) || condition.exact() && text.length() <= LONGEST_NAME)
                .filter(name -> !taken.contains(name))
                .findFirst();
        String name = free.orElse(both);
        for (int i = 2; free.isEmpty() && taken.contains(name); i++) {
            name = both + " (" + i + ")";
        }
        taken.add(name);
        return name;
    }
}
