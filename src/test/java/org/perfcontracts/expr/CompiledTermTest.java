package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Computed over and over, a term has the values that evaluation gives it. */
class CompiledTermTest {
    private final Terms terms = new Terms();

    @Test
    void valuesAreThoseOfEvaluation() {
        long seed = 3;
        Random random = new Random(seed);
        List<Symbol> symbols = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            symbols.add(terms.symbol("s" + i, 32));
        }
        for (int round = 0; round < 200; round++) {
            Term term = random(random, symbols, 7);
            CompiledTerm compiled = CompiledTerm.of(term, _ -> Optional.empty()).orElseThrow();
            for (int i = 0; i < 5; i++) {
                Map<Symbol, BigInteger> values = new HashMap<>();
                symbols.forEach(symbol -> values.put(symbol, new BigInteger(32, random)));
                long[] given = compiled.symbols().stream().mapToLong(symbol -> values.get(symbol).longValue()).toArray();
                assertEquals(new Evaluator(Assignment.of(values)).toLong(term), compiled.compute(given), "seed " + seed + ", round " + round + ": " + term);
            }
        }
    }

    private Term random(Random random, List<Symbol> symbols, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return random.nextInt(4) == 0 ? terms.constant(32, random.nextInt() & 0xffffffffL) : symbols.get(random.nextInt(symbols.size()));
        }
        Term a = random(random, symbols, depth - 1);
        Term b = random(random, symbols, depth - 1);
        return switch (random.nextInt(7)) {
            case 0 -> terms.add(a, b);
            case 1 -> terms.xor(a, b);
            case 2 -> terms.mul(a, b);
            case 3 -> terms.ite(terms.ult(a, b), b, a);
            case 4 -> terms.concat(terms.extract(a, 7, 0), terms.extract(b, 31, 8));
            case 5 -> terms.extract(terms.concat(a, b), 47, 16);
            default -> terms.and(a, terms.not(b));
        };
    }

    @Test
    void symbolsThatStandForSomethingAreReplaced() {
        Symbol x = terms.symbol("x", 32);
        Symbol opaque = terms.symbol("opaque", 32);
        Symbol deeper = terms.symbol("deeper", 32);
        Map<Symbol, Term> definitions = Map.of(opaque, terms.add(deeper, terms.constant(32, 1)), deeper, terms.mul(x, x));
        CompiledTerm compiled = CompiledTerm.of(terms.add(opaque, opaque), symbol -> Optional.ofNullable(definitions.get(symbol))).orElseThrow();
        assertEquals(List.of(x), compiled.symbols());
        assertEquals(2 * (7 * 7 + 1), compiled.compute(new long[] {7}));
    }

    @Test
    void whatIsTooWideIsNotLaidOut() {
        Symbol x = terms.symbol("x", 64);
        Term wide = terms.mul(terms.zext(x, 128), terms.zext(x, 128));
        assertTrue(CompiledTerm.of(terms.extract(wide, 127, 64), _ -> Optional.empty()).isEmpty());
    }
}
