package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation on every pair of small terms over two symbols, under every assignment. */
class SmallWidthsTest {
    private static final List<Operator> BINARY = List.of(
            Operator.AND, Operator.OR, Operator.XOR, Operator.ADD, Operator.MUL, Operator.UDIV, Operator.UREM, Operator.SDIV,
            Operator.SREM, Operator.SHL, Operator.LSHR, Operator.ASHR, Operator.EQ, Operator.ULT, Operator.SLT, Operator.CONCAT);

    private final Terms terms = new Terms();
    private final List<Evaluator> worlds = new ArrayList<>();
    private final Map<Term, List<BigInteger>> leaves = new LinkedHashMap<>();
    private int checked;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void operationsOnOperations(int width) {
        leaves(width);
        Map<Term, List<BigInteger>> operations = new LinkedHashMap<>(leaves);
        leaves.keySet().forEach(a -> leaves.keySet().forEach(b -> pairs(width, a, b, leaves, operations)));
        leaves.keySet().forEach(a -> single(width, a, leaves, operations));
        Map<Term, List<BigInteger>> dropped = new LinkedHashMap<>();
        for (Term a : operations.keySet()) {
            single(a.width(), a, operations, dropped);
            for (Term b : leaves.keySet()) {
                if (a.width() == width) {
                    pairs(width, a, b, operations, dropped);
                    pairs(width, b, a, operations, dropped);
                }
            }
        }
        assertTrue(checked > 1_000, "only " + checked + " operations");
    }

    @Test
    void operationsOfThreeBits() {
        leaves(3);
        Map<Term, List<BigInteger>> dropped = new LinkedHashMap<>();
        leaves.keySet().forEach(a -> leaves.keySet().forEach(b -> pairs(3, a, b, leaves, dropped)));
        leaves.keySet().forEach(a -> single(3, a, leaves, dropped));
        assertTrue(checked > 1_000, "only " + checked + " operations");
    }

    private void leaves(int width) {
        Symbol x = terms.symbol("x", width);
        Symbol y = terms.symbol("y", width);
        int count = 1 << width;
        leaves.put(x, new ArrayList<>());
        leaves.put(y, new ArrayList<>());
        for (int i = 0; i < count * count; i++) {
            BigInteger first = BigInteger.valueOf(i % count);
            BigInteger second = BigInteger.valueOf(i / count);
            worlds.add(new Evaluator(Assignment.of(Map.of(x, first, y, second))));
            leaves.get(x).add(first);
            leaves.get(y).add(second);
        }
        for (int i = 0; i < count; i++) {
            leaves.put(terms.constant(width, i), Collections.nCopies(count * count, BigInteger.valueOf(i)));
        }
    }

    private void pairs(int width, Term a, Term b, Map<Term, List<BigInteger>> from, Map<Term, List<BigInteger>> into) {
        for (Operator operator : BINARY) {
            int result = switch (operator) {
                case EQ, ULT, SLT -> 1;
                case CONCAT -> 2 * width;
                default -> width;
            };
            make(operator, result, 0, List.of(a, b), from, into);
        }
    }

    private void single(int width, Term a, Map<Term, List<BigInteger>> from, Map<Term, List<BigInteger>> into) {
        make(Operator.NOT, width, 0, List.of(a), from, into);
        make(Operator.NEG, width, 0, List.of(a), from, into);
        make(Operator.SEXT, width + 2, 0, List.of(a), from, into);
        for (int low = 0; low < width; low++) {
            for (int high = low; high < width; high++) {
                make(Operator.EXTRACT, high - low + 1, low, List.of(a), from, into);
            }
        }
    }

    private void make(
            Operator operator, int width, int low, List<Term> arguments,
            Map<Term, List<BigInteger>> from, Map<Term, List<BigInteger>> into) {
        Term term = terms.apply(operator, width, low, arguments);
        List<Integer> widths = arguments.stream().map(Term::width).toList();
        List<BigInteger> values = new ArrayList<>(worlds.size());
        for (int i = 0; i < worlds.size(); i++) {
            int world = i;
            List<BigInteger> inputs = arguments.stream().map(argument -> from.get(argument).get(world)).toList();
            BigInteger expected = Reference.apply(operator, width, low, widths, inputs);
            assertEquals(expected, worlds.get(i).value(term), () -> operator + " of " + arguments + " from " + low + " became " + term);
            values.add(expected);
        }
        into.putIfAbsent(term, values);
        checked++;
    }
}
