package org.perfcontracts.explore.loop;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.perfcontracts.explore.memory.Opaques;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.state.Run;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Answer;

/**
 * What stays true at the header of a cut loop. Facts are guessed from what the code compares, kept if they hold before the
 * loop, assumed together, and dropped as soon as one way round does not keep them (the method of Houdini: Flanagan and
 * Leino, FME 2001). A fact is a condition over stand-ins for the values of places.
 */
final class Facts {
    /** Places that are compared with each other. */
    private static final int MOST_PAIRED = 5;
    private static final int ROUNDS_OF_GUESSING = 5;
    /** How often new facts are looked at together on all ways round, and how many questions are asked for one of these at a time. */
    private static final int MOST_PASSES = 8;
    private static final int MOST_QUESTIONS = 32;

    private final Terms terms;
    private final Resolver resolver;
    private final Opaques opaques;
    private final State start;
    private final String prefix;
    private final TextEnds textEnds;
    private final Symbols symbols = new Symbols();
    private final NearbyValues nearby = new NearbyValues(symbols);
    private final Map<Place, Symbol> standIns = new LinkedHashMap<>();
    private final Set<Term> current = new LinkedHashSet<>();
    private final Set<Term> proposed = new HashSet<>();
    /** What was found out about facts before the loop, which nothing changes. */
    private final Map<Term, Boolean> atStart = new HashMap<>();
    /** In which round of proposals, counted from 1, facts were added last, and dropped. */
    private final Map<Term, Integer> added = new HashMap<>();
    private final Map<Term, Integer> dropped = new HashMap<>();
    /** Those that were dropped in the round in which they were added. */
    private final Set<Term> droppedAtOnce = new HashSet<>();
    private int proposals;
    private final Set<Place> relevant = new HashSet<>();
    private int guesses;
    private boolean isGuessing = true;
    private boolean isOfParts;
    /** The symbols that decisions and addresses of the iteration in question depend on, or null. */
    private Set<Symbol> used;

    Facts(Terms terms, Resolver resolver, Opaques opaques, State start, String prefix) {
        this.terms = terms;
        this.opaques = opaques;
        this.resolver = resolver;
        this.start = start;
        this.prefix = prefix;
        this.textEnds = new TextEnds(terms, resolver, start);
    }

    /** The facts, said of the values that the places have. */
    List<Term> over(Function<Place, Term> values) {
        Substitution substitution = substitution(values);
        return current.stream().map(substitution::apply).toList();
    }

    private Substitution substitution(Function<Place, Term> values) {
        Map<Term, Term> replacements = new HashMap<>();
        standIns.forEach((place, standIn) ->
                replacements.put(standIn, terms.extract(values.apply(place), standIn.width() - 1, 0)));
        return new Substitution(terms, replacements);
    }

    /** Drops what speaks of places whose form has become weaker. */
    void keepOnly(Predicate<Place> isNumber, ToIntFunction<Place> width) {
        Set<Symbol> gone = new HashSet<>();
        standIns.forEach((place, standIn) -> {
            if (!isNumber.test(place) || width.applyAsInt(place) != standIn.width()) {
                gone.add(standIn);
            }
        });
        standIns.values().removeAll(gone);
        current.removeIf(fact -> symbols.of(fact).stream().anyMatch(gone::contains));
    }

    /** Drops the facts that some way round does not keep; whether all were kept. */
    boolean dropUnlessKept(List<State> rounds) {
        Set<Term> before = Set.copyOf(current);
        for (State end : rounds) {
            drop(end, end::evaluator, place -> place.read(end), current);
        }
        before.stream().filter(fact -> !current.contains(fact)).forEach(fact -> dropped.put(fact, proposals));
        boolean allKept = current.size() == before.size();
        if (!allKept) {
            // The iteration was held down by what does not hold, and could not suggest all that it will.
            guesses = Math.max(0, guesses - 1);
        }
        return allKept;
    }

