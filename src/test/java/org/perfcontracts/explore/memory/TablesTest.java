package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.HandMadeCode;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Function;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Values in tables against the bytes that are there, and what is told of them against all of them. */
class TablesTest {
    private static final long START = HandMadeCode.START;

    private final Terms terms = new Terms();
    private final Symbol index = terms.symbol("index", 64);
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** Memory of few different words in runs, as tables hold. */
    private byte[] runs() {
        byte[] page = new byte[4096];
        byte value = 0;
        for (int i = 0; i < page.length; i++) {
            if (random.nextInt(20) == 0) {
                value = (byte) (random.nextInt(6) * 8);
            }
            page[i] = i % 4 < 2 ? value : 0;
        }
        return page;
    }

    private static long word(byte[] page, int at, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | page[at + i] & 0xff;
        }
        return value;
    }

    private Assignment at(long place) {
        return Assignment.of(Map.of(index, new BigInteger(Long.toUnsignedString(place))));
    }

    @Test
    void anElementIsWhatMemoryHolds() {
        byte[] page = runs();
        Tables tables = new Tables(terms, new HandMadeCode(page, new byte[4096]), Long::toHexString);
        for (int bytes : new int[] {1, 2, 4, 8, 16}) {
            for (int stride : new int[] {4, 8, 24}) {
                int last = (4096 - 32) / stride;
                Term address = terms.add(index, START + 4);
                Term value = tables.load(new AddressRange(START + 4, START + 4 + (long) last * stride, stride), address, bytes).orElseThrow();
                for (int i = 0; i <= last; i++) {
                    BigInteger expected = BigInteger.ZERO;
                    for (int k = bytes - 1; k >= 0; k--) {
                        expected = expected.shiftLeft(8).or(BigInteger.valueOf(page[4 + i * stride + k] & 0xff));
                    }
                    assertEquals(expected, new Evaluator(at((long) i * stride)).value(value), "seed " + seed + ", element " + i);
                }
            }
        }
    }

    @Test
    void whatIsToldIsTrueOfAllElementsAndRefutesAWrongOne() {
        byte[] page = runs();
        Tables tables = new Tables(terms, new HandMadeCode(page, new byte[4096]), Long::toHexString);
        Term term = tables.load(new AddressRange(START, START + 4092, 4), terms.add(index, START), 4).orElseThrow();
        Function table = ((Operation) term).function();
        Symbol value = terms.symbol("value", 32);
        List<Term> arguments = List.of(index);
        List<Term> facts = table.facts(terms, arguments, value);
        for (int round = 0; round < 200; round++) {
            int place = 4 * random.nextInt(1024);
            long truth = word(page, place, 4);
            long wrong = random.nextInt(64);
            List<Term> lemmas = wrong == truth ? List.of() : table.lemmas(terms, arguments, value, List.of(BigInteger.valueOf(place)), BigInteger.valueOf(wrong));
            for (int i = 0; i < 1024; i++) {
                Evaluator evaluator = new Evaluator(Assignment.of(Map.of(index, BigInteger.valueOf(4 * i), value, BigInteger.valueOf(word(page, 4 * i, 4)))));
                int element = i;
                assertTrue(facts.stream().allMatch(evaluator::isTrue) && lemmas.stream().allMatch(evaluator::isTrue),
                        () -> "seed " + seed + ", element " + element + ": " + facts + lemmas);
            }
            Evaluator refuted = new Evaluator(Assignment.of(Map.of(index, BigInteger.valueOf(place), value, BigInteger.valueOf(wrong))));
            assertTrue(lemmas.isEmpty() || !lemmas.stream().allMatch(refuted::isTrue), "seed " + seed);
        }
    }
}
