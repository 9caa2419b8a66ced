package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Subterms;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Purpose;
import org.perfcontracts.smt.Solver;

/** Finds what a term can be in a state: its bounds, or all its values. */
public final class Resolver {
    private static final long WIDEST = 4096;
    /** The largest table whose content is looked at. */
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(28);
    /** Of fewer numbers each bound counts. */
    private static final BigInteger FEW = BigInteger.ONE.shiftLeft(31);

    /** Of so many symbols a number is made at least for questions about its bounds to be hard. */
    private static final int LEAST_MIXED = 2;

    private final Symbols symbols = new Symbols();
    private final Terms terms;
    private final Solver solver;

    public Resolver(Terms terms, Solver solver) {
        this.terms = terms;
        this.solver = solver;
    }

    /** Says what the questions from now on are for. */
    public void serve(Purpose purpose) {
        solver.serve(purpose);
    }

    /** Bounds of an address, or null where they are too far apart to go through all that lies between. */
    public AddressRange range(Knowledge state, Term address) {
        Linear sum = Linear.of(address);
        // Fields of one header lie at the same unknown place plus numbers: one search serves them all.
        Term unknown = terms.sub(address, terms.constant(address.width(), sum.constant()));
        AddressRange known = state.ranges.get(unknown);
        if (known == null) {
            if (isFar(state, address)) {
                return null;
            }
            known = find(state, unknown);
            if (known == null) {
                AddressRange range = find(state, address);
                if (range == null) {
                    state.far.put(address, state.constraints.size());
                }
                return range;
            }
            state.ranges.put(unknown, known);
        }
        return known.moved(sum.constant().longValue()).orElseGet(() -> find(state, address));
    }

    /** Whether an address was found to be far from another one that it can be, and nothing has become known since. */
    private static boolean isFar(Knowledge state, Term address) {
        Integer then = state.far.get(address);
        return then != null && then == state.constraints.size();
    }

    /** Bounds of a number of any width, or null where they are too far apart. */
    public AddressRange bounds(Knowledge state, Term number) {
        return find(state, number);
    }

    /** A lower bound of a number: the least value that it can have, if that is not far from one that it has. */
    public long least(Knowledge state, Term number) {
        if (state.model == null) {
            return 0;
        }
        BigInteger possible = state.evaluator().value(number);
        BigInteger low = lowest(state, number, possible, shown(state, number, possible).low(), BigInteger.ONE);
        return low == null ? 0 : low.longValue();
    }

    /**
     * Bounds of an address that may be far apart, with the steps between the places that it may be at; null where they are too far
     * apart for memory to be looked at.
     */
    public AddressRange wide(Knowledge state, Term address) {
        Linear sum = Linear.of(address);
        // As of narrow ones, one search serves all fields at the same unknown place.
        Term unknown = terms.sub(address, terms.constant(address.width(), sum.constant()));
        AddressRange known = state.wideRanges.get(unknown);
        Optional<AddressRange> moved = known == null ? Optional.empty() : known.moved(sum.constant().longValue());
        if (moved.isPresent()) {
            return moved.get();
        }
        AddressRange found = hasModel(state) ? findWide(state, address) : shownWide(state, address);
        if (found != null) {
            found.moved(-sum.constant().longValue()).ifPresent(range -> state.wideRanges.put(unknown, range));
        }
        return found;
    }

    /** Whether an address may be, or was so before, more than so many numbers; yes where the solver does not know. */
    public boolean hasMany(Knowledge state, Term address, int limit) {
        Linear sum = Linear.of(address);
        Term unknown = terms.sub(address, terms.constant(address.width(), sum.constant()));
        if (state.many.contains(unknown)) {
            return true;
        }
        boolean hasMany = values(state, unknown, limit) == null;
        if (hasMany) {
            state.many.add(unknown);
        }
        return hasMany;
    }

    private AddressRange findWide(Knowledge state, Term address) {
        BigInteger possible = state.evaluator().value(address);
        Interval shown = shown(state, address, possible);
        BigInteger high = within(address, possible, shown.high(), bound -> ask(state, above(address, bound)));
        BigInteger low = high == null ? null : within(address, possible, shown.low(), bound -> ask(state, below(address, bound)));
        return low == null ? null : inSteps(address, low, high, possible.longValue());
    }

