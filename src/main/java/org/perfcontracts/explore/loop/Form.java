package org.perfcontracts.explore.loop;

import java.util.List;
import org.perfcontracts.explore.memory.Region;
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

    /**
     * The address of something in an element of a region: of one of a few regions, at a place that is the same in each of its elements. It may
     * be one of a few places besides, such as null.
     *
     * @param spots which region, and where in its elements; at least one
     */
    record Element(List<Spot> spots) implements Form {
        @Override
        public int width() {
            return Long.SIZE;
        }

        /** Whether it may be at all that a spot says. */
        boolean covers(Spot spot) {
            return spots.contains(spot) || spot instanceof Spot.Known(long address) && spots.stream().anyMatch(
                    each -> each.has(address) && each instanceof Spot.InElement(Region region, int offset)
                            && Long.remainderUnsigned(address - region.address(), region.elementSize()) == offset);
        }
    }

    /**
     * One of some numbers: addresses that were found in memory which holds what it held in the snapshot, as those of the nodes of a tree are.
     *
     * @param numbers at least two, all different, from the least to the greatest
     */
    record OneOf(List<Long> numbers) implements Form {
        @Override
        public int width() {
            return Long.SIZE;
        }
    }

    /** Where a pointer leads. */
    sealed interface Spot {
        /** Whether an address is where the pointer can lead, or beside it in the same region. */
        boolean has(long address);

        /**
         * A place in the elements of a region.
         *
         * @param offset in an element, in bytes
         */
        record InElement(Region region, int offset) implements Spot {
            @Override
            public boolean has(long address) {
                return Long.compareUnsigned(address - region.address(), region.end() - region.address()) < 0;
            }
        }

        /** One address, or null. */
        record Known(long place) implements Spot {
            @Override
            public boolean has(long address) {
                return address == place;
            }
        }
    }

    /** In how many low bits the place changes; the bits above are zero. */
    int width();
}
