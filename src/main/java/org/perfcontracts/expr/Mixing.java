package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Measures how thoroughly terms mix what they are made of: how many layers of sums, exclusive ors and products lie on top of each
 * other. A layer counts where it brings together two operands that are mixtures themselves, or begins a mixture of two. Hash
 * functions are deep; arithmetic on indices, lengths and addresses is shallow. Not for use by several threads.
 */
public final class Mixing {
    /** Constants with at least so many ones spread what they multiply. */
    private static final int MANY_ONES = 5;

    private final ToIntFunction<Symbol> depthOfSymbol;
    private final Map<Operation, Integer> known = new HashMap<>();

    /** A measure where symbols have the given depths, most often 0. */
    public Mixing(ToIntFunction<Symbol> depthOfSymbol) {
        this.depthOfSymbol = depthOfSymbol;
    }

    /** The number of layers, at least 0. */
    public int depth(Term term) {
        return switch (term) {
            case Constant _ -> 0;
            case Symbol symbol -> depthOfSymbol.applyAsInt(symbol);
            case Operation operation -> {
                Integer depth = known.get(operation);
                yield depth != null ? depth : computeBottomUp(operation);
            }
        };
    }

    /** On a stack of our own: terms are deeper than the thread's is. */
    private int computeBottomUp(Operation top) {
        Deque<Operation> open = new ArrayDeque<>();
        open.push(top);
        while (!open.isEmpty()) {
            Operation operation = open.peek();
            List<Term> operands = operands(operation);
            int before = open.size();
            for (Term operand : operands) {
                if (operand instanceof Operation o && !known.containsKey(o)) {
                    open.push(o);
                }
            }
            if (open.size() == before) {
                known.put(operation, compute(operation, operands));
                open.pop();
            }
        }
        return known.get(top);
    }

    /** The arguments; sums of sums are one layer, and so are exclusive ors of exclusive ors. */
    private static List<Term> operands(Operation operation) {
        return switch (operation.operator()) {
            case ADD, XOR -> flattened(operation);
            case FUNCTION -> List.of();     // solvers do not look into it
            default -> operation.arguments();
        };
    }

    /** What is used in several places is looked at in one: there may be exponentially many ways down. */
    private static List<Term> flattened(Operation top) {
        List<Term> operands = new ArrayList<>();
        Set<Term> seen = new HashSet<>();
        Deque<Term> open = new ArrayDeque<>();
        open.push(top);
        while (!open.isEmpty()) {
            Term term = open.pop();
            if (Shape.is(top.operator(), term)) {
                if (seen.add(term)) {
                    ((Operation) term).arguments().forEach(open::push);
                }
            } else if (!(term instanceof Constant)) {
                operands.add(term);
            }
        }
        return operands;
    }

    private int compute(Operation operation, List<Term> operands) {
        return switch (operation.operator()) {
            case ADD, XOR -> layer(operands);
            case MUL, UDIV, UREM, SDIV, SREM -> product(operation);
            default -> operands.stream().mapToInt(this::depth).max().orElse(0);
        };
    }

    private int layer(List<Term> operands) {
        if (operands.size() < 2) {
            return operands.isEmpty() ? 0 : depth(operands.getFirst());
        }
        int deepest = 0;
        int second = 0;
        for (Term operand : operands) {
            int depth = depth(operand);
            second = Math.max(second, Math.min(deepest, depth));
            deepest = Math.max(deepest, depth);
        }
        return deepest == 0 || second > 0 ? deepest + 1 : deepest;
    }

    /** Whether a product may exceed its width; one that does not is a scale. */
    private static boolean wraps(Operation product) {
        BigInteger most = Interval.of(product.argument(0)).high().multiply(Interval.of(product.argument(1)).high());
        return product.operator() == Operator.MUL && most.bitLength() > product.width();
    }

    private int product(Operation operation) {
        int deepest = Math.max(depth(operation.argument(0)), depth(operation.argument(1)));
        Term constant = operation.argument(0) instanceof Constant ? operation.argument(0) : operation.argument(1);
        boolean spreads = !(constant instanceof Constant factor) || factor.value().bitCount() >= MANY_ONES;
        return spreads && wraps(operation) ? deepest + 1 : deepest;
    }
}
