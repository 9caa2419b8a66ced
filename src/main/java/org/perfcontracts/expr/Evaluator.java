package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Computes terms under one assignment, remembering what it has computed. Not for use by several threads. */
public final class Evaluator {
    private final Assignment assignment;
    private final Map<Term, Object> known = new HashMap<>();

    /** An evaluator under the given assignment. */
    public Evaluator(Assignment assignment) {
        this.assignment = assignment;
    }

    /** The value of a term, unsigned. */
    public BigInteger value(Term term) {
        Object value = evaluate(term);
        return value instanceof Long narrow ? Bits.unsigned(narrow) : (BigInteger) value;
    }

    /** The low 64 bits of the value of a term. */
    public long toLong(Term term) {
        Object value = evaluate(term);
        return value instanceof Long narrow ? narrow : ((BigInteger) value).longValue();
    }

    /** Whether a term of width one has the value one. */
    public boolean isTrue(Term condition) {
        return toLong(condition) == 1;
    }

    private Object evaluate(Term term) {
        return switch (term) {
            case Constant constant -> constant.width() <= 64 ? (Object) constant.toLong() : constant.value();
            case Symbol symbol -> {
                BigInteger value = assignment.value(symbol);
                yield symbol.width() <= 64 ? (Object) value.longValue() : value;
            }
            case Operation operation -> {
                Object value = known.get(operation);
                yield value != null ? value : evaluateBottomUp(operation);
            }
        };
    }

    /** What an operation needs before the operation, on a stack of our own: terms are deeper than the thread's is. */
    private Object evaluateBottomUp(Operation top) {
        Deque<Operation> open = new ArrayDeque<>();
        open.push(top);
        Object value = null;
        while (!open.isEmpty()) {
            Operation operation = open.peek();
            Operation unknown = firstUnknown(operation);
            if (unknown != null) {
                open.push(unknown);
            } else {
                value = compute(operation);
                known.put(operation, value);
                open.pop();
            }
        }
        return value;
    }

    /** Null if all that the operation needs is known; of a choice only what is chosen is needed. */
    private Operation firstUnknown(Operation operation) {
        if (operation.operator() == Operator.ITE) {
            Operation condition = ifUnknown(operation.argument(0));
            return condition != null ? condition : ifUnknown(chosen(operation));
        }
        for (int i = 0; i < operation.arity(); i++) {
            Operation unknown = ifUnknown(operation.argument(i));
            if (unknown != null) {
                return unknown;
            }
        }
        return null;
    }

    private Operation ifUnknown(Term term) {
        return term instanceof Operation operation && !known.containsKey(operation) ? operation : null;
    }

    private Term chosen(Operation choice) {
        return choice.argument(toLong(choice.argument(0)) == 1 ? 1 : 2);
    }

    private Object compute(Operation operation) {
        Operator operator = operation.operator();
        if (operator == Operator.ITE) {
            return evaluate(chosen(operation));
        }
        if (operator == Operator.CONCAT) {
            return concat(operation);
        }
        if (operator == Operator.FUNCTION) {
            BigInteger result = operation.function().apply(operation.arguments().stream().map(this::value).toList());
            return operation.width() <= 64 ? (Object) result.longValue() : result;
        }
        if (operator == Operator.FMA) {
            return Floats.apply(operator, toLong(operation.argument(0)), toLong(operation.argument(1)), toLong(operation.argument(2)),
                    operation.width(), operation.width(), 0);
        }
        Term first = operation.argument(0);
        if (operation.width() <= 64 && first.width() <= 64) {
            long left = toLong(first);
            long right = operation.arity() > 1 ? toLong(operation.argument(1)) : 0;
            return Arithmetic.apply(operator, left, right, first.width(), operation.width(), operation.low());
        }
        BigInteger left = value(first);
        BigInteger right = operation.arity() > 1 ? value(operation.argument(1)) : BigInteger.ZERO;
        BigInteger result = Arithmetic.apply(operator, left, right, first.width(), operation.width(), operation.low());
        return operation.width() <= 64 ? (Object) result.longValue() : result;
    }

    private Object concat(Operation operation) {
        if (operation.width() <= 64) {
            long value = 0;
            for (Term part : operation.arguments()) {
                value = (part.width() == 64 ? 0 : value << part.width()) | toLong(part);
            }
            return value;
        }
        BigInteger value = BigInteger.ZERO;
        for (Term part : operation.arguments()) {
            value = value.shiftLeft(part.width()).or(value(part));
        }
        return value;
    }
}