    /** The bounds that show without a value that the constraints allow. */
    private static AddressRange shownWide(Knowledge state, Term address) {
        Interval known = state.bounds().of(address);
        Interval made = Interval.of(address);
        BigInteger low = known.low().max(made.low());
        BigInteger high = known.high().min(made.high());
        long any = new Evaluator(Assignment.ZERO).toLong(address);
        return low.compareTo(high) <= 0 ? inSteps(address, low, high, any) : null;
    }

    private static AddressRange inSteps(Term address, BigInteger low, BigInteger high, long base) {
        if (high.subtract(low).compareTo(LARGEST) > 0) {
            return null;
        }
        long step = Strides.of(address);
        boolean isPowerOfTwo = Long.bitCount(step) == 1;
        long first = low.longValue() + (isPowerOfTwo ? base - low.longValue() & step - 1 : Math.floorMod(base - low.longValue(), step));
        long last = high.longValue() - (isPowerOfTwo ? high.longValue() - base & step - 1 : Math.floorMod(high.longValue() - base, step));
        return first > last ? null : new AddressRange(first, last, step);
    }

    /** Bounds of a number of at most 64 bits under conditions, as near as a few questions tell, with its steps. */
    Region.Range hull(List<Term> conditions, Term number) {
        Term wide = terms.zext(number, 64);
        BigInteger any = BigInteger.ONE.shiftLeft(number.width()).subtract(BigInteger.ONE);
        if (!(solver.check(conditions) instanceof Answer.Satisfiable(Assignment model))) {
            List<Term> easier = about(number, conditions);
            return easier.size() == conditions.size() ? new Region.Range(0, any.longValue()) : hull(easier, number);
        }
        Interval interval = Interval.of(number);
        BigInteger possible = new Evaluator(model).value(number);
        // What has more than half of many numbers is bounded by nothing that matters.
        BigInteger span = interval.high().subtract(interval.low());
        BigInteger most = span.compareTo(FEW) < 0 ? span : span.shiftRight(1);
        BigInteger high = end(number, possible, interval.high(), most, bound -> solver.check(and(conditions, above(number, bound))));
        BigInteger room = most.subtract(high.subtract(possible));
        BigInteger low = room.signum() < 0 ? interval.low() : end(number, possible, interval.low(), room, bound -> solver.check(and(conditions, below(number, bound))));
        long step = Strides.of(wide);
        long base = possible.longValue();
        long first = base - Long.divideUnsigned(base - low.longValue(), step) * step;
        long last = base + Long.divideUnsigned(high.longValue() - base, step) * step;
        return new Region.Range(first, last, first == last ? 1 : step);
    }

    /** The end on one side, as {@link #end}, or null if that is too far away. */
    private static BigInteger within(Term number, BigInteger possible, BigInteger end, Function<BigInteger, Answer> beyond) {
        BigInteger far = possible.add(LARGEST.multiply(BigInteger.valueOf(end.compareTo(possible))));
        boolean isFar = end.subtract(possible).abs().compareTo(LARGEST) > 0;
        if (isFar && beyond.apply(far).isPossible()) {
            return null;
        }
        return end(number, possible, isFar ? far : end, LARGEST, beyond);
    }

    /** The end on one side: no value that is not refuted lies beyond. Where it is farther from a possible value than there is room, it is not looked for closely. */
    private static BigInteger end(Term number, BigInteger possible, BigInteger end, BigInteger room, Function<BigInteger, Answer> beyond) {
        BigInteger reached = possible;
        BigInteger most = end;
        BigInteger step = BigInteger.valueOf(end.compareTo(possible));
        BigInteger tried = end.subtract(step);
        while (!reached.equals(most) && reached.subtract(possible).abs().compareTo(room) <= 0) {
            switch (beyond.apply(tried)) {
                case Answer.Unsatisfiable _ -> most = tried;
                case Answer.Satisfiable found -> {
                    BigInteger seen = farther(tried.add(step), new Evaluator(found.model()).value(number), step);
                    reached = farther(seen, most, step.negate());
                }
                case Answer.Unknown _ -> reached = tried.add(step);
            }
            tried = reached.add(most).add(step.signum() < 0 ? BigInteger.ONE : BigInteger.ZERO).shiftRight(1);
        }
        return most;
    }

    private static BigInteger farther(BigInteger a, BigInteger b, BigInteger direction) {
        return direction.signum() < 0 ? a.min(b) : a.max(b);
    }

    private static List<Term> and(List<Term> conditions, Term condition) {
        List<Term> both = new ArrayList<>(conditions);
        both.add(condition);
        return both;
    }

