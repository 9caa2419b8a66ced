package org.perfcontracts.contract;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;

/** Which bits of which symbols terms look at, remembering the answers. */
final class Footprint {
    private final Map<Term, Map<Symbol, Long>> known = new IdentityHashMap<>();

    /** The bits that may matter to a term: for each symbol a mask, bit 0 the least significant; wide symbols count whole. */
    Map<Symbol, Long> of(Term term) {
        Map<Symbol, Long> bits = known.get(term);
        if (bits == null) {
            bits = compute(term);
            known.put(term, bits);
        }
        return bits;
    }

    private Map<Symbol, Long> compute(Term term) {
        return switch (term) {
            case Constant _ -> Map.of();
            case Symbol symbol -> Map.of(symbol, mask(0, symbol.width()));
            case Operation o when o.operator() == Operator.EXTRACT && o.argument(0) instanceof Symbol symbol && symbol.width() <= 64 ->
                    Map.of(symbol, mask(o.low(), o.width()));
            case Operation o -> {
                Map<Symbol, Long> union = new HashMap<>();
                for (Term argument : o.arguments()) {
                    of(argument).forEach((symbol, mask) -> union.merge(symbol, mask, (a, b) -> a | b));
                }
                yield union;
            }
        };
    }

    private static long mask(int low, int width) {
        return (width >= 64 ? -1L : (1L << width) - 1) << low;
    }

    /** The fields that a term looks at. */
    Set<Field> fields(Term term, Layout layout) {
        Set<Field> fields = new LinkedHashSet<>();
        of(term).forEach((symbol, mask) -> {
            for (int bit = 0; bit < Math.min(64, symbol.width()); bit++) {
                if ((mask >>> bit & 1) == 1) {
                    fields.add(layout.fieldOf(symbol, bit));
                }
            }
        });
        return fields;
    }
}
