package org.perfcontracts.explore;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.loop.LoopCut;
import org.perfcontracts.explore.memory.AbstractState;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.explore.memory.Choices;
import org.perfcontracts.explore.memory.Places;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.memory.Strides;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.x86.StopException;

/** Reads and writes of an instruction: to which region or which bytes of memory an address leads, one by one where it may be several. */
final class Accesses {
    /** How many addresses that do not lie together are followed one by one. */
    private static final int MOST_FAR_ADDRESSES = 16;
    /** So many addresses of a read are followed one by one rather than taken for places in a table. */
    private static final int MOST_ONE_BY_ONE = 4;
    /** Values in a table of no more elements are chosen by conditions on the index. */
    private static final int MOST_CHOICES = 16;
    /** Elements of a larger table that a path has written. */
    private static final int MOST_WRITTEN = 32;
    /** So many places at most may an address be at that is not followed to each of them. */
    private static final int MOST_OPEN = 1 << 20;
    /** Values of a table that lead nowhere. */
    private static final int MOST_UNMAPPED = 16;
    /** By ranges alone an address may be at places beside the object that it leads into: no more bytes than the object has, divided by this. */
    private static final int MOST_BESIDE = 8;

    /** What is assumed of an object, by its name, of whose places found state tells one. */
    private static final String LEADS_INSIDE = "What state holds that was found leads to places inside of ";

    private final Program program;
    private final Terms terms;
    private final Resolver resolver;
    private final Decisions decisions;
    private final Turn turn;
    private final AbstractState abstractState;
    private final AccessNotes notes;
    private final Mapped mapped;
    private final RegionOfAccess regionOfAccess;
    private final Symbols symbols = new Symbols();

    Accesses(Program program, Resolver resolver, Decisions decisions, Turn turn) {
        this.program = program;
        this.terms = program.terms();
        this.resolver = resolver;
        this.decisions = decisions;
        this.turn = turn;
        this.mapped = new Mapped(program, decisions, turn);
        this.notes = new AccessNotes(program, resolver, decisions, turn);
        this.abstractState = new AbstractState(terms, program.regions(), resolver, new PlacesInElement());
        this.regionOfAccess = new RegionOfAccess(program, abstractState, decisions, notes, turn);
    }

    /** Explores the places in an element of a region, as of an array in it, one by one. */
    private final class PlacesInElement implements Places.Chooser {
        @Override
        public long choose(Term place) {
            return decisions.choose(place, Places.MOST, () -> "cannot tell where in an element of a region " + turn.instruction.text() + " accesses");
        }

        @Override
        public boolean isRepeating(Term place) {
            return decisions.isRepeating(place);
        }

        @Override
        public boolean isKnown(Term condition) {
            return decisions.isKnown(condition);
        }
    }

    /** What some bytes at a place hold. */
    Term load(Term pointer, int bytes) {
        Term place = Choices.lifted(terms, pointer);
        Term address = isChoice(place) && isMapped(place, 0, bytes) && !isDecided(place) ? place : settled(place);
        stayInside(address, bytes);
        Region region = regionOfAccess.of(address, bytes);
        note(address, bytes, false, region);
        if (region != null) {
            return abstractState.load(turn.state, region, address, bytes);
        }
        if (address instanceof Constant known) {
            mapped.check(known.toLong(), bytes, Mapped.Act.READS);
            return turn.state.memory.load(known.toLong(), bytes);
        }
        if (isChoice(address)) {
            return mayBeInRegion(address, bytes) ? loadSettled(address, bytes) : loadOneOf(address, 0, bytes);
        }
        AddressRange narrow = decisions.isRepeating(address) ? null : resolver.range(turn.state, address);
        Optional<Term> inTable = decisions.isRepeating(address) ? Optional.empty() : loadFromTable(address, narrow, bytes);
        if (inTable.isPresent()) {
            return inTable.get();
        }
        if (narrow == null) {
            return load(terms.constant(64, oneOf(address, bytes, Mapped.Act.READS)), bytes);
        }
        AddressRange range = narrow;
        noteBounds(range);
        mapped.check(address, range, bytes, Mapped.Act.READS);
        List<Term> values = new ArrayList<>();
        for (int i = 0; i < range.count(); i++) {
            long at = range.at(i);
            values.add(turn.state.memory.isMapped(at, bytes) ? turn.state.memory.load(at, bytes) : null);
        }
        Term result = select(range.index(terms, address), values, 0, Integer.highestOneBit(Math.max(1, values.size() - 1)));
        if (result == null) {
            throw Mapped.fault(Mapped.Act.READS, bytes);
        }
        return result;
    }

