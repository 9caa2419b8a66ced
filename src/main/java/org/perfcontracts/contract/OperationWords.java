package org.perfcontracts.contract;

import java.math.BigInteger;
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
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Solver;

/**
 * What operations of the stateful library come to on a path, as conditions: {@code map_get on flows: miss}.
 *
 * <p>A condition speaks of the n-th call of a function on an instance. As paths note all calls of a function or none, which outcome that
 * has is settled by what is executed, as the value of a field is by the packet; so it has a symbol, whose name has the names of all outcomes.
 */
final class OperationWords {
    private static final String BEFORE_OUTCOMES = ": ";
    private static final String BETWEEN_OUTCOMES = " | ";

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
                    .ifPresent(index -> conditions.add(is(name + (call == 1 ? "" : ", call " + call), operation, index)));
        }
        return conditions;
    }

    private Term is(String name, DeclaredOperation operation, int index) {
        List<String> outcomes = List.copyOf(operation.outcomes().values());
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(outcomes.size() - 1);
        return terms.eq(terms.symbol(name + BEFORE_OUTCOMES + String.join(BETWEEN_OUTCOMES, outcomes), width), terms.constant(width, index));
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

    // ---- as fields

    /** Whether a symbol stands for an outcome. */
    static boolean isOutcome(Symbol symbol) {
        return symbol.name().contains(BETWEEN_OUTCOMES);
    }

    /** What the symbol of an outcome stands for, as something that has values. */
    static Field field(Symbol symbol) {
        String name = symbol.name();
        return new Field(name.substring(0, name.lastIndexOf(BEFORE_OUTCOMES, name.indexOf(BETWEEN_OUTCOMES))),
                List.of(new Field.Part(name, symbol.width(), 0, symbol.width())), Field.Notation.OUTCOME);
    }

    /** That an operation has one of some outcomes, in words; null where it has all of them, or none. */
    static String says(Field field, ValueSet set) {
        String symbol = field.parts().getFirst().symbol();
        List<String> all = List.of(symbol.substring(field.name().length() + BEFORE_OUTCOMES.length()).split(" \\| "));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (set.contains(BigInteger.valueOf(i))) {
                names.add(all.get(i));
            }
        }
        return names.isEmpty() || names.size() == all.size() ? null : field.name() + BEFORE_OUTCOMES + String.join(" or ", names);
    }
}
