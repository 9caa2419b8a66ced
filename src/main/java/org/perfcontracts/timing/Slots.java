package org.perfcontracts.timing;

import java.util.Arrays;
import java.util.BitSet;

/** Units of a core that begin so many things a cycle, whichever are ready first. */
final class Slots {
    private static final double NOISE = 1e-6;

    private final double perCycle;
    private final BitSet full = new BitSet();
    private int[] begun = new int[64];
    private double free;

    /** Of so many a cycle; one of less than one is busy for some cycles with each. */
    Slots(double perCycle) {
        this.perCycle = perCycle;
    }

    /** Begins something in the first cycle in which it is ready and there is a unit: when that is. */
    double take(double ready) {
        if (perCycle < 1) {
            double start = Math.ceil(Math.max(ready, free) - NOISE);
            free = start + 1 / perCycle;
            return start;
        }
        int cycle = full.nextClearBit((int) Math.ceil(Math.max(0, ready) - NOISE));
        if (cycle >= begun.length) {
            begun = Arrays.copyOf(begun, Math.max(cycle + 1, begun.length * 2));
        }
        if (++begun[cycle] >= capacity(cycle)) {
            full.set(cycle);
        }
        return cycle;
    }

    /** What is left over of a unit in one cycle counts in a later one. */
    private int capacity(int cycle) {
        return (int) (Math.floor((cycle + 1) * perCycle + NOISE) - Math.floor(cycle * perCycle + NOISE));
    }
}
