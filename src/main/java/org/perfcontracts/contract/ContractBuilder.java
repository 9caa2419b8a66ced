package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.smt.ImpatientSolver;
import org.perfcontracts.smt.Solver;

/** Makes contracts of paths. Not for use by several threads, as its solver is not. */
public final class ContractBuilder {
    private static final Check NO_TIME = new Check(Check.Verdict.UNKNOWN, "there was no time left");
    private static final Contract.Checks UNCHECKED = new Contract.Checks(NO_TIME, NO_TIME);

    private final Solver solver;
    private final BooleanSupplier over;
    private final LongFunction<String> places;
    private final Outcomes outcomes;
    private final Presentation presentation;
    private final Optional<Profiler> profiler;

    /**
     * A builder of contracts.
     *
     * @param solver     asked about conditions and checks; stays open
     * @param over       whether there is no time left for words: then classes are told by their cost
     * @param places     says where an address is, such as {@code router.c:57}; empty where that is not known
     * @param outcomes   say what paths without a mark come to, which keeps their classes apart
     * @param presentation in which order classes are
     */
    public ContractBuilder(Solver solver, BooleanSupplier over, LongFunction<String> places, Outcomes outcomes, Presentation presentation) {
        this(solver, over, places, outcomes, presentation, Optional.empty());
    }

    /** A builder of contracts that tell where costs go, as a profiler says. */
    public ContractBuilder(Solver solver, BooleanSupplier over, LongFunction<String> places, Outcomes outcomes, Presentation presentation,
            Optional<Profiler> profiler) {
        this.solver = new ImpatientSolver(solver, over);
        this.over = over;
        this.places = places;
        this.outcomes = outcomes;
        this.presentation = presentation;
        this.profiler = profiler;
    }

    /** The contract of classes, and which of them each path is in. */
    public Derivation derive(Contract.Subject subject, CostClasses costs, List<String> assumptions) {
        Exploration exploration = costs.exploration();
        InputSpace space = InputSpace.of(exploration.inputs());
        Map<Path, Region> regions = regions(exploration, space);
        ConditionNamer namer = new ConditionNamer(exploration.terms(), solver, over, space, regions.values(), exploration.complete());
        OtherGrounds grounds = new OtherGrounds(exploration, space, places, regions.values(), over);
        List<Member> members = members(costs, space, regions, namer, grounds);
        List<InputClass> classes = members.stream().map(Member::inputClass).toList();
        boolean complete = exploration.complete() && classes.stream().allMatch(InputClass::complete);
        List<String> reasons = exploration.reasons();
        if (!complete && reasons.isEmpty()) {
            reasons = classes.stream().flatMap(inputClass -> inputClass.reasons().stream()).distinct().toList();
        }
        Contract.Checks checks = over.getAsBoolean() ? UNCHECKED : new PartitionChecks(exploration.terms(), solver, space, members).run();
        Map<Integer, String> classOfPath = new HashMap<>();
        members.forEach(member -> member.paths().forEach(path -> classOfPath.put(path, member.inputClass().name())));
        Contract contract = new Contract(subject, classes, pcvs(exploration, classes), assumptions, complete, reasons, checks, Trial.NONE,
                WaysWriter.of(exploration, space, classOfPath), tree(exploration.terms(), space, members, namer), Optional.empty());
        return new Derivation(contract, classOfPath);
    }

    /** The classes, the cheapest first. */
    private List<Member> members(CostClasses costs, InputSpace space, Map<Path, Region> regions, ConditionNamer namer, OtherGrounds grounds) {
        List<Draft> drafts = costs.classes().stream().map(each -> draft(each, regions, namer, grounds)).toList();
        List<String> names = new ClassNames(namer, places, over).of(drafts);
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            members.add(member(drafts.get(i), names.get(i), space, costs));
        }
        members.sort(Comparator.comparing((Member member) -> !member.inputClass().endless()).thenComparing(ContractBuilder::leastInstructions).thenComparing(member -> member.inputClass().name()));
        return members;
    }

    /** A class that has no name yet. */
    record Draft(CostClasses.CostClass costs, List<Region> regions, ConditionNamer.Words words) {
        /** What all its paths come to, where that tells it from others. */
        Optional<String> outcome() {
            return costs.bundle().members().getFirst().group().outcome();
        }

        /** The names that marks have given its members. */
        List<String> marks() {
            return costs.bundle().members().stream().flatMap(member -> member.group().mark().stream()).toList();
        }
    }

    private static Draft draft(CostClasses.CostClass costs, Map<Path, Region> regions, ConditionNamer namer, OtherGrounds grounds) {
        List<Region> inside = costs.paths().stream().map(regions::get).toList();
        ConditionNamer.Words words = namer.name(inside);
        return new Draft(costs, inside, words.condition().exact() ? words : words.on(grounds.of(inside)));
    }

    private Member member(Draft draft, String name, InputSpace space, CostClasses all) {
        CostClasses.CostClass costs = draft.costs;
        int classes = costs.bundle().members().size();
        Optional<InputClass.Merged> merged = classes == 1 ? Optional.empty()
                : Optional.of(new InputClass.Merged(classes, all.resolution().toString(), draft.words.common()));
        InputClass inputClass = new InputClass(name, draft.words.condition(), costs.bundle().formulas(), costs.around(), costs.paths().size(),
                costs.stops().isEmpty(), costs.stops(), costs.lines(), witness(costs.paths(), space),
                profiler.filter(_ -> !over.getAsBoolean()).flatMap(each -> each.of(costs.paths(), all.exploration())), merged,
                over.getAsBoolean() ? Map.of() : Passages.usual(costs.paths(), variables(costs.bundle().formulas()), all.exploration()),
                SharedBounds.of(costs.paths(), variables(costs.bundle().formulas()), all.ranges()));
        return new Member(inputClass, costs.paths().stream().map(Path::number).toList(), draft.regions, draft.words);
    }

    private static Set<String> variables(Map<Metric, Formula> formulas) {
        return formulas.values().stream().flatMap(formula -> formula.variables().stream()).collect(Collectors.toSet());
    }

    private Optional<DecisionTree> tree(Terms terms, InputSpace space, List<Member> members, ConditionNamer namer) {
        if (presentation.order() == Presentation.Order.LIST) {
            return Optional.empty();
        }
        List<TreeBuilder.Entry> entries = members.stream().map(member -> new TreeBuilder.Entry(member.inputClass().name(),
                terms.any(member.regions().stream().map(region -> region.toldTerm(terms)).toList()), member.words())).toList();
        return Optional.of(new TreeBuilder(namer, solver, over).of(entries, space.assumptions()));
    }

    private Map<Path, Region> regions(Exploration exploration, InputSpace space) {
        Symbols symbols = new Symbols();
        OperationWords operations = new OperationWords(outcomes.library(), exploration.terms(), solver);
        LoopWords loops = new LoopWords(exploration.terms(), places, exploration.paths());
        SettledParameters parameters = new SettledParameters(space, exploration.terms(), solver, over);
        Map<Path, Region> regions = new IdentityHashMap<>();
        for (Path path : exploration.paths()) {
            List<Term> implied = new ArrayList<>(parameters.of(path, symbols));
            implied.addAll(operations.of(path));
            implied.addAll(loops.of(path));
            regions.put(path, Region.of(path.constraints(), implied, space, symbols));
        }
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
}