    /** Whether there is memory at all the places of a choice. One that is never taken, as in the gaps of a table, may lead anywhere. */
    private boolean isMapped(Term choice, long plus, int bytes) {
        return switch (choice) {
            case Constant known -> turn.state.memory.isMapped(known.toLong() + plus, bytes);
            case Operation o when o.operator() == Operator.ADD -> isMapped(o.argument(0), plus + ((Constant) o.argument(1)).toLong(), bytes);
            case Operation o -> isMapped(o.argument(1), plus, bytes) && isMapped(o.argument(2), plus, bytes);
            default -> throw new IllegalArgumentException("no choice: " + choice);
        };
    }

    private Term loadSettled(Term choice, int bytes) {
        turn.accesses.removeLast();     // it is noted again, with the one address
        return load(settled(choice), bytes);
    }

    /** Whether one of the places of a choice that lie too far apart to be looked at together is in a region. */
    private boolean mayBeInRegion(Term choice, int bytes) {
        if (decisions.repeats() || program.regions().all().isEmpty()) {
            return isDecided(choice);
        }
        return program.tables().places(choice, Integer.MAX_VALUE).stream().flatMapToLong(LongStream::of)
                .anyMatch(place -> program.regions().touchedBy(place, bytes).isPresent()) && notes.bounds(choice) == null;
    }

    /** Whether it was asked before which way a choice goes. */
    private boolean isDecided(Term choice) {
        return decisions.repeats() && choice instanceof Operation o && switch (o.operator()) {
            case ITE -> decisions.isRepeating(o.argument(0)) || isDecided(o.argument(1)) || isDecided(o.argument(2));
            case ADD -> isDecided(o.argument(0));
            default -> false;
        };
    }

    /** Whether an address is one of a few numbers, chosen by conditions, plus a number. */
    private static boolean isChoice(Term address) {
        return switch (address) {
            case Constant _ -> true;
            case Operation o when o.operator() == Operator.ITE -> isChoice(o.argument(1)) && isChoice(o.argument(2));
            case Operation o when o.operator() == Operator.ADD && o.argument(1) instanceof Constant -> isChoice(o.argument(0));
            default -> false;
        };
    }

    /** An address without choices at its top: each is explored, as for a pointer that is one of two. */
    private Term settled(Term address) {
        return switch (address) {
            case Operation o when o.operator() == Operator.ITE -> settled(chosen(o, terms.constant(64, 0)));
            case Operation o when o.operator() == Operator.ADD && o.argument(1) instanceof Constant distance
                    && o.argument(0) instanceof Operation inner && inner.operator() == Operator.ITE -> settled(chosen(inner, distance));
            default -> notNull(atOneDistance(address));
        };
    }

    private String cannotResolve() {
        return turn.instruction.text() + " accesses memory at an address that cannot be resolved";
    }

    /** An address at one of few distances from a pointer in a table: each is explored, as for one of two fields, one behind the other. */
    private Term atOneDistance(Term address) {
        for (Linear.Monomial monomial : Linear.of(address).monomials()) {
            if (monomial.coefficient().equals(BigInteger.ONE) && monomial.term() instanceof Operation o && o.operator() == Operator.FUNCTION) {
                Term distance = terms.sub(address, o);
                Interval interval = Interval.of(distance);
                boolean isOneOfFew = interval.high().subtract(interval.low()).compareTo(BigInteger.valueOf((MOST_ONE_BY_ONE - 1L) * Strides.of(distance))) <= 0;
                return isOneOfFew && !(distance instanceof Constant) ? terms.add(o, terms.constant(64, decisions.choose(distance, MOST_ONE_BY_ONE, this::cannotResolve))) : address;
            }
        }
        return address;
    }

    /** An address in which a pointer that may be null, in found state, is taken not to be, as that of a table that is there only when it is in use. */
    private Term notNull(Term address) {
        for (Linear.Monomial monomial : program.regions().hasFound() ? Linear.of(address).monomials() : List.<Linear.Monomial>of()) {
            if (monomial.coefficient().equals(BigInteger.ONE) && monomial.term() instanceof Operation o && o.operator() == Operator.ITE
                    && isNull(o.argument(1)) != isNull(o.argument(2)) && isLedByFoundState(o.argument(0))) {
                return settled(terms.add(terms.sub(address, o), chosen(o, terms.constant(64, 0))));
            }
        }
        return address;
    }

