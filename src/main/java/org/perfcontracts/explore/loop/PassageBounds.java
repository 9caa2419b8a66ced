package org.perfcontracts.explore.loop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.state.CutLoop;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** How often the complete iterations of a cut loop pass a point, at most. */
final class PassageBounds {
    private final Terms terms;
    private final Resolver resolver;
    private final MarkPoints marks;
    private final Forms forms;
    private final Facts facts;
    private final State start;
    private final State header;
    private final List<State> rounds;

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
    }

    /**
     * The greatest number of passages of each point: the ways round on which a place moves by at least so much, within what
     * it can be at the header, are at most so many.
     */
    Map<String, Long> mostPassages(Set<String> points) {
        List<Map<State, Long>> bounds = new ArrayList<>();
        for (Place place : forms.numbers()) {
            if (facts.isUsed(place)) {
                mostRounds(place).ifPresent(bounds::add);
            }
        }
        Map<String, Long> most = new TreeMap<>();
        for (String point : points) {
            for (Map<State, Long> mostRounds : bounds) {
                mostPassages(point, mostRounds).ifPresent(passages -> most.merge(point, passages, Math::min));
            }
        }
        return most;
    }

    /** All ways round move the same place, so what one of them uses up of its room is lost to the others. */
    private OptionalLong mostPassages(String point, Map<State, Long> mostRounds) {
        long most = 0;
        for (Map.Entry<State, Long> round : mostRounds.entrySet()) {
            long each = passages(point, round.getKey());
            if (each < 0) {
                return OptionalLong.empty();
            }
            most = Math.max(most, each * round.getValue());
        }
        return OptionalLong.of(most);
    }

    /** How often each way round can be taken at most, where all of them move the place in one direction. */
    private Optional<Map<State, Long>> mostRounds(Place place) {
        Term at = forms.low(place, header);
        AddressRange span = span(place, at);
        AddressRange first = resolver.bounds(start, forms.low(place, start));
        if (span == null || first == null) {
            return Optional.empty();
        }
        return counts(end -> at, end -> forms.low(place, end), span.high() - first.low())
                .or(() -> counts(end -> forms.low(place, end), end -> at, first.high() - span.low()));
    }

    /** What a place can be at the header: by the facts if they set a bound, else by the solver if that is not far. */
    private AddressRange span(Place place, Term at) {
        Interval known = facts.bounds(place, at.width());
        boolean isBounded = known.high().bitLength() < Math.min(63, at.width()) && !(at instanceof Constant);
        return isBounded ? new AddressRange(known.low().longValue(), known.high().longValue(), 1) : resolver.bounds(header, at);
    }

    private Optional<Map<State, Long>> counts(Function<State, Term> from, Function<State, Term> to, long room) {
        Map<State, Long> counts = new HashMap<>();
        for (State end : rounds) {
            if (resolver.ask(end, terms.not(terms.ult(from.apply(end), to.apply(end)))).isPossible()) {
                return Optional.empty();
            }
            long least = resolver.least(end, terms.sub(to.apply(end), from.apply(end)));
            counts.put(end, Math.max(0, room) / Math.max(1, least));
        }
        return Optional.of(counts);
    }

    /** How often a way round passes a point, at most; -1 where an inner loop does so without a known bound. */
    private long passages(String point, State end) {
        long[] instructions = end.trace.instructions(header.trace.length());
        long address = CutLoop.automaticAddress(point);
        long passages = address == -1 ? marks.passages(end.trace, header.trace.length()).getOrDefault(point, 0L)
                : Arrays.stream(instructions).filter(each -> each == address).count();
        for (CutLoop inner : end.cuts.subList(header.cuts.size(), end.cuts.size())) {
            if (inner.rates().containsKey(point)) {
                Long most = inner.most().get(point);
                if (most == null) {
                    return -1;
                }
                passages += most;
            }
        }
        return passages;
    }
}
