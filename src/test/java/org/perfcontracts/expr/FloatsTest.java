package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The definitions of floating-point operators in bit-vectors, held against their computing, and the rules for comparisons. */
class FloatsTest {
    private static final int INPUTS = 20_000;

    private final long seed = Long.getLong("bolt.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Terms terms = new Terms();
    private final FloatDefinitions definitions = new FloatDefinitions(terms);

    @Test
    void definitionsHaveTheValueOfTheOperators() {
        List<Operation> operations = new ArrayList<>();
        for (int width : new int[] {32, 64}) {
            Symbol a = terms.symbol("a" + width, width);
            Symbol b = terms.symbol("b" + width, width);
            operations.addAll(List.of((Operation) terms.feq(a, b), (Operation) terms.flt(a, b), (Operation) terms.fle(a, b)));
            for (Rounding rounding : Rounding.values()) {
                operations.add((Operation) terms.fround(a, rounding));
            }
            operations.add((Operation) terms.ftof(a, 96 - width));
            for (int integer : new int[] {16, 32, 64}) {
                Symbol whole = terms.symbol("i" + integer, integer);
                operations.add((Operation) terms.ftos(a, integer));
                operations.add((Operation) terms.ftou(a, integer));
                operations.add((Operation) terms.stof(whole, width));
                operations.add((Operation) terms.utof(whole, width));
            }
            operations.add((Operation) terms.utof(terms.symbol("i7", 7), width));
        }
        operations.forEach(this::hold);
    }

    private void hold(Operation operation) {
        Term definition = definitions.of(operation);
        for (int k = 0; k < INPUTS; k++) {
            Map<Symbol, BigInteger> values = new HashMap<>();
            for (Symbol symbol : new Symbols().of(operation)) {
                long value = symbol.name().startsWith("i") ? integer(symbol.width()) : number(symbol.width(), random);
                values.put(symbol, Bits.unsigned(value & Bits.mask(symbol.width())));
            }
            if (values.size() == 2 && random.nextInt(8) == 0) {
                BigInteger same = values.values().iterator().next();
                values.replaceAll((_, _) -> same);
            }
            Evaluator evaluator = new Evaluator(Assignment.of(values));
            if (!evaluator.value(operation).equals(evaluator.value(definition))) {
                fail("seed " + seed + ": " + operation + " is " + evaluator.value(operation).toString(16) + ", but its definition says "
                        + evaluator.value(definition).toString(16) + " where " + values);
            }
        }
    }

    private long integer(int width) {
        long value = random.nextLong() >>> random.nextInt(64);
        return switch (random.nextInt(4)) {
            case 0 -> 1L << random.nextInt(width);
            case 1 -> (1L << random.nextInt(width)) + random.nextInt(-2, 3);
            case 2 -> -value;
            default -> value;
        };
    }

    /** A number of 32 or 64 bits: any, or one at an edge; infinities and what is no number among them. */
    static long number(int width, SplittableRandom random) {
        int fractionWidth = width == 32 ? 23 : 52;
        int exponents = width == 32 ? 256 : 2048;
        int bias = exponents / 2 - 1;
        long exponent = switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> exponents - 1;
            case 2 -> bias + random.nextInt(-2, 70);
            case 3 -> bias + fractionWidth + random.nextInt(-3, 4);
            case 4 -> bias - random.nextInt(110, 160);
            case 5 -> bias + 126 + random.nextInt(4);
            default -> random.nextInt(exponents);
        };
        long fraction = switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 1L << random.nextInt(fractionWidth);
            case 2 -> (1L << fractionWidth) - (1L << random.nextInt(fractionWidth));
            case 3 -> (1L << random.nextInt(fractionWidth)) - 1;
            default -> random.nextLong();
        };
        long sign = random.nextInt(3) == 0 ? 1L << width - 1 : 0;
        return sign | (exponent & exponents - 1) << fractionWidth | fraction & (1L << fractionWidth) - 1;
    }

    @Test
    void constantsFold() {
        Term three = terms.constant(64, Double.doubleToRawLongBits(3));
        Term two = terms.constant(64, Double.doubleToRawLongBits(2));
        assertSame(terms.constant(64, Double.doubleToRawLongBits(1.5)), terms.fdiv(three, two));
        assertSame(terms.constant(64, Double.doubleToRawLongBits(11)), terms.fma(three, three, two));
        assertSame(terms.yes(), terms.flt(two, three));
        assertSame(three, terms.stof(terms.constant(32, 3), 64));
    }

    @Test
    void lessOrEqualAndUnlikeIsLess() {
        Symbol a = terms.symbol("a", 64);
        Symbol b = terms.symbol("b", 64);
        Term unlike = terms.or(terms.flt(a, b), terms.flt(b, a));
        assertSame(terms.flt(a, b), terms.and(terms.fle(a, b), unlike));
        assertSame(terms.flt(b, a), terms.and(unlike, terms.fle(b, a)));
        assertSame(terms.not(terms.flt(a, b)), terms.or(terms.not(unlike), terms.not(terms.fle(a, b))));
        assertEquals(1, terms.and(terms.fle(a, a), unlike).width());
    }
}
