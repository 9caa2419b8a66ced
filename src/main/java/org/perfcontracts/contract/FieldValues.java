package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Solver;

/** Finds the values of fields under which a condition that looks at nothing else holds. */
final class FieldValues {
    /** More runs than this are not put into words, nor is their complement; see {@link Field#says}. */
    private static final int MOST_RUNS = 7;
    private static final int ENUMERATED_BITS = 10;
    /** Questions to the solver about one condition, for each bit that it looks at; then it stays as it is. */
    private static final int QUESTIONS_PER_BIT = 6;
    /** Questions about all conditions together. */
    private static final int MOST_QUESTIONS = 1_500;
    private static final int MOST_REPEATED_BITS = 2;
    private static final int MOST_LOOKED_AT = 100;
    /** So many bits are tried rather than asked for where the solver takes long. */
    private static final int EVALUATED_BITS = 16;

    private final Terms terms;
    private final Solver solver;
    private final Footprint footprint;
    private int asked;

    FieldValues(Terms terms, Solver solver, Footprint footprint) {
        this.terms = terms;
        this.solver = solver;
        this.footprint = footprint;
    }

    /** The values; empty where there are too many runs of them or the solver does not know. */
    Optional<ValueSet> of(Term condition, Field field) {
        if (field.width() > ENUMERATED_BITS) {
            return search(condition, field, field.bitsOf(footprint.of(condition)));
        }
        List<ValueSet.Run> runs = new ArrayList<>();
        for (long[] tuple : tuples(condition, List.of(field))) {
            runs.add(new ValueSet.Run(BigInteger.valueOf(tuple[0]), BigInteger.valueOf(tuple[0])));
        }
        return Optional.of(ValueSet.union(field.width(), runs));
    }

    /** Whether the fields are few and narrow enough for {@link #tuples}. */
    static boolean isEnumerable(List<Field> fields) {
        return fields.stream().mapToInt(Field::width).sum() <= ENUMERATED_BITS;
    }

    /** All combinations of values of the fields under which the condition holds, in ascending order. */
    List<long[]> tuples(Term condition, List<Field> fields) {
        List<long[]> found = new ArrayList<>();
        int bits = fields.stream().mapToInt(Field::width).sum();
        for (long number = 0; number < 1L << bits; number++) {
            long[] tuple = split(number, fields);
            if (new Evaluator(assignment(fields, tuple)).isTrue(condition)) {
                found.add(tuple);
            }
        }
        return found;
    }

    private static long[] split(long number, List<Field> fields) {
        long[] tuple = new long[fields.size()];
        long rest = number;
        for (int i = fields.size() - 1; i >= 0; i--) {
            tuple[i] = rest & (1L << fields.get(i).width()) - 1;
            rest >>>= fields.get(i).width();
        }
        return tuple;
    }

