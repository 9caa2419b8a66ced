package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.input.Delivery;
import org.perfcontracts.explore.input.DeviceInjection;
import org.perfcontracts.explore.input.Injection;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Symbol;

/**
 * Packets through the real process, each continuing in the state that the earlier ones left. They run on the CPU block by
 * block, much faster than a {@link Replay}, and are summed up in the agent; {@link #step} executes one more packet in the
 * present state instruction by instruction, to compare. While a sequence is under way the process has left its snapshot:
 * {@link #reset} goes back. Not for use by several threads.
 */
public final class PacketSequence {
    /** More than the expiry of all that the tables of a network function hold takes. */
    private static final long MOST_STEPS = 200_000_000;
    private static final long MOST_SINGLE_STEPS = 10_000_000;

    private final TargetProcess process;
    private final Injection injection;
    private final Inputs inputs;
    private final long packetAt;
    private final List<List<String>> classNames = new ArrayList<>();
    private final List<List<String>> plainNames = new ArrayList<>();
    /** By instance: what one passage adds to which PCV. */
    private final List<List<Map<String, Long>>> pcvNames = new ArrayList<>();
    private final List<PointTable.Point> points = new ArrayList<>();
    private final Map<String, Long> zeros = new HashMap<>();
    private final Replay.Stop stop;
    /** Whether the program has left its entry, to which a device then delivers. */
    private boolean hasBegun;

    private PacketSequence(TargetProcess process, Exploration exploration, Injection injection, MarkPoints marks, List<String> instances, Replay.Stop stop) {
        this.process = process;
        this.injection = injection;
        this.stop = stop;
        this.inputs = injection.inputs();
        this.packetAt = injection.packet().orElse(0);
        marks.pcvs().keySet().stream().sorted().forEach(address -> addPcv(marks, address, instances));
        marks.classes().forEach((address, names) -> add(address, PointTable.Counting.IN_ORDER, List.of(), names));
        exploration.automatic().forEach((name, address) -> {
            add(address, PointTable.Counting.PLAIN, List.of(name), List.of());
            zeros.put(name, 0L);
        });
        marks.pcvs().values().forEach(names -> names.forEach(name -> zeros.put(name, 0L)));
        exploration.pcvs().forEach(pcv -> zeros.put(pcv.name(), 0L));
    }

    /**
     * A sequence that begins in the snapshot.
     *
     * @param injection of the arguments of a call, or of what a device has delivered
     * @param stop where an execution ends: where the entry is reached again, the first packet is the injected one, and the device delivers the others
     * @throws TargetException if there are too many points or regions to be counted
     */
    static PacketSequence of(TargetProcess process, Exploration exploration, Injection injection, MarkPoints marks, Regions regions, Replay.Stop stop)
            throws TargetException {
        List<Region> named = regions.all().stream().filter(Region::isNamed).toList();
        List<String> instances = named.stream().map(Region::instance).distinct().toList();
        List<PointTable.Region> memory = named.stream()
                .map(region -> new PointTable.Region(region.address(), region.end(), instances.indexOf(region.instance()) + 1)).toList();
        PacketSequence sequence = new PacketSequence(process, exploration, injection, marks, instances, stop);
        process.setTables(new PointTable(sequence.points, memory));
        return sequence;
    }

    private void addPcv(MarkPoints marks, long address, List<String> instances) {
        List<Map<String, Long>> names = new ArrayList<>();
        names.add(marks.passages(new long[] {address}, new String[1]));
        for (String instance : instances) {
            names.add(marks.passages(new long[] {address}, new String[] {instance}));
        }
        points.add(new PointTable.Point(address, PointTable.Counting.BY_INSTANCE));
        pcvNames.add(names);
        plainNames.add(List.of());
        classNames.add(List.of());
    }

    private void add(long address, PointTable.Counting counting, List<String> plain, List<String> classes) {
        points.add(new PointTable.Point(address, counting));
        pcvNames.add(List.of());
        plainNames.add(plain);
        classNames.add(classes);
    }

    // ---- executing

    /** Executes an input; symbols without a value are zero. */
    public Summary run(Assignment input) throws TargetException {
        return run(arrival(input));
    }

    /** Executes a packet. */
    public Summary run(Arrival arrival) throws TargetException {
        return run(List.of(arrival)).getFirst();
    }

    /** Executes packets in turn, up to the last or the first that does not come to its end, in which case the state must be reset. */
    public List<Summary> run(List<Arrival> arrivals) throws TargetException {
        return run(arrivals, MOST_STEPS);
    }

