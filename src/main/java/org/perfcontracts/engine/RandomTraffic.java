package org.perfcontracts.engine;

import java.util.function.LongConsumer;

/**
 * The random and edge-case packets that a validation adds to the witnesses.
 *
 * @param packets how many each class with a cut loop is to have, or a sequence, at least 1
 * @param seed of the random numbers; the same seed gives the same packets
 * @param measured told how many packets of a sequence were measured so far
 * @param timing whether it is measured, too, what packets take on this machine
 */
public record RandomTraffic(int packets, long seed, LongConsumer measured, Timing timing) {
    /** Whether packets are timed. */
    public enum Timing {
        LEFT_OUT,
        /** Some of each class, natively; at level {@code nf} only. */
        MEASURED
    }

    /** Without timing. */
    public RandomTraffic(int packets, long seed, LongConsumer measured) {
        this(packets, seed, measured, Timing.LEFT_OUT);
    }
}
