package org.perfcontracts.explore.memory;

import java.util.Optional;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Unsigned bounds of an address, both included, and the number in whose steps it moves, most often a power of two. */
public record AddressRange(long low, long high, long step) {
    /** How many addresses there may be; above {@link Integer#MAX_VALUE} that number. */
    public int count() {
        long count = Long.divideUnsigned(high - low, step) + 1;
        return count < 0 || count > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) count;
    }

    /** The addresses so much further on; empty where some of them would be beyond the last address and others not. */
    Optional<AddressRange> moved(long distance) {
        boolean wraps = Long.compareUnsigned(low + distance, high + distance) > 0;
        return wraps ? Optional.empty() : Optional.of(new AddressRange(low + distance, high + distance, step));
    }

    /** Whether all addresses between two, both included, are between these. */
    public boolean covers(long first, long last) {
        return Long.compareUnsigned(low, first) <= 0 && Long.compareUnsigned(last, high) <= 0;
    }

    /** The same addresses and others, with those between. */
    public AddressRange with(AddressRange other) {
        long first = Long.compareUnsigned(low, other.low) <= 0 ? low : other.low;
        long last = Long.compareUnsigned(high, other.high) >= 0 ? high : other.high;
        return new AddressRange(first, last, Strides.common(Strides.common(step, other.step), low - other.low));
    }

    /** The address of the given index, from 0 to below {@link #count}. */
    public long at(int index) {
        return low + index * step;
    }

    /**
     * Which of the addresses a term is that is known to be one of them: a number of no more bits than it takes, which is
     * easier to reason about than the address. The steps must be a power of two.
     */
    public Term index(Terms terms, Term address) {
        int shift = Long.numberOfTrailingZeros(step);
        int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(count() - 1));
        Term offset = terms.sub(address, terms.constant(64, low));
        return terms.extract(offset, Math.min(63, shift + bits - 1), shift);
    }
}
