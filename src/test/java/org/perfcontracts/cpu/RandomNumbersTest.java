package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Inputs at random are within the ranges that an exploration assumes, be they ever so narrow, and reach all of them. */
class RandomNumbersTest {
    private static final long SEED = 5;
    private static final int DRAWS = 400;

    private final Terms terms = new Terms();
    private final Map<String, Symbol> parameters = new LinkedHashMap<>();
    private final List<Term> assumptions = new ArrayList<>();
    private final List<Symbol> packet = new ArrayList<>();

    private Symbol parameter(String name, int bits, long low, long high) {
        Symbol symbol = terms.symbol(name, bits);
        parameters.put(name, symbol);
        assumptions.add(terms.ule(terms.constant(bits, low), symbol));
        assumptions.add(terms.ule(symbol, terms.constant(bits, high)));
        return symbol;
    }

    private Inputs inputs() {
        for (int i = 0; i < 1518; i++) {
            packet.add(terms.symbol("packet[" + i + "]", 8));
        }
        assumptions.removeIf(each -> each == terms.yes());
        return new Inputs(packet, parameters, "length", assumptions);
    }

    @Test
    void narrowRanges() {
        parameter("port", 16, 3, 4);
        Symbol length = parameter("length", 16, 64, 64);
        Symbol operation = parameter("operation", 32, 1_000_000, 1_000_003);
        RandomInputs random = new RandomInputs(inputs(), SEED);
        Set<BigInteger> operations = new TreeSet<>();
        Assignment input = random.next();
        for (int i = 0; i < DRAWS; i++) {
            input = i % 2 == 0 ? random.next() : random.like(input);
            assertTrue(assumptions.stream().allMatch(new Evaluator(input)::isTrue), "seed " + SEED + ": " + input.values());
            assertEquals(BigInteger.valueOf(64), input.value(length));
            operations.add(input.value(operation));
        }
        assertEquals(4, operations.size(), () -> "seed " + SEED + ": only " + operations);
    }

    @Test
    void arrivalsInNarrowRanges() {
        parameter("port", 16, 1, 1);
        parameter("length", 16, 60, 62);
        Symbol now = parameter("now", 64, 10, 20);
        Inputs inputs = inputs();
        RandomArrivals random = new RandomArrivals(inputs, SEED);
        Set<Integer> lengths = new TreeSet<>();
        for (int i = 0; i < DRAWS; i++) {
            Arrival arrival = switch (i % 4) {
                case 0 -> random.unseen();
                case 1 -> random.unseenAtOther();
                default -> random.next();
            };
            lengths.add(arrival.packet().length);
            assertEquals(1, arrival.parameters().get("port"));
            long time = arrival.parameters().get("now");
            assertTrue(inputs.range(now).low().longValue() <= time && time <= inputs.range(now).high().longValue(), "seed " + SEED + ": " + time);
        }
        assertEquals(Set.of(60, 61, 62), lengths);
    }

    @Test
    void theWholeRangeAndItsEnds() {
        Symbol any = parameter("any", 64, 0, -1);
        Inputs inputs = inputs();
        RandomNumbers numbers = new RandomNumbers(inputs, new Random(SEED));
        TreeSet<BigInteger> drawn = new TreeSet<>();
        for (int i = 0; i < DRAWS; i++) {
            drawn.add(numbers.of(any));
        }
        assertEquals(BigInteger.ZERO, drawn.first());
        assertEquals(BigInteger.TWO.pow(64).subtract(BigInteger.ONE), drawn.last());
        assertEquals(BigInteger.TEN, numbers.of(any, BigInteger.TEN));
    }
}