    /** Drops those of some facts that need not hold in a state. */
    private void drop(State state, Supplier<Evaluator> evaluator, Function<Place, Term> values, Collection<Term> some) {
        Substitution substitution = substitution(values);
        if (state.model != null) {
            dropFalse(evaluator.get(), substitution);
            dropNearby(state, state.model, substitution);
        }
        keepProved(state, List.copyOf(some), substitution);
    }

    /** Drops those of some facts that are not proved: together as far as the solver can say, else by halves. */
    private void keepProved(State state, List<Term> some, Substitution substitution) {
        List<Term> open = some.stream().filter(current::contains).toList();
        while (!open.isEmpty()) {
            List<Term> instances = open.stream().map(substitution::apply).toList();
            switch (resolver.ask(state, terms.not(terms.all(instances)))) {
                case Answer.Unsatisfiable _ -> {
                    return;
                }
                case Answer.Satisfiable found -> {
                    dropFalse(new Evaluator(found.model()), substitution);
                    dropNearby(state, found.model(), substitution);
                    open = open.stream().filter(current::contains).toList();
                }
                case Answer.Unknown _ -> {
                    int half = open.size() / 2;
                    if (half == 0) {
                        current.remove(open.getFirst());
                    } else {
                        keepProved(state, open.subList(0, half), substitution);
                        keepProved(state, open.subList(half, open.size()), substitution);
                    }
                    return;
                }
            }
        }
    }

    private void dropFalse(Evaluator evaluator, Substitution substitution) {
        current.removeIf(fact -> !evaluator.isTrue(substitution.apply(fact)));
    }

    /** Drops facts that are false for values near to a model of the state, which is quicker than to have others found one by one. */
    private void dropNearby(State state, Assignment model, Substitution substitution) {
        Map<Term, Term> instances = new LinkedHashMap<>();
        current.forEach(fact -> instances.put(substitution.apply(fact), fact));
        Set<Term> refuted = nearby.refuted(instances.keySet(), state.constraints, model, symbol -> !isOlder(symbol));
        current.removeIf(fact -> refuted.contains(substitution.apply(fact)));
    }

    /** The bounds that the facts set to a place by themselves; empty where they set none to either side. */
    Interval bounds(Place place, int width) {
        Symbol standIn = standIns.get(place);
        BigInteger low = BigInteger.ZERO;
        BigInteger high = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        for (Term fact : current) {
            boolean negated = fact instanceof Operation o && o.operator() == Operator.NOT;
            Term comparison = negated ? ((Operation) fact).argument(0) : fact;
            if (comparison instanceof Operation less && less.operator() == Operator.ULT) {
                // The fact says: smaller + distance ≤ greater.
                BigInteger distance = negated ? BigInteger.ZERO : BigInteger.ONE;
                Term smaller = less.argument(negated ? 1 : 0);
                Term greater = less.argument(negated ? 0 : 1);
                if (smaller == standIn && greater instanceof Constant bound) {
                    high = high.min(bound.value().subtract(distance));
                } else if (greater == standIn && smaller instanceof Constant bound) {
                    low = low.max(bound.value().add(distance));
                }
            }
        }
        return new Interval(low, high);
    }

    // ---- guessing

    /** Lets facts be proposed again that were dropped while it was not yet known what the loop changes: they may hold of what is known now. */
    void guessAnew() {
        proposed.retainAll(current);
        guesses = 0;
    }

    /**
     * Lets facts be proposed of the low bits of places too, which are many and dear to refute: few bits of a wide register may be what is
     * compared. Of those that were dropped, others may hold now with facts that were not known then. Whether there may be such.
     */
    boolean guessOfMore() {
        boolean isNew = !isOfParts;
        isOfParts = true;
        int last = current.stream().mapToInt(added::get).max().orElse(0);
        boolean mayHold = proposed.removeIf(fact -> dropped.getOrDefault(fact, last) < last && !current.contains(fact));
        guesses = 0;
        return isGuessing && (isNew || mayHold);
    }

