package org.perfcontracts.explore.lines;

import org.perfcontracts.expr.Term;

/**
 * Bytes at an address that is not one number: an unknown and a number on top of it.
 *
 * @param where the name of what it lies in
 * @param isElsewhere whether it really lies at another address, of which nothing is known: it stands for what a pointer leads to
 * @param unknown 64 bits, without a constant part, so that fields of one object have the same
 * @param plus what is added to it
 * @param bytes at least 1
 * @param first the first line in which they can lie
 * @param last the last such line
 */
public record OpenPlace(String where, boolean isElsewhere, Term unknown, long plus, int bytes, long first, long last) {
    /** How many lines it can lie in, among which there are those that it does lie in. */
    long lines() {
        return last - first + 1;
    }
}
