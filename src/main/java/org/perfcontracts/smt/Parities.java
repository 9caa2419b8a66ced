package org.perfcontracts.smt;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;

/** Finds terms that mix bits of symbols by exclusive or, as cyclic redundancy checks do, and remembers them. For one thread. */
final class Parities {
    private static final int MOST_KEPT = 100_000;
    /** A term mixes symbols if for each of its bits so many bits of symbols count on the average. */
    private static final int LEAST_MIXED = 4;

    private final Map<Term, Optional<Parity>> known = new HashMap<>();
    private final Map<Term, Boolean> mixing = new HashMap<>();

    /** The parity that a term is; empty where it is none, or has more than 64 bits. */
    Optional<Parity> of(Term term) {
        Deque<Term> open = new ArrayDeque<>();      // terms are deeper than the thread's own stack
        open.push(term);
        while (!open.isEmpty()) {
            Term next = open.peek();
            if (known.containsKey(next)) {
                open.pop();
                continue;
            }
            List<Term> missing = arguments(next).stream().filter(each -> !known.containsKey(each)).toList();
            if (missing.isEmpty()) {
                known.put(open.pop(), Optional.ofNullable(made(next)));
            } else {
                missing.forEach(open::push);
            }
        }
        return known.get(term);
    }

    /** The arguments of which the parity is asked for that of a term. */
    private static List<Term> arguments(Term term) {
        if (!(term instanceof Operation o) || o.width() > Long.SIZE) {
            return List.of();
        }
        return switch (o.operator()) {
            case EXTRACT -> o.argument(0) instanceof Symbol || o.argument(0).width() > Long.SIZE ? List.of() : o.arguments();
            case CONCAT, XOR, NOT, SEXT, ITE -> o.arguments();
            default -> List.of();
        };
    }

    private Parity made(Term term) {
        return switch (term) {
            case Constant constant -> constant.width() > Long.SIZE ? null : Parity.of(constant.width(), constant.toLong());
            case Symbol symbol -> symbol.width() > Long.SIZE ? null : Parity.of(symbol, 0, symbol.width());
            case Operation o when o.width() > Long.SIZE -> null;
            case Operation o when o.operator() == Operator.EXTRACT && o.argument(0) instanceof Symbol symbol -> Parity.of(symbol, o.low(), o.width());
            case Operation o -> made(o, arguments(o).stream().map(each -> known.get(each).orElse(null)).toArray(Parity[]::new));
        };
    }

    private static Parity made(Operation o, Parity[] parts) {
        for (Parity part : parts) {
            if (part == null) {
                return null;
            }
        }
        if (parts.length == 0) {
            return null;
        }
        return switch (o.operator()) {
            case EXTRACT -> parts[0].extract(o.low(), o.width());
            case SEXT -> parts[0].signExtended(o.width());
            case NOT -> parts[0].not();
            case XOR -> parts[0].xor(parts[1]);
            case CONCAT -> concat(parts, o.width());
            case ITE -> choice(parts[0], parts[1], parts[2]);
            default -> throw new IllegalArgumentException("no parity: " + o.operator());
        };
    }

    private static Parity concat(Parity[] parts, int width) {
        Parity all = Parity.of(width, 0);
        int low = width;
        for (Parity part : parts) {
            low -= part.width();
            all = all.xor(part.shifted(low, width));
        }
        return all;
    }

    /** One of two terms that differ in the same bits whatever the symbols are. */
    private static Parity choice(Parity condition, Parity then, Parity otherwise) {
        Parity difference = then.xor(otherwise);
        return difference.flipped().isEmpty() ? otherwise.xor(condition.times(difference.constant(), then.width())) : null;
    }

    /** Whether something says that two terms are equal. */
    static boolean isEquation(Term term) {
        return term instanceof Operation o && o.operator() == Operator.EQ;
    }

    /** The parity on which a term depends: of an equation, in which bits its sides differ; of others, what they are. Empty where there is none. */
    Optional<Parity> under(Operation term) {
        return isEquation(term) ? of(term.argument(0)).flatMap(a -> of(term.argument(1)).map(a::xor)) : of(term);
    }

    /** Whether there may be mixing terms in a condition. */
    boolean mayMix(Term condition) {
        if (mixing.size() > MOST_KEPT || known.size() > MOST_KEPT) {
            mixing.clear();
            known.clear();
        }
        return mixing.computeIfAbsent(condition, each -> !in(List.of(each), Set.of()).mixing.isEmpty());
    }

    /**
     * What was found in conditions.
     *
     * @param mixing terms, none of which is a part of another
     * @param symbols that occur outside of these
     */
    record Found(Set<Operation> mixing, Set<Symbol> symbols) {
    }

    /** The largest mixing terms in conditions, but for some. Where two are compared, it is their difference that counts. */
    Found in(List<Term> conditions, Set<Operation> without) {
        Set<Operation> found = new LinkedHashSet<>();
        Set<Symbol> symbols = new LinkedHashSet<>();
        Set<Term> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Term> open = new ArrayDeque<>(conditions);
        while (!open.isEmpty()) {
            Term term = open.pop();
            if (!seen.add(term)) {
                continue;
            }
            if (term instanceof Symbol symbol) {
                symbols.add(symbol);
            } else if (term instanceof Operation operation) {
                Optional<Parity> mixed = under(operation).filter(parity -> parity.mixed() >= LEAST_MIXED);
                if (mixed.isEmpty()) {
                    operation.arguments().forEach(open::push);
                } else if (without.contains(operation)) {
                    mixed.get().flipped().keySet().forEach(bit -> symbols.add(bit.symbol()));
                } else {
                    found.add(operation);
                }
            }
        }
        return new Found(found, symbols);
    }
}
