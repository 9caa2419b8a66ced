package org.perfcontracts.target;

import java.time.Duration;
import java.util.Optional;
import org.perfcontracts.contract.Presentation;
import org.perfcontracts.explore.Budget;
import org.perfcontracts.timing.MachineProfile;

/**
 * What a command asks of the engine.
 *
 * @param target built: its binary exists
 * @param level one of the target's
 * @param startLimit how long the target may take from its start to its entry
 * @param budget what the exploration may spend
 * @param earlier what to do with the answer of an earlier run that nothing has changed since
 * @param trial whether a contract is held against the CPU before it is given
 * @param presentation which classes become one, and in which order they are
 * @param split by what costs are told apart besides classes, where people read them
 * @param machine whose cycles are estimated, if any
 */
public record Request(Target target, Level level, Duration startLimit, Budget budget, Earlier earlier, Trial trial, Presentation presentation, Split split,
        Optional<MachineProfile> machine) {
    /** What to do with the answer of an earlier run. */
    public enum Earlier {
        /** Give it again. */
        REUSED,
        /** Derive it anew, in whatever case. */
        IGNORED
    }

    /** Whether a complete contract is held against the CPU. */
    public enum Trial {
        /** It is. */
        HELD,
        /** It is, and what polls cost where driver and device stand otherwise than at the entry is derived, too. */
        HELD_ELSEWHERE,
        /** It is given as it was derived. */
        LEFT_OUT
    }

    /** By what costs are told apart besides classes. */
    public enum Split {
        /** By nothing. */
        NONE,
        /** Cache lines by what they lie in. */
        REGION
    }

    /** A request that tells costs by class. */
    public Request(Target target, Level level, Duration startLimit, Budget budget, Earlier earlier, Trial trial, Presentation presentation) {
        this(target, level, startLimit, budget, earlier, trial, presentation, Split.NONE, Optional.empty());
    }

    /** A request for an analysis at the finest resolution, whatever earlier runs have come to. */
    public Request(Target target, Level level, Duration startLimit, Budget budget) {
        this(target, level, startLimit, budget, Earlier.IGNORED, Trial.HELD, Presentation.FINEST);
    }

    /** The same of another target. */
    public Request of(Target other) {
        return new Request(other, level, startLimit, budget, earlier, trial, presentation, split, machine);
    }

    /** The same from another arrival at the entry on. */
    public Request atArrival(int arrival) {
        return new Request(target, level.atArrival(arrival), startLimit, budget, earlier, trial, presentation, split, machine);
    }

    /** The same with costs told apart by something. */
    public Request by(Split other) {
        return new Request(target, level, startLimit, budget, earlier, trial, presentation, other, machine);
    }

    /** The same with estimates of the cycles of a machine. */
    public Request on(MachineProfile other) {
        return new Request(target, level, startLimit, budget, earlier, trial, presentation, split, Optional.of(other));
    }
}
