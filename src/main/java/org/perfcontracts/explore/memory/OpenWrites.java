package org.perfcontracts.explore.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * What was written to memory at open addresses, of which there are too many to follow each, and since the first of these writes at
 * known addresses among them, too: the order of writes tells what is there. Immutable, the latest first.
 *
 * @param address of the first byte, 64 bits
 * @param value   what was written, little-endian
 * @param low     the least address that a byte of it can have
 * @param high    the greatest, unsigned
 * @param earlier what was written before, or null
 * @param count   how many writes these are
 */
record OpenWrites(Term address, Term value, long low, long high, OpenWrites earlier, int count) {
    /** One more write. */
    static OpenWrites after(OpenWrites earlier, Term address, Term value, long low, long high) {
        return new OpenWrites(address, value, low, high, earlier, earlier == null ? 1 : earlier.count + 1);
    }

    /** Whether something may have been written to one of the bytes from one address to another, both included. */
    static boolean mayMeet(OpenWrites latest, long low, long high) {
        for (OpenWrites each = latest; each != null; each = each.earlier) {
            if (each.meets(low, high)) {
                return true;
            }
        }
        return false;
    }

    /** Whether something was written at an open address after an earlier time. */
    static boolean hasOpen(OpenWrites latest, OpenWrites since) {
        for (OpenWrites each = latest; each != null && each != since; each = each.earlier) {
            if (!(each.address instanceof Constant)) {
                return true;
            }
        }
        return false;
    }

    private boolean meets(long otherLow, long otherHigh) {
        return Long.compareUnsigned(low, otherHigh) <= 0 && Long.compareUnsigned(otherLow, high) <= 0;
    }

    private int bytes() {
        return value.width() / Byte.SIZE;
    }

    /**
     * What some bytes hold.
     *
     * @param at    the address of the first byte, between bounds
     * @param there what they would hold if nothing had been written at open addresses; what was written at known addresses is in it
     */
    static Term over(Terms terms, OpenWrites latest, Term at, long low, long high, Term there) {
        int bytes = there.width() / Byte.SIZE;
        Deque<OpenWrites> relevant = new ArrayDeque<>();        // the latest last
        Term value = there;
        for (OpenWrites each = latest; each != null; each = each.earlier) {
            if (!each.meets(low, high + bytes - 1)) {
                continue;
            }
            if (terms.sub(at, each.address) instanceof Constant distance) {
                long skip = distance.toLong();
                if (skip >= 0 && skip + bytes <= each.bytes()) {
                    value = part(terms, each.value, skip, bytes);   // nothing that was written before shows
                    break;
                }
                if (skip <= -bytes || skip >= each.bytes()) {
                    continue;
                }
            }
            relevant.push(each);
        }
        for (OpenWrites each : relevant) {
            value = each.over(terms, at, value);
        }
        return value;
    }

    /** The bytes at an address if this was written over them. */
    private Term over(Terms terms, Term at, Term there) {
        Term distance = terms.sub(at, address);
        if (distance instanceof Constant known) {
            return spliced(terms, there, known.toLong());
        }
        long step = Strides.powerOfTwo(distance);
        long some = new Evaluator(Assignment.ZERO).toLong(distance);
        Term value = there;
        for (long skip = 1 - there.width() / Byte.SIZE; skip < bytes(); skip++) {
            if ((skip - some & step - 1) == 0) {
                value = terms.ite(terms.eq(distance, terms.constant(Long.SIZE, skip)), spliced(terms, there, skip), value);
            }
        }
        return value;
    }

    /** Some bytes of which the first is so many behind the first that was written, which may be less than none. */
    private Term spliced(Terms terms, Term there, long skip) {
        int bytes = there.width() / Byte.SIZE;
        Term[] parts = new Term[bytes];
        for (int i = 0; i < bytes; i++) {
            boolean isWritten = skip + i >= 0 && skip + i < bytes();
            parts[bytes - 1 - i] = isWritten ? part(terms, value, skip + i, 1) : part(terms, there, i, 1);
        }
        return terms.concat(parts);
    }

    private static Term part(Terms terms, Term value, long skip, int bytes) {
        return terms.extract(value, (int) (Byte.SIZE * (skip + bytes)) - 1, (int) (Byte.SIZE * skip));
    }
}
