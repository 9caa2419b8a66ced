package org.perfcontracts.x86;

import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** The nearest number that a narrower lane can hold. The number given is signed. */
final class Saturation {
    private Saturation() {
    }

    /** The nearest signed number of the given width. */
    static Term signed(Terms terms, Term number, int width) {
        return clamp(terms, number, width, -1L << width - 1, (1L << width - 1) - 1);
    }

    /** The nearest unsigned number of the given width. */
    static Term unsigned(Terms terms, Term number, int width) {
        return clamp(terms, number, width, 0, (1L << width) - 1);
    }

    private static Term clamp(Terms terms, Term number, int width, long least, long most) {
        Term isBelow = terms.slt(number, terms.constant(number.width(), least));
        Term isAbove = terms.slt(terms.constant(number.width(), most), number);
        Term inside = terms.extract(number, width - 1, 0);
        return terms.ite(isBelow, terms.constant(width, least), terms.ite(isAbove, terms.constant(width, most), inside));
    }
}