    /** Lets no facts be proposed any more. */
    void stopGuessing() {
        isGuessing = false;
    }

    /**
     * Adds facts about some places that hold before the loop and that the last iteration suggests, or the terms that its
     * instructions compare; whether there were any.
     *
     * @param step by how much a place is counted in each iteration; 0 of one that is not
     * @param isNew tells the places of which the last iteration could not show whether they matter
     * @param left  what was in the places before the loop that move against a place, as what is left of a length does against a pointer
     */
    boolean propose(List<Place> places, ToIntFunction<Place> width, ToLongFunction<Place> step, State header, Run iteration, List<Term> compared,
            Predicate<Place> isNew, Function<Place, List<Term>> left) {
        if (!isGuessing || guesses++ >= ROUNDS_OF_GUESSING) {
            return false;
        }
        for (Place place : places) {
            standIns.computeIfAbsent(place, p -> terms.symbol(prefix + "at." + p.label() + ":" + width.applyAsInt(p), width.applyAsInt(p)));
        }
        Set<Term> guesses = new LinkedHashSet<>();
        Comparands comparands = comparands(iteration, header, compared);
        // What is compared with more than constants is bounded by that, and more closely.
        Collection<Term> ofTexts = comparands.bounds().stream().allMatch(bound -> bound instanceof Constant)
                ? iteration.addresses(header.trace.accessCount()) : iteration.unresolved();
        for (Place place : places) {
            boolean isRelevant = isRelevant(place.read(header), iteration, header);
            if (isRelevant) {
                relevant.add(place);
            }
            if (isRelevant || isNew.test(place)) {
                guess(place, standIns.get(place), step.applyAsLong(place), comparands, guesses);
                for (Term end : textEnds.of(place, standIns.get(place).width(), header, ofTexts)) {
                    guesses.add(terms.ule(standIns.get(place), end));
                }
                for (Term most : left.apply(place)) {
                    Term wide = terms.zext(most, standIns.get(place).width());
                    guesses.add(terms.ule(come(place), wide));
                    guesses.add(terms.ult(come(place), wide));
                }
            }
        }
        for (Place place : places) {
            if (!relevant.contains(place)) {
                relevant.stream().filter(other -> standIns.containsKey(other) && takesOver(place, other, header, iteration))
                        .forEach(other -> guessTaken(place, other, comparands, guesses));
            }
        }
        for (Place place : places) {
            guessPut(place, header, iteration.rounds(), guesses);
            guessCut(place, header, iteration.rounds(), guesses);
        }
        List<Place> some = places.stream().filter(relevant::contains).filter(place -> !(place instanceof Place.Iterations))
                .limit(MOST_PAIRED).toList();
        if (comparands.isOfPairs()) {
            guessPairs(some, comparands.isSigned(), guesses);
        }
        guessSums(some, iteration.rounds(), guesses);
        new Balances(terms, standIns, this::come).guess(places.stream().filter(place -> step.applyAsLong(place) == 0).toList(), relevant,
                header, iteration.rounds(), comparands.bounds(), guesses);
        Set<Symbol> addressing = new HashSet<>();
        iteration.addresses(header.trace.accessCount()).forEach(address -> addressing.addAll(symbols.of(address)));
        guessDistances(places, some.stream().filter(place -> standIns.get(place).width() == Long.SIZE
                && symbols.of(place.read(header)).stream().anyMatch(addressing::contains)).toList(), step, guesses);
        iteration.rounds().forEach(end -> guessFromPath(header, end, guesses));
        used = null;
        guesses.removeIf(guess -> guess instanceof Constant || !proposed.add(guess) || current.contains(guess) || !atStart.getOrDefault(guess, true));
        proposals++;
        guesses.forEach(guess -> added.put(guess, proposals));
        current.addAll(guesses);
        keepWhatHoldsAtStart(guesses);
        Set<Term> kept = keptTogether(header, iteration.rounds(), guesses.stream().filter(current::contains).toList());
        guesses.stream().filter(guess -> !kept.contains(guess) && current.remove(guess)).forEach(this::proposeOnceMore);
        return !kept.isEmpty();
    }

