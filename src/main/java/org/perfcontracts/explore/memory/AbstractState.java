package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.StopException;

/**
 * Reads and writes of abstract state. What a region holds at a place is a fresh value within what an element may hold; what was
 * found or written at a place before is found there again, as long as nothing was written that could lie at the same place.
 */
public final class AbstractState {
    private static final int MOST_CANDIDATES = 12;
    /** Writes that a read may find, one by one; of more, any value that the field may have. */
    private static final int MOST_WRITTEN = 64;
    private static final int MOST_REMEMBERED = 32;
    /** The chunk of what was written somewhere in a region. */
    private static final int NOWHERE = -1;

    private final Terms terms;
    private final Regions regions;
    private final Resolver resolver;
    private final Places places;
    private final FieldValues values;

    public AbstractState(Terms terms, Regions regions, Resolver resolver, Places.Chooser chooser) {
        this.terms = terms;
        this.regions = regions;
        this.resolver = resolver;
        this.places = new Places(terms, resolver, chooser);
        this.values = new FieldValues(terms, regions);
    }

    /** The region that an address may lie in, judged by one value that it can have. */
    public Optional<Region> regionOf(Knowledge state, Term address) {
        if (regions.all().isEmpty()) {
            return Optional.empty();
        }
        if (address instanceof Constant known) {
            return regions.at(known.toLong());
        }
        return !resolver.hasModel(state) ? Optional.empty() : regions.at(state.evaluator().toLong(address));
    }

    /** The condition that some bytes at an address lie inside a region. */
    public Term isInside(Region region, Term address, int bytes) {
        long last = region.elementSize() * region.count() - bytes;
        if (last < 0) {
            return terms.no();
        }
        Term offset = terms.sub(address, terms.constant(64, region.address()));
        return terms.ule(offset, terms.constant(64, last));
    }

    /** The condition that a region has some of the bytes at an address. */
    public Term touches(Region region, Term address, int bytes) {
        long before = bytes - 1L;
        Term offset = terms.sub(address, terms.constant(64, region.address() - before));
        return terms.ult(offset, terms.constant(64, region.elementSize() * region.count() + before));
    }

    // ---- access

    /** What some bytes inside a region hold. */
    public Term load(Knowledge state, Region region, Term address, int bytes) {
        OptionalInt place = place(state, region, address, bytes);
        if (place.isEmpty()) {
            return anything(state, region, bytes);
        }
        List<Term> parts = new ArrayList<>();
        int offset = place.getAsInt();
        for (int done = 0; done < bytes; ) {
            Piece piece = piece(region, offset + done, bytes - done);
            Term value = read(state, region, piece.chunk, terms.add(address, done - piece.skip));
            parts.addFirst(terms.extract(value, 8 * (piece.skip + piece.bytes) - 1, 8 * piece.skip));
            done += piece.bytes;
        }
        return terms.concat(parts.toArray(Term[]::new));
    }

    /** Puts a value into some bytes inside a region; gives the places where it may break the range of a field. */
    public List<String> store(Knowledge state, Region region, Term address, Term value) {
        List<String> broken = new ArrayList<>();
        int bytes = value.width() / 8;
        OptionalInt place = place(state, region, address, bytes);
        if (place.isEmpty()) {
            return forget(state, region, address, value);
        }
        int offset = place.getAsInt();
        for (int done = 0; done < bytes; ) {
            Piece piece = piece(region, offset + done, bytes - done);
            Term part = terms.extract(value, 8 * (done + piece.bytes) - 1, 8 * done);
            write(state, region, piece, terms.add(address, done - piece.skip), part, broken);
            done += piece.bytes;
        }
        return broken;
    }

    /** Where in an element, or in the first of the slots in one, an address lies; empty where that may be too many places to follow each. */
    private OptionalInt place(Knowledge state, Region region, Term address, int bytes) {
        try {
            return OptionalInt.of(places.offset(state, region, address, bytes));
        } catch (StopException unknown) {
            if (unknown.kind() != StopException.Kind.UNRESOLVED) {
                throw unknown;
            }
            return OptionalInt.empty();
        }
    }

    /** Bytes from somewhere in a region: anything stands for whatever is there. */
    private Term anything(Knowledge state, Region region, int bytes) {
        Symbol symbol = terms.symbol("state#" + state.nextSymbol++ + "." + region.name() + ".somewhere", 8 * bytes);
        if (state.model != null) {
            state.setModel(state.model.with(Assignment.of(Map.of(symbol, BigInteger.ZERO))));
        }
        state.approximate = true;
        return symbol;
    }

