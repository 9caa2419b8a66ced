package org.perfcontracts.explore;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.perfcontracts.explore.loop.LoopCut;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.explore.memory.Nesting;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.memory.Strides;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Notes where instructions read and write outside of registered state: what packets change there and later packets read is state as well. */
final class AccessNotes {
    /** Between so many bases an address may choose, each of which is one place to look for memory that is remembered. */
    private static final int MOST_BASES = 16;

    /** So many places that lie far apart are noted one by one. */
    private static final int MOST_FAR = 1 << 12;

    private final Program program;
    private final Terms terms;
    private final Resolver resolver;
    private final Decisions decisions;
    private final Turn turn;
    private final Nesting nesting;

    AccessNotes(Program program, Resolver resolver, Decisions decisions, Turn turn) {
        this.program = program;
        this.terms = program.terms();
        this.resolver = resolver;
        this.decisions = decisions;
        this.turn = turn;
        this.nesting = new Nesting(terms, resolver);
    }

    /** Notes that the instruction under way reads or writes some bytes, in a region or, where that is null, in none. */
    void note(Term address, int bytes, boolean store, Region region) {
        boolean isRead = store || !(address instanceof Constant known) || turn.state.memory.isAsBefore(known.toLong(), bytes);
        if (region != null ? region.kind() != Region.Kind.FOUND : !isRead) {
            return;
        }
        if (address instanceof Constant known) {
            noteKnown(known, bytes, store);
        } else if (!decisions.repeats()) {
            alternatives(address, MOST_BASES).forEach(each -> noteOpen(each, bytes, store, region));
        }
    }

    private void noteKnown(Constant address, int bytes, boolean store) {
        long place = address.toLong();
        if (program.remembered().isLasting(place) && program.remembered().noted(access(address, bytes, store)).isEmpty()) {
            program.note(access(address, bytes, store), place, new AddressRange(place, place, 1), List.of());
        }
    }

    private void noteOpen(Term address, int bytes, boolean store, Region region) {
        if (!resolver.hasModel(turn.state)) {
            noteShown(address, bytes, store);
            return;
        }
        long sample = turn.state.evaluator().toLong(address);
        if (!program.remembered().isLasting(sample)) {
            return;
        }
        boolean isAnyPlace = isAnyPlace(address);
        boolean isByteOfMany = region != null && bytes == 1 && region.elementSize() == 1 && region.count() > 1;
        if (isAnyPlace && region != null && !isByteOfMany) {
            return;
        }
        // On another path the same instruction may get farther with the same address.
        AddressRange noted = program.remembered().noted(access(address, bytes, store)).orElse(null);
        if (noted != null && (covers(noted, Interval.of(address)) || covers(noted, turn.state.bounds().of(address)))) {
            return;
        }
        boolean isInRegion = region != null && region.address() <= sample && sample + bytes <= region.end();
        // Places that a table holds are those of all objects to which it leads, and go by other steps than those that are in the region.
        if (isInRegion && Strides.of(address) % region.elementSize() != 0 && noteEach(address, place -> region.address() <= place && place + bytes <= region.end(), bytes, store)) {
            return;
        }
        AddressRange bounds = isInRegion ? within(region, address, sample, bytes) : bounds(address);
        if (!isInRegion && (bounds == null || !program.tables().isMapped(bounds.low()) || program.remembered().isApart(bounds)) && noteEach(address, _ -> true, bytes, store)) {
            return;
        }
        if (bounds == null && isAnyPlace) {
            return;         // nor does the path go on from there, unless it is one of few places, which are noted each
        }
        if (noted == null || bounds != null && !noted.covers(bounds.low(), bounds.high())) {
            program.note(access(address, bytes, store), sample, bounds, nesting.levels(turn.state, address, bounds));
        }
    }

