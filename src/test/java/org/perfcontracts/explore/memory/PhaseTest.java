package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

class PhaseTest {
    private static final long SEED = 20_261_128;
    private static final int SUMS = 2000;
    private static final int VALUES = 20;

    private final Terms terms = new Terms();

    private Term times(Term number, long factor) {
        return terms.mul(terms.zext(number, 64), terms.constant(64, factor));
    }

    @Test
    void anArrayInAnElementIsAtNoOtherPlace() {
        Symbol node = terms.symbol("node", 16);
        Symbol slot = terms.symbol("slot", 4);
        for (long size : new long[] {64, 48}) {
            Term address = terms.add(terms.constant(64, 0x5000 * size + 8), terms.add(times(node, size), times(slot, 2)));
            assertEquals(Optional.of(new Phase(size, 8, 30)), Phase.of(terms, address));
        }
        assertEquals(Optional.empty(), Phase.of(terms, terms.add(times(node, 16), times(slot, 2))), "one element is not told from the next");
        assertEquals(Optional.empty(), Phase.of(terms, times(node, 48)), "all of it is one step");
    }

    @Test
    void placesGoRound() {
        Phase phase = new Phase(48, 40, 16);
        assertTrue(phase.has(40) && phase.has(48 + 8) && phase.has(-1L / 48 * 48 + 40));
        assertFalse(phase.has(39) || phase.has(9));
        assertEquals(new Phase(48, 0, 16), phase.moved(8));
    }

    /** No value that an address can have is left out. */
    @Test
    void randomSumsLieInTheirPhases() {
        Random random = new Random(SEED);
        int found = 0;
        for (int sum = 0; sum < SUMS; sum++) {
            List<Symbol> symbols = new ArrayList<>();
            Term address = terms.constant(64, random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(1 << 20));
            for (int i = 0; i < 2 + random.nextInt(2); i++) {
                Symbol symbol = terms.symbol("s" + sum + "." + i, 1 + random.nextInt(random.nextInt(8) == 0 ? 64 : 10));
                symbols.add(symbol);
                address = terms.add(address, times(symbol, (random.nextInt(8) == 0 ? -1 : 1) * (1L + random.nextInt(i == 0 ? 200 : 8))));
            }
            Phase phase = Phase.of(terms, address).orElse(null);
            found += phase == null ? 0 : 1;
            for (int i = 0; i < VALUES && phase != null; i++) {
                Map<Symbol, BigInteger> values = new HashMap<>();
                symbols.forEach(symbol -> values.put(symbol, new BigInteger(symbol.width(), random)));
                long place = new Evaluator(Assignment.of(values)).toLong(address);
                assertTrue(phase.has(place), "seed " + SEED + ", sum " + sum + ": " + address + " at " + Long.toHexString(place) + ", " + phase);
            }
        }
        assertTrue(found > SUMS / 50, "seed " + SEED + ": " + found);
    }
}
