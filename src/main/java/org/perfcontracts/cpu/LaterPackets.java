package org.perfcontracts.cpu;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.explore.Exploration;

/**
 * How packets behind one another fail the contract of a program that has registered no state. That refutes nothing, for the
 * contract speaks of memory as it was at the snapshot; but it is of little use then.
 */
final class LaterPackets {
    /** Enough for counters that do something each thousandth time. */
    private static final int PACKETS = 2100;

    private LaterPackets() {
    }

    /** The first packet that the contract does not describe, in a sentence, or none; none where the question does not arise. */
    static List<String> fault(Referee referee, Exploration exploration, Derivation derivation, LongFunction<String> lines, long seed,
            BooleanSupplier over) {
        if (referee.hasState() && referee.forgets() || !referee.hasSequence()) {
            return List.of();
        }
        Validator judge = new Validator(referee, exploration, derivation, lines, StepLimits.brief());
        Mixture mixture = new Mixture(exploration, seed);
        RandomArrivals arrivals = new RandomArrivals(exploration.inputs(), seed);
        try {
            new SequenceMeasurement(referee, exploration, derivation, judge)
                    .run(arrivals, () -> mixture.next(arrivals), PACKETS, seed, _ -> { }, over);
        } catch (TargetException e) {
            return List.of();       // there are too many points to count in a sequence, and all else has been compared without one
        }
        return judge.outcome().findings().stream().filter(finding -> finding.weight() == Finding.Weight.REFUTES)
                .map(Finding::text).limit(1).toList();
    }
}
