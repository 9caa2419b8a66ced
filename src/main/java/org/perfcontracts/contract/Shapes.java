package org.perfcontracts.contract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;

/**
 * What terms look like, whenever they were made: which argument of a commutative operation stands first, and which of three are put together first, depends on which was made first,
 * and so on which of several threads was faster. Written down they are to be the same each time.
 */
final class Shapes {
    /** These may be put together in any way. */
    private static final Set<Operator> ASSOCIATIVE = EnumSet.of(Operator.AND, Operator.OR, Operator.XOR, Operator.ADD, Operator.MUL);
    /** Longer sums, and what else is like one, stay as they are: those that share parts would be written down many times. */
    private static final int MOST_PARTS = 16;
    private static final long PRIME = 0x9e3779b97f4a7c15L;

    private final Predicate<Symbol> isNamed;
    private final Map<Term, Long> shapes = new HashMap<>();
    /** Of sums, and what else is like one, what the shapes of their parts come to. */
    private final Map<Term, Long> sums = new HashMap<>();

    /** @param isNamed whether a symbol has the same name each time */
    Shapes(Predicate<Symbol> isNamed) {
        this.isNamed = isNamed;
    }

    /** Whether the {@link #arguments} of an operation are to be put together two by two. */
    static boolean isChain(Operation operation) {
        return ASSOCIATIVE.contains(operation.operator());
    }

    /** The arguments of an operation, and of those of the same kind in it, in an order that is the same each time, but for those that look alike. */
    List<Term> arguments(Operation operation) {
        boolean commutes = operation.operator() == Operator.EQ || isChain(operation);
        return commutes ? parts(operation).stream().sorted(Comparator.comparingLong(this::of)).toList() : operation.arguments();
    }

    private static List<Term> parts(Operation operation) {
        List<Term> parts = new ArrayList<>();
        Deque<Term> open = new ArrayDeque<>(operation.arguments());
        while (!open.isEmpty()) {
            Term next = open.pop();
            if (isChain(operation) && next instanceof Operation inner && inner.operator() == operation.operator()) {
                inner.arguments().reversed().forEach(open::push);
            } else {
                parts.add(next);
            }
            if (parts.size() + open.size() > MOST_PARTS) {
                return operation.arguments();
            }
        }
        return parts;
    }

    /** A number that equal terms have, and others hardly ever; without recursion, for terms are deep. */
    long of(Term top) {
        Deque<Term> open = new ArrayDeque<>(List.of(top));
        while (!open.isEmpty()) {
            Term term = open.peek();
            Optional<Term> missing = shapes.containsKey(term) || !(term instanceof Operation operation) ? Optional.empty()
                    : operation.arguments().stream().filter(argument -> !shapes.containsKey(argument)).findFirst();
            if (missing.isPresent()) {
                open.push(missing.get());
            } else {
                open.pop();
                shapes.computeIfAbsent(term, this::shape);
            }
        }
        return shapes.get(top);
    }

    private long shape(Term term) {
        return switch (term) {
            case Constant constant -> mixed(constant.value().hashCode(), constant.width());
            case Symbol symbol -> mixed(isNamed.test(symbol) ? symbol.name().hashCode() : 1, symbol.width());
            case Operation operation -> {
                long head = mixed(operation.operator().name().hashCode(), operation.width() * 131L + operation.low());
                if (operation.operator() == Operator.EQ || isChain(operation)) {
                    long sum = operation.arguments().stream().mapToLong(argument -> part(operation, argument)).sum();
                    sums.put(operation, sum);
                    yield mixed(head, sum);
                }
                long all = head;
                for (Term argument : operation.arguments()) {
                    all = mixed(all, shapes.get(argument));
                }
                yield all;
            }
        };
    }

    private long part(Operation whole, Term argument) {
        boolean isInner = isChain(whole) && argument instanceof Operation inner && inner.operator() == whole.operator();
        return isInner ? sums.get(argument) : mixed(shapes.get(argument), PRIME);
    }

    private static long mixed(long a, long b) {
        long bits = (a * PRIME) ^ Long.rotateLeft(b + PRIME, 23);
        bits = (bits ^ bits >>> 31) * PRIME;
        return bits ^ bits >>> 29;
    }
}
