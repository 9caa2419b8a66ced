package org.perfcontracts.explore.loop;

import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Where the zero is behind what a loop reads first: a loop over a text compares its place with nothing, but does not pass its end. */
final class TextEnds {
    /** Bytes of text that are looked at for the zero behind it. */
    private static final int LONGEST = 1024;
    private static final int MOST_ADDRESSES = 4;

    private final Terms terms;
    private final Resolver resolver;
    private final State start;
    private final Map<Long, OptionalLong> ends = new HashMap<>();

    /** Looks into memory as it is in a state, the one before the loop. */
    TextEnds(Terms terms, Resolver resolver, State start) {
        this.terms = terms;
        this.resolver = resolver;
        this.start = start;
    }

    /**
     * What a place holds when addresses that move as the place does have come to a zero.
     *
     * @param width in how many low bits the place changes
     * @param addresses of an iteration
     */
    Set<Term> of(Place place, int width, State header, Collection<Term> addresses) {
        Set<Term> found = new LinkedHashSet<>();
        if (width > Long.SIZE) {
            return found;
        }
        Term here = terms.extract(place.read(header), width - 1, 0);
        Term before = terms.extract(place.read(start), width - 1, 0);
        for (Term address : addresses.stream().limit(MOST_ADDRESSES).toList()) {
            for (boolean signed : width == Long.SIZE ? List.of(false) : List.of(false, true)) {
                if (terms.sub(address, wide(here, signed)) instanceof Constant base) {
                    end(terms.add(base, wide(before, signed)))
                            .ifPresent(end -> found.add(terms.constant(width, BigInteger.valueOf(end - base.toLong()))));
                }
            }
        }
        return found;
    }

    private Term wide(Term term, boolean signed) {
        return signed ? terms.sext(term, Long.SIZE) : terms.zext(term, Long.SIZE);
    }

    /** The first zero from an address on, of an open one from the last that it can be. */
    private OptionalLong end(Term address) {
        if (address instanceof Constant known) {
            return ends.computeIfAbsent(known.toLong(), this::zeroFrom);
        }
        AddressRange range = resolver.bounds(start, address);
        return range == null ? OptionalLong.empty() : ends.computeIfAbsent(range.high(), this::zeroFrom);
    }

    private OptionalLong zeroFrom(long address) {
        return LongStream.iterate(address, at -> at + 1).limit(LONGEST).takeWhile(at -> start.memory.isMapped(at, 1))
                .filter(at -> start.memory.loadByte(at) instanceof Constant known && known.isZero()).findFirst();
    }
}
