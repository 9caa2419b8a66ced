package org.perfcontracts.cpu;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a packet takes on this machine: the program's own code, executed natively again and again in the state that the packet has met.
 *
 * @param inputClass   the name of its class in the contract
 * @param path         the number of the exploration's path that it took; empty where that is not known
 * @param pcvs         the values of all PCVs
 * @param instructions the metric of that name
 * @param hot          with all in caches and branches predicted, for the same packet was there just before
 * @param cold         with the cache lines flushed from all caches that it touches; address translation and branch prediction stay warm
 * @param clock        how ticks of the time-stamp counter became cycles
 */
public record TimedPacket(String inputClass, OptionalInt path, Map<String, Long> pcvs, long instructions, Cycles hot, Cycles cold, Clock clock) {
    /** Copies the map. */
    public TimedPacket {
        pcvs = Map.copyOf(pcvs);
    }

    /**
     * Runs alike, in cycles of the core, from the call to the return, both included.
     *
     * @param typical   the mean of the runs near the median, which is finer than the counter's steps
     * @param runs      of those that count, in rising order, at least one
     * @param disturbed how many were dropped because of an interrupt or a change of the clock
     * @param strayed   how many were dropped because memory afterwards was another than after the same packet block by block
     */
    public record Cycles(double typical, List<Double> runs, int disturbed, int strayed) {
        /** Copies the list. */
        public Cycles {
            runs = List.copyOf(runs);
        }

        /** The shortest run. */
        public double least() {
            return runs.getFirst();
        }

        /** How far apart the quarters of the runs are that lie next to the median. */
        public double spread() {
            return Quantile.of(runs, 0.75) - Quantile.of(runs, 0.25);
        }
    }

    /**
     * The clock beside a packet's runs.
     *
     * @param ratio    cycles of the core a tick of the time-stamp counter
     * @param overhead what reading the counter takes, with nothing between, in cycles; it is taken off
     * @param step     in how many ticks the counter goes on
     */
    public record Clock(double ratio, double overhead, long step) {
    }
}
