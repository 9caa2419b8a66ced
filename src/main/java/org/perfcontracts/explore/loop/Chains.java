package org.perfcontracts.explore.loop;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.View;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * How long what a loop follows in regions can be, such as a list whose elements are in a table: no longer than the table, if it leads to an end.
 *
 * <p>Where all that decides in an iteration is some places, and what regions hold to which none of them writes, the same values in these places
 * bring the same iteration: in a loop that ends they never come back. Where besides each way round leaves in them what follows from the one
 * element that it has read, no way is taken more often than there are such elements.
 */
final class Chains {
    private final Terms terms;
    private final Forms forms;
    private final Facts facts;
    private final State header;
    private final List<State> rounds;
    private final Symbols symbols = new Symbols();
    private final Map<Symbol, Place> owners = new HashMap<>();
    private final Map<State, List<Read>> reads = new HashMap<>();

    Chains(Terms terms, Forms forms, Facts facts, State header, List<State> rounds) {
        this.terms = terms;
        this.forms = forms;
        this.facts = facts;
        this.header = header;
        this.rounds = rounds;
        forms.independent().forEach(place -> newer(place.read(header)).forEach(symbol -> owners.put(symbol, place)));
        rounds.forEach(end -> reads.put(end, reads(end)));
    }

    /**
     * What a way round leaves in the places that decide, seen from the element that it has read. Several may do the same.
     *
     * @param next how the element is found by an index, if it is, and what is left
     * @param way number of the one that does, where that is not told from others; else 0
     */
    private record Step(Region region, int chunk, List<Term> next, int way) {
    }

    /** What an iteration has found in an element of a region. */
    private record Read(Region region, View view) {
    }

    /** How often the loop comes round at most if it ends; empty where that is not a matter of the elements of regions alone. */
    OptionalLong mostRounds() {
        Set<Place> deciding = deciding();
        if (deciding == null || deciding.isEmpty()) {
            return OptionalLong.empty();
        }
        Map<Step, Long> counts = new HashMap<>();
        for (State end : rounds) {
            List<Term> next = deciding.stream().map(place -> forms.low(place, end)).toList();
            if (next.stream().allMatch(term -> newer(term).isEmpty())) {
                counts.put(new Step(null, 0, next, 0), 1L);
                continue;
            }
            int way = counts.size() + 1;
            Step step = reads.get(end).stream().flatMap(read -> step(read, next, way).stream()).findFirst().orElse(null);
            if (step == null) {
                return OptionalLong.empty();
            }
            counts.put(step, step.region.count() * step.region.chunks().get(step.chunk).slots().count());
        }
        return OptionalLong.of(counts.values().stream().mapToLong(Long::longValue).sum());
    }

    /** The places on whose values, besides what is in regions, the conditions of all ways round depend, and what these leave in them; null where there is more. */
    private Set<Place> deciding() {
        Set<Place> deciding = new LinkedHashSet<>();
        for (State end : rounds) {
            for (Term condition : end.constraints.subList(header.constraints.size(), end.constraints.size())) {
                if (!addSources(condition, end, deciding)) {
                    return null;
                }
            }
        }
        int known = -1;
        while (known != deciding.size()) {
            known = deciding.size();
            for (Place place : List.copyOf(deciding)) {
                if (!rounds.stream().allMatch(end -> addSources(forms.low(place, end), end, deciding))) {
                    return null;
                }
            }
        }
        return deciding;
    }

    /** Adds the places that a term is made of, through what was read where they lead; whether it is made of nothing else that changes. */
    private boolean addSources(Term term, State end, Set<Place> into) {
        List<Symbol> open = new ArrayList<>(newer(term));
        Set<Symbol> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Symbol symbol = open.removeLast();
            if (!seen.add(symbol)) {
                continue;
            }
            Place owner = owners.get(symbol);
            if (owner != null) {
                into.add(owner);
                continue;
            }
            Optional<Read> read = reads.get(end).stream().filter(each -> symbols.of(each.view.value()).contains(symbol)).findFirst();
            if (read.isEmpty()) {
                return false;
            }
            open.addAll(newer(read.get().view.address()));
        }
        return true;
    }

    /** What an iteration has read in regions to which none writes. */
    private List<Read> reads(State end) {
        List<Read> found = new ArrayList<>();
        end.views.forEach((region, last) -> {
            if (isOnlyRead(region)) {
                for (View view = last; view != null && view != header.views.get(region); view = view.earlier()) {
                    found.add(new Read(region, view));
                }
            }
        });
        return found;
    }

    private boolean isOnlyRead(Region region) {
        View before = header.views.get(region);
        return rounds.stream().allMatch(end -> end.forgotten.get(region) == header.forgotten.get(region) && !View.hasStores(end.views.get(region), before));
    }

    /** What is left in places, said of what was read in an element and of where this is; empty where it takes more. */
    private Optional<Step> step(Read read, List<Term> next, int way) {
        if (read.view.chunk() < 0) {
            return Optional.empty();
        }
        Set<Symbol> found = newer(read.view.value());
        Set<Symbol> index = indexIn(read.view.address());
        Map<Term, Term> replacements = new HashMap<>();
        found.forEach(symbol -> replacements.put(symbol, terms.symbol("followed.value:" + symbol.width(), symbol.width())));
        index.forEach(symbol -> replacements.put(symbol, terms.symbol("followed.index:" + symbol.width(), symbol.width())));
        Substitution substitution = new Substitution(terms, replacements);
        Set<Symbol> told = new HashSet<>(found);
        told.addAll(index);
        Term place = terms.symbol("followed.place", Long.SIZE);
        List<Term> all = new ArrayList<>();
        all.add(index.isEmpty() ? terms.yes() : substitution.apply(read.view.address()));
        for (Term term : next) {
            Term distance = term.width() == Long.SIZE ? terms.sub(term, read.view.address()) : term;
            if (told.containsAll(newer(term))) {
                all.add(substitution.apply(term));
            } else if (term.width() == Long.SIZE && newer(distance).isEmpty()) {
                all.add(terms.add(place, distance));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Step(read.region, read.view.chunk(), all, found.size() == 1 ? 0 : way));
    }

    /** The one symbol that changes in an address if that tells it, as the address of an element does the index; none otherwise. */
    private Set<Symbol> indexIn(Term address) {
        List<Linear.Monomial> changing = Linear.of(address).monomials().stream().filter(monomial -> !newer(monomial.term()).isEmpty()).toList();
        if (changing.size() != 1 || newer(changing.getFirst().term()).size() != 1) {
            return Set.of();
        }
        Symbol index = newer(changing.getFirst().term()).iterator().next();
        BigInteger end = changing.getFirst().coefficient().abs().shiftLeft(index.width());
        return changing.getFirst().term() == terms.zext(index, Long.SIZE) && end.bitLength() <= Long.SIZE ? Set.of(index) : Set.of();
    }

    private Set<Symbol> newer(Term term) {
        Set<Symbol> newer = new LinkedHashSet<>(symbols.of(term));
        newer.removeIf(facts::isOlder);
        return newer;
    }
}
