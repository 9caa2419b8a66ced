package org.perfcontracts.smt;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What solver chains did, summed over all that were made with it. Safe for use by several threads. */
public final class Statistics {
    /** A part of the chain that can answer without asking the next. */
    public enum Link {
        /** The conditions decide themselves: none is left, or one is the negation of another. */
        TRIVIAL,
        /** A model found earlier satisfies the conditions. */
        MODELS,
        /** The conditions, fewer or more of them were decided earlier. */
        CACHE,
        /** A question that differs in the names of symbols alone was answered earlier, in this chain or in another. */
        ALIKE,
        /** Split into groups that share no symbol, they were asked one by one; each is counted where it was answered. */
        INDEPENDENCE,
        /** The native solver. */
        NATIVE
    }

    private final Map<Link, LongAdder> answered = new EnumMap<>(Link.class);
    private final Map<Purpose, LongAdder> served = new EnumMap<>(Purpose.class);
    private final LongAdder queries = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder nanoseconds = new LongAdder();
    private final LongAdder nativeNanoseconds = new LongAdder();

    /** Nothing asked yet. */
    public Statistics() {
        for (Purpose purpose : Purpose.values()) {
            served.put(purpose, new LongAdder());
        }
        for (Link link : Link.values()) {
            answered.put(link, new LongAdder());
        }
    }

    /** How many questions the chains were asked from outside. */
    public long queries() {
        return queries.sum();
    }

    /** How many questions a link answered; a question that was split counts at the split and once for each group. */
    public long answered(Link link) {
        return answered.get(link).sum();
    }

    /** How many questions went to the native solver. */
    public long nativeQueries() {
        return answered(Link.NATIVE);
    }

    /** How many questions from outside had no answer. */
    public long unknown() {
        return unknown.sum();
    }

    /** Time spent in the chains, summed over threads. */
    public Duration time() {
        return Duration.ofNanos(nanoseconds.sum());
    }

    /** Time spent in the native solver, translation included, summed over threads. */
    public Duration nativeTime() {
        return Duration.ofNanos(nativeNanoseconds.sum());
    }

    void countAnswer(Link link) {
        answered.get(link).increment();
    }

    /** Time spent in the chains for a purpose, summed over threads. */
    public Duration time(Purpose purpose) {
        return Duration.ofNanos(served.get(purpose).sum());
    }

    void countQuery(Purpose purpose, Answer answer, long tookNanoseconds) {
        served.get(purpose).add(tookNanoseconds);
        queries.increment();
        nanoseconds.add(tookNanoseconds);
        if (answer instanceof Answer.Unknown) {
            unknown.increment();
        }
    }

    void countNative(long tookNanoseconds) {
        countAnswer(Link.NATIVE);
        nativeNanoseconds.add(tookNanoseconds);
    }
}
