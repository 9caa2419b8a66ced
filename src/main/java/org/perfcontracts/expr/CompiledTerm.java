package org.perfcontracts.expr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A term of at most 64 bits, laid out to be computed millions of times: a list of operations on numbered registers, the first of which are the symbols. Not for several
 * threads at once.
 */
public final class CompiledTerm {
    private static final int WIDEST = 64;

    private final List<Symbol> symbols = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private long[] registers;
    private int result;

    /** An operation and the registers of its arguments; the register of its result is its own number behind those of symbols and constants. */
    private record Step(Operation operation, int[] arguments, int to) {
    }

    /** What a symbol stands for, such as a hash that solvers are not told. */
    public interface Definitions {
        /** Empty where it stands for nothing but itself. */
        Optional<Term> of(Symbol symbol);
    }

    private CompiledTerm() {
    }

    /** The term with defined symbols replaced by what they stand for; empty where something in it is wider than 64 bits or no arithmetic. */
    public static Optional<CompiledTerm> of(Term term, Definitions definitions) {
        CompiledTerm compiled = new CompiledTerm();
        return compiled.compile(term, definitions) ? Optional.of(compiled) : Optional.empty();
    }

    /** The symbols whose values it takes, in the order in which they are given. */
    public List<Symbol> symbols() {
        return symbols;
    }

    /** The value, unsigned, where the symbols have these values, likewise. */
    public long compute(long[] values) {
        System.arraycopy(values, 0, registers, 0, values.length);
        for (Step step : steps) {
            registers[step.to] = compute(step);
        }
        return registers[result];
    }

    private long compute(Step step) {
        Operation operation = step.operation;
        int[] arguments = step.arguments;
        return switch (operation.operator()) {
            case ITE -> registers[arguments[registers[arguments[0]] == 1 ? 1 : 2]];
            case CONCAT -> {
                long value = 0;
                for (int i = 0; i < arguments.length; i++) {
                    int width = operation.argument(i).width();
                    value = (width == WIDEST ? 0 : value << width) | registers[arguments[i]];
                }
                yield value;
            }
            default -> Arithmetic.apply(operation.operator(), registers[arguments[0]], arguments.length > 1 ? registers[arguments[1]] : 0,
                    operation.argument(0).width(), operation.width(), operation.low());
        };
    }

    // ---- laying out

    private boolean compile(Term top, Definitions definitions) {
        List<Term> order = new ArrayList<>();
        if (!order(top, definitions, order)) {
            return false;
        }
        Map<Term, Integer> places = new IdentityHashMap<>();
        order.stream().filter(term -> term instanceof Symbol symbol && definitions.of(symbol).isEmpty()).forEach(term -> {
            places.put(term, symbols.size());
            symbols.add((Symbol) term);
        });
        registers = new long[order.size()];
        int next = symbols.size();
        for (Term term : order) {
            switch (term) {
                case Constant constant -> {
                    registers[next] = constant.toLong();
                    places.put(term, next++);
                }
                case Symbol symbol -> definitions.of(symbol).ifPresent(definition -> places.put(symbol, places.get(definition)));
                case Operation operation -> {
                    steps.add(new Step(operation, operation.arguments().stream().mapToInt(places::get).toArray(), next));
                    places.put(term, next++);
                }
            }
        }
        result = places.get(top);
        return true;
    }

    /** All that a term is made of, what is needed first before what needs it; false where something cannot be computed here. */
    private static boolean order(Term top, Definitions definitions, List<Term> order) {
        Map<Term, Boolean> done = new IdentityHashMap<>();
        Deque<Term> open = new ArrayDeque<>();
        open.push(top);
        while (!open.isEmpty()) {
            Term term = open.peek();
            if (done.putIfAbsent(term, false) == null) {
                if (!isSimple(term)) {
                    return false;
                }
                parts(term, definitions).stream().filter(part -> !done.containsKey(part)).forEach(open::push);
            } else {
                open.pop();
                if (!done.put(term, true)) {
                    order.add(term);
                }
            }
        }
        return true;
    }

    private static List<Term> parts(Term term, Definitions definitions) {
        return switch (term) {
            case Constant _ -> List.of();
            case Symbol symbol -> definitions.of(symbol).map(List::of).orElse(List.of());
            case Operation operation -> operation.arguments();
        };
    }

    private static boolean isSimple(Term term) {
        return term.width() <= WIDEST && !(term instanceof Operation operation && (operation.operator() == Operator.FUNCTION || operation.operator() == Operator.FMA));
    }
}
