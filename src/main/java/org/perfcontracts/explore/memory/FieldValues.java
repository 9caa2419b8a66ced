package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Values that fields of abstract state may have: fresh ones, and whether a value is one. */
final class FieldValues {
    private final Terms terms;
    private final Regions regions;

    FieldValues(Terms terms, Regions regions) {
        this.terms = terms;
        this.regions = regions;
    }

    /** A fresh value of a part of an element, which the state takes to be within what its fields may hold. */
    Term fresh(Knowledge state, Region region, Region.Chunk chunk) {
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
                : List.of(within(symbol, ranges));
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

    /** Takes a condition for true by which a value is within what was declared. */
    void assumeRange(Knowledge state, Term bound) {
        if (bound != terms.yes()) {
            if (state.model != null && !state.evaluator().isTrue(bound)) {
                state.setModel(null);
            }
            state.assume(bound);
            regions.assumeRange(bound);
        }
    }

    /** The condition that a value is in one of some ranges. */
    Term within(Term value, List<Region.Range> ranges) {
        return terms.any(ranges.stream().map(range -> terms.all(bounds(value, range))).toList());
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
}