    /** Lets a fact that was dropped in the round of its proposal be proposed again: the iteration did not rest on it, and others may help it. */
    private void proposeOnceMore(Term fact) {
        dropped.put(fact, proposals);
        if (droppedAtOnce.add(fact)) {
            proposed.remove(fact);
        }
    }

    /**
     * Those of some new facts that the ways round of an iteration keep which did not rest on them: to be told that takes no other iteration.
     * What the solver does not know is left for the next one.
     */
    private Set<Term> keptTogether(State header, List<State> rounds, List<Term> some) {
        Substitution before = substitution(place -> place.read(header));
        Set<Term> kept = new LinkedHashSet<>(some);
        int last = -1;
        for (int pass = 0; pass < MOST_PASSES && last != kept.size(); pass++) {
            last = kept.size();
            rounds.forEach(end -> dropBroken(end, before, substitution(place -> place.read(end)), kept));
        }
        return kept;
    }

    /** Drops those of some facts that are seen to be broken by a way round before which all of them held. */
    private void dropBroken(State end, Substitution before, Substitution after, Set<Term> some) {
        for (int question = 0; question < MOST_QUESTIONS && !some.isEmpty(); question++) {
            List<Term> assumed = some.stream().map(before::apply).toList();
            Term isBroken = terms.not(terms.all(some.stream().map(after::apply).toList()));
            if (!(resolver.ask(end, terms.and(terms.all(assumed), isBroken)) instanceof Answer.Satisfiable(Assignment model))) {
                return;
            }
            Evaluator evaluator = new Evaluator(model);
            List<Term> conditions = Stream.concat(end.constraints.stream(), assumed.stream()).toList();
            Set<Term> refuted = nearby.refuted(some.stream().map(after::apply).toList(), conditions, model, symbol -> !isOlder(symbol));
            some.removeIf(fact -> !evaluator.isTrue(after.apply(fact)) || refuted.contains(after.apply(fact)));
        }
    }

    private void keepWhatHoldsAtStart(Set<Term> some) {
        List<Term> open = some.stream().filter(fact -> !atStart.containsKey(fact)).toList();
        if (!open.isEmpty()) {
            drop(start, start::evaluator, place -> place.read(start), open);
            open.forEach(fact -> atStart.put(fact, current.contains(fact)));
        }
    }

    /** Whether decisions or addresses of the last iteration depended on what the loop changes in a place. */
    boolean isUsed(Place place) {
        return relevant.contains(place);
    }

    /** Whether what the loop decides or where it accesses memory depends on what the loop changes in a place. */
    private boolean isRelevant(Term value, Run iteration, State header) {
        Set<Symbol> changing = new HashSet<>(symbols.of(value));
        changing.removeIf(this::isOlder);
        if (changing.isEmpty()) {
            return false;
        }
        if (used == null) {
            used = new HashSet<>(symbols.of(iteration.conditions(header.constraints.size())));
            iteration.addresses(header.trace.accessCount()).forEach(address -> used.addAll(symbols.of(address)));
        }
        return changing.stream().anyMatch(used::contains);
    }

