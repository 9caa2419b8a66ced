package org.perfcontracts.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.Position;
import org.perfcontracts.explore.Environment;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.TargetSession;

/**
 * Holds a contract against what packets can do where driver and device stand otherwise than at its entry: there another exploration begins, of any packet. Its program is started
 * anew, and gets there by the same packets.
 */
final class OtherPositions {
    /** Rings and pools have few thresholds. */
    private static final int MOST = 8;

    private final Request request;
    private final Surroundings.Explored explored;
    private final Map<String, InputClass> classes;
    private final Map<String, Pcv> ranges;
    private final Consumer<Progress> progress;
    private final StopSignal stop;

    /** Positions that are other than the entry from which a contract was derived. */
    OtherPositions(Request request, Surroundings.Explored explored, Derivation derivation, Consumer<Progress> progress, StopSignal stop) {
        this.request = request;
        this.explored = explored;
        this.classes = derivation.contract().classes().stream().collect(Collectors.toMap(InputClass::name, Function.identity(), (first, _) -> first));
        this.ranges = derivation.contract().pcvs().stream().collect(Collectors.toMap(Pcv::name, Function.identity(), (first, _) -> first));
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * Derives.
     *
     * @param over asked between explorations
     */
    List<Position> find(BooleanSupplier over) throws InputException {
        List<Position> positions = new ArrayList<>();
        for (int poll : explored.polls().stream().limit(MOST).toList()) {
            if (!over.getAsBoolean()) {
                positions.add(position(request.level().arrival() + poll));
            }
        }
        return positions;
    }

    private Position position(int arrival) throws InputException {
        Request there = request.atArrival(arrival);
        try (TargetSession session = TargetSession.open(there, stop)) {
            Exploration exploration = new Environment(explored.environment().pcvs(), 0).of(session.explore(progress, stop));
            Map<String, Long> most = new TreeMap<>();
            Set<String> above = new LinkedHashSet<>(exploration.complete() ? List.of() : List.of("not all paths were followed to their ends"));
            Derivation derivation = Engine.derive(session, exploration, new Patience(request.budget().time(), stop), request.presentation());
            for (Path path : exploration.paths()) {
                passages(path).forEach((pcv, value) -> most.merge(pcv, value, Math::max));
                String name = derivation.classes().get(path.number());
                if (!isBounded(path, name)) {
                    above.add(name);
                }
            }
            most.entrySet().removeIf(entry -> entry.getValue() <= ranges.get(entry.getKey()).low());
            return new Position(arrival, most, exploration.paths().size(), List.copyOf(above));
        }
    }

    private Map<String, Long> passages(Path path) {
        Map<Long, Long> counts = new HashMap<>();
        for (long address : path.trace().instructions(0)) {
            counts.merge(address, 1L, Long::sum);
        }
        return explored.environment().pcvs().stream().collect(Collectors.toMap(each -> each.pcv().name(), each -> counts.getOrDefault(each.address(), 0L)));
    }

    /** Both speak of the environment PCVs, and so of what the path passes of them there; but for cache lines, of which a path tells its own as well. A class that the entry has not says nothing. */
    private boolean isBounded(Path path, String name) {
        InputClass said = classes.get(name);
        return said != null && Metric.sums().stream().allMatch(metric -> said.formulas().get(metric).alternatives().stream()
                .anyMatch(each -> each.dominates(path.cost().get(metric), ranges)));
    }
}