    private AddressRange find(Knowledge state, Term address) {
        if (state.model == null) {
            return null;
        }
        BigInteger possible = state.evaluator().value(address);
        Interval shown = shown(state, address, possible);
        BigInteger step = BigInteger.valueOf(step(address));
        if (shown.high().subtract(shown.low()).compareTo(BigInteger.valueOf(WIDEST)) <= 0 && isUnrestricted(state, address)) {
            return new AddressRange(reached(possible, shown.low(), step).longValue(), reached(possible, shown.high(), step).longValue(), step.longValue());
        }
        BigInteger high = highest(state, address, possible, shown.high(), step);
        if (high == null) {
            return null;
        }
        BigInteger low = lowest(state, address, possible, shown.low(), step);
        if (low == null) {
            return null;
        }
        return new AddressRange(low.longValue(), high.longValue(), step.longValue());
    }

    /**
     * Whether a number is a hash, bits mixed of several inputs, and no constraint speaks of it: then it is most likely anything between the
     * bounds that show, and to find out would be hard. Of a sum, as of an index and a place, constraints on its parts say more.
     */
    private boolean isUnrestricted(Knowledge state, Term number) {
        Term mixed = mixed(number);
        boolean isHash = mixed instanceof Operation o && (o.operator() == Operator.XOR || o.operator() == Operator.FUNCTION);
        Set<Symbol> made = isHash ? symbols.of(mixed) : Set.of();
        return made.size() >= LEAST_MIXED && state.constraints.stream()
                .noneMatch(constraint -> symbols.of(constraint).containsAll(made) && Subterms.contains(constraint, mixed));
    }

    /** What a number is a part or a multiple of. */
    private static Term mixed(Term number) {
        while (number instanceof Operation o) {
            List<Term> parts = o.arguments().stream().filter(part -> !(part instanceof Constant)).toList();
            if (parts.size() != 1) {
                return number;
            }
            number = parts.getFirst();
        }
        return number;
    }

    /** The bounds that follow from how a term is made and what the constraints compare. */
    private static Interval shown(Knowledge state, Term term, BigInteger possible) {
        Interval known = state.bounds().of(term);
        return known.contains(possible) ? known : Interval.of(term);
    }

    /** The greatest value, one that is a number of steps away from a possible one; null where that is far. It need not be attained. */
    private BigInteger highest(Knowledge state, Term term, BigInteger possible, BigInteger bound, BigInteger step) {
        BigInteger far = possible.add(BigInteger.valueOf(WIDEST));
        if (bound.compareTo(far) > 0 && ask(state, above(term, far)).isPossible()) {
            return null;
        }
        BigInteger high = reached(possible, bound.min(far), step);
        BigInteger attained = possible;
        for (int question = 0; attained.compareTo(high) < 0; question++) {
            BigInteger next = reached(attained, tried(attained, high, step, question), step);
            switch (ask(state, above(term, next))) {
                case Answer.Unsatisfiable _ -> high = next;
                case Answer.Satisfiable found -> attained = new Evaluator(found.model()).value(term).max(next.add(step));
                case Answer.Unknown _ -> {
                    return high;
                }
            }
        }
        return high;
    }

    /** The least value, in the same way. */
    private BigInteger lowest(Knowledge state, Term term, BigInteger possible, BigInteger bound, BigInteger step) {
        BigInteger far = possible.subtract(BigInteger.valueOf(WIDEST)).max(BigInteger.ZERO);
        if (bound.compareTo(far) < 0 && ask(state, below(term, far)).isPossible()) {
            return null;
        }
        BigInteger low = reached(possible, bound.max(far), step);
        BigInteger attained = possible;
        for (int question = 0; attained.compareTo(low) > 0; question++) {
            BigInteger next = reached(attained, tried(attained, low, step, question), step);
            switch (ask(state, below(term, next))) {
                case Answer.Unsatisfiable _ -> low = next;
                case Answer.Satisfiable found -> attained = new Evaluator(found.model()).value(term).min(next.subtract(step));
                case Answer.Unknown _ -> {
                    return low;
                }
            }
        }
        return low;
    }

    /** Most bounds that can be read off are attained, and many others are those of the only value: halves are for the rest. */
    private static BigInteger tried(BigInteger attained, BigInteger bound, BigInteger step, int question) {
        return switch (question) {
            case 0 -> bound.compareTo(attained) > 0 ? bound.subtract(step) : bound.add(step);
            case 1 -> attained;
            // Never the bound itself, of which nothing new can be found out.
            default -> attained.add(bound).add(bound.compareTo(attained) < 0 ? BigInteger.ONE : BigInteger.ZERO).shiftRight(1);
        };
    }

