package org.perfcontracts.explore;

/** Unsigned bounds of an address, both included, and the power of two in whose steps it moves. */
record AddressRange(long low, long high, long step) {
    /** How many addresses there may be; above {@link Integer#MAX_VALUE} that number. */
    int count() {
        long count = Long.divideUnsigned(high - low, step) + 1;
        return count < 0 || count > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) count;
    }
}
