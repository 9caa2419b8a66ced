package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
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

    private final Terms terms;
    private final Solver solver;

    FieldValues(Terms terms, Solver solver) {
        this.terms = terms;
        this.solver = solver;
    }

    /** The values; empty where there are too many runs of them or the solver does not know. */
    Optional<ValueSet> of(Term condition, Field field) {
        if (field.width() > ENUMERATED_BITS) {
            return search(condition, field);
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

    private Optional<ValueSet> search(Term condition, Field field) {
        List<ValueSet.Run> runs = new ArrayList<>();
        BigInteger end = BigInteger.ONE.shiftLeft(field.width());
        BigInteger from = BigInteger.ZERO;
        try {
            while (from.compareTo(end) < 0) {
                BigInteger low = least(condition, field, from, end);
                if (low.equals(end)) {
                    return Optional.of(new ValueSet(field.width(), runs));
                }
                BigInteger next = least(terms.not(condition), field, low, end);
                runs.add(new ValueSet.Run(low, next.subtract(BigInteger.ONE)));
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

    /** The least value from the given one up for which the condition holds, or the end if there is none. */
    private BigInteger least(Term condition, Field field, BigInteger from, BigInteger end) throws UnknownException {
        BigInteger low = from;
        BigInteger high = end;
        BigInteger next = end; // the first question is whether there is any; the second, whether there is one below the first
        while (low.compareTo(high) < 0) {
            Optional<BigInteger> value = between(condition, field, low, next.subtract(BigInteger.ONE));
            if (value.isPresent()) {
                boolean first = high.equals(end);
                high = value.get();
                next = first ? high : middle(low, high);
            } else {
                low = next;
                next = middle(low, high);
            }
        }
        return high;
    }

    private static BigInteger middle(BigInteger low, BigInteger high) {
        return low.add(high).shiftRight(1).max(low.add(BigInteger.ONE)).min(high);
    }

    private Optional<BigInteger> between(Term condition, Field field, BigInteger low, BigInteger high) throws UnknownException {
        if (high.compareTo(low) < 0) {
            return Optional.empty();
        }
        ValueSet range = new ValueSet(field.width(), List.of(new ValueSet.Run(low, high)));
        return switch (solver.check(List.of(condition, field.within(range, terms)))) {
            case Answer.Satisfiable(Assignment model) -> Optional.of(new Evaluator(model).value(field.term(terms)));
            case Answer.Unsatisfiable _ -> Optional.empty();
            case Answer.Unknown _ -> throw new UnknownException();
        };
    }

    private static final class UnknownException extends Exception {
        private static final long serialVersionUID = 1;
    }
}