    /** Likewise, a packet being given up after so many steps. */
    public List<Summary> run(List<Arrival> arrivals, long mostSteps) throws TargetException {
        begin(arrivals.getFirst());
        List<SequenceRun> runs = process.sequence(arrivals.stream().map(arrival -> replay(arrival, mostSteps)).toList(),
                AgentLink.Detail.SUMMARY);
        return runs.stream().map(this::summary).toList();
    }

    /** A packet's summary, and every instruction and access. */
    public record Traced(Summary summary, Trace trace) {
    }

    /** Executes an input like {@link #run}, given up after so many steps, and tells every instruction and access. */
    public Traced trace(Assignment input, long mostSteps) throws TargetException {
        return trace(arrival(input), mostSteps);
    }

    /** Executes a packet like {@link #run}, and tells every instruction and access. */
    Traced trace(Arrival arrival) throws TargetException {
        return trace(arrival, MOST_STEPS);
    }

    /** Likewise, given up after so many steps. */
    public Traced trace(Arrival arrival, long mostSteps) throws TargetException {
        return traces(List.of(arrival), mostSteps).getFirst();
    }

    /** What arrives elsewhere or later than where the program stands, or is more than can be written there, has it run on first. */
    private void begin(Arrival first) throws TargetException {
        boolean isMore = isDelivered() && waiting(first).size() > process.delivery().packets().size();
        if (!hasBegun && (isMore || !first.occasion().isNext())) {
            run(List.of(Arrival.none()));
        }
    }

    /** Likewise packets in turn, up to the last or the first that does not come to its end. */
    List<Traced> traces(List<Arrival> arrivals, long mostSteps) throws TargetException {
        begin(arrivals.getFirst());
        return process.sequence(arrivals.stream().map(arrival -> replay(arrival, mostSteps)).toList(), AgentLink.Detail.STEPS).stream()
                .map(run -> new Traced(summary(run), run.trace())).toList();
    }

    // ---- executing to be timed

    /** Executes a packet like {@link #run(Arrival)}, so that it can be timed if all were executed so since the last reset. */
    Summary runToTime(Arrival arrival, long mostSteps) throws TargetException {
        return summary(process.sequence(List.of(replay(arrival, mostSteps)), AgentLink.Detail.CHANGES).getFirst());
    }

    /** Likewise, and tells every instruction and access. */
    Traced traceToTime(Arrival arrival, long mostSteps) throws TargetException {
        return traced(arrival, mostSteps, AgentLink.Detail.STEPS_AND_CHANGES);
    }

    /** Likewise, in the place of the latest packet, which must be the same and was executed so. */
    Traced traceAgain(Arrival arrival, long mostSteps) throws TargetException {
        return traced(arrival, mostSteps, AgentLink.Detail.STEPS_AND_CHANGES_AGAIN);
    }

    private Traced traced(Arrival arrival, long mostSteps, AgentLink.Detail detail) throws TargetException {
        SequenceRun run = process.sequence(List.of(replay(arrival, mostSteps)), detail).getFirst();
        return new Traced(summary(run), run.trace());
    }

    /** Times the latest packet, as {@link TargetProcess#time}. */
    NativeRuns time(int runs, Duration limit) throws TargetException {
        return process.time(runs, limit);
    }

    /** Whether a packet can also be executed instruction by instruction: not where a device delivers it. */
    boolean canStep() {
        return !hasBegun || !isDelivered();
    }

    private boolean isDelivered() {
        return stop instanceof Replay.Stop.Reentry;
    }

    /** Executes a packet in the present state instruction by instruction, and takes back what it changed. */
    public Trace step(Arrival arrival) throws TargetException {
        return step(arrival, MOST_SINGLE_STEPS);
    }

    /** The same, given up after so many steps. */
    Trace step(Arrival arrival, long mostSteps) throws TargetException {
        return process.replay(written(arrival, mostSteps));
    }

    /** Takes back what all packets have changed since the snapshot. */
    public void reset() throws TargetException {
        process.reset();
        hasBegun = false;
    }

    /** An input of the exploration as a packet; symbols without a value are zero. */
    public Arrival arrivalOf(Assignment input) {
        return arrival(input);
    }

    /** A packet as an input of the exploration. */
    public Assignment input(Arrival arrival) {
        return input(inputs, arrival);
    }

    /** A packet of a sequence as an input of an exploration. */
    static Assignment input(Inputs inputs, Arrival arrival) {
        Map<Symbol, BigInteger> values = new HashMap<>(inputs.burst().map(burst -> burst.values(arrival.burst())).orElse(Map.of()));
        for (int i = 0; i < arrival.packet().length; i++) {
            values.put(inputs.packet().get(i), BigInteger.valueOf(arrival.packet()[i] & 0xff));
        }
        inputs.parameters().forEach((name, symbol) -> values.put(symbol, unsigned(value(inputs, arrival, name))));
        return Assignment.of(values);
    }

