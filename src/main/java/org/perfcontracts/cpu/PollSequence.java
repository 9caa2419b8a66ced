package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.Polls;
import org.perfcontracts.contract.Position;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.formula.Metric;

/**
 * Polls of level stack behind one another: the program runs on, and its device delivers a packet, or none, whenever it receives again, so that
 * rings and the packet pool come round. What polls cost more than the contract says is told by the functions in which they do what no path of the contract does.
 */
public final class PollSequence {
    private static final int MOST_FUNCTIONS = 3;

    private final Referee referee;
    private final Exploration exploration;
    private final NearestPath nearest;
    private final Map<Integer, String> classes;
    private final Map<String, InputClass> byName;
    private final LongFunction<String> functions;
    private final List<Position> positions;
    private final List<Long> others;
    private final int packetsOfPolls;
    private final Set<Long> known = new HashSet<>();
    private final Map<Kind, Polls.Excess> excesses = new LinkedHashMap<>();

    /** What is told apart: the size of what is more, too, as one function may do little things and large ones. */
    private record Kind(List<String> functions, boolean described, int size) {
    }

    /**
     * A sequence by which a contract is held.
     *
     * @param derivation of the exploration that the referee speaks of
     * @param functions  names the function that an instruction is in
     * @param positions  what was derived elsewhere
     * @param others     the queues at which packets arrive besides
     * @param packets    as many wait together at most
     */
    public PollSequence(Referee referee, Exploration exploration, Derivation derivation, LongFunction<String> functions, List<Position> positions, List<Long> others,
            int packets) {
        this.packetsOfPolls = packets;
        this.others = List.copyOf(others);
        this.positions = positions;
        this.referee = referee;
        this.exploration = exploration;
        this.nearest = new NearestPath(referee, exploration);
        this.classes = derivation.classes();
        this.byName = derivation.contract().classes().stream().collect(Collectors.toMap(InputClass::name, each -> each, (first, _) -> first));
        this.functions = functions;
        for (Path path : exploration.paths()) {
            add(path.trace().instructions(0), path.trace().length());
            path.rounds().forEach(rounds -> rounds.ways().forEach(way -> add(way.trace().instructions(way.piece().from()), way.piece().instructions())));
        }
    }

    private void add(long[] instructions, int count) {
        Arrays.stream(instructions).limit(count).forEach(known::add);
    }

    /**
     * Measures polls.
     *
     * @param packets  at least so many
     * @param seed     of the packets
     * @param measured told their number so far
     */
    public Polls run(int packets, long seed, LongConsumer measured, BooleanSupplier stop) throws TargetException {
        Mixture mixture = Mixture.inPhases(exploration, seed, referee.polled(others));
        RandomArrivals arrivals = new RandomArrivals(exploration.inputs(), seed, packetsOfPolls);
        Polling polling = new Polling(referee, functions, this::note);
        Optional<String> end = polling.run(Math.max(packets, Polling.least(exploration, packetsOfPolls)), () -> mixture.next(arrivals), () -> {
            measured.accept(polling.polls());
            return stop.getAsBoolean();
        });
        return new Polls(polling.polls(), excesses.values().stream().sorted((a, b) -> Long.compare(b.polls(), a.polls())).toList(), end, positions);
    }

    private void note(PacketSequence.Traced traced, Arrival arrival) {
        Optional<InputClass> inputClass = nearest.of(traced, arrival).map(path -> byName.get(classes.get(path.number())));
        Map<Metric, Long> more = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            long said = inputClass.map(each -> each.formulas().get(metric).evaluate(traced.summary().pcvs())).orElse(0L);
            more.put(metric, traced.summary().cost(metric) - said);
        }
        if (more.values().stream().anyMatch(value -> value > 0)) {
            int size = (Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, more.get(Metric.INSTRUCTIONS)))) / 2;
            List<String> others = others(traced.trace());
            Kind kind = new Kind(others, inputClass.isPresent(), size);
            excesses.merge(kind, new Polls.Excess(others, kind.described, 1, more), PollSequence::both);
        }
    }

    private static Polls.Excess both(Polls.Excess one, Polls.Excess other) {
        Map<Metric, Long> greater = new EnumMap<>(one.most());
        other.most().forEach((metric, value) -> greater.merge(metric, value, Math::max));
        return new Polls.Excess(one.functions(), one.described(), one.polls() + other.polls(), greater);
    }

    /** The functions in which a poll executes what no path does. */
    private List<String> others(Trace trace) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < trace.length(); i++) {
            if (!known.contains(trace.instruction(i))) {
                counts.merge(functions.apply(trace.instruction(i)), 1, Integer::sum);
            }
        }
        List<String> names = new ArrayList<>(new LinkedHashSet<>(counts.keySet()));
        names.sort((a, b) -> counts.get(b) - counts.get(a));
        return names.subList(0, Math.min(names.size(), MOST_FUNCTIONS));
    }
}
