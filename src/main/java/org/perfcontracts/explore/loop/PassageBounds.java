package org.perfcontracts.explore.loop;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.state.CutLoop;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.formula.LinearBound;

/** How often the complete iterations of a cut loop pass a point, at most. */
final class PassageBounds {
    /** Measures are looked for among so many places. */
    private static final int MOST_MEASURED = 8;
    /** More rounds than this are no bound that anybody could use. */
    private static final long MOST_COUNTED = 1L << 40;
    /** From so many on it is worth to look for fewer. */
    private static final long FAR = 1L << 16;

    private final Terms terms;
    private final Resolver resolver;
    private final MarkPoints marks;
    private final Forms forms;
    private final Facts facts;
    private final State start;
    private final State header;
    private final List<State> rounds;
    private final List<Measure> measures = new ArrayList<>();
    private final Map<State, Map<String, Long>> passedBy = new HashMap<>();
    private boolean isBounded;

    /**
     * Something that moves in one direction on every way round, or stays on some.
     *
     * @param room  how far it comes in all complete iterations together, at most
     * @param steps by how much each way round moves it, at least; 0 where it may stay
     * @param way   how far it has come at the header; empty where no term says that
     */
    private record Measure(long room, Map<State, Long> steps, Optional<Term> way) {
        /** How often each way round can be taken at most. */
        boolean hasCounts(LongPredicate counts) {
            return movesAlways() && steps.values().stream().allMatch(step -> counts.test(room / step));
        }

        boolean movesAlways() {
            return steps.values().stream().noneMatch(step -> step == 0);
        }
    }

    /**
     * The bounds that follow from what is known at the fix point.
     *
     * @param start the state before the loop
     * @param header the state that stands for every iteration
     * @param rounds the states that come round
     */
    PassageBounds(Means means, Forms forms, Facts facts, State start, State header, List<State> rounds) {
        this.terms = means.terms();
        this.resolver = means.resolver();
        this.marks = means.marks();
        this.forms = forms;
        this.facts = facts;
        this.start = start;
        this.header = header;
        this.rounds = rounds;
        find();
    }

    private PassageBounds(PassageBounds other, List<Measure> measures) {
        this.terms = other.terms;
        this.resolver = other.resolver;
        this.marks = other.marks;
        this.forms = other.forms;
        this.facts = other.facts;
        this.start = other.start;
        this.header = other.header;
        this.rounds = other.rounds;
        this.passedBy.putAll(other.passedBy);
        this.isBounded = other.isBounded;
        this.measures.addAll(measures);
    }

    /**
     * The bounds where the loop is left in some way: what the last iteration, which is not complete, asks for is room that those before have not used.
     *
     * @param exit the state behind the loop
     */
    PassageBounds before(State exit) {
        Map<Term, OptionalLong> ways = new HashMap<>();
        return new PassageBounds(this, measures.stream().map(measure -> {
            OptionalLong way = measure.room >= FAR ? OptionalLong.empty() : measure.way.map(term -> ways.computeIfAbsent(term, _ -> most(exit, term))).orElse(OptionalLong.empty());
            return way.isEmpty() ? measure : new Measure(Math.min(measure.room, way.getAsLong()), measure.steps, measure.way);
        }).toList());
    }

    private OptionalLong most(State state, Term number) {
        AddressRange range = number instanceof Constant ? null : resolver.bounds(state, number);
        return range == null || range.high() < 0 ? OptionalLong.empty() : OptionalLong.of(range.high());
    }

    /**
     * The greatest number of passages of each point: the ways round on which a measure moves by at least so much, within what
     * it can be at the header, are at most so many.
     */
    Map<String, Long> mostPassages(Set<String> points) {
        Map<String, Long> most = new TreeMap<>();
        for (String point : points) {
            most(Map.of(point, 1L)).ifPresent(passages -> most.put(point, passages));
        }
        return most;
    }