    private Arrival arrival(Assignment input) {
        Map<String, Long> parameters = new HashMap<>();
        inputs.parameters().forEach((name, symbol) -> parameters.put(name, input.value(symbol).longValue()));
        byte[] packet = new byte[Math.toIntExact(parameters.getOrDefault(inputs.lengthName(), (long) inputs.packet().size()))];
        for (int i = 0; i < packet.length; i++) {
            packet[i] = input.value(inputs.packet().get(i)).byteValue();
        }
        return new Arrival(packet, parameters, inputs.burst().map(burst -> burst.frames().stream().map(frame -> frame.in(input)).toList()).orElse(List.of()));
    }

    static long value(Inputs inputs, Arrival arrival, String parameter) {
        return parameter.equals(inputs.lengthName()) ? arrival.packet().length : arrival.parameters().getOrDefault(parameter, 0L);
    }

    static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    private Replay replay(Arrival arrival, long mostSteps) {
        boolean goesOn = hasBegun && isDelivered();
        hasBegun = true;
        return goesOn ? new Replay(List.of(), Map.of(), List.of(), stop, mostSteps).behind(delivered(arrival, waiting(arrival))) : written(arrival, mostSteps);
    }

    /** The packets that a device delivers. */
    private List<byte[]> waiting(Arrival arrival) {
        return inputs.burst().map(burst -> arrival.present(burst.countName()))
                .orElseGet(() -> arrival.parameters().getOrDefault(DeviceInjection.WAITING, 1L) == 0 ? List.of() : List.of(arrival.packet()));
    }

    private Delivered delivered(Arrival arrival, List<byte[]> packets) {
        Delivery delivery = process.delivery();
        List<Delivered.Packet> delivered = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++) {
            int number = i;
            delivered.add(new Delivered.Packet(packets.get(i), delivery.packets().get(Math.min(number, delivery.packets().size() - 1)).chosen().stream()
                    .map(bits -> arrival.parameters().getOrDefault(DeviceInjection.nameOf(inputs, number, bits), 0L)).toList()));
        }
        return new Delivered(delivered, arrival.occasion(), delivery.standing().stream().map(bits -> arrival.parameters().getOrDefault(bits.name(), 0L)).toList());
    }

    /** From the entry on as it was reached, with what is injected. */
    private Replay written(Arrival arrival, long mostSteps) {
        List<MemoryRange> results = inputs.burst().isPresent() || isDelivered() ? List.of() : List.of(new MemoryRange(packetAt, arrival.packet().length));
        if (!injection.isPlain()) {
            Assignment input = input(arrival);
            return new Replay(injection.writes(input, List.of()).stream().map(each -> new MemoryWrite(each.address(), each.bytes())).toList(),
                    injection.generals(input), List.of(), stop, mostSteps, results);
        }
        // Of long sequences the terms for the bytes would take most of the time.
        Map<Symbol, BigInteger> values = new HashMap<>();
        inputs.parameters().forEach((name, symbol) -> values.put(symbol, unsigned(value(inputs, arrival, name))));
        byte[] bytes = Arrays.copyOf(arrival.packet(), inputs.packet().size());
        return new Replay(bytes.length == 0 ? List.of() : List.of(new MemoryWrite(packetAt, bytes)),
                injection.generals(Assignment.of(values)), List.of(), stop, mostSteps, results);
    }

    // ---- summing up

    private Summary summary(SequenceRun run) {
        Map<String, Long> pcvs = new LinkedHashMap<>(zeros);
        for (int i = 0; i < run.counts().length; i += 2) {
            int point = (int) run.counts()[i];
            int instance = (int) (run.counts()[i] >>> 32);
            long passages = run.counts()[i + 1];
            plainNames.get(point).forEach(name -> pcvs.put(name, passages));
            if (!pcvNames.get(point).isEmpty()) {
                pcvNames.get(point).get(instance).forEach((name, each) -> pcvs.merge(name, each * passages, Long::sum));
            }
        }
        List<String> classes = new ArrayList<>();
        for (int point : run.passed()) {
            classes.addAll(classNames.get(point));
        }
        Trace trace = run.trace();
        return new Summary(trace.end(), run.instructions(), run.accesses(), run.lines(), pcvs, classes, trace.result(),
                trace.isDone() && inputs.burst().isEmpty() && !isDelivered() ? trace.read(0) : new byte[0], run.sent());
    }
}
