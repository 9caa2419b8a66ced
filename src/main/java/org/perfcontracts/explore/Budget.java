package org.perfcontracts.explore;

import java.time.Duration;

/**
 * What an exploration may use; where a limit is reached it ends with an honest partial result.
 *
 * @param paths the most paths
 * @param time the longest time, from the start of the exploration to the finished contract
 * @param memory the most heap in bytes
 * @param stepsOfPath the most instructions on one path, above which it is taken to be without end
 * @param forksOfLoop above how many forks inside one execution a loop is cut rather than unrolled
 * @param findings how often memory is looked for that packets change and later packets read, with what was found before; 0 where there
 *     is one packet only, so that memory is as it was; {@link #ONLY_NAMED} where it is only said
 */
public record Budget(int paths, Duration time, long memory, long stepsOfPath, int forksOfLoop, int findings) {
    /** Memory that packets change is taken as it is in the snapshot, and named. */
    public static final int ONLY_NAMED = -1;

    /** A table may show slot by slot, each when those before it can be in use. */
    private static final int STANDARD_FINDINGS = 32;
    /** One part of so many of the time is for what comes after the last path, but no more than the most that this takes. */
    private static final int PART_FOR_REST = 15;
    private static final Duration MOST_FOR_REST = Duration.ofSeconds(2);
    /** And so much for each path, which is put into its class then: as measured, where there are very many. */
    private static final Duration REST_OF_PATH = Duration.ofNanos(250_000);

    /** Limits with which remembered memory is looked for as usual. */
    public Budget(int paths, Duration time, long memory, long stepsOfPath, int forksOfLoop) {
        this(paths, time, memory, stepsOfPath, forksOfLoop, STANDARD_FINDINGS);
    }

    /** The part of the time in which paths are followed, where there are so many. */
    Duration forPaths(int count) {
        Duration rest = shorter(time.dividedBy(PART_FOR_REST), MOST_FOR_REST).plus(shorter(REST_OF_PATH.multipliedBy(count), time.dividedBy(2)));
        return time.minus(rest);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** The same with another time and no more steps than so many. */
    Budget within(Duration other, long steps) {
        return new Budget(paths, other, memory, Math.min(steps, stepsOfPath), forksOfLoop, findings);
    }

    /** The same, with memory taken as it is in the snapshot. */
    public Budget asInSnapshot() {
        return new Budget(paths, time, memory, stepsOfPath, forksOfLoop, ONLY_NAMED);
    }

    /** The same for a single packet. */
    public Budget forOnePacket() {
        return new Budget(paths, time, memory, stepsOfPath, forksOfLoop, 0);
    }

    /** The longest time, unless said otherwise. */
    public static final Duration STANDARD_TIME = Duration.ofSeconds(180);

    /** Limits that a packet's path through a network function does not reach. */
    public static Budget standard() {
        return new Budget(100_000, STANDARD_TIME, Runtime.getRuntime().maxMemory() / 10 * 9, 5_000_000, 16);
    }
}
