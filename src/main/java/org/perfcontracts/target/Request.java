package org.perfcontracts.target;

import java.time.Duration;
import org.perfcontracts.contract.Presentation;
import org.perfcontracts.explore.Budget;

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
 */
public record Request(Target target, Level level, Duration startLimit, Budget budget, Earlier earlier, Trial trial, Presentation presentation) {
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
        /** It is given as it was derived. */
        LEFT_OUT
    }

    /** A request for an analysis at the finest resolution, whatever earlier runs have come to. */
    public Request(Target target, Level level, Duration startLimit, Budget budget) {
        this(target, level, startLimit, budget, Earlier.IGNORED, Trial.HELD, Presentation.FINEST);
    }

    /** The same of another target. */
    public Request of(Target other) {
        return new Request(other, level, startLimit, budget, earlier, trial, presentation);
    }
}
