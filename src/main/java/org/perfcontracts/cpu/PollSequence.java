package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.Polls;
import org.perfcontracts.contract.Position;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.input.DeviceInjection;
import org.perfcontracts.formula.Metric;

/**
 * Polls of level stack behind one another: the program runs on, and its device delivers a packet, or none, whenever it receives again. A contract is one for
 * where driver and device stand in their rings, and for what is in the packet pool, at the entry; here they come round. What polls cost besides is told by the
 * functions in which they do what no path of the contract does.
 */
public final class PollSequence {
    /** Rings of some hundred descriptors come round, and what happens every 32 packets has happened often. */
    private static final int LEAST_POLLS = 2048;
    private static final long MOST_STEPS = 10_000_000;
    private static final int MOST_FUNCTIONS = 3;
    /** What arrives before an analysis begins (native/arrival.c). */
    private static final byte[] FRAME = Arrays.copyOf(HexFormat.of().parseHex("020000000100" + "020000000200" + "0800"
            + "4500001c00004000401126cf0a0000010a000002" + "1000100100080000"), 60);

    private final Referee referee;
    private final Exploration exploration;
    private final PacketClasses classes;
    private final Map<String, InputClass> byName;
    private final LongFunction<String> functions;
    private final List<Position> positions;
    private final Set<Long> known = new HashSet<>();
    private final Map<Kind, Polls.Excess> excesses = new LinkedHashMap<>();
    private final Map<Kind, Costliest> costliest = new LinkedHashMap<>();
    private long polls;

    /** What is told apart: the size of what is more, too, as one function may do little things and large ones. */
    private record Kind(List<String> functions, boolean described, int size, Optional<Position> position) {
    }

    /**
     * Of the polls of one kind the one that executes most.
     *
     * @param functions in which it executes what no path executes
     * @param poll which one it is, from 0 on
     * @param instructions how many more they are
     */
    public record Costliest(List<String> functions, int poll, long instructions) {
        private Costliest or(Costliest other) {
            return other.instructions > instructions ? other : this;
        }
    }

    /**
     * A sequence by which a contract is held.
     *
     * @param derivation of the exploration that the referee speaks of
     * @param functions  names the function that an instruction is in
     * @param positions  where driver and device may stand otherwise, and what polls cost there was derived
     */
    public PollSequence(Referee referee, Exploration exploration, Derivation derivation, LongFunction<String> functions, List<Position> positions) {
        this.positions = positions;
        this.referee = referee;
        this.exploration = exploration;
        this.classes = new PacketClasses(referee, exploration, derivation);
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
        Mixture mixture = new Mixture(exploration, seed);
        RandomArrivals arrivals = new RandomArrivals(exploration.inputs(), seed);
        Optional<String> end = run(packets, () -> mixture.next(arrivals), measured, stop);
        return new Polls(polls, excesses.values().stream().sorted((a, b) -> Long.compare(b.polls(), a.polls())).toList(), end);
    }

    /** Measures polls with the packets that arrive before an analysis begins. Of each kind that costs more than the contract says the costliest, which come first. */
    public List<Costliest> costliest(BooleanSupplier stop) throws TargetException {
        byte[] packet = Arrays.copyOf(FRAME, Math.min(FRAME.length, exploration.inputs().packet().size()));
        run(0, () -> new Arrival(packet, Map.of(DeviceInjection.WAITING, 1L), List.of()), _ -> { }, stop);
        return costliest.values().stream().sorted(Comparator.comparingLong(Costliest::instructions).reversed()).toList();
    }

    private Optional<String> run(int packets, Supplier<Arrival> arrivals, LongConsumer measured, BooleanSupplier stop) throws TargetException {
        PacketSequence sequence = referee.sequence();
        Optional<String> end = Optional.empty();
        try {
            while (polls < Math.max(packets, LEAST_POLLS) && end.isEmpty() && !stop.getAsBoolean()) {
                end = poll(sequence, arrivals.get());
                measured.accept(polls);
            }
        } finally {
            sequence.reset();
        }
        return end;
    }

    /** Why there can be no other poll behind it; a fault only takes the program back to its entry. */
    private Optional<String> poll(PacketSequence sequence, Arrival arrival) throws TargetException {
        PacketSequence.Traced traced = sequence.trace(arrival, MOST_STEPS);
        return switch (traced.summary().end()) {
            case Trace.End.Done _ -> {
                polls++;
                note(traced, arrival);
                yield Optional.empty();
            }
            case Trace.End.Fault end when referee.tellsOfFault(end, arrival) -> {
                sequence.reset();
                polls++;
                yield Optional.empty();
            }
            case Trace.End.Fault(long address, int signal) -> Optional.of("a poll ends with signal " + signal + " in " + functions.apply(address)
                    + ", of which the contract does not speak");
            case Trace.End.NotDelivered none -> Optional.of("the next packet " + Validator.words(none));
            case Trace.End.SystemCall(long _, long number) -> Optional.of("the program makes system call " + number);
            default -> Optional.of("a poll has not come to its end");
        };
    }

    private void note(PacketSequence.Traced traced, Arrival arrival) {
        Optional<String> name = classes.needsTraces() ? classes.of(traced, arrival) : classes.of(traced.summary());
        Optional<InputClass> inputClass = name.map(byName::get);
        Map<Metric, Long> more = new EnumMap<>(Metric.class);
        for (Metric metric : Polls.METRICS) {
            long said = inputClass.map(each -> each.formulas().get(metric).evaluate(traced.summary().pcvs())).orElse(0L);
            more.put(metric, traced.summary().cost(metric) - said);
        }
        if (more.values().stream().anyMatch(value -> value > 0)) {
            int size = (Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, more.get(Metric.INSTRUCTIONS)))) / 2;
            List<String> others = others(traced.trace());
            Kind kind = new Kind(others, inputClass.isPresent(), size, position(others, traced.summary()));
            excesses.merge(kind, new Polls.Excess(others, kind.described, 1, more, kind.position), PollSequence::both);
            costliest.merge(kind, new Costliest(others, Math.toIntExact(polls - 1), more.get(Metric.INSTRUCTIONS)), Costliest::or);
        }
    }

    private Optional<Position> position(List<String> others, Summary summary) {
        Map<Metric, Long> costs = new EnumMap<>(Metric.class);
        Polls.METRICS.forEach(metric -> costs.put(metric, summary.cost(metric)));
        return positions.stream().filter(position -> position.bounds(others, costs, summary.pcvs()))
                .min(Comparator.comparingLong(position -> position.formulas().get(Metric.INSTRUCTIONS).evaluate(summary.pcvs())));
    }

    private static Polls.Excess both(Polls.Excess one, Polls.Excess other) {
        Map<Metric, Long> greater = new EnumMap<>(one.most());
        other.most().forEach((metric, value) -> greater.merge(metric, value, Math::max));
        return new Polls.Excess(one.functions(), one.described(), one.polls() + other.polls(), greater, one.position());
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
