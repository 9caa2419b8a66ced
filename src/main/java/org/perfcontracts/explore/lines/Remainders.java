package org.perfcontracts.explore.lines;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.perfcontracts.explore.memory.Strides;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;

/**
 * Which remainders a term can leave when it is divided by the size of a line, as a set of bits: bit r is set if r is among them. Read off
 * the term's structure, so there may be more than there are.
 */
final class Remainders {
    /** Any remainder at all. */
    static final long ANY = -1;
    private static final int BITS = 6;
    private static final int DEEPEST = 24;

    private final Map<Term, Long> known = new HashMap<>();

    private Remainders() {
    }

    /** The remainders of a term of 64 bits. */
    static long of(Term term) {
        return new Remainders().read(term, DEEPEST) & ofSteps(term);
    }

    /** The remainders in a set. */
    static IntStream members(long set) {
        return IntStream.range(0, Touches.LINE).filter(remainder -> (set >>> remainder & 1) == 1);
    }

    /** Those that differ from that of one value by the steps in which a sum goes. */
    private static long ofSteps(Term term) {
        int step = (int) Math.min(Touches.LINE, Strides.powerOfTwo(term));
        int least = (int) (new Evaluator(Assignment.ZERO).toLong(term) & step - 1);
        long set = 0;
        for (int r = least; r < Touches.LINE; r += step) {
            set |= 1L << r;
        }
        return set;
    }

    private long read(Term term, int depth) {
        if (depth == 0) {
            return widest(term);
        }
        Long before = known.get(term);
        if (before == null) {
            before = switch (term) {
                case Constant number -> 1L << (number.toLong() & Touches.LINE - 1);
                case Symbol symbol -> widest(symbol);
                case Operation operation -> read(operation, depth - 1) & widest(operation);
            };
            known.put(term, before);
        }
        return before;
    }

    /** All that fit the width. */
    private static long widest(Term term) {
        return term.width() >= BITS ? ANY : (1L << (1 << term.width())) - 1;
    }

    private long read(Operation o, int depth) {
        return switch (o.operator()) {
            case ITE -> read(o.argument(1), depth) | read(o.argument(2), depth);
            case ADD -> each(read(o.argument(0), depth), read(o.argument(1), depth), o.width(), (a, b) -> a + b);
            case MUL -> each(read(o.argument(0), depth), read(o.argument(1), depth), o.width(), (a, b) -> a * b);
            case AND -> each(read(o.argument(0), depth), read(o.argument(1), depth), o.width(), (a, b) -> a & b);
            case OR -> each(read(o.argument(0), depth), read(o.argument(1), depth), o.width(), (a, b) -> a | b);
            case XOR -> each(read(o.argument(0), depth), read(o.argument(1), depth), o.width(), (a, b) -> a ^ b);
            case NEG -> each(read(o.argument(0), depth), 1, o.width(), (a, _) -> -a);
            case CONCAT -> concatenated(o, depth);
            case EXTRACT -> o.low() == 0 ? each(read(o.argument(0), depth), 1, o.width(), (a, _) -> a) : ANY;
            default -> ANY;
        };
    }

    private long concatenated(Operation concat, int depth) {
        long set = 1;
        int width = 0;
        for (int i = concat.arity() - 1; i >= 0 && width < BITS; i--) {
            int shift = width;
            set = each(set, read(concat.argument(i), depth), BITS, (low, high) -> low | high << shift);
            width += concat.argument(i).width();
        }
        return set;
    }

    private interface Combination {
        int of(int a, int b);
    }

    /** What any two members of two sets come to. */
    private static long each(long as, long bs, int width, Combination combination) {
        int mask = (1 << Math.min(BITS, width)) - 1;
        long set = 0;
        for (long a = as; a != 0; a &= a - 1) {
            for (long b = bs; b != 0; b &= b - 1) {
                set |= 1L << (combination.of(Long.numberOfTrailingZeros(a), Long.numberOfTrailingZeros(b)) & mask);
            }
        }
        return set;
    }
}