    /**
     * One side of a choice, plus a number. That found state holds a null pointer where one is followed, as in a place that is not in use,
     * is assumed not to happen, and said.
     */
    private Term chosen(Operation choice, Constant distance) {
        Term condition = choice.argument(0);
        boolean then = isNull(choice.argument(1));
        boolean isOneNull = then != isNull(choice.argument(2));
        if (isOneNull && isLedByFoundState(condition) && !program.remembered().faultsAtFirst(turn.instruction.address())) {
            Term other = then ? terms.not(condition) : condition;
            if (decisions.isRepeating(other) || !decisions.repeats() && !turn.state.constraints.contains(other) && resolver.ask(turn.state, other).isPossible()) {
                decisions.assume(other);
                program.assume("Pointers in state that was found are not null where they are followed", turn.instruction.address());
            }
        }
        return terms.add(choice.argument(decisions.decide(condition) ? 1 : 2), distance);
    }

    private static boolean isNull(Term pointer) {
        return pointer instanceof Constant known && known.isZero();
    }

    private Term loadOneOf(Term address, long plus, int bytes) {
        if (address instanceof Constant known) {
            mapped.check(known.toLong() + plus, bytes, Mapped.Act.READS);
            return turn.state.memory.load(known.toLong() + plus, bytes);
        }
        Operation choice = (Operation) address;
        if (choice.operator() == Operator.ADD) {
            return loadOneOf(choice.argument(0), plus + ((Constant) choice.argument(1)).toLong(), bytes);
        }
        return terms.ite(choice.argument(0), loadOneOf(choice.argument(1), plus, bytes), loadOneOf(choice.argument(2), plus, bytes));
    }

    /**
     * The value at an index, decided bit by bit from the one given down, among the values from a place on; null where none
     * of them is there. An index beyond the values does not occur.
     */
    private Term select(Term index, List<Term> values, int from, int bit) {
        if (from >= values.size()) {
            return null;
        }
        if (bit == 0) {
            return values.get(from);
        }
        Term low = select(index, values, from, bit / 2);
        Term high = select(index, values, from + bit, bit / 2);
        if (low == null || high == null) {
            return low == null ? high : low;
        }
        int place = Integer.numberOfTrailingZeros(bit);
        return terms.ite(terms.extract(index, place, place), high, low);
    }

    /** Puts a value at a place. */
    void store(Term place, Term value) {
        store(place, value, null);
    }

    /** Puts the bytes of a value at a place that a mask of one bit each chooses; all of them if it is null. */
    void store(Term place, Term value, Term chosen) {
        Term address = settled(Choices.lifted(terms, place));
        int bytes = value.width() / 8;
        stayInside(address, bytes);
        Region region = regionOfAccess.of(address, bytes);
        note(address, bytes, true, region);
        if (region != null) {
            Term stored = chosen == null ? value : merged(value, abstractState.load(turn.state, region, address, bytes), chosen);
            abstractState.store(turn.state, region, address, stored).forEach(range -> program.assume(range, turn.instruction.address()));
            return;
        }
        if (address instanceof Constant known) {
            mapped.check(known.toLong(), bytes, Mapped.Act.WRITES);
            turn.state.memory.store(known.toLong(), chosen == null ? value : merged(value, turn.state.memory.load(known.toLong(), bytes), chosen));
            return;
        }
        AddressRange range = decisions.isRepeating(address) ? null : resolver.range(turn.state, address);
        if (range == null) {
            if (!isStoredOpen(address, value, chosen)) {
                store(terms.constant(64, oneOf(address, bytes, Mapped.Act.WRITES)), value, chosen);
            }
            return;
        }
        noteBounds(range);
        mapped.check(address, range, bytes, Mapped.Act.WRITES);
        Term[] parts = new Term[bytes];
        for (int i = 0; i < bytes; i++) {
            parts[i] = terms.extract(value, 8 * i + 7, 8 * i);
        }
        Term index = range.index(terms, address);
        for (int i = 0; i < range.count(); i++) {
            long at = range.at(i);
            if (turn.state.memory.isMapped(at, bytes)) {
                Term here = terms.eq(index, terms.constant(index.width(), i));
                for (int k = 0; k < bytes; k++) {
                    Term changes = chosen == null ? here : terms.and(here, terms.extract(chosen, k, k));
                    turn.state.memory.storeByte(at + k, terms.ite(changes, parts[k], turn.state.memory.loadByte(at + k)));
                }
            }
        }
    }

