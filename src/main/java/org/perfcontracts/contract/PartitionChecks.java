package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.perfcontracts.contract.Check.Verdict;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Solver;

/** Asks the solver whether classes cover every input and do not overlap. */
final class PartitionChecks {
    /** Paths that are compared with each other before the solver is asked; most say the opposite of each other somewhere. */
    private static final long MOST_PAIRS = 100_000;

    private final Terms terms;
    private final Solver solver;
    private final InputSpace space;
    private final List<Member> members;

    PartitionChecks(Terms terms, Solver solver, InputSpace space, List<Member> members) {
        this.terms = terms;
        this.solver = solver;
        this.space = space;
        this.members = members;
    }

    Contract.Checks run() {
        return new Contract.Checks(covering(), disjoint());
    }

    private Check covering() {
        List<Term> conditions = new ArrayList<>(space.assumptions());
        List<Region> regions = members.stream().flatMap(member -> member.regions().stream()).toList();
        regions.forEach(region -> conditions.add(terms.not(region.inputTerm(terms))));
        return switch (solver.check(conditions)) {
            case Answer.Unsatisfiable _ -> new Check(Verdict.YES, limits(regions));
            case Answer.Satisfiable(Assignment model) -> new Check(Verdict.NO, "no path takes " + space.example(model, new Symbols().of(conditions)));
            case Answer.Unknown(String reason) -> new Check(Verdict.UNKNOWN, "the solver gave up: " + reason);
        };
    }

    private static String limits(List<Region> regions) {
        long partial = regions.stream().filter(Region::isPartial).count();
        return partial == 0 ? "" : "judged by the input alone; " + partial + " of " + regions.size()
                + " paths also depend on state or on the outcome of a loop";
    }

    private Check disjoint() {
        for (int i = 1; i < members.size(); i++) {
            Optional<Check> problem = overlap(i, Region::full);
            if (problem.isPresent()) {
                return problem.get();
            }
        }
        if (members.stream().flatMap(member -> member.regions().stream()).noneMatch(Region::isPartial)) {
            return new Check(Verdict.YES, "");
        }
        Set<String> toldApartByState = new TreeSet<>();
        for (int i = 1; i < members.size(); i++) {
            if (overlap(i, Region::input).isPresent()) {
                toldApartByState.add(members.get(i).inputClass().name());
            }
        }
        return new Check(Verdict.YES, toldApartByState.isEmpty()
                ? ""
                : "told apart from another class only by state or by the outcome of a loop: " + String.join("; ", toldApartByState));
    }

    /** What is wrong with a class and those before it, if anything is. */
    private Optional<Check> overlap(int index, Function<Region, List<Term>> conditions) {
        List<Region> before = members.subList(0, index).stream().flatMap(member -> member.regions().stream()).toList();
        List<Region> these = members.get(index).regions();
        if ((long) before.size() * these.size() <= MOST_PAIRS) {
            List<Set<Term>> others = before.stream().map(region -> Set.copyOf(conditions.apply(region))).toList();
            Set<Region> open = new HashSet<>();
            Set<Region> openBefore = new HashSet<>();
            for (Region region : these) {
                for (int i = 0; i < others.size(); i++) {
                    if (conditions.apply(region).stream().map(terms::not).noneMatch(others.get(i)::contains)) {
                        open.add(region);
                        openBefore.add(before.get(i));
                    }
                }
            }
            before = before.stream().filter(openBefore::contains).toList();
            these = these.stream().filter(open::contains).toList();
        }
        return these.isEmpty() ? Optional.empty() : overlap(members.get(index).inputClass().name(), before, these, region -> terms.all(conditions.apply(region)));
    }

    private Optional<Check> overlap(String name, List<Region> before, List<Region> these, Function<Region, Term> condition) {
        List<Term> conditions = new ArrayList<>(space.assumptions());
        conditions.add(terms.any(before.stream().map(condition).toList()));
        conditions.add(terms.any(these.stream().map(condition).toList()));
        return switch (solver.check(conditions)) {
            case Answer.Unsatisfiable _ -> Optional.empty();
            case Answer.Satisfiable(Assignment model) -> {
                Evaluator evaluator = new Evaluator(model);
                String other = members.stream()
                        .filter(member -> member.regions().stream().anyMatch(region -> before.contains(region) && evaluator.isTrue(condition.apply(region))))
                        .map(member -> member.inputClass().name())
                        .findFirst()
                        .orElse("?");
                yield Optional.of(new Check(
                        Verdict.NO, "both " + other + " and " + name + " hold " + space.example(model, new Symbols().of(conditions))));
            }
            case Answer.Unknown(String reason) ->
                    Optional.of(new Check(Verdict.UNKNOWN, "the solver gave up on class " + name + ": " + reason));
        };
    }
}
