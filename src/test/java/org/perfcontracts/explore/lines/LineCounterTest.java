package org.perfcontracts.explore.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** How many cache lines places take, against all values that their addresses can have. */
class LineCounterTest {
    private static final int VALUES = 8;
    private static final String WHERE = "table";

    private final Terms terms = new Terms();
    private final Symbol i = terms.symbol("i", 3);
    private final Symbol j = terms.symbol("j", 3);
    private final LineCounter counter = new LineCounter(terms, null, address -> address < 0x1000 ? "low" : "high");

    private Term times(Symbol symbol, long size) {
        return terms.mul(terms.zext(symbol, 64), terms.constant(64, size));
    }

    /** A field at an address whose unknown goes from 0 to a number. */
    private static OpenPlace field(Term unknown, long most, long plus, int bytes) {
        return new OpenPlace(WHERE, false, unknown, plus, bytes, Touches.lineOf(plus), Touches.lineOf(plus + most + bytes - 1));
    }

    private OpenPlace field(Symbol index, long size, long plus, int bytes) {
        return field(times(index, size), size * (VALUES - 1), plus, bytes);
    }

    private static Touches touches(TreeMap<Long, Long> known, OpenPlace... places) {
        return new Touches(new HashSet<>(), known, new LinkedHashSet<>(List.of(places)));
    }

    private LineCounter.Count count(OpenPlace... places) {
        return counter.count(touches(new TreeMap<>(), places));
    }

    private static LineCounter.Count exactly(long lines) {
        return new LineCounter.Count(lines, true);
    }

    @Test
    void fieldsOfOneElementShareItsLines() {
        assertEquals(exactly(1), count(field(i, 64, 0x1000, 8), field(i, 64, 0x1008, 8), field(i, 64, 0x1038, 8)));
        assertEquals(exactly(2), count(field(i, 128, 0x1000, 8), field(i, 128, 0x1040, 8)));
        assertEquals(exactly(2), count(field(i, 64, 0x103c, 8)), "it crosses a line in each element");
    }

    @Test
    void elementsAcrossLinesTakeTheMostThatTheyCan() {
        assertEquals(new LineCounter.Count(2, false), count(field(i, 48, 0x1000, 8), field(i, 48, 0x1018, 8)));
        assertEquals(exactly(1), count(field(i, 32, 0x1000, 8), field(i, 32, 0x1018, 8)));
    }

    @Test
    void twoElementsMayBeApart() {
        assertEquals(new LineCounter.Count(2, false), count(field(i, 64, 0x1000, 8), field(j, 64, 0x1000, 8)));
        assertEquals(exactly(2), count(field(i, 64, 0x1000, 8), field(j, 64, 0x9000, 8)), "of two tables");
    }

    @Test
    void noMoreLinesThanThereAre() {
        assertEquals(exactly(1), count(field(i, 8, 0x1000, 8), field(j, 8, 0x1000, 8)), "a table of one line");
        TreeMap<Long, Long> known = new TreeMap<>(Map.of(Touches.lineOf(0x1000), 1L));
        assertEquals(exactly(1), counter.count(touches(known, field(i, 8, 0x1000, 8))), "which is touched already");
    }

    @Test
    void whatPointersLeadToLiesAnywhere() {
        OpenPlace object = new OpenPlace(Touches.BEHIND_POINTERS, true, times(i, 64), 0x1000, 8, 0, 9);
        OpenPlace end = new OpenPlace(Touches.BEHIND_POINTERS, true, times(i, 64), 0x1000 + 56, 8, 0, 9);
        assertEquals(new LineCounter.Count(2, false), count(object));
        assertEquals(new LineCounter.Count(2, false), count(object, end));
    }

    @Test
    void bytesOfALineAreToldByWhatTheyLieIn() {
        TreeMap<Long, Long> known = new TreeMap<>();
        Touches.add(known, 0xffc, 8);
        Map<String, Touches> split = counter.split(touches(known, field(i, 64, 0x2000, 8)));
        assertEquals(Set.of("low", "high", WHERE), split.keySet());
        split.values().forEach(part -> assertEquals(exactly(1), counter.count(part)));
        assertEquals(exactly(3), counter.count(touches(known, field(i, 64, 0x2000, 8))));
    }

    @Test
    void neverBelowAndWhereExactTheSame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int exact = 0;
        for (int round = 0; round < 400; round++) {
            TreeMap<Long, Long> known = new TreeMap<>();
            for (int k = random.nextInt(3); k > 0; k--) {
                Touches.add(known, 0x1000 + random.nextInt(600), 1 + random.nextInt(16));
            }
            List<OpenPlace> places = new ArrayList<>();
            for (int k = random.nextInt(1, 5); k > 0; k--) {
                long size = List.of(4L, 16L, 24L, 32L, 48L, 64L, 128L).get(random.nextInt(7));
                places.add(field(random.nextBoolean() ? i : j, size, 0x1000 + random.nextInt(200), 1 + random.nextInt(16)));
            }
            Touches touches = touches(known, places.toArray(OpenPlace[]::new));
            LineCounter.Count count = counter.count(touches);
            exact += count.exact() ? 1 : 0;
            String what = "seed " + seed + ", round " + round + ": " + count + " of " + touches;
            for (int value = 0; value < VALUES * VALUES; value++) {
                long lines = lines(touches, value / VALUES, value % VALUES);
                assertTrue(count.exact() ? lines == count.lines() : lines <= count.lines(), () -> what + ", " + lines);
            }
        }
        assertTrue(exact > 20, exact + " of 400 are exact");
    }

    private long lines(Touches touches, long ofI, long ofJ) {
        Evaluator evaluator = new Evaluator(Assignment.of(Map.of(i, BigInteger.valueOf(ofI), j, BigInteger.valueOf(ofJ))));
        Set<Long> lines = new HashSet<>(touches.data().keySet());
        for (OpenPlace place : touches.open()) {
            long address = evaluator.toLong(place.unknown()) + place.plus();
            for (int k = 0; k < place.bytes(); k++) {
                lines.add(Touches.lineOf(address + k));
            }
        }
        return lines.size();
    }
}