    /** Puts a value at an address that may be at many places of memory, where there are too many to follow each; whether that was done. */
    private boolean isStoredOpen(Term address, Term value, Term chosen) {
        int bytes = value.width() / 8;
        if (decisions.isRepeating(address) || !resolver.hasMany(turn.state, address, MOST_ONE_BY_ONE)) {
            return false;
        }
        AddressRange range = resolver.wide(turn.state, address);
        if (range == null || range.count() > MOST_OPEN || !mapped.isWritable(range.low(), range.high() + bytes - 1)) {
            return false;
        }
        Term stored = value;
        if (chosen != null) {
            Optional<Term> old = loadFromTable(address, null, bytes);
            if (old.isEmpty()) {
                return false;
            }
            stored = merged(value, old.get(), chosen);
        }
        noteBounds(range);
        turn.state.memory.storeOpen(address, range, stored);
        return true;
    }

    private Term merged(Term value, Term old, Term chosen) {
        Term[] parts = new Term[value.width() / 8];
        for (int k = 0; k < parts.length; k++) {
            parts[parts.length - 1 - k] = terms.ite(terms.extract(chosen, k, k),
                    terms.extract(value, 8 * k + 7, 8 * k), terms.extract(old, 8 * k + 7, 8 * k));
        }
        return terms.concat(parts);
    }

    private void note(Term address, int bytes, boolean store, Region region) {
        turn.accesses.add(new Trace.Access(turn.state.trace.length(), address, bytes, store, region, null));
        notes.note(address, bytes, store, region);
    }

    /** Notes bounds of the address that was noted last. */
    private void noteBounds(AddressRange range) {
        turn.accesses.set(turn.accesses.size() - 1, turn.accesses.getLast().within(range));
    }

    /**
     * What found state holds leads to places of one object mostly, and by ranges alone to some beside it: that it does not, as an index
     * that is in one list is not the end of another, is assumed and said.
     */
    private void stayInside(Term address, int bytes) {
        if (address instanceof Constant || !isLedByFoundState(address) || !resolver.hasModel(turn.state)) {
            return;
        }
        Explorer.Variable any = program.remembered().object(turn.state.evaluator().toLong(address)).orElse(null);
        if (any != null && !decisions.repeats() && !resolver.ask(turn.state, terms.not(isInside(any, address, bytes))).isPossible()) {
            return;
        }
        AddressRange range = notes.bounds(address);
        Explorer.Variable object = range == null ? null : mainObject(range.low(), range.high() + bytes);
        if (object == null) {
            endWhereNoneIsFollowed(address, range, bytes);
            return;
        }
        long before = Math.max(0, object.address() - range.low());
        long after = Math.max(0, range.high() + bytes - object.address() - object.size());
        Term inside = isInside(object, address, bytes);
        boolean isBeside = before + after > 0 && (before + after <= object.size() / MOST_BESIDE || !decisions.repeats() && isNoneBeside(object, inside, address));
        // A region that is all of the object asks for the same condition.
        Term question = terms.symbol("inside." + Long.toHexString(object.address()), 1);
        if (decisions.isRepeating(question) || !decisions.repeats() && isBeside && resolver.ask(turn.state, inside).isPossible()) {
            decisions.assume(inside, question);
            turn.state.forgetBounds();
            program.assume(LEADS_INSIDE + object.name(), turn.instruction.address());
        }
    }

    /** Ends a path on which nothing is left of what leads into an object but a single value that says that there is none. */
    private void endWhereNoneIsFollowed(Term address, AddressRange range, int bytes) {
        Optional<Explorer.Variable> object = program.remembered().object(Linear.of(address).constant().longValue());
        boolean isNone = range != null && range.count() == 1 && !turn.state.memory.isMapped(range.low(), bytes) && object.isPresent();
        if (isNone && !decisions.repeats() && !program.remembered().faultsAtFirst(turn.instruction.address())) {
            program.assume(LEADS_INSIDE + object.get().name(), turn.instruction.address());
            throw new StopException(StopException.Kind.IMPOSSIBLE, LEADS_INSIDE + object.get().name());
        }
    }

    /**
     * Whether a single value leads beside an object, as an index does that says that there is none; and not one that the first packet follows, nor a
     * pointer to another object.
     */
    private boolean isNoneBeside(Explorer.Variable object, Term inside, Term address) {
        if (program.remembered().faultsAtFirst(turn.instruction.address()) || !(resolver.ask(turn.state, terms.not(inside)) instanceof Answer.Satisfiable(Assignment model))) {
            return false;
        }
        Constant there = terms.constant(Long.SIZE, new Evaluator(model).toLong(address));
        boolean isIndexed = Long.compareUnsigned(Linear.of(address).constant().longValue() - object.address(), object.size()) < 0;
        return (isIndexed || program.remembered().object(there.toLong()).isEmpty())
                && !resolver.ask(turn.state, terms.and(terms.not(inside), terms.ne(address, there))).isPossible();
    }

