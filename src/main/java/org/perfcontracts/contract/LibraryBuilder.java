package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.state.Call;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/** Makes the contracts of a library's operations of the calls that an exploration came across. */
public final class LibraryBuilder {
    /** The outcome of an operation that has only one, and of calls of which it is not known which they have. */
    static final String ANY = "any";

    private final LibraryDescription description;
    private final Exploration exploration;

    /**
     * A builder.
     *
     * @param description of the library
     * @param exploration of a program whose marks name the library's functions
     */
    public LibraryBuilder(LibraryDescription description, Exploration exploration) {
        this.description = description;
        this.exploration = exploration;
    }

    /**
     * The contracts of the operations that are called.
     *
     * @param subject     what was analysed
     * @param assumptions under which they hold, a sentence each
     */
    public LibraryContract build(Contract.Subject subject, List<String> assumptions) {
        Map<String, Pcv> ranges = ranges();
        List<OperationContract> operations = new ArrayList<>();
        for (DeclaredOperation operation : description.operations()) {
            List<Call> calls = exploration.calls().stream().filter(call -> call.function().equals(operation.name())).toList();
            byState(calls).forEach((on, group) -> operations.add(
                    new OperationContract(operation.name(), on, operation.meaning(), outcomes(operation, group, ranges))));
        }
        List<String> notCalled = description.operations().stream().map(DeclaredOperation::name)
                .filter(name -> operations.stream().noneMatch(each -> each.operation().equals(name))).toList();
        return new LibraryContract(subject, operations, notCalled, pcvs(operations, ranges), assumptions, exploration.complete(),
                exploration.reasons());
    }

    // ---- what a call works on

    /** An operation that never touches more than one region is told by that, any other by the instance of the region it comes to first. */
    private static Map<String, List<Call>> byState(List<Call> calls) {
        boolean single = calls.stream().allMatch(call -> call.regions().size() <= 1);
        return calls.stream().collect(Collectors.groupingBy(call -> on(call, single), TreeMap::new, Collectors.toList()));
    }

    private static String on(Call call, boolean single) {
        if (call.regions().isEmpty()) {
            return "";
        }
        String first = call.regions().getFirst();
        return single ? first : Region.instance(first);
    }

    // ---- outcomes

    private static List<OperationContract.Outcome> outcomes(DeclaredOperation operation, List<Call> calls, Map<String, Pcv> ranges) {
        Map<String, List<Call>> byName = new LinkedHashMap<>();
        operation.outcomes().values().forEach(name -> byName.put(name, new ArrayList<>()));
        calls.forEach(call -> names(operation, call).forEach(name -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(call)));
        byName.values().removeIf(List::isEmpty);
        return byName.entrySet().stream()
                .map(entry -> new OperationContract.Outcome(entry.getKey(), Formulas.of(entry.getValue(), ranges), entry.getValue().size()))
                .toList();
    }

    /** A call that may return one value or another counts for both. */
    private static Set<String> names(DeclaredOperation operation, Call call) {
        if (operation.outcomes().isEmpty() || call.returned().isEmpty()) {
            return Set.of(ANY);
        }
        return call.returned().stream()
                .map(value -> operation.outcomes().getOrDefault(value, "returns " + Long.toUnsignedString(value)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    // ---- PCVs

    /** All that calls pass, with how often one call does at most. */
    private Map<String, Pcv> ranges() {
        Map<String, Pcv> explored = exploration.pcvs().stream().collect(Collectors.toMap(Pcv::name, Function.identity(), (a, _) -> a));
        TreeSet<String> names = new TreeSet<>();
        exploration.calls().forEach(call -> names.addAll(variables(call)));
        Map<String, Pcv> ranges = new TreeMap<>();
        for (String name : names) {
            String meaning = explored.containsKey(name) ? explored.get(name).meaning() : "passages of the mark " + name;
            ranges.put(name, new Pcv(name, meaning, 0, most(name)));
        }
        return ranges;
    }

    private static Set<String> variables(Call call) {
        Set<String> names = new TreeSet<>(call.passages().keySet());
        names.addAll(inLoops(call));
        return names;
    }

    private static Set<String> inLoops(Call call) {
        Set<String> names = new TreeSet<>(call.looped());
        for (Metric metric : Metric.values()) {
            names.addAll(call.cost().get(metric).variables());
        }
        return names;
    }

    private OptionalLong most(String name) {
        long most = 0;
        for (Call call : exploration.calls()) {
            Long here = inLoops(call).contains(name) ? call.most().get(name) : call.passages().getOrDefault(name, 0L);
            if (here == null) {
                return OptionalLong.empty();
            }
            most = Math.max(most, here);
        }
        return OptionalLong.of(most);
    }

    private List<Pcv> pcvs(List<OperationContract> operations, Map<String, Pcv> ranges) {
        TreeSet<String> used = new TreeSet<>();
        operations.forEach(operation -> operation.outcomes().forEach(
                outcome -> outcome.formulas().values().forEach(formula -> used.addAll(formula.variables()))));
        Set<String> instances = exploration.calls().stream().flatMap(call -> call.regions().stream()).map(Region::instance)
                .collect(Collectors.toSet());
        return description.explained(used.stream().map(ranges::get).toList(), instances);
    }
}
