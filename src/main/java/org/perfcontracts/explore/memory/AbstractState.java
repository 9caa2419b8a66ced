package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.ArrayList;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Evaluator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
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
    private final Widening widening;

    /** Hears what is written into memory that was found to be state, and may be outside of what it was taken to hold. */
    public interface Widening {
        /** What a chunk of an element may hold besides what it was taken to hold. */
        void widen(Region region, int chunk, Written.Numbers more);
    }

    public AbstractState(Terms terms, Regions regions, Resolver resolver, Places.Chooser chooser, Widening widening) {
        this.terms = terms;
        this.regions = regions;
        this.resolver = resolver;
        this.widening = widening;
        this.places = new Places(terms, resolver, chooser);
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
        Term offset = terms.sub(address, terms.constant(64, region.address()));
        return terms.ule(offset, terms.constant(64, region.elementSize() * region.count() - bytes));
    }

    // ---- access

    /** What some bytes inside a region hold. */
    public Term load(Knowledge state, Region region, Term address, int bytes) {
        OptionalInt place = place(state, region, address);
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
        OptionalInt place = place(state, region, address);
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

    /** Where in an element an address lies; empty where that may be too many places to follow each. */
    private OptionalInt place(Knowledge state, Region region, Term address) {
        try {
            return OptionalInt.of(places.offset(state, region, address));
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
            for (int chunk = 0; chunk < region.chunks().size(); chunk++) {
                widening.widen(region, chunk, Written.Numbers.any(8 * region.chunks().get(chunk).bytes()));
            }
        }
        region.chunks().stream().flatMap(chunk -> chunk.fields().stream()).forEach(field -> {
            switch (field) {
                case Region.Field.Number _ when region.kind() == Region.Kind.FOUND -> {
                }
                case Region.Field.Number(String name, int bits, List<Region.Range> ranges) -> {
                    if (!ranges.equals(List.of(new Region.Range(0, -1L >>> 64 - bits)))) {
                        broken.add(staysWithin(region, name, ranges));
                    }
                }
                case Region.Field.Pointer(String name, int size) -> broken.add(pointsTo(region, name, size));
            }
        });
        return broken;
    }

    private static String staysWithin(Region region, String name, List<Region.Range> ranges) {
        return region.name() + "." + name + " stays within " + ranges.stream().map(AbstractState::words).collect(Collectors.joining(" or "));
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
            if (inElement < chunks.get(i).end()) {
                int skip = inElement - chunks.get(i).offset();
                return new Piece(i, skip, Math.min(most, chunks.get(i).bytes() - skip));
            }
        }
        throw new IllegalStateException("no chunk of region " + region.name() + " covers byte " + inElement);
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
            found = fresh(state, region, region.chunks().get(chunk));
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
            found = fresh(state, region, region.chunks().get(chunk));
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
        checkFields(state, region, piece.chunk, value, broken);
        state.views.put(region, new View(piece.chunk, address, value, true, state.views.get(region)));
    }

    private void checkFields(Knowledge state, Region region, int chunk, Term value, List<String> broken) {
        int low = 0;
        for (Region.Field field : region.chunks().get(chunk).fields()) {
            Term part = terms.extract(value, low + field.bits() - 1, low);
            low += field.bits();
            switch (field) {
                case Region.Field.Number number when number.isAny() -> {
                }
                case Region.Field.Number number when region.kind() == Region.Kind.FOUND -> widen(state, region, chunk, number, part);
                case Region.Field.Number(String name, int _, List<Region.Range> ranges) -> {
                    if (mayLeave(state, ranges, part)) {
                        broken.add(staysWithin(region, name, ranges));
                    }
                }
                case Region.Field.Pointer(String name, int size) -> {
                    if (!pointsToObject(state, part, size)) {
                        broken.add(pointsTo(region, name, size));
                    }
                }
            }
        }
    }

    private boolean mayLeave(Knowledge state, List<Region.Range> ranges, Term value) {
        Term within = terms.any(ranges.stream().map(range -> terms.all(bounds(value, range))).toList());
        return within != terms.yes() && resolver.mayHold(state, terms.not(within));
    }

    private void widen(Knowledge state, Region region, int chunk, Region.Field.Number field, Term value) {
        Term within = terms.any(field.ranges().stream().map(range -> terms.all(bounds(value, range))).toList());
        if (within != terms.yes() && resolver.mayHold(state, terms.not(within))) {
            new Written(terms, resolver, regions, state).beyond(within, value).forEach(more -> widening.widen(region, chunk, more));
        }
    }

    private boolean pointsToObject(Knowledge state, Term pointer, int size) {
        if (pointer instanceof Constant known) {
            return state.memory.isMapped(known.toLong(), size);
        }
        Optional<Region> region = regionOf(state, pointer);
        return region.isPresent() && !resolver.ask(state, terms.not(isInside(region.get(), pointer, size))).isPossible();
    }

    // ---- fresh values

    private Term fresh(Knowledge state, Region region, Region.Chunk chunk) {
        List<Term> parts = new ArrayList<>();
        for (Region.Field field : chunk.fields()) {
            parts.addFirst(switch (field) {
                case Region.Field.Number number -> number(state, region, number);
                case Region.Field.Pointer pointer -> object(state, region, pointer);
            });
        }
        return terms.concat(parts.toArray(Term[]::new));
    }

    private Term number(Knowledge state, Region region, Region.Field.Number field) {
        List<Region.Range> ranges = field.ranges();
        if (ranges.size() == 1 && ranges.getFirst().low() == ranges.getFirst().high()) {
            return terms.constant(field.bits(), ranges.getFirst().low());
        }
        boolean isPlace = ranges.stream().anyMatch(range -> range.step() > 1) || ranges.size() > 1 && field.bits() == 64;
        if (isPlace) {
            return oneOf(state, region, field, 0);
        }
        Symbol symbol = fresh(state, region, field, field.bits(), ranges.getFirst().low());
        List<Term> bounds = ranges.size() == 1 ? bounds(symbol, ranges.getFirst())
                : List.of(terms.any(ranges.stream().map(range -> terms.all(bounds(symbol, range))).toList()));
        bounds.forEach(bound -> assumeRange(state, bound));
        return symbol;
    }

    private Symbol fresh(Knowledge state, Region region, Region.Field field, int bits, long value) {
        Symbol symbol = terms.symbol("state#" + state.nextSymbol++ + "." + region.name() + "." + field.name(), bits);
        if (state.model != null) {
            state.setModel(state.model.with(Assignment.of(Map.of(symbol, new BigInteger(Long.toUnsignedString(value))))));
        }
        if (region.kind() == Region.Kind.FOUND) {
            regions.noteFound(symbol);
        }
        return symbol;
    }

    /** A number in one of the ranges from an index on: places in memory are best known as places in one of a few arrays, or none. */
    private Term oneOf(Knowledge state, Region region, Region.Field.Number field, int index) {
        Region.Range range = field.ranges().get(index);
        Term here = terms.constant(field.bits(), range.low());
        if (range.low() != range.high()) {
            int bits = 64 - Long.numberOfLeadingZeros(range.last());
            Symbol which = fresh(state, region, field, bits, 0);
            assumeRange(state, terms.ule(which, terms.constant(bits, range.last())));
            here = terms.add(here, terms.mul(terms.resize(which, field.bits()), terms.constant(field.bits(), range.step())));
        }
        if (index + 1 == field.ranges().size()) {
            return here;
        }
        return terms.ite(terms.eq(fresh(state, region, field, 1, 1), terms.yes()), here, oneOf(state, region, field, index + 1));
    }

    private void assumeRange(Knowledge state, Term bound) {
        if (bound != terms.yes()) {
            state.assume(bound);
            regions.assumeRange(bound);
        }
    }

    private List<Term> bounds(Term number, Region.Range range) {
        List<Term> bounds = new ArrayList<>();
        bounds.add(terms.ule(terms.constant(number.width(), range.low()), number));
        bounds.add(terms.ule(number, terms.constant(number.width(), range.high())));
        boolean isInStep = range.step() == 1 || number.width() == 64 && Strides.of(number) % range.step() == 0
                && new Evaluator(Assignment.ZERO).toLong(terms.sub(number, terms.constant(64, range.low()))) % range.step() == 0;
        if (!isInStep) {
            Term distance = terms.sub(number, terms.constant(number.width(), range.low()));
            bounds.add(terms.eq(terms.urem(distance, terms.constant(number.width(), range.step())), terms.constant(number.width(), 0)));
        }
        return bounds;
    }

    private static String words(Region.Range range) {
        String low = Long.toUnsignedString(range.low());
        return range.low() == range.high() ? low : low + " to " + Long.toUnsignedString(range.high());
    }

    /** A pointer to one of the objects, which may be one that another pointer leads to. */
    private Term object(Knowledge state, Region region, Region.Field.Pointer field) {
        Region objects = regions.objectsOf(field);
        int places = Long.numberOfTrailingZeros(objects.count());
        int low = Integer.numberOfTrailingZeros(objects.elementSize());
        Symbol which = terms.symbol("state#" + state.nextSymbol++ + "." + region.name() + "." + field.name(), places);
        if (state.model != null) {
            // Apart from others as long as nothing is known.
            BigInteger own = BigInteger.valueOf(state.nextObject++ & objects.count() - 1);
            state.setModel(state.model.with(Assignment.of(Map.of(which, own))));
        }
        Term base = terms.constant(64 - places - low, objects.address() >>> places + low);
        return low == 0 ? terms.concat(base, which) : terms.concat(base, which, terms.constant(low, 0));
    }

    /** What a state found somewhere in abstract state that it had not written there, the latest first, immutable. */
    public record Read(Term address, Term value, Read earlier) {
    }
}
