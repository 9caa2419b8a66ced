package org.perfcontracts.formula;

import java.util.function.LongUnaryOperator;

/**
 * An integer that follows from a size {@code n}, written as in {@code n*(n + 1)/2}: decimal numbers, {@code n}, {@code + - * /}
 * and parentheses. A division must leave no remainder, and nothing may leave the range of {@code long}: then the value is the
 * mathematical one, or there is none.
 */
public final class SizeExpression {
    private static final int LONGEST = 200;

    private final String text;
    private final LongUnaryOperator value;

    private SizeExpression(String text, LongUnaryOperator value) {
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
        LongUnaryOperator value = parser.sum();
        if (parser.at < text.length()) {
            throw parser.fault("an operator was expected");
        }
        return new SizeExpression(text, value);
    }

    /**
     * Its value for a size.
     *
     * @throws ArithmeticException where a division leaves a remainder, or a number does not fit
     */
    public long of(long n) {
        return value.applyAsLong(n);
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

        LongUnaryOperator sum() {
            LongUnaryOperator left = product();
            while (true) {
                LongUnaryOperator so = left;
                if (skip('+')) {
                    LongUnaryOperator right = product();
                    left = n -> Math.addExact(so.applyAsLong(n), right.applyAsLong(n));
                } else if (skip('-')) {
                    LongUnaryOperator right = product();
                    left = n -> Math.subtractExact(so.applyAsLong(n), right.applyAsLong(n));
                } else {
                    return left;
                }
            }
        }

        private LongUnaryOperator product() {
            LongUnaryOperator left = factor();
            while (true) {
                LongUnaryOperator so = left;
                if (skip('*')) {
                    LongUnaryOperator right = factor();
                    left = n -> Math.multiplyExact(so.applyAsLong(n), right.applyAsLong(n));
                } else if (skip('/')) {
                    LongUnaryOperator right = factor();
                    left = n -> quotient(so.applyAsLong(n), right.applyAsLong(n));
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

        private LongUnaryOperator factor() {
            if (skip('n')) {
                return n -> n;
            }
            if (skip('(')) {
                LongUnaryOperator inner = sum();
                if (!skip(')')) {
                    throw fault("')' was expected");
                }
                return inner;
            }
            return number();
        }

        private LongUnaryOperator number() {
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == start || at - start > 18) {
                throw fault("a number of at most 18 digits, n or '(' was expected");
            }
            long number = Long.parseLong(text.substring(start, at));
            skipBlanks();
            return _ -> number;
        }

        private boolean skip(char c) {
            skipBlanks();
            if (at == text.length() || text.charAt(at) != c) {
                return false;
            }
            at++;
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