    private void guess(Place place, Symbol standIn, long step, Comparands comparands, Set<Term> into) {
        Term before = terms.extract(place.read(start), standIn.width() - 1, 0);
        into.add(terms.ule(before, standIn));
        into.add(terms.ule(standIn, before));
        into.add(terms.ne(standIn, terms.constant(standIn.width(), 0)));
        for (int bits = 4; bits >= 1; bits--) {
            into.add(terms.eq(terms.extract(standIn, bits - 1, 0), terms.extract(before, bits - 1, 0)));
        }
        if (comparands.isSigned()) {
            into.add(terms.sle(before, standIn));
            into.add(terms.sle(standIn, before));
        }
        comparands.offsets().stream().filter(offset -> offset.width() <= standIn.width())
                .forEach(offset -> into.add(terms.ule(terms.zext(offset, standIn.width()), standIn)));
        for (Term bound : comparands.bounds()) {
            if (bound.width() <= standIn.width()) {
                Term wide = terms.zext(bound, standIn.width());
                into.add(terms.ule(standIn, wide));
                into.add(terms.ult(standIn, wide));
                into.add(terms.ule(wide, standIn));
                if (comparands.isEqual()) {
                    // What is left by "not equal" may have passed over zero on its way, and over the bound if that is an odd step.
                    Term at = terms.extract(standIn, bound.width() - 1, 0);
                    Term from = terms.extract(before, bound.width() - 1, 0);
                    BigInteger scale = BigInteger.valueOf(step % 2 == 0 ? 1 : step).modInverse(BigInteger.ONE.shiftLeft(bound.width()));
                    Term come = scaled(terms.sub(at, from), scale);
                    Term most = scaled(terms.sub(bound, from), scale);
                    into.add(terms.ule(come, most));
                    into.add(terms.ult(come, most));
                    if (step % 2 == 0) {
                        into.add(terms.ule(terms.neg(come), terms.neg(most)));
                        into.add(terms.ult(terms.neg(come), terms.neg(most)));
                        guessRounds(step, most, into);
                    }
                }
                if (comparands.isSigned()) {
                    into.add(terms.sle(standIn, wide));
                    into.add(terms.slt(standIn, wide));
                    into.add(terms.sle(wide, standIn));
                }
            }
        }
    }

    /** As many iterations as there are even steps to what a place is compared with: multiples of what overflows would be the same. */
    private void guessRounds(long step, Term most, Set<Term> into) {
        standIns.forEach((place, standIn) -> {
            if (step != 0 && place instanceof Place.Iterations) {
                Term far = step < 0 ? terms.neg(most) : most;
                Term rounds = terms.zext(terms.udiv(far, terms.constant(far.width(), BigInteger.valueOf(Math.abs(step)))), standIn.width());
                into.add(terms.ule(standIn, rounds));
                into.add(terms.ult(standIn, rounds));
            }
        });
    }

    /** How places are ordered that the loop compares with each other, as two ends that come closer. */
    private void guessPairs(List<Place> places, boolean signed, Set<Term> into) {
        List<Symbol> some = places.stream().map(standIns::get).toList();
        for (Symbol a : some) {
            for (Symbol b : some) {
                if (a != b && a.width() == b.width()) {
                    into.add(terms.ule(a, b));
                    into.add(terms.ult(a, b));
                    into.add(terms.ule(a, terms.add(b, 1)));
                    if (signed) {
                        into.add(terms.sle(a, b));
                        into.add(terms.slt(a, b));
                    }
                }
            }
        }
    }

    /** What is the sum of two places and a constant on all ways round, as twice the middle of a search is. */
    private void guessSums(List<Place> places, List<State> rounds, Set<Term> into) {
        for (Place sum : places) {
            for (int i = 0; i < places.size(); i++) {
                for (int k = 0; k < i; k++) {
                    int width = standIns.get(sum).width();
                    List<Place> parts = List.of(places.get(i), places.get(k));
                    if (!parts.contains(sum) && parts.stream().allMatch(part -> standIns.get(part).width() == width)) {
                        guessSum(sum, parts, width, rounds, into);
                    }
                }
            }
        }
    }

    private void guessSum(Place sum, List<Place> parts, int width, List<State> rounds, Set<Term> into) {
        Set<Term> distances = rounds.stream().map(end -> parts.stream().map(part -> terms.extract(part.read(end), width - 1, 0))
                .reduce(terms.extract(sum.read(end), width - 1, 0), terms::sub)).collect(Collectors.toSet());
        boolean isOpen = rounds.stream().anyMatch(end -> !(terms.extract(sum.read(end), width - 1, 0) instanceof Constant));
        if (isOpen && distances.size() == 1 && distances.iterator().next() instanceof Constant distance) {
            Term total = parts.stream().<Term>map(standIns::get).reduce(distance, terms::add);
            into.add(terms.eq(standIns.get(sum), total));
        }
    }

