package org.perfcontracts.cpu;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.perfcontracts.explore.Path;

/** Times the latest packet of a sequence, all of whose packets were executed to be timed since the last reset. */
final class PacketTimer {
    private static final long LONG = 100_000;
    private static final int FEW_RUNS = 8;
    private static final Duration LIMIT = Duration.ofSeconds(1);
    /** Far more than any takes, at its slowest. */
    private static final long NANOSECONDS_OF_AN_INSTRUCTION = 50;
    /** Each of them is kept. */
    static final long MOST_TRACED_STEPS = 10_000_000;

    private final Referee referee;
    private final int most;

    /**
     * A timer for packets of the referee's process.
     *
     * @param most runs of each kind, from 8 to 256; long packets have fewer
     */
    PacketTimer(Referee referee, int most) {
        this.referee = referee;
        this.most = most;
    }

    /**
     * Times a packet that came to its end.
     *
     * @param summary    of its latest execution
     * @param inputClass the name of its class
     * @param mostSteps  after how many it is given up where it is traced, to tell its path
     */
    PacketTiming time(PacketSequence sequence, Arrival arrival, Summary summary, String inputClass, long mostSteps) throws TargetException {
        int runs = summary.instructions() > LONG ? FEW_RUNS : most;
        NativeRuns times = sequence.time(runs, LIMIT.plusNanos(3L * runs * summary.instructions() * NANOSECONDS_OF_AN_INSTRUCTION));
        Optional<String> failure = words(times.stop());
        if (failure.isPresent()) {
            return new PacketTiming.Failed(failure.get());
        }
        Chronometer chronometer = new Chronometer(times);
        Optional<TimedPacket.Cycles> hot = chronometer.hot();
        Optional<TimedPacket.Cycles> cold = chronometer.cold();
        if (hot.isEmpty() || cold.isEmpty()) {
            return new PacketTiming.Failed("class " + inputClass + ": each time memory was another afterwards than block by block, or the run was interrupted");
        }
        return new PacketTiming.Timed(new TimedPacket(inputClass, path(sequence, arrival, summary, mostSteps), summary.pcvs(), summary.instructions(),
                hot.get(), cold.get(), chronometer.clock()), referee.pages());
    }

    private OptionalInt path(PacketSequence sequence, Arrival arrival, Summary summary, long mostSteps) throws TargetException {
        if (summary.instructions() > MOST_TRACED_STEPS) {
            return OptionalInt.empty();
        }
        Trace trace = sequence.traceAgain(arrival, mostSteps).trace();
        return referee.pathOf(trace, arrival).map(Path::number).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static Optional<String> words(NativeRuns.Stop stop) {
        return switch (stop) {
            case NativeRuns.Stop.Done() -> Optional.empty();
            case NativeRuns.Stop.Nothing() -> Optional.of("more memory has changed than can be taken back");
            case NativeRuns.Stop.Unguarded() -> Optional.of("this kernel cannot keep native code from making system calls; Linux 5.11 and later can");
            case NativeRuns.Stop.Fault(int signal) -> Optional.of("natively it ends with signal " + signal);
            case NativeRuns.Stop.SystemCall(long number) -> Optional.of("natively it makes system call " + number);
            case NativeRuns.Stop.Endless() -> Optional.of("natively it does not come to its end");
        };
    }
}