    /**
     * What points share: the ways round use up the room of a measure together, each by its step, so where each step is a sum of weights of the points
     * that the way passes, or no less, the weighted sum of all passages has no more room than that. Sums of points that the iterations of inner loops
     * pass are bounded if they are there.
     */
    List<LinearBound> together(Set<String> points) {
        Set<LinearBound> bounds = new LinkedHashSet<>();
        List<String> own = points.stream().filter(point -> rounds.stream().noneMatch(end -> innerCuts(end).stream().anyMatch(inner -> inner.passes(point)))).sorted().toList();
        for (Measure measure : measures.stream().filter(Measure::movesAlways).toList()) {
            Shares.of(own, rounds.stream().collect(Collectors.toMap(end -> own.stream().map(point -> passedBy(end).getOrDefault(point, 0L)).toList(), measure.steps::get, Math::min)))
                    .flatMap(shares -> shares.bound(measure.room)).ifPresent(bounds::add);
        }
        for (State end : rounds) {
            innerCuts(end).forEach(inner -> inner.together().forEach(bound -> most(bound.weights()).ifPresent(most -> bounds.add(new LinearBound(bound.weights(), most)))));
        }
        return List.copyOf(bounds);
    }

    /** Whether some measure shows that the loop is left after a number of iterations, be that known or not. */
    boolean isBounded() {
        return isBounded;
    }

    /** Takes it that what the loop follows in regions leads to an end: then that is no longer than they have elements. */
    void assumeEnd() {
        new Chains(terms, forms, facts, header, rounds).mostRounds().ifPresent(most -> measures.add(each(most)));
    }

    /** Whether some measure shows that the loop is left after a number of iterations that is known and not large. */
    boolean isNear() {
        return measures.stream().anyMatch(measure -> measure.hasCounts(count -> count < FAR));
    }

    private void find() {
        List<Place> used = forms.numbers().stream().filter(facts::isUsed).toList();
        for (Place place : used) {
            mostRounds(place);
        }
        forms.mostFollowed(header, rounds).ifPresent(most -> {
            isBounded = true;
            measures.add(each(most));
        });
        if (!isNear()) {
            used.stream().limit(MOST_MEASURED).forEach(this::mostSignedRoundsOfPart);
        }
        if (!isNear()) {
            used.stream().limit(MOST_MEASURED).forEach(this::mostRoundsByBits);
        }
        if (!isBounded) {
            used.stream().limit(MOST_MEASURED).forEach(this::mostRelativeRounds);
        }
        for (int i = 0; i < Math.min(used.size(), MOST_MEASURED) && !isBounded; i++) {
            for (int k = 0; k < i && !isBounded; k++) {
                mostRoundsOfPair(used.get(i), used.get(k));
            }
        }
        List<Place> few = used.subList(0, Math.min(used.size(), MOST_MEASURED));
        for (Place slow : few) {
            few.stream().filter(quick -> quick != slow && !isBounded).forEach(quick -> mostRoundsInPhases(slow, quick));
        }
    }

    /** A measure of which each iteration takes one. */
    private Measure each(long most) {
        return new Measure(most, rounds.stream().collect(Collectors.toMap(Function.identity(), _ -> 1L)), Optional.empty());
    }

    /** What a weighted sum of passages is at most; empty where no measure sets a bound that fits. */
    private OptionalLong most(Map<String, Long> weights) {
        OptionalLong least = OptionalLong.empty();
        for (Measure measure : measures) {
            OptionalLong most = most(weights, measure);
            if (most.isPresent() && (least.isEmpty() || most.getAsLong() < least.getAsLong())) {
                least = most;
            }
        }
        return least;
    }

    /**
     * All ways round that count move the same thing, so what one of them uses up of its room is lost to the others: all is used best by the ways that pass most for
     * what they use. What they use together is a multiple of what all their steps are multiples of.
     */
    private OptionalLong most(Map<String, Long> weights, Measure measure) {
        BigInteger greatest = BigInteger.ZERO;
        BigInteger unit = BigInteger.ZERO;
        Map<State, BigInteger> sums = new HashMap<>();
        for (State end : rounds) {
            BigInteger sum = sum(weights, end);
            if (sum == null || sum.signum() > 0 && measure.steps.get(end) == 0) {
                return OptionalLong.empty();
            }
            if (sum.signum() > 0) {
                sums.put(end, sum);
                unit = unit.gcd(BigInteger.valueOf(measure.steps.get(end)));
            }
        }
        for (Map.Entry<State, BigInteger> each : sums.entrySet()) {
            BigInteger used = BigInteger.valueOf(measure.room).divide(unit).multiply(unit);
            greatest = greatest.max(each.getValue().multiply(used).divide(BigInteger.valueOf(measure.steps.get(each.getKey()))));
        }
        return greatest.bitLength() < Long.SIZE ? OptionalLong.of(greatest.longValue()) : OptionalLong.empty();
    }

