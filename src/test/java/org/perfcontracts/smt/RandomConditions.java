package org.perfcontracts.smt;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Conditions such as paths gather: comparisons of small expressions over a few symbols of 1 to 32 bits. */
final class RandomConditions {
    private static final Operator[] BINARY = {
        Operator.AND, Operator.OR, Operator.XOR, Operator.ADD, Operator.ADD, Operator.MUL, Operator.UDIV, Operator.UREM,
        Operator.SDIV, Operator.SREM, Operator.SHL, Operator.LSHR, Operator.ASHR
    };

    private final Terms terms;
    private final Random random;
    private final List<Symbol> symbols = new ArrayList<>();

    RandomConditions(Terms terms, Random random) {
        this.terms = terms;
        this.random = random;
        int[] widths = {1, 8, 8, 8, 16, 16, 32};
        for (int i = 0; i < widths.length; i++) {
            symbols.add(terms.symbol("s" + i, widths[i]));
        }
    }

    Term condition() {
        if (random.nextInt(5) == 0) {
            Term a = condition();
            Term b = condition();
            return random.nextBoolean() ? terms.or(a, b) : terms.xor(a, b);
        }
        int width = new int[] {1, 8, 8, 16}[random.nextInt(4)];
        Term a = expression(width, 2);
        Term b = random.nextInt(3) == 0 ? constant(width) : expression(width, 1);
        Term condition = switch (random.nextInt(3)) {
            case 0 -> terms.eq(a, b);
            case 1 -> terms.ult(a, b);
            default -> terms.slt(a, b);
        };
        return random.nextBoolean() ? condition : terms.not(condition);
    }

    private Term expression(int width, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return leaf(width);
        }
        return switch (random.nextInt(6)) {
            case 0 -> terms.ite(condition(), expression(width, depth - 1), expression(width, depth - 1));
            case 1 -> terms.extract(expression(width + 5, depth - 1), width + 2, 3);
            case 2 -> width == 1 ? leaf(1) : terms.concat(expression(width / 2, depth - 1), expression(width - width / 2, depth - 1));
            case 3 -> terms.not(terms.neg(expression(width, depth - 1)));
            default -> terms.apply(BINARY[random.nextInt(BINARY.length)], width, 0,
                    List.of(expression(width, depth - 1), random.nextInt(3) == 0 ? constant(width) : expression(width, depth - 1)));
        };
    }

    private Term leaf(int width) {
        if (random.nextInt(4) == 0) {
            return constant(width);
        }
        Symbol symbol = symbols.get(random.nextInt(symbols.size()));
        if (symbol.width() >= width) {
            return terms.extract(symbol, width - 1, 0);
        }
        return random.nextBoolean() ? terms.zext(symbol, width) : terms.sext(symbol, width);
    }

    private Term constant(int width) {
        long value = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(4);
            case 1 -> -1L - random.nextInt(3);
            case 2 -> 1L << random.nextInt(width);
            default -> random.nextLong();
        };
        return terms.constant(width, value);
    }
}
