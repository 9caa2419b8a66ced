package org.perfcontracts.explore.loop;

import org.perfcontracts.expr.Term;

/** What is known of a place's value at the header of a cut loop, relative to its value before the loop. */
sealed interface Form {
    /** Anything within the low bits of the given width; the bits above are zero. */
    record Free(int width) implements Form {
    }

    /** The value before the loop plus a constant for each iteration, in the low bits of the given width; zero above. */
    record Counted(int width, long step) implements Form {
    }

    /** Moves as another place does, or in the opposite direction, in the low bits of the given width; zero above. */
    record Follows(int width, Place leader, boolean opposite) implements Form {
    }

    /**
     * A value that is computed from the number of complete iterations and from what does not change in the loop, in the low bits of
     * the given width; zero above.
     *
     * @param value a term over the symbol of the iterations
     */
    record Computed(int width, Term value) implements Form {
    }

    /** In how many low bits the place changes; the bits above are zero. */
    int width();
}