    /** Places may never get farther than a pointer, as what is copied does not get farther than what is read. */
    private void guessDistances(List<Place> places, List<Place> pointers, ToLongFunction<Place> step, Set<Term> into) {
        for (Place a : places) {
            for (Place b : pointers) {
                if (a != b && step.applyAsLong(a) == 0 && step.applyAsLong(b) == 0 && standIns.get(a).width() <= standIns.get(b).width()) {
                    int width = standIns.get(b).width();
                    into.add(terms.ule(terms.zext(come(a), width), come(b)));
                    guessOpposite(a, b, into);
                }
            }
        }
    }

    /** Few bits of a place may move against another place, as a short length in a wide register that is counted down while a pointer goes on. */
    private void guessOpposite(Place a, Place b, Set<Term> into) {
        for (int width = Short.SIZE; width < standIns.get(a).width(); width *= 2) {
            into.add(terms.eq(terms.extract(come(a), width - 1, 0), terms.neg(terms.extract(come(b), width - 1, 0))));
            Term most = terms.zext(terms.extract(a.read(start), width - 1, 0), standIns.get(b).width());
            into.add(terms.ule(come(b), most));
            into.add(terms.ult(come(b), most));
        }
    }

    /** How far a place has come from what it held before the loop. */
    private Term come(Place place) {
        Symbol standIn = standIns.get(place);
        return terms.sub(standIn, terms.extract(place.read(start), standIn.width() - 1, 0));
    }

    /** Whether an iteration can leave in a place what another one held, or that and a constant. */
    private boolean takesOver(Place place, Place other, State header, Run iteration) {
        int width = Math.min(standIns.get(place).width(), standIns.get(other).width());
        Term held = terms.extract(other.read(header), width - 1, 0);
        return !(held instanceof Constant) && iteration.rounds().stream()
                .anyMatch(end -> isAmong(held, terms.extract(place.read(end), width - 1, 0)));
    }

    private boolean isAmong(Term held, Term value) {
        return value instanceof Operation o && o.operator() == Operator.ITE ? isAmong(held, o.argument(1)) || isAmong(held, o.argument(2))
                : terms.sub(value, held) instanceof Constant;
    }

    /** What was taken over is between where the other place was before and what that is compared with; what was not taken is as before. */
    private void guessTaken(Place place, Place other, Comparands comparands, Set<Term> into) {
        Symbol standIn = standIns.get(place);
        Term asBefore = terms.eq(standIn, terms.extract(place.read(start), standIn.width() - 1, 0));
        into.add(terms.or(asBefore, terms.ule(terms.resize(other.read(start), standIn.width()), standIn)));
        for (Term bound : comparands.bounds()) {
            Term resized = terms.resize(bound, standIn.width());
            into.add(terms.or(asBefore, terms.ult(standIn, resized)));
            into.add(terms.or(asBefore, terms.ule(standIn, resized)));
            into.add(terms.or(asBefore, terms.ule(resized, standIn)));
        }
    }

    /**
     * What held a number before the loop, such as one that stands for none, holds that or one of those that iterations put there. What they
     * count is not put: each round would have it go one step further.
     */
    private void guessPut(Place place, State header, List<State> rounds, Set<Term> into) {
        Symbol standIn = standIns.get(place);
        int last = standIn.width() - 1;
        if (!(terms.extract(place.read(start), last, 0) instanceof Constant before)) {
            return;
        }
        Term held = terms.extract(place.read(header), last, 0);
        List<Interval> put = new ArrayList<>();
        for (State end : rounds) {
            for (Term value : alternatives(terms.extract(place.read(end), last, 0)).filter(value -> value != held && value != before).toList()) {
                if (terms.sub(value, held) instanceof Constant) {
                    return;
                }
                put.add(end.bounds().of(value));
            }
        }
        BigInteger low = put.stream().map(Interval::low).min(BigInteger::compareTo).orElse(BigInteger.ZERO);
        BigInteger high = put.stream().map(Interval::high).max(BigInteger::compareTo).orElse(BigInteger.ZERO);
        if (!put.isEmpty() && low.compareTo(high) <= 0 && high.subtract(low).bitLength() < last) {
            Term isPut = terms.and(terms.ule(terms.constant(standIn.width(), low), standIn), terms.ule(standIn, terms.constant(standIn.width(), high)));
            into.add(terms.or(terms.eq(standIn, before), isPut));
        }
    }

