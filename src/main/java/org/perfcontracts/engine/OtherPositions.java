package org.perfcontracts.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.Polls;
import org.perfcontracts.contract.Position;
import org.perfcontracts.cpu.PollSequence;
import org.perfcontracts.cpu.TargetException;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.TargetSession;

/**
 * What polls of level stack cost where driver and device stand otherwise than at the entry of a contract. Where they may stand the process shows, as it runs on: where a
 * poll does what no path of the contract does, another analysis begins, of any packet. Its program is started anew, and gets there by the same packets.
 */
final class OtherPositions {
    /** Rings and pools have few thresholds. */
    private static final int MOST = 8;

    private final Request request;
    private final Consumer<Progress> progress;
    private final StopSignal stop;

    OtherPositions(Request request, Consumer<Progress> progress, StopSignal stop) {
        this.request = request;
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * Derives.
     *
     * @param polls behind the entry of the contract
     * @param over asked between analyses
     */
    List<Position> find(PollSequence polls, BooleanSupplier over) throws InputException, TargetException {
        List<Position> positions = new ArrayList<>();
        for (PollSequence.Costliest each : polls.costliest(over).stream().limit(MOST).toList()) {
            if (!over.getAsBoolean()) {
                position(each).ifPresent(positions::add);
            }
        }
        return positions;
    }

    /** Empty where the contract of the position is not complete. */
    private Optional<Position> position(PollSequence.Costliest poll) throws InputException {
        int arrival = request.level().arrival() + poll.poll();
        Request there = request.atArrival(arrival);
        try (TargetSession session = TargetSession.open(there, stop)) {
            Contract contract = Engine.withoutWords(session, session.explore(progress, stop));
            return contract.complete() ? Optional.of(new Position(poll.functions(), arrival, formulas(contract))) : Optional.empty();
        }
    }

    private static Map<Metric, Formula> formulas(Contract contract) {
        Map<String, Pcv> ranges = contract.pcvs().stream().collect(Collectors.toMap(Pcv::name, Function.identity()));
        Map<Metric, Formula> formulas = new EnumMap<>(Metric.class);
        for (Metric metric : Polls.METRICS) {
            formulas.put(metric, Formula.max(contract.classes().stream().map(each -> each.formulas().get(metric)).toList(), ranges));
        }
        return formulas;
    }
}
