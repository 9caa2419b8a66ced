package org.perfcontracts.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.perfcontracts.cpu.EnvironmentSearch;
import org.perfcontracts.cpu.Referee;
import org.perfcontracts.cpu.TargetException;
import org.perfcontracts.explore.Environment;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.TargetSession;

/** What comes of exploring a target from where driver and device stand at its entry, with what they do besides where they stand otherwise. */
final class Surroundings {
    /** How long some thousand polls may take, and where they have more packets than are followed. */
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Duration TIME_OF_MORE = Duration.ofSeconds(60);

    private static final String CUT_SHORT = Exploration.CUT_SHORT
            + "it was not looked to the end for what driver and device do besides: environment PCVs may be missing, and more time helps (--max-time)";

    private Surroundings() {
    }

    /**
     * An exploration.
     *
     * @param exploration in the environment
     * @param environment this
     * @param polls       where its PCVs are passed, as {@link EnvironmentSearch.Found} has it
     */
    record Explored(Exploration exploration, Environment environment, List<Integer> polls) {
    }

    static Explored explore(Request request, TargetSession session, Patience patience, Consumer<Progress> progress, StopSignal stop) throws InputException {
        Exploration exploration = session.explore(progress, stop);
        Referee referee = session.referee(exploration);
        if (!exploration.complete() || !referee.hasPolls()) {
            return new Explored(exploration, Environment.NONE, List.of());
        }
        BooleanSupplier over = patience.within(request.level().followed().isPresent() ? TIME_OF_MORE : TIME);
        try {
            EnvironmentSearch.Found found = new EnvironmentSearch(referee, exploration, address -> session.function(address).name(), session.otherQueues(), request.level().packetsOfPolls()).find(over);
            Exploration inIt = found.environment().of(exploration);
            return new Explored(over.getAsBoolean() ? inIt.assuming(CUT_SHORT) : inIt, found.environment(), found.polls());
        } catch (TargetException e) {
            throw new InputException(request.target().name() + ": " + e.getMessage(), e);
        }
    }
}
