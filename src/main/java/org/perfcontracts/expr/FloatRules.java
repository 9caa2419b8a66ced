package org.perfcontracts.expr;

/** Operations on floating-point numbers; see {@link Operator} for what they mean. They have few rules beside the computing of constants. */
final class FloatRules {
    private final Terms terms;

    FloatRules(Terms terms) {
        this.terms = terms;
    }

    /** The operation, or the constant that it comes to. */
    Term apply(Operator operator, int width, int low, Term... arguments) {
        long[] values = new long[3];
        boolean known = true;
        for (int i = 0; i < arguments.length; i++) {
            known &= arguments[i] instanceof Constant;
            values[i] = arguments[i] instanceof Constant c ? c.toLong() : 0;
        }
        if (known) {
            return terms.constant(width, Floats.apply(operator, values[0], values[1], values[2], arguments[0].width(), width, low));
        }
        return terms.make(operator, width, low, arguments);
    }

    /**
     * What conditions on two numbers come to together, null where nothing simpler: x at most y, and x less or greater than y, is x less than
     * y. Comparisons leave the former in CF, the latter in ZF, and {@code ja} asks for both.
     */
    Term connective(Operator operator, Term a, Term b) {
        return switch (operator) {
            case AND -> less(a, b);
            case OR -> {
                Term less = Shape.is(Operator.NOT, a) && Shape.is(Operator.NOT, b) ? less(terms.not(a), terms.not(b)) : null;
                yield less == null ? null : terms.not(less);
            }
            default -> null;
        };
    }

    private Term less(Term a, Term b) {
        Term less = lessInOrder(a, b);
        return less != null ? less : lessInOrder(b, a);
    }

    private Term lessInOrder(Term atMost, Term unlike) {
        if (!(atMost instanceof Operation le) || le.operator() != Operator.FLE || !Shape.is(Operator.OR, unlike)) {
            return null;
        }
        Term less = terms.flt(le.argument(0), le.argument(1));
        Term greater = terms.flt(le.argument(1), le.argument(0));
        return unlike == terms.or(less, greater) ? less : null;
    }
}