    /** After bytes were put somewhere into a region nothing is known of it any more, but that its fields keep their ranges, which is assumed. */
    private List<String> forget(Knowledge state, Region region, Term address, Term value) {
        state.approximate = true;
        state.views.put(region, new View(NOWHERE, address, value, true, null));
        List<String> broken = new ArrayList<>();
        if (region.kind() == Region.Kind.FOUND) {
            state.outgrown = new Outgrown(region, NOWHERE, null, null, state.outgrown);
        }
        for (Region.Group group : region.groups()) {
            group.chunks().stream().flatMap(chunk -> chunk.fields().stream()).forEach(field -> {
                switch (field) {
                    case Region.Field.Number _ when region.kind() == Region.Kind.FOUND -> {
                    }
                    case Region.Field.Number number when number.isAny() -> {
                    }
                    case Region.Field.Number(String name, int _, List<Region.Range> ranges) -> broken.add(staysWithin(region, group, name, ranges));
                    case Region.Field.Pointer(String name, int size) -> broken.add(pointsTo(region, name, size));
                }
            });
        }
        return broken;
    }

    private static String staysWithin(Region region, Region.Group group, String name, List<Region.Range> ranges) {
        String which = region.groups().size() == 1 ? "" : " of " + region.elements(group);
        return region.name() + "." + name + which + " stays within " + ranges.stream().map(AbstractState::words).collect(Collectors.joining(" or "));
    }

    private static String words(Region.Range range) {
        String low = words(range.low());
        return range.low() == range.high() ? low : low + " to " + words(range.high()) + (range.step() == 1 ? "" : " in steps of " + range.step());
    }

    /** Numbers of more than 32 bits are places more often than counts. */
    private static String words(long number) {
        return number >>> 32 == 0 ? Long.toString(number) : "0x" + Long.toHexString(number);
    }

    private static String pointsTo(Region region, String name, int size) {
        return region.name() + "." + name + " points to " + size + " bytes of memory";
    }

    /** A run of bytes inside one chunk: which chunk, how many of its bytes come before, how many it takes. */
    private record Piece(int chunk, int skip, int bytes) {
    }

    private static Piece piece(Region region, int offset, int most) {
        int inElement = offset % region.elementSize();
        List<Region.Chunk> chunks = region.chunks();
        for (int i = 0; i < chunks.size(); i++) {
            if (chunks.get(i).covers(inElement)) {
                int skip = chunks.get(i).skip(inElement);
                return new Piece(i, skip, Math.min(most, chunks.get(i).bytes() - skip));
            }
        }
        throw new IllegalStateException("no chunk of region " + region.name() + " covers byte " + inElement);
    }

    // ---- elements that differ

