package org.perfcontracts.expr;

import java.util.Arrays;
import java.util.List;

/** An operator applied to terms. {@link Operator#EXTRACT} also holds its lowest bit, {@link Operator#FUNCTION} its function. */
public final class Operation extends Term {
    private final Operator operator;
    private final Term[] arguments;
    private final int low;
    private final Function function;

    Operation(int id, int width, Operator operator, Function function, Term[] arguments, int low, int hash) {
        super(id, width, hash);
        this.operator = operator;
        this.function = function;
        this.arguments = arguments;
        this.low = low;
    }

    /** What is applied. */
    public Operator operator() {
        return operator;
    }

    /** What it is applied to; never empty. For {@link Operator#CONCAT} the most significant part comes first. */
    public List<Term> arguments() {
        return Arrays.asList(arguments);
    }

    /** The argument at the given place. */
    public Term argument(int index) {
        return arguments[index];
    }

    /** How many arguments there are. */
    public int arity() {
        return arguments.length;
    }

    /** For {@link Operator#EXTRACT} the lowest bit taken, for {@link Operator#FROUND} the number of the rounding; 0 for every other operator. */
    public int low() {
        return low;
    }

    /** For {@link Operator#FUNCTION} which one; null for every other operator. */
    public Function function() {
        return function;
    }

    boolean has(Operator other, Function otherFunction, int otherWidth, Term[] otherArguments, int otherLow) {
        if (operator != other || function != otherFunction || width() != otherWidth || low != otherLow || arguments.length != otherArguments.length) {
            return false;
        }
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] != otherArguments[i]) {
                return false;
            }
        }
        return true;
    }
}