    /**
     * Whether an address is that of a pointer which a loop carries along and of which nothing is known, not even in what steps it goes: that it may
     * be in a variable, or was taken to be in a region, says nothing of these, unless it is one byte of many that is accessed.
     */
    private static boolean isAnyPlace(Term address) {
        return Strides.of(address) == 1 && Linear.of(address).monomials().stream().anyMatch(monomial -> monomial.coefficient().equals(BigInteger.ONE)
                && monomial.term() instanceof Symbol symbol && symbol.width() == Long.SIZE && symbol.name().startsWith(LoopCut.SYMBOL));
    }

    /** Notes each of those places to which a choice between pointers leads that are meant; whether it is such an address. */
    private boolean noteEach(Term address, LongPredicate isMeant, int bytes, boolean store) {
        Optional<long[]> places = program.tables().places(address, MOST_FAR);
        places.ifPresent(all -> Arrays.stream(all).filter(isMeant).filter(program.tables()::isMapped)
                .forEach(place -> noteKnown(terms.constant(Long.SIZE, place), bytes, store)));
        return places.isPresent();
    }

    /** Notes an access in a state of which no solver knows whether it can be at all. */
    private void noteShown(Term address, int bytes, boolean store) {
        AddressRange bounds = resolver.wide(turn.state, address);
        if (bounds != null && program.remembered().isLasting(bounds.low())) {
            program.note(access(address, bytes, store), bounds.low(), bounds, List.of());
        }
    }

    private Remembered.Access access(Term address, int bytes, boolean store) {
        return new Remembered.Access(turn.instruction.address(), address, bytes, store, turn.state.hypothesis);
    }

    private static boolean covers(AddressRange range, Interval interval) {
        return interval.low().compareTo(interval.high()) <= 0 && range.covers(interval.low().longValue(), interval.high().longValue());
    }

    /**
     * What an address is with each of the bases between which it chooses, as one of two tables, or which a table of pointers holds; itself where
     * there are more than so many.
     */
    private List<Term> alternatives(Term address, int most) {
        for (Linear.Monomial monomial : Linear.of(address).monomials()) {
            if (monomial.coefficient().equals(BigInteger.ONE) && monomial.term() instanceof Operation choice && most > 1) {
                List<Term> bases = bases(choice, most);
                if (!bases.isEmpty()) {
                    Term rest = terms.sub(address, choice);
                    return bases.stream().flatMap(base -> alternatives(terms.add(rest, base), most / bases.size()).stream()).toList();
                }
            }
        }
        return List.of(address);
    }

    private List<Term> bases(Operation choice, int most) {
        if (choice.operator() == Operator.ITE) {
            return choice.arguments().subList(1, 3);
        }
        List<Resolver.Value> values = choice.operator() == Operator.FUNCTION ? resolver.values(turn.state, choice, most) : null;
        return values == null ? List.of() : values.stream().<Term>map(value -> terms.constant(Long.SIZE, value.value())).toList();
    }

    /** All places in a region's elements like the one of a sample. */
    private AddressRange within(Region region, Term address, long sample, int bytes) {
        long element = region.arrays().stream().mapToLong(Region.Slots::size).reduce(region.elementSize(), Strides::common);
        Interval known = turn.state.bounds().of(address);
        BigInteger place = new BigInteger(Long.toUnsignedString(sample));
        Interval shown = known.contains(place) ? known : Interval.of(address);
        BigInteger least = shown.low().max(BigInteger.valueOf(region.address()));
        BigInteger most = shown.high().min(BigInteger.valueOf(region.end() - bytes));
        long before = place.subtract(least).longValue() / element;
        long after = most.subtract(place).longValue() / element;
        return new AddressRange(sample - Math.max(0, before) * element, sample + Math.max(0, after) * element, element);
    }

    /** Bounds of an address, also if they are far apart; null where they are too far apart. */
    AddressRange bounds(Term address) {
        AddressRange narrow = resolver.range(turn.state, address);
        return narrow != null ? narrow : resolver.wide(turn.state, address);
    }
}