    /** The groups of elements that an address inside a region may lie in, by what shows of its bounds. */
    private List<Region.Group> groups(Knowledge state, Region region, Term address) {
        if (region.groups().size() == 1) {
            return region.groups();
        }
        // No solver is asked: a state that executes an instruction again must come to the same terms.
        Interval bounds = state.bounds().of(address);
        List<Region.Group> possible = region.groups().stream().filter(group -> {
            BigInteger begin = unsigned(region.address(group));
            BigInteger end = unsigned(region.end(group));
            return bounds.low().compareTo(end) < 0 && begin.compareTo(bounds.high()) <= 0;
        }).toList();
        return possible.isEmpty() ? region.groups() : possible;
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    /** The condition that an address inside a region lies in a group of its elements. */
    private Term isIn(Region region, Region.Group group, Term address) {
        Term begin = terms.constant(64, region.address(group));
        Term behind = terms.constant(64, region.end(group) - 1);
        return terms.and(group.first() == 0 ? terms.yes() : terms.ule(begin, address),
                region.end(group) == region.end() ? terms.yes() : terms.ule(address, behind));
    }

    /** A fresh value for a part of the element that an address lies in, within what that element may hold. */
    private Term fresh(Knowledge state, Region region, int chunk, Term address) {
        List<Region.Group> groups = groups(state, region, address);
        if (groups.size() == 1) {
            return values.fresh(state, region, groups.getFirst().chunks().get(chunk));
        }
        Region.Chunk whatever = region.chunks().get(chunk);
        Term value = values.fresh(state, region, whatever);
        if (groups.stream().allMatch(group -> group.chunks().get(chunk).equals(whatever))) {
            return value;
        }
        if (state.model != null && isMadeOfSymbols(value)) {
            Region.Group here = groups.stream().filter(group -> state.evaluator().isTrue(isIn(region, group, address))).findFirst().orElse(groups.getFirst());
            state.setModel(state.model.with(Assignment.of(parts(value, least(here.chunks().get(chunk))))));
        }
        for (Region.Group group : groups) {
            values.assumeRange(state, terms.or(terms.not(isIn(region, group, address)), isWithin(value, group.chunks().get(chunk))));
        }
        return value;
    }

    /** The condition that a part of an element holds what is declared. */
    private Term isWithin(Term value, Region.Chunk chunk) {
        List<Term> within = new ArrayList<>();
        int low = 0;
        for (Region.Field field : chunk.fields()) {
            if (field instanceof Region.Field.Number number && !number.isAny()) {
                within.add(values.within(terms.extract(value, low + field.bits() - 1, low), number.ranges()));
            }
            low += field.bits();
        }
        return terms.all(within);
    }

    /** What a part of an element holds if each of its numbers is the first that is declared. */
    private static BigInteger least(Region.Chunk chunk) {
        BigInteger value = BigInteger.ZERO;
        int low = 0;
        for (Region.Field field : chunk.fields()) {
            if (field instanceof Region.Field.Number number) {
                value = value.or(unsigned(number.ranges().getFirst().low()).shiftLeft(low));
            }
            low += field.bits();
        }
        return value;
    }

    // ---- chunks

    private Term read(Knowledge state, Region region, int chunk, Term address) {
        List<View> stores = new ArrayList<>();
        List<View> finds = new ArrayList<>();
        Term found = null;
        for (View view = state.views.get(region); view != null; view = view.earlier()) {
            if (view.chunk() != chunk || isApart(view.address(), address)) {
                continue;
            }
            if (view.address() == address) {
                found = view.value();
                break;
            }
            (view.store() ? stores : finds).add(view);
        }
        if (found == null) {
            found = fresh(state, region, chunk, address);
            if (stores.size() + finds.size() <= MOST_CANDIDATES) {
                found = agree(state, address, found, finds);
            } else {
                state.approximate = true;
            }
            state.reads = new Read(address, found, state.reads);
            state.premise(terms.eq(found, remembered(state.forgotten.get(region), chunk, address, found)));
        }
        if (stores.size() > MOST_WRITTEN) {
            state.approximate = true;
            // Whatever was written keeps the range, so a fresh value stands for all of it.
            found = fresh(state, region, chunk, address);
        } else {
            for (View view : stores.reversed()) {
                found = terms.ite(terms.eq(view.address(), address), view.value(), found);
            }
        }
        state.views.put(region, new View(chunk, address, found, false, state.views.get(region)));
        return found;
    }

    /** What is at a place by what was known before cut loops, as long as none of them has written there. */
    private Term remembered(View known, int chunk, Term address, Term unknown) {
        List<View> same = new ArrayList<>();
        for (View view = known; view != null && same.size() <= MOST_REMEMBERED; view = view.earlier()) {
            if (view.chunk() == chunk && !isApart(view.address(), address)) {
                same.add(view);
            }
        }
        Term value = unknown;
        for (View view : same.reversed()) {
            value = terms.ite(terms.eq(view.address(), address), view.value(), value);
        }
        return value;
    }

    private boolean isApart(Term a, Term b) {
        return terms.sub(a, b) instanceof Constant distance && !distance.isZero();
    }

    /** What is found at a place agrees with what was found where the place is the same. */
    private Term agree(Knowledge state, Term address, Term value, List<View> finds) {
        if (value instanceof Constant) {
            return value;
        }
        for (View view : finds) {
            Term same = terms.eq(view.address(), address);
            if (state.model != null && isMadeOfSymbols(value) && state.evaluator().isTrue(same)) {
                // The value has just been made, so the model is free to give it what was found.
                Map<Symbol, BigInteger> values = parts(value, state.evaluator().value(view.value()));
                state.setModel(state.model.with(Assignment.of(values)));
            }
        }
        for (View view : finds) {
            Term condition = terms.or(terms.ne(view.address(), address), terms.eq(view.value(), value));
            if (state.model != null && !state.evaluator().isTrue(condition)) {
                state.setModel(null);
            }
            state.assume(condition);
        }
        return value;
    }

    private static boolean isMadeOfSymbols(Term value) {
        return !(value instanceof Operation o) || o.operator() == Operator.CONCAT && o.arguments().stream().allMatch(AbstractState::isMadeOfSymbols);
    }

    /** The values that the symbols side by side in a fresh term have if the term has a value. */
    private static Map<Symbol, BigInteger> parts(Term fresh, BigInteger value) {
        if (fresh instanceof Symbol symbol) {
            return Map.of(symbol, value);
        }
        Map<Symbol, BigInteger> values = new HashMap<>();
        int low = 0;
        List<Term> arguments = ((Operation) fresh).arguments();
        for (Term part : arguments.reversed()) {
            BigInteger bits = value.shiftRight(low).and(BigInteger.ONE.shiftLeft(part.width()).subtract(BigInteger.ONE));
            if (!(part instanceof Constant)) {
                values.putAll(parts(part, bits));
            }
            low += part.width();
        }
        return values;
    }

    private void write(Knowledge state, Region region, Piece piece, Term address, Term part, List<String> broken) {
        Region.Chunk chunk = region.chunks().get(piece.chunk);
        Term value = part;
        if (piece.bytes < chunk.bytes()) {
            Term old = read(state, region, piece.chunk, address);
            int low = 8 * piece.skip;
            int high = low + part.width();
            List<Term> parts = new ArrayList<>();
            if (high < old.width()) {
                parts.add(terms.extract(old, old.width() - 1, high));
            }
            parts.add(part);
            if (low > 0) {
                parts.add(terms.extract(old, low - 1, 0));
            }
            value = terms.concat(parts.toArray(Term[]::new));
        }
        state.outgrown = Outgrown.without(state.outgrown, region, piece.chunk, address);
        checkFields(state, region, piece.chunk, address, value, broken);
        state.views.put(region, new View(piece.chunk, address, value, true, state.views.get(region)));
    }

    private void checkFields(Knowledge state, Region region, int chunk, Term address, Term value, List<String> broken) {
        List<Region.Group> groups = groups(state, region, address);
        for (Region.Group group : groups) {
            // Of elements that differ each group asks by itself: what one may hold is too much for another.
            Term here = groups.size() == 1 ? terms.yes() : isIn(region, group, address);
            int low = 0;
            for (Region.Field field : group.chunks().get(chunk).fields()) {
                checkField(state, region, group, chunk, address, field, here, terms.extract(value, low + field.bits() - 1, low), broken);
                low += field.bits();
            }
        }
    }

    private void checkField(Knowledge state, Region region, Region.Group group, int chunk, Term address, Region.Field field, Term here, Term value,
            List<String> broken) {
        switch (field) {
            case Region.Field.Number number when number.isAny() -> {
            }
            case Region.Field.Number number when region.kind() == Region.Kind.FOUND -> widen(state, region, chunk, address, number, value);
            case Region.Field.Number(String name, int _, List<Region.Range> ranges) -> {
                Term outside = terms.and(here, terms.not(values.within(value, ranges)));
                if (outside != terms.no() && resolver.mayHold(state, outside)) {
                    broken.add(staysWithin(region, group, name, ranges));
                }
            }
            case Region.Field.Pointer(String name, int size) -> {
                if (!pointsToObject(state, value, size)) {
                    broken.add(pointsTo(region, name, size));
                }
            }
        }
    }

    private void widen(Knowledge state, Region region, int chunk, Term address, Region.Field.Number field, Term value) {
        Term within = values.within(value, field.ranges());
        if (within != terms.yes() && resolver.mayHold(state, terms.not(within))) {
            new Written(terms, resolver, regions, state).beyond(within, value)
                    .forEach(more -> state.outgrown = new Outgrown(region, chunk, address, more, state.outgrown));
        }
    }

    private boolean pointsToObject(Knowledge state, Term pointer, int size) {
        if (pointer instanceof Constant known) {
            return state.memory.isMapped(known.toLong(), size);
        }
        Optional<Region> region = regionOf(state, pointer);
        return region.isPresent() && !resolver.ask(state, terms.not(isInside(region.get(), pointer, size))).isPossible();
    }

    /**
     * What a state has written into memory that was found to be state, and that may be outside of what it was taken to hold; the latest first, immutable.
     *
     * @param chunk of the elements of the region into which something was written
     * @param address of the chunk; null where that is one of several, or not known
     * @param more what they may hold besides; null if nobody could tell where in the region it was written, so that it may hold anything
     */
    public record Outgrown(Region region, int chunk, Term address, Written.Numbers more, Outgrown earlier) {
        /** The list without what was written to a place that is overwritten: the next packet does not find it, as it finds no lock taken. */
        static Outgrown without(Outgrown list, Region region, int chunk, Term address) {
            List<Outgrown> left = new ArrayList<>();
            boolean isOverwritten = false;
            for (Outgrown each = list; each != null; each = each.earlier) {
                if (each.address == address && each.chunk == chunk && each.region.equals(region)) {
                    isOverwritten = true;
                } else {
                    left.addFirst(each);
                }
            }
            if (!isOverwritten) {
                return list;
            }
            Outgrown rest = null;
            for (Outgrown each : left) {
                rest = new Outgrown(each.region, each.chunk, each.address, each.more, rest);
            }
            return rest;
        }
    }

    /** What a state found somewhere in abstract state that it had not written there, the latest first, immutable. */
    public record Read(Term address, Term value, Read earlier) {
    }
}
