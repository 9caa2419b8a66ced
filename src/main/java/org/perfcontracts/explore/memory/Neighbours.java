package org.perfcontracts.explore.memory;

/** What numbers that memory holds say of others near them: of places in memory, those in one object are likely to be held all, and others not. */
public interface Neighbours {
    /** Nothing is known of numbers but how far they are from each other. */
    Neighbours UNKNOWN = new Neighbours() {
        @Override
        public boolean isAlone(long number) {
            return false;
        }

        @Override
        public boolean isApart(long a, long b) {
            return false;
        }
    };

    /** Whether others near a number say nothing of those between. */
    boolean isAlone(long number);

    /** Whether numbers, however near, are places in objects that have nothing to do with each other. */
    boolean isApart(long a, long b);
}