    /** The last number that is reached by steps from one on the way to another. */
    private static BigInteger reached(BigInteger from, BigInteger to, BigInteger step) {
        return from.add(to.subtract(from).divide(step).multiply(step));
    }

    private Term above(Term term, BigInteger value) {
        return terms.ult(terms.constant(term.width(), value), term);
    }

    private Term below(Term term, BigInteger value) {
        return terms.ult(term, terms.constant(term.width(), value));
    }

    /** Whether a state has a model, be it one that is asked for now. */
    public boolean hasModel(Knowledge state) {
        if (state.model == null && ask(state, terms.yes()) instanceof Answer.Satisfiable(Assignment model)) {
            state.setModel(model);
        }
        return state.model != null;
    }

    public Answer ask(Knowledge state, Term condition) {
        if (condition == terms.no()) {
            return new Answer.Unsatisfiable();
        }
        if (condition == terms.yes() && state.model != null) {
            return new Answer.Satisfiable(state.model);
        }
        return solver.check(with(state, condition));
    }

    /** Whether a condition must be taken as possible in a state; a proof that it is not is tried without products first. */
    boolean mayHold(Knowledge state, Term condition) {
        List<Term> general = Products.generalised(terms, with(state, condition));
        boolean refuted = !general.isEmpty() && !solver.check(general).isPossible();
        return !refuted && ask(state, condition).isPossible();
    }

    private static List<Term> with(Knowledge state, Term condition) {
        return and(state.constraints, condition);
    }

    /** The largest power of two of which every value of the term is a multiple, up to a constant. */
    private static long step(Term address) {
        return Math.min(1 << 12, Strides.powerOfTwo(address));
    }

    /** Those of some conditions that speak of nothing but what a term is made of: where all are too hard, they still tell something. */
    private List<Term> about(Term term, List<Term> conditions) {
        Set<Symbol> madeOf = symbols.of(term);
        return conditions.stream().filter(each -> madeOf.containsAll(symbols.of(each))).toList();
    }

    /**
     * Computes a sample of a term: in a state's model or, where the solver knows of none, in one of the conditions about the term alone; null where it
     * knows of none of these either.
     */
    Evaluator sample(Knowledge state, Term term) {
        if (hasModel(state)) {
            return state.evaluator();
        }
        return solver.check(about(term, state.constraints)) instanceof Answer.Satisfiable(Assignment model) ? new Evaluator(model) : null;
    }

    /** A value that a term can have, with a model in which it has it; null where it is not known whether there is one. */
    public record Value(long value, Assignment model) {
    }

    /**
     * All values of a term of at most 64 bits. Where the solver does not know, they are those that the conditions about the term alone allow; null where there
     * are more than the limit, or it does not know these either.
     */
    public List<Value> values(Knowledge state, Term term, int limit) {
        List<Value> known = state.model == null ? List.of() : List.of(new Value(state.evaluator().toLong(term), state.model));
        List<Value> values = values(state.constraints, term, known, limit);
        List<Term> easier = values == null ? about(term, state.constraints) : List.of();
        if (values == null && easier.size() < state.constraints.size()) {
            values = values(easier, term, known, limit);
            values = values == null ? null : values.stream().map(each -> known.contains(each) ? each : new Value(each.value, null)).toList();
        }
        return values == null || values.size() > limit ? null : values;
    }

    /** The known values and those that conditions allow besides, or as many of them as exceed a limit; null where the solver does not know. */
    private List<Value> values(List<Term> allowed, Term term, List<Value> known, int limit) {
        List<Value> values = new ArrayList<>(known);
        List<Term> conditions = new ArrayList<>(allowed);
        known.forEach(each -> conditions.add(terms.ne(term, terms.constant(term.width(), each.value))));
        while (values.size() <= limit) {
            switch (solver.check(conditions)) {
                case Answer.Unsatisfiable _ -> {
                    return values;
                }
                case Answer.Unknown _ -> {
                    return null;
                }
                case Answer.Satisfiable found -> {
                    long value = new Evaluator(found.model()).toLong(term);
                    values.add(new Value(value, found.model()));
                    conditions.add(terms.ne(term, terms.constant(term.width(), value)));
                }
            }
        }
        return values;
    }
}
