package org.perfcontracts.formula;

import java.util.function.LongBinaryOperator;

/**
 * An integer that follows from a size {@code n} and the {@code capacity} for it, written as in {@code n*(n + 1)/2}: decimal
 * numbers, these two names, {@code + - * /} and parentheses. A division must leave no remainder, and nothing may leave the range of {@code long}: then the value is the
 * mathematical one, or there is none.
 */
public final class SizeExpression {
    private static final int LONGEST = 200;

    private final String text;
    private final LongBinaryOperator value;

    private SizeExpression(String text, LongBinaryOperator value) {
        this.text = text;
        this.value = value;
    }

    /**
     * The expression that a text gives.
     *
     * @throws IllegalArgumentException where it is none; the message names the text and the place
     */
    public static SizeExpression parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("an expression of more than " + LONGEST + " characters");
        }
        Parser parser = new Parser(text);
        LongBinaryOperator value = parser.sum();
        if (parser.at < text.length()) {
            throw parser.fault("an operator was expected");
        }
        return new SizeExpression(text, value);
    }

    /**
     * Its value for a size and a capacity.
     *
     * @throws ArithmeticException where a division leaves a remainder, or a number does not fit
     */
    public long of(long n, long capacity) {
        return value.applyAsLong(n, capacity);
    }

    /** Whether it has one value for all sizes because it speaks of neither name. */
    public boolean isConstant() {
        return text.chars().noneMatch(Character::isLetter);
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** Recursive descent: a sum of products of numbers, {@code n} and sums in parentheses. */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        LongBinaryOperator sum() {
            LongBinaryOperator left = product();
            while (true) {
                LongBinaryOperator so = left;
                if (skip("+")) {
                    LongBinaryOperator right = product();
                    left = (n, capacity) -> Math.addExact(so.applyAsLong(n, capacity), right.applyAsLong(n, capacity));
                } else if (skip("-")) {
                    LongBinaryOperator right = product();
                    left = (n, capacity) -> Math.subtractExact(so.applyAsLong(n, capacity), right.applyAsLong(n, capacity));
                } else {
                    return left;
                }
            }
        }

        private LongBinaryOperator product() {
            LongBinaryOperator left = factor();
            while (true) {
                LongBinaryOperator so = left;
                if (skip("*")) {
                    LongBinaryOperator right = factor();
                    left = (n, capacity) -> Math.multiplyExact(so.applyAsLong(n, capacity), right.applyAsLong(n, capacity));
                } else if (skip("/")) {
                    LongBinaryOperator right = factor();
                    left = (n, capacity) -> quotient(so.applyAsLong(n, capacity), right.applyAsLong(n, capacity));
                } else {
                    return left;
                }
            }
        }

        private long quotient(long dividend, long divisor) {
            if (divisor == 0 || dividend % divisor != 0) {
                throw new ArithmeticException(text + ": " + dividend + " is not a multiple of " + divisor);
            }
            return Math.divideExact(dividend, divisor);
        }

        private LongBinaryOperator factor() {
            if (skip("capacity")) {
                return (_, capacity) -> capacity;
            }
            if (skip("n")) {
                return (n, _) -> n;
            }
            if (skip("(")) {
                LongBinaryOperator inner = sum();
                if (!skip(")")) {
                    throw fault("')' was expected");
                }
                return inner;
            }
            return number();
        }

        private LongBinaryOperator number() {
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == start || at - start > 18) {
                throw fault("a number of at most 18 digits, n, capacity or '(' was expected");
            }
            long number = Long.parseLong(text.substring(start, at));
            skipBlanks();
            return (_, _) -> number;
        }

        private boolean skip(String symbol) {
            skipBlanks();
            if (!text.startsWith(symbol, at)) {
                return false;
            }
            at += symbol.length();
            skipBlanks();
            return true;
        }

        private void skipBlanks() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        IllegalArgumentException fault(String what) {
            return new IllegalArgumentException("'" + text + "', character " + (at + 1) + ": " + what);
        }
    }
}