    private Term isInside(Explorer.Variable object, Term address, int bytes) {
        return object.size() < bytes ? terms.no() : terms.ule(terms.sub(address, terms.constant(64, object.address())), terms.constant(64, object.size() - bytes));
    }

    /** The object that has most of the bytes from one address to before another, of those at the ends and in the middle; null if none has any. */
    private Explorer.Variable mainObject(long low, long end) {
        Explorer.Variable main = null;
        long most = 0;
        for (long place : new long[] {low, low + (end - low) / 2, end - 1}) {
            Explorer.Variable object = program.remembered().object(place).orElse(null);
            long share = object == null ? 0 : Math.min(end, object.address() + object.size()) - Math.max(low, object.address());
            if (share > most) {
                main = object;
                most = share;
            }
        }
        return main;
    }

    /** Whether a value is made of what was found, and of nothing else but what loops count. */
    private boolean isLedByFoundState(Term value) {
        return program.regions().hasFound() && symbols.of(value).stream().anyMatch(this::isFound)
                && symbols.of(value).stream().allMatch(symbol -> isFound(symbol) || symbol.name().startsWith(LoopCut.SYMBOL));
    }

    private boolean isFound(Symbol symbol) {
        return program.regions().isOfFound(symbol) || turn.state.carriedFound.contains(symbol);
    }

    /** What a pointer in a table leads to, if the path has written at none of the places; empty where the address is made otherwise. */
    private Optional<Term> loadThroughTable(Term address, int bytes) {
        Optional<Term> value = program.tables().loadThrough(address, bytes);
        if (value.isEmpty() || program.tables().placesThrough(address).anyMatch(at -> isChanged(at, bytes))) {
            return Optional.empty();
        }
        List<Long> unmapped = program.tables().unmappedThrough(address, bytes);
        if (unmapped.size() > MOST_UNMAPPED) {
            return Optional.empty();
        }
        Term faults = terms.any(unmapped.stream().map(at -> terms.eq(address, terms.constant(64, at))).toList());
        if (faults != terms.no() && decisions.decide(faults)) {
            throw Mapped.fault(Mapped.Act.READS, bytes);
        }
        return value;
    }

    private boolean isChanged(long at, int bytes) {
        for (int i = 0; i < bytes; i++) {
            if (turn.state.memory.mayHaveChanged(at + i, 1) || program.regions().at(at + i).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /**
     * What is at an address that may be at many places of an object that holds what it held in the snapshot, but for a few that the path
     * has written; empty where that cannot be told.
     *
     * @param narrow bounds of the address, or null where they are far apart
     */
    private Optional<Term> loadFromTable(Term address, AddressRange narrow, int bytes) {
        Optional<Term> through = loadThroughTable(address, bytes);
        if (through.isPresent()) {
            return through;
        }
        if (narrow != null ? narrow.count() <= MOST_CHOICES : !resolver.hasMany(turn.state, address, MOST_ONE_BY_ONE)) {
            return Optional.empty();
        }
        AddressRange range = narrow != null ? narrow : resolver.wide(turn.state, address);
        int most = narrow != null ? 1 : MOST_WRITTEN;
        if (range == null) {
            return Optional.empty();
        }
        noteBounds(range);
        mapped.check(address, range.low(), range.high() + bytes - 1, bytes);
        TreeSet<Long> written = turn.state.memory.written(range.low(), range.high() + bytes - 1, most * bytes);
        Set<Long> changed = new TreeSet<>();
        for (long at : written) {
            // Elements that begin up to so many bytes before one that was written.
            for (long first = range.low() + Math.max(0, at - bytes + 1 - range.low() + range.step() - 1) / range.step() * range.step(); first <= at; first += range.step()) {
                changed.add(first);
            }
        }
        if (changed.size() >= most) {
            return Optional.empty();
        }
        Optional<Term> value = program.tables().load(range, address, bytes);
        for (long at : changed) {
            value = value.map(each -> terms.ite(terms.eq(address, terms.constant(64, at)), turn.state.memory.load(at, bytes), each));
        }
        return value.map(each -> turn.state.memory.withOpenWrites(address, range, each));
    }

    /** One of the few addresses that a term can be; other states take the others. */
    private long oneOf(Term address, int bytes, Mapped.Act act) {
        turn.state.unresolved = address;
        long one = decisions.choose(address, MOST_FAR_ADDRESSES, () -> turn.instruction.text() + " " + act.verb() + " " + bytes
                + " bytes at an address that cannot be resolved");
        turn.state.unresolved = null;
        turn.accesses.removeLast();     // it is noted again, with the one address
        return one;
    }
}