    private Assignment assignment(List<Field> fields, long[] values) {
        Map<Symbol, BigInteger> assigned = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            long rest = values[i];
            for (Field.Part part : fields.get(i).parts().reversed()) {
                BigInteger slice = BigInteger.valueOf((rest & (1L << part.width()) - 1) << part.low());
                assigned.merge(terms.symbol(part.symbol(), part.symbolWidth()), slice, BigInteger::or);
                rest >>>= part.width();
            }
        }
        return Assignment.of(assigned);
    }

    // ---- wide fields

    /** The values are looked for in the bits that matter: those below the lowest of them may be anything. */
    private Optional<ValueSet> search(Term condition, Field field, BigInteger looked) {
        // Without the highest bits the same runs come again for each of their values.
        if (looked.signum() == 0 || field.width() - looked.bitLength() > MOST_REPEATED_BITS) {
            return Optional.empty();
        }
        int free = looked.getLowestSetBit();
        if (field.width() - free <= EVALUATED_BITS && isHard(condition, new HashSet<>())) {
            return evaluated(condition, field, free);
        }
        Search search = new Search(field, free, likely(condition, field, free));
        List<ValueSet.Run> runs = new ArrayList<>();
        BigInteger end = BigInteger.ONE.shiftLeft(field.width() - free);
        BigInteger from = BigInteger.ZERO;
        try {
            while (from.compareTo(end) < 0) {
                BigInteger low = search.least(condition, from, end);
                if (low.equals(end)) {
                    break;
                }
                BigInteger next = search.least(terms.not(condition), low, end);
                runs.add(new ValueSet.Run(low.shiftLeft(free), next.shiftLeft(free).subtract(BigInteger.ONE)));
                if (runs.size() > MOST_RUNS) {
                    return Optional.empty();
                }
                from = next;
            }
        } catch (UnknownException _) {
            return Optional.empty();
        }
        return Optional.of(new ValueSet(field.width(), runs));
    }

    /** Whether the solver takes long over a condition: one with products, quotients or remainders of values that are all open. */
    private static boolean isHard(Term term, Set<Term> seen) {
        if (!(term instanceof Operation o) || !seen.add(o)) {
            return false;
        }
        boolean isHard = switch (o.operator()) {
            case MUL, UDIV, UREM, SDIV, SREM -> o.arguments().stream().noneMatch(Constant.class::isInstance);
            default -> false;
        };
        return isHard || o.arguments().stream().anyMatch(argument -> isHard(argument, seen));
    }

    /** The runs of values by trying each. */
    private Optional<ValueSet> evaluated(Term condition, Field field, int free) {
        List<ValueSet.Run> runs = new ArrayList<>();
        long end = 1L << field.width() - free;
        long begin = -1;
        for (long value = 0; value <= end; value++) {
            boolean holds = value < end && new Evaluator(assignment(List.of(field), new long[] {value << free})).isTrue(condition);
            if (holds && begin < 0) {
                begin = value;
            } else if (!holds && begin >= 0) {
                runs.add(new ValueSet.Run(BigInteger.valueOf(begin << free), BigInteger.valueOf((value << free) - 1)));
                begin = -1;
                if (runs.size() > MOST_RUNS) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new ValueSet(field.width(), runs));
    }

    /** Runs of values most often begin and end at numbers of the condition, in the order of bytes of either the packet or the machine. */
    private static NavigableSet<BigInteger> likely(Term condition, Field field, int free) {
        NavigableSet<BigInteger> likely = new TreeSet<>();
        if (field.width() < Long.SIZE) {
            Set<Term> seen = new HashSet<>();
            Deque<Term> pending = new ArrayDeque<>(List.of(condition));
            while (!pending.isEmpty() && seen.size() < MOST_LOOKED_AT) {
                Term term = pending.pop();
                if (seen.add(term)) {
                    switch (term) {
                        case Constant number -> addLikely(number.toLong(), field.width(), free, likely);
                        case Operation operation -> pending.addAll(operation.arguments());
                        case Symbol _ -> { }
                    }
                }
            }
        }
        return likely;
    }

    private static void addLikely(long number, int width, int free, Set<BigInteger> into) {
        for (long near = -1; near <= 1; near++) {
            for (long each : new long[] {number + near, near - number, Long.reverseBytes(number + near) >>> Long.SIZE - width}) {
                into.add(BigInteger.valueOf((each & (1L << width) - 1) >> free));
            }
        }
    }

    /** The search for the values of one condition, in units of the lowest bit that it looks at. */
    private final class Search {
        private final Field field;
        private final int free;
        private final NavigableSet<BigInteger> likely;
        private int left;

        Search(Field field, int free, NavigableSet<BigInteger> likely) {
            this.field = field;
            this.free = free;
            this.likely = likely;
            this.left = QUESTIONS_PER_BIT * (field.width() - free);
        }

        /** The least value from the given one up for which a condition holds, or the end if there is none. */
        BigInteger least(Term condition, BigInteger from, BigInteger end) throws UnknownException {
            BigInteger low = from;
            BigInteger high = end;
            BigInteger next = end; // the first question is whether there is any; the second, whether there is one below the first
            while (low.compareTo(high) < 0) {
                Optional<BigInteger> value = between(condition, low, next.subtract(BigInteger.ONE));
                if (value.isPresent()) {
                    boolean first = high.equals(end);
                    high = first ? likelyLeast(condition, low, value.get()) : value.get();
                    next = first ? high : middle(low, high);
                } else {
                    low = next;
                    next = middle(low, high);
                }
            }
            return high;
        }

        /** The least of the likely values for which a condition holds, and of one more. */
        private BigInteger likelyLeast(Term condition, BigInteger low, BigInteger value) {
            return likely.subSet(low, value).stream().filter(each -> holds(condition, each)).findFirst().orElse(value);
        }

        private boolean holds(Term condition, BigInteger value) {
            return new Evaluator(assignment(List.of(field), new long[] {value.shiftLeft(free).longValue()})).isTrue(condition);
        }

        private Optional<BigInteger> between(Term condition, BigInteger low, BigInteger high) throws UnknownException {
            if (high.compareTo(low) < 0) {
                return Optional.empty();
            }
            if (left-- == 0 || asked++ >= MOST_QUESTIONS) {
                throw new UnknownException();
            }
            BigInteger most = high.add(BigInteger.ONE).shiftLeft(free).subtract(BigInteger.ONE);
            ValueSet range = new ValueSet(field.width(), List.of(new ValueSet.Run(low.shiftLeft(free), most)));
            return switch (solver.check(List.of(condition, field.within(range, terms)))) {
                case Answer.Satisfiable(Assignment model) -> Optional.of(new Evaluator(model).value(field.term(terms)).shiftRight(free));
                case Answer.Unsatisfiable _ -> Optional.empty();
                case Answer.Unknown _ -> throw new UnknownException();
            };
        }
    }

    private static BigInteger middle(BigInteger low, BigInteger high) {
        return low.add(high).shiftRight(1).max(low.add(BigInteger.ONE)).min(high);
    }

    private static final class UnknownException extends Exception {
        private static final long serialVersionUID = 1;
    }
}
