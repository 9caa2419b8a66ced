package org.perfcontracts.cpu;

import java.time.Duration;

/**
 * Where and when a packet arrives behind another.
 *
 * @param queue the driver's queue, what its receive function is passed; 0 for the one at which the analysis began
 * @param later by how much the program's time stamp counter goes ahead before: the program sees this time pass, and nobody waits for it
 */
public record Occasion(long queue, Duration later) {
    /** At once, at the queue at which the analysis began. */
    static final Occasion NEXT = new Occasion(0, Duration.ZERO);

    /** Whether it is the queue at which the analysis began. */
    public boolean isOwn() {
        return queue == 0;
    }

    /** Whether it is there, at once. */
    boolean isNext() {
        return isOwn() && later.isZero();
    }
}
