package org.perfcontracts.explore.loop;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Guesses how far a pointer has come that goes on now and then: as far as what counts how often, together with a flag or without what that
 * says, and no farther than what that is compared with. So do parsers that begin a field when they meet what is behind the one before.
 */
final class Balances {
    private final Terms terms;
    private final Map<Place, Symbol> standIns;
    private final Function<Place, Term> come;

    /**
     * Guesses about a loop.
     *
     * @param standIns what stands in facts for the values of places
     * @param come     says by these how far a place has come from what it held before the loop
     */
    Balances(Terms terms, Map<Place, Symbol> standIns, Function<Place, Term> come) {
        this.terms = terms;
        this.standIns = standIns;
        this.come = come;
    }

    /**
     * Adds facts about some places.
     *
     * @param places   that have stand-ins, and are not counted in each iteration
     * @param relevant those of them on which decisions and addresses depend
     * @param header   the state in which the iteration began that has come round so
     * @param bounds   what the iteration compares numbers with
     */
    void guess(List<Place> places, Set<Place> relevant, State header, List<State> rounds, Collection<Term> bounds, Set<Term> into) {
        Map<Place, Long> moving = new LinkedHashMap<>();
        places.forEach(place -> move(place, header, rounds).ifPresent(move -> moving.put(place, move)));
        List<Place> flags = places.stream().filter(relevant::contains).filter(place -> isSetAtTimes(place, header, rounds)).toList();
        moving.forEach((pointer, far) -> moving.forEach((count, one) -> {
            boolean isPointer = pointer.mayBePointer() && standIns.get(pointer).width() == Long.SIZE;
            if (isPointer && pointer != count && relevant.contains(count) && far % one == 0) {
                guess(pointer, count, terms.constant(Long.SIZE, far / one), flags, bounds, into);
            }
        }));
    }

    private void guess(Place pointer, Place count, Term size, List<Place> flags, Collection<Term> bounds, Set<Term> into) {
        Term counted = terms.zext(come.apply(count), Long.SIZE);
        bounds.stream().filter(bound -> bound.width() <= standIns.get(count).width())
                .forEach(bound -> into.add(terms.ult(come.apply(pointer), terms.mul(terms.zext(bound, Long.SIZE), size))));
        for (Place flag : flags) {
            Term said = terms.zext(come.apply(flag), Long.SIZE);
            into.add(terms.eq(come.apply(pointer), terms.mul(terms.add(counted, said), size)));
            into.add(terms.eq(come.apply(pointer), terms.mul(terms.sub(counted, said), size)));
        }
    }

    /** By how much a place moves on some ways round, signed, where it does not at all on the others. */
    private Optional<Long> move(Place place, State header, List<State> rounds) {
        Set<Term> moves = rounds.stream().map(end -> moved(place, header, end)).collect(Collectors.toSet());
        boolean stays = moves.remove(terms.constant(standIns.get(place).width(), 0));
        return stays && moves.size() == 1 && moves.iterator().next() instanceof Constant move ? Optional.of(Forms.signExtended(move)) : Optional.empty();
    }

    /** Whether a place gets a constant on some ways round, and keeps what it has on others. */
    private boolean isSetAtTimes(Place place, State header, List<State> rounds) {
        int width = standIns.get(place).width();
        Term not = terms.constant(width, 0);
        return rounds.stream().anyMatch(end -> moved(place, header, end) != not) && rounds.stream()
                .allMatch(end -> terms.extract(place.read(end), width - 1, 0) instanceof Constant || moved(place, header, end) == not);
    }

    private Term moved(Place place, State header, State end) {
        int last = standIns.get(place).width() - 1;
        return terms.sub(terms.extract(place.read(end), last, 0), terms.extract(place.read(header), last, 0));
    }
}