    /** What a weighted sum of the passages of a way round is at most; null where an inner loop sets it no bound. */
    private BigInteger sum(Map<String, Long> weights, State end) {
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<String, Long> each : weights.entrySet()) {
            sum = sum.add(BigInteger.valueOf(passedBy(end).getOrDefault(each.getKey(), 0L)).multiply(BigInteger.valueOf(each.getValue())));
        }
        for (CutLoop inner : innerCuts(end)) {
            OptionalLong most = inner.most(weights);
            if (most.isEmpty()) {
                return null;
            }
            sum = sum.add(BigInteger.valueOf(most.getAsLong()));
        }
        return sum;
    }

    private List<CutLoop> innerCuts(State end) {
        return end.cuts.subList(header.cuts.size(), end.cuts.size());
    }

    /** How often each way round can be taken at most, where all of them move the place in one direction. */
    private void mostRounds(Place place) {
        Function<State, Term> measure = state -> forms.low(place, state);
        if (!rises(measure, () -> room(place, true)) && !falls(measure, () -> room(place, false))) {
            mostSignedRounds(place, forms.widthOf(place));
        }
    }

    /** The same of a signed number in some low bits, which may pass over zero: seen from the least one it goes on in one direction. */
    private void mostSignedRounds(Place place, int width) {
        Term least = terms.constant(width, BigInteger.ONE.shiftLeft(width - 1));
        Function<State, Term> measure = state -> terms.add(terms.extract(forms.low(place, state), width - 1, 0), least);
        if (!rises(measure, () -> room(measure, true))) {
            falls(measure, () -> room(measure, false));
        }
    }

    /** A small number in a wide register. */
    private void mostSignedRoundsOfPart(Place place) {
        IntStream.of(32, 16, 8).filter(width -> width < forms.widthOf(place)).forEach(width -> mostSignedRounds(place, width));
    }

    /**
     * A number that loses bits and gets none, as a mask does of which the lowest bit is cleared, or of which no more than half is left, as of
     * one that is shifted or divided: each way round takes a bit.
     */
    private void mostRoundsByBits(Place place) {
        Function<State, Term> measure = state -> forms.low(place, state);
        if (onEachRound(measure, this::losesBits) || onEachRound(measure, this::isHalved)) {
            Term at = measure.apply(header);
            AddressRange span = at instanceof Constant ? null : resolver.bounds(header, at);
            long bits = span == null || span.high() < 0 ? at.width() : Long.SIZE - Long.numberOfLeadingZeros(span.high());
            // Where the loop is not reached with zero, one bit is left.
            long most = resolver.ask(header, terms.eq(at, terms.constant(at.width(), 0))).isPossible() ? bits : bits - 1;
            isBounded = true;
            measures.add(each(most));
        }
    }

    private boolean onEachRound(Function<State, Term> measure, BinaryOperator<Term> moves) {
        Term from = measure.apply(header);
        return rounds.stream().noneMatch(end -> resolver.ask(end, terms.not(moves.apply(from, measure.apply(end)))).isPossible());
    }

    private Term losesBits(Term from, Term to) {
        return terms.and(terms.eq(terms.and(to, terms.not(from)), terms.constant(from.width(), 0)), terms.ne(to, from));
    }

    private Term isHalved(Term from, Term to) {
        return terms.and(terms.ule(to, terms.lshr(from, terms.constant(from.width(), 1))), terms.ne(to, from));
    }

    private OptionalLong room(Function<State, Term> measure, boolean upwards) {
        AddressRange first = resolver.bounds(start, measure.apply(start));
        AddressRange span = first == null ? null : resolver.bounds(header, measure.apply(header));
        if (span == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(upwards ? span.high() - first.low() : first.high() - span.low());
    }

    /** From where a place is before the loop to the end of what it can be at the header; empty where that is far. */
    private OptionalLong room(Place place, boolean upwards) {
        AddressRange first = resolver.bounds(start, forms.low(place, start));
        AddressRange span = first == null ? null : span(place, forms.low(place, header));
        if (span == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(upwards ? span.high() - first.low() : first.high() - span.low());
    }

    /** The same of how far the place has come from where it was, in as many low bits as numbers have: it may pass over zero. */
    private void mostRelativeRounds(Place place) {
        int most = forms.widthOf(place);
        IntStream.of(most, 32, 16, 8).filter(width -> width <= most).distinct().forEach(width -> {
            if (!isBounded) {
                Term before = terms.extract(forms.low(place, start), width - 1, 0);
                long step = forms.stepOf(place) % 2 == 0 ? 1 : forms.stepOf(place);
                Term scale = terms.constant(width, BigInteger.valueOf(step).modInverse(BigInteger.ONE.shiftLeft(width)));
                Function<State, Term> upwards = state -> terms.mul(terms.sub(terms.extract(forms.low(place, state), width - 1, 0), before), scale);
                Function<State, Term> downwards = state -> terms.neg(upwards.apply(state));
                if (!rises(upwards, () -> room(upwards))) {
                    rises(downwards, () -> room(downwards));
                }
            }
        });
    }

    /** The same of the distance of two places, as where two ends come closer to each other, and of their sum. */
    private void mostRoundsOfPair(Place a, Place b) {
        int width = Math.max(forms.widthOf(a), forms.widthOf(b));
        Function<State, Term> first = state -> terms.zext(forms.low(a, state), width);
        Function<State, Term> second = state -> terms.zext(forms.low(b, state), width);
        for (Function<State, Term> measure : List.<Function<State, Term>>of(
                state -> terms.sub(first.apply(state), second.apply(state)),
                state -> terms.sub(second.apply(state), first.apply(state)),
                // Two ends that both move may pass each other before that is noticed.
                state -> terms.add(terms.sub(first.apply(state), second.apply(state)), 1),
                state -> terms.add(terms.sub(second.apply(state), first.apply(state)), 1),
                state -> terms.add(first.apply(state), second.apply(state)))) {
            mostRounds(measure, () -> room(measure));
            if (isBounded) {
                return;
            }
        }
    }

    /**
     * Where a place goes on in one direction, and on each way round on which it stays another one does, which may be anywhere after the first has moved:
     * as of a parser that goes on in a packet, or jumps to anywhere in it but no more than so often. Both together are one number, the first its higher digit.
     */
    private void mostRoundsInPhases(Place slow, Place quick) {
        Function<State, Term> digit = state -> forms.low(slow, state);
        Function<State, Term> low = state -> forms.low(quick, state);
        for (boolean up : List.of(true, false)) {
            if (!movesOrStays(digit, up)) {
                continue;
            }
            for (boolean upInPhase : List.of(true, false)) {
                if (rounds.stream().noneMatch(end -> resolver.ask(end, terms.not(terms.or(moved(digit, end, up), moved(low, end, upInPhase)))).isPossible())) {
                    isBounded = true;
                    List<State> staying = rounds.stream().filter(end -> resolver.ask(end, terms.not(moved(digit, end, up))).isPossible()).toList();
                    room(slow, up).ifPresent(most -> addPhases(most, staying, low.apply(header)));
                    return;
                }
            }
        }
    }

    private boolean movesOrStays(Function<State, Term> measure, boolean up) {
        return !isUnmoved(measure) && onEachRound(measure, (from, to) -> up ? terms.ule(from, to) : terms.ule(to, from));
    }

    private boolean isUnmoved(Function<State, Term> measure) {
        return rounds.stream().allMatch(end -> measure.apply(end) == measure.apply(header));
    }

    /** Whether a number has moved on a way round. */
    private Term moved(Function<State, Term> measure, State end, boolean up) {
        Term from = measure.apply(header);
        Term to = measure.apply(end);
        return up ? terms.ult(from, to) : terms.ult(to, from);
    }

    /** Measures of how often the slow place moves and of all rounds, in each phase of which the other place is never where it was before. */
    private void addPhases(long phases, List<State> staying, Term quick) {
        measures.add(new Measure(phases, rounds.stream().collect(Collectors.toMap(Function.identity(), end -> staying.contains(end) ? 0L : 1L)), Optional.empty()));
        long low = Long.MAX_VALUE;
        long high = 0;
        for (State end : staying) {
            AddressRange range = quick instanceof Constant ? null : resolver.bounds(end, quick);
            if (range == null || range.low() < 0 || range.high() < 0) {
                return;
            }
            low = Math.min(low, range.low());
            high = Math.max(high, range.high());
        }
        BigInteger inPhase = staying.isEmpty() ? BigInteger.ZERO : BigInteger.valueOf(high).subtract(BigInteger.valueOf(low)).add(BigInteger.ONE);
        BigInteger most = BigInteger.valueOf(phases).multiply(inPhase.add(BigInteger.ONE)).add(inPhase);
        if (most.compareTo(BigInteger.valueOf(MOST_COUNTED)) <= 0) {
            measures.add(each(most.longValueExact()));
        }
    }

    private OptionalLong room(Function<State, Term> measure) {
        return most(header, measure.apply(header));
    }

    private void mostRounds(Function<State, Term> measure, Supplier<OptionalLong> room) {
        if (!falls(measure, room)) {
            rises(measure, room);
        }
    }

    private boolean rises(Function<State, Term> measure, Supplier<OptionalLong> room) {
        return moves(_ -> measure.apply(header), measure, room, terms.sub(measure.apply(header), measure.apply(start)));
    }

    private boolean falls(Function<State, Term> measure, Supplier<OptionalLong> room) {
        return moves(measure, _ -> measure.apply(header), room, terms.sub(measure.apply(start), measure.apply(header)));
    }

    /** Whether on every way round one term is less than the other; then the ways are at most so many as have room. */
    private boolean moves(Function<State, Term> from, Function<State, Term> to, Supplier<OptionalLong> room, Term way) {
        for (State end : rounds) {
            if (resolver.ask(end, terms.not(terms.ult(from.apply(end), to.apply(end)))).isPossible()) {
                return false;
            }
        }
        isBounded = true;
        // How far and by how much takes many questions, which are worth asking only of what moves.
        OptionalLong most = nearer(room.get(), to);
        Map<State, Long> steps = new HashMap<>();
        long widest = 0;
        for (State end : rounds) {
            steps.put(end, Math.max(1, resolver.least(end, terms.sub(to.apply(end), from.apply(end)))));
            widest = Math.max(widest, widest(from.apply(end)));
        }
        Measure measure = new Measure(Math.max(0, most.orElse(widest)), steps, Optional.of(way));
        if (measure.hasCounts(count -> count <= MOST_COUNTED)) {
            measures.add(measure);
        }
        return true;
    }

    /** The room, if it is not far; else what the greater term can be on the ways round, where more is known than at the header. */
    private OptionalLong nearer(OptionalLong room, Function<State, Term> to) {
        if (room.isPresent() && room.getAsLong() < FAR) {
            return room;
        }
        long most = 0;
        for (State end : rounds) {
            Term at = to.apply(end);
            AddressRange range = at instanceof Constant ? null : resolver.bounds(end, at);
            if (range == null || range.high() < 0) {
                return room;
            }
            most = Math.max(most, range.high());
        }
        return OptionalLong.of(most);
    }

    /** What a number of a term's width is at most. */
    private static long widest(Term term) {
        return term.width() >= Long.SIZE - 1 ? Long.MAX_VALUE : (1L << term.width()) - 1;
    }

    /** What a place can be at the header: by the facts if they set a bound, and by the solver if that is not far. */
    private AddressRange span(Place place, Term at) {
        Interval known = facts.bounds(place, at.width());
        boolean isBounded = known.high().bitLength() < Math.min(63, at.width()) && !(at instanceof Constant);
        if (!isBounded) {
            return resolver.bounds(header, at);
        }
        AddressRange shown = new AddressRange(known.low().longValue(), known.high().longValue(), 1);
        // All conditions on the way to the loop together may say more than a fact by itself.
        AddressRange proved = shown.high() - shown.low() < FAR ? resolver.bounds(header, at) : null;
        return proved == null ? shown : new AddressRange(Math.max(shown.low(), proved.low()), Math.min(shown.high(), proved.high()), 1);
    }

    private Map<String, Long> passedBy(State end) {
        return passedBy.computeIfAbsent(end, this::passagesOfTrace);
    }

    /** How often a way round itself passes each point, by the name of a mark or by address. */
    private Map<String, Long> passagesOfTrace(State end) {
        Map<String, Long> passages = new HashMap<>(marks.passages(end.trace, header.trace.length()));
        for (long address : end.trace.instructions(header.trace.length())) {
            passages.merge(CutLoop.automatic(address), 1L, Long::sum);
        }
        return passages;
    }
}