    /** What iterations cut to some bits, as the index of a table that is gone through in a circle, is never more than goes into these. */
    private void guessCut(Place place, State header, List<State> rounds, Set<Term> into) {
        Symbol standIn = standIns.get(place);
        int last = standIn.width() - 1;
        Term held = terms.extract(place.read(header), last, 0);
        BigInteger most = Interval.of(terms.extract(place.read(start), last, 0)).high();
        for (State end : rounds) {
            Term value = terms.extract(place.read(end), last, 0);
            most = value == held ? most : most.max(Interval.of(value).high());
        }
        if (most.bitLength() <= last) {
            into.add(terms.ule(standIn, terms.constant(standIn.width(), most)));
        }
    }

    private static Stream<Term> alternatives(Term value) {
        return value instanceof Operation o && o.operator() == Operator.ITE ? Stream.concat(alternatives(o.argument(1)), alternatives(o.argument(2))) : Stream.of(value);
    }

    private Term scaled(Term number, BigInteger scale) {
        return terms.mul(number, terms.constant(number.width(), scale));
    }

    /** What a way round has checked of the values with which it comes round. */
    private void guessFromPath(State header, State end, Set<Term> into) {
        Map<Term, Term> replacements = new LinkedHashMap<>();
        standIns.forEach((place, standIn) -> {
            int least = isOfParts ? Math.min(Byte.SIZE, standIn.width()) : standIn.width();
            for (int width = standIn.width(); width >= least; width /= 2) {
                Term value = terms.extract(place.read(end), width - 1, 0);
                if (!(value instanceof Constant)) {
                    replacements.putIfAbsent(value, terms.extract(standIn, width - 1, 0));
                }
            }
        });
        Substitution substitution = new Substitution(terms, replacements);
        for (Term condition : end.constraints.subList(header.constraints.size(), end.constraints.size())) {
            Term said = substitution.apply(condition);
            if (said != condition && symbols.of(said).stream().allMatch(s -> standIns.containsValue(s) || isOlder(s))) {
                into.add(said);
            }
        }
    }

    private Comparands comparands(Run iteration, State header, List<Term> compared) {
        Comparands comparands = new Comparands(terms, this::changes);
        iteration.conditions(header.constraints.size()).forEach(comparands::addCondition);
        comparands.addBounds(compared);
        // What the facts assumed so far decide will be open when they are dropped.
        iteration.implied(header).forEach(comparands::addCondition);
        return comparands;
    }

    private boolean changes(Term term) {
        return symbols.of(term).stream().anyMatch(symbol -> !isOlder(symbol));
    }

    /** Whether a symbol, or all that an opaque one is made of, was known before the loop. */
    boolean isOlder(Symbol symbol) {
        return opaques.isMadeOf(symbol, this::isNumberedBefore);
    }

    /** Numbered symbols tell by their number. */
    private boolean isNumberedBefore(Symbol symbol) {
        String name = symbol.name();
        int hash = name.indexOf('#');
        if (hash < 0) {
            return true;
        }
        int end = hash + 1;
        while (end < name.length() && Character.isDigit(name.charAt(end))) {
            end++;
        }
        return Integer.parseInt(name.substring(hash + 1, end)) < start.nextSymbol;
    }
}
