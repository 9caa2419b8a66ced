package org.perfcontracts.explore.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** What a value that is written into found state can be, in the state of the path that writes it. */
public final class Written {
    /** So far apart, a page, bounds are that may come from where memory ends. */
    private static final int WIDE = 4096;

    private final Terms terms;
    private final Resolver resolver;
    private final Regions regions;
    private final Knowledge state;
    private final Symbols symbols = new Symbols();

    /**
     * Numbers that are written.
     *
     * @param range what they are
     * @param ends numbers that the path compares with what it writes, and their neighbours: where a range that keeps growing may end
     * @param areAll whether the path writes no others, whatever more memory may hold
     */
    public record Numbers(Region.Range range, NavigableSet<Long> ends, boolean areAll) {
        Numbers(Region.Range range) {
            this(range, Collections.emptyNavigableSet(), false);
        }

        /** All numbers of so many bits. */
        public static Numbers any(int bits) {
            return new Numbers(Ranges.all(bits).getFirst());
        }
    }

    Written(Terms terms, Resolver resolver, Regions regions, Knowledge state) {
        this.terms = terms;
        this.resolver = resolver;
        this.regions = regions;
        this.state = state;
    }

    /** What a value can be where a condition does not hold. Zero and all ones stand by themselves: they often say that there is none. */
    List<Numbers> beyond(Term within, Term value) {
        List<Numbers> numbers = new ArrayList<>();
        collect(terms.not(within), value, numbers);
        return numbers;
    }

    private void collect(Term condition, Term value, List<Numbers> numbers) {
        if (condition == terms.no() || !resolver.mayHold(state, condition)) {
            return;
        }
        if (value instanceof Constant known) {
            numbers.add(new Numbers(new Region.Range(known.toLong(), known.toLong())));
            return;
        }
        if (value instanceof Operation choice && choice.operator() == Operator.ITE) {
            collect(terms.and(condition, choice.argument(0)), choice.argument(1), numbers);
            collect(terms.and(condition, terms.not(choice.argument(0))), choice.argument(2), numbers);
            return;
        }
        if (value instanceof Operation result && result.operator().isFloatingArithmetic()) {
            numbers.add(Numbers.any(value.width()));        // bounds of the bits say little of the number, and are dear
            return;
        }
        Constant none = terms.constant(value.width(), 0);
        Constant ones = terms.constant(value.width(), -1);
        for (Constant alone : List.of(none, ones)) {
            Term here = terms.and(condition, terms.eq(value, alone));
            if (here != terms.no() && resolver.mayHold(state, here)) {
                numbers.add(new Numbers(new Region.Range(alone.toLong(), alone.toLong())));
            }
        }
        Term rest = terms.all(List.of(condition, terms.ne(value, none), terms.ne(value, ones)));
        if (rest != terms.no() && resolver.mayHold(state, rest)) {
            numbers.add(hull(rest, value));
        }
    }

    private Numbers hull(Term condition, Term value) {
        Set<Symbol> spokenOf = symbols.of(value);
        List<Term> free = new ArrayList<>(state.constraints.stream().filter(each -> !regions.isRangeAssumption(each)).toList());
        for (Knowledge.Premise implied = state.implied; implied != null; implied = implied.earlier()) {
            free.add(implied.condition());
        }
        List<Term> about = free.stream().filter(each -> symbols.of(each).stream().anyMatch(spokenOf::contains)).toList();
        if (value.width() == Long.SIZE && shown(value).step() > 1) {
            // Of a place in an array it is not the bits of an index that say how far it may be.
            return new Numbers(resolver.hull(and(state.constraints, condition), value), constants(about, value.width()), false);
        }
        if (about.isEmpty() && !(value instanceof Symbol)) {
            Region.Range range = shown(value);
            return isBounded(range, value) ? new Numbers(range) : Numbers.any(value.width());      // as a counter grows
        }
        NavigableSet<Long> ends = constants(about, value.width());
        Region.Range whateverIsThere = resolver.hull(and(free, condition), value);
        // A wide bound that nothing compares with is one of something else, as of the memory that there is behind an array.
        boolean isOther = whateverIsThere.high() - whateverIsThere.low() >= WIDE && !ends.contains(whateverIsThere.high()) && !isBounded(shown(value), value);
        boolean isBounded = isBounded(whateverIsThere, value) && !isOther;
        Region.Range range = isBounded ? whateverIsThere : resolver.hull(and(state.constraints, condition), value);
        // One number is what the path follows: with more in memory there are others.
        boolean areAll = isBounded && range.low() != range.high();
        return new Numbers(range, value instanceof Symbol ? Collections.emptyNavigableSet() : ends, areAll);
    }

    /** What a value is by what it is made of. */
    private static Region.Range shown(Term value) {
        Interval bounds = Interval.of(value);
        long low = bounds.low().longValue();
        long high = bounds.high().longValue();
        if (value.width() != Long.SIZE) {
            return new Region.Range(low, high);
        }
        long step = Strides.of(value);
        long some = new Evaluator(Assignment.ZERO).toLong(value);
        long first = low + Long.remainderUnsigned(some - low, step);
        long last = high - Long.remainderUnsigned(high - some, step);
        return first == last ? new Region.Range(first, last) : new Region.Range(first, last, step);
    }

    /** Whether numbers are but a part of those that a value has bits for. */
    private static boolean isBounded(Region.Range range, Term value) {
        return range.high() - range.low() >>> Math.max(0, value.width() - 2) == 0;
    }

    private static List<Term> and(List<Term> conditions, Term condition) {
        List<Term> both = new ArrayList<>(conditions);
        both.add(condition);
        return both;
    }

    private static NavigableSet<Long> constants(List<Term> conditions, int width) {
        NavigableSet<Long> ends = new TreeSet<>(Long::compareUnsigned);
        Set<Term> seen = new HashSet<>();
        Deque<Term> open = new ArrayDeque<>(conditions);
        while (!open.isEmpty()) {
            Term term = open.pop();
            if (term instanceof Constant constant && constant.width() <= 64 && constant.width() > 1) {
                for (long near = -1; near <= 1; near++) {
                    ends.add(constant.toLong() + near & -1L >>> 64 - width);
                }
            } else if (term instanceof Operation operation && seen.add(operation)) {
                operation.arguments().forEach(open::push);
            }
        }
        return ends;
    }
}
