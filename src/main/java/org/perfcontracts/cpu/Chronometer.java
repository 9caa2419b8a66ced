package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.perfcontracts.cpu.NativeRuns.Ticks;

/**
 * Turns ticks of the time-stamp counter into cycles of the core. The counter goes at a rate of its own and, on some processors, in steps of tens of ticks;
 * runs begin at different places of a step, so that their mean is finer.
 */
final class Chronometer {
    /** A run that takes so many times the median was interrupted. */
    private static final int INTERRUPTED = 5;
    /** A core whose clock is off by this share of what it is beside the other runs has changed it, or was interrupted. */
    private static final double MOST_OFF = 0.1;
    /** Runs are near the median up to this share of it. */
    private static final double NEAR = 0.25;
    /** Or up to so many steps of the counter: a time of no change is read as one of two neighbouring steps. */
    private static final double NEAR_STEPS = 1.5;

    private final NativeRuns runs;
    private final long step;
    private final double overhead;
    private final double chainOverhead;
    private final double ratio;

    /** Of times that are {@link NativeRuns.Stop.Done}, at least one of each kind. */
    Chronometer(NativeRuns runs) {
        this.runs = runs;
        this.step = step(runs);
        this.overhead = typical(ticks(runs.empty(), Ticks::run));
        this.chainOverhead = typical(ticks(runs.empty(), Ticks::chain));
        this.ratio = ratio(typical(ticks(Stream.concat(runs.hot().stream(), runs.cold().stream()).toList(), Ticks::chain)));
    }

    /** In how many ticks the counter goes on. */
    private static long step(NativeRuns runs) {
        return Stream.of(runs.empty(), runs.hot(), runs.cold()).flatMap(List::stream).flatMap(each -> Stream.of(each.run(), each.chain()))
                .map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::gcd).max(BigInteger.ONE).longValue();
    }

    private static List<Long> ticks(List<Ticks> runs, ToLongFunction<Ticks> which) {
        return runs.stream().map(which::applyAsLong).sorted().toList();
    }

    private double typical(List<Long> rising) {
        double median = Quantile.of(rising, 0.5);
        double most = Math.max(median * NEAR, step * NEAR_STEPS);
        return rising.stream().mapToLong(Long::longValue).filter(each -> Math.abs(each - median) <= most).average().orElse(median);
    }

    /** Cycles of the core a tick, where the additions take so many ticks: one takes a cycle. */
    private double ratio(double chain) {
        return runs.additions() / Math.max(1, chain - chainOverhead);
    }

    TimedPacket.Clock clock() {
        return new TimedPacket.Clock(ratio, overhead * ratio, step);
    }

    /** The runs with all in caches; empty if none counts. */
    Optional<TimedPacket.Cycles> hot() {
        return cycles(runs.hot());
    }

    /** The runs after the lines were flushed; empty if none counts. */
    Optional<TimedPacket.Cycles> cold() {
        return cycles(runs.cold());
    }

    private Optional<TimedPacket.Cycles> cycles(List<Ticks> all) {
        List<Ticks> same = all.stream().filter(Ticks::isSame).toList();
        if (same.isEmpty()) {
            return Optional.empty();
        }
        long median = Quantile.of(ticks(same, Ticks::run), 0.5);
        List<Long> kept = ticks(same.stream().filter(each -> isUndisturbed(each, median)).toList(), Ticks::run);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        List<Double> cycles = new ArrayList<>();
        kept.forEach(each -> cycles.add(cycles(each)));
        return Optional.of(new TimedPacket.Cycles(cycles(typical(kept)), cycles, same.size() - kept.size(), all.size() - same.size()));
    }

    private boolean isUndisturbed(Ticks ticks, long median) {
        double steps = 2 * step * ratio / runs.additions();
        return ticks.run() <= INTERRUPTED * median && Math.abs(ratio(ticks.chain()) / ratio - 1) <= MOST_OFF + steps;
    }

    /** What is shorter than nothing, by the counter's steps, takes no time. */
    private double cycles(double ticks) {
        return Math.max(0, ticks - overhead) * ratio;
    }
}
