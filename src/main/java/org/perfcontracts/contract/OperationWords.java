package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.state.Operation;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Solver;

/**
 * What operations of the stateful library come to on a path, as conditions: {@code map_get on flows: miss}.
 *
 * <p>A condition speaks of the n-th call of a function on an instance. As paths note all calls of a function or none, which outcome that
 * has is settled by what is executed, as the value of a field is by the packet; so it has a symbol.
 */
final class OperationWords {
    private final Map<String, DeclaredOperation> declared;
    private final Terms terms;
    private final Solver solver;

    /** Words of a library; none where there is none. */
    OperationWords(Optional<LibraryDescription> library, Terms terms, Solver solver) {
        this.declared = library.map(LibraryDescription::operations).orElse(List.of()).stream()
                .collect(Collectors.toMap(DeclaredOperation::name, Function.identity()));
        this.terms = terms;
        this.solver = solver;
    }

    /** The outcomes of a path's operations, as far as they have names and are settled when it ends. */
    List<Term> of(Path path) {
        List<Term> conditions = new ArrayList<>();
        Map<String, Integer> calls = new HashMap<>();
        for (Operation each : path.operations()) {
            DeclaredOperation operation = declared.get(each.function());
            if (operation == null || operation.outcomes().size() < 2) {
                continue;
            }
            String name = each.function() + (each.regions().isEmpty() ? "" : " on " + Region.instance(each.regions().getFirst()));
            int call = calls.merge(name, 1, Integer::sum);
            outcome(each, path).map(value -> List.copyOf(operation.outcomes().keySet()).indexOf(value)).filter(index -> index >= 0)
                    .ifPresent(index -> conditions.add(OutcomeSymbol.is(terms, name + (call == 1 ? "" : ", call " + call),
                            List.copyOf(operation.outcomes().values()), index)));
        }
        return conditions;
    }

    /** The value, where all other conditions of the path leave only one. */
    private Optional<Long> outcome(Operation operation, Path path) {
        if (operation.returned().size() < 2 || operation.bits().isEmpty()) {
            return operation.returned().size() == 1 ? Optional.of(operation.returned().getFirst()) : Optional.empty();
        }
        Term bits = operation.bits().get();
        List<Long> left = operation.returned().stream().filter(value -> {
            List<Term> conditions = new ArrayList<>(path.constraints());
            conditions.add(terms.eq(bits, terms.constant(bits.width(), value)));
            return solver.check(conditions).isPossible();
        }).toList();
        return left.size() == 1 ? Optional.of(left.getFirst()) : Optional.empty();
    }
}
