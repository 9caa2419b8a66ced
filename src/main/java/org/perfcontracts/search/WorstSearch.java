package org.perfcontracts.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.PacketClasses;
import org.perfcontracts.cpu.PacketSequence;
import org.perfcontracts.cpu.Referee;
import org.perfcontracts.cpu.Summary;
import org.perfcontracts.cpu.TargetException;
import org.perfcontracts.cpu.TrafficArrivals;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.Witness;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.traffic.Packet;
import org.perfcontracts.traffic.PortRules;
import org.perfcontracts.traffic.RandomFlows;

/**
 * Looks for traffic whose last packet costs as much as can be in a class. All is tried on the CPU, and what costs most is kept: packets of each path, many of one path before
 * one of another, with or without much time between, scattered or made to collide; then as many as make it cost more; and last, changes to the packet itself. The same seed
 * gives the same search as long as there is time.
 */
public final class WorstSearch {
    /** Packets with which plans are compared. */
    private static final int FEW = 32;
    private static final int MOST_PACKETS = 1 << 17;
    /** Paths that are tried as fillers and as last packets. */
    private static final int MOST_PATHS = 24;
    /** So many plans are tried with many packets. */
    private static final int BEST_PLANS = 3;
    /** Packets of random flows. */
    private static final int WANDERING = 3000;
    private static final double WORTH_MORE = 1.001;
    /** Of the cost after ages, that part from which on everything is taken to be forgotten. */
    private static final double FORGOTTEN = 0.99;

    private final Referee referee;
    private final Exploration exploration;
    private final Inputs inputs;
    private final PacketClasses classes;
    private final Goal goal;
    private final long seed;
    private final BooleanSupplier over;
    private final LongConsumer told;
    private Optional<Reached> best = Optional.empty();

    private record Tried(Plan plan, List<byte[]> filled, long cost) {
    }

    /**
     * A search.
     *
     * @param over whether time is up
     * @param told the greatest cost so far
     */
    public WorstSearch(Referee referee, Exploration exploration, Derivation derivation, Goal goal, long seed, BooleanSupplier over, LongConsumer told) {
        this.referee = referee;
        this.exploration = exploration;
        this.inputs = exploration.inputs();
        this.classes = new PacketClasses(referee, exploration, derivation);
        this.goal = goal;
        this.seed = seed;
        this.over = over;
        this.told = told;
    }

    /** The traffic that was found; empty where no packet of the class was. */
    public Optional<Reached> run() throws TargetException {
        Map<Path, Arrival> packets = packets();
        List<Arrival> lasts = distinct(packets);
        for (Arrival last : lasts) {
            tried(Plan.of(last), List.of());
        }
        wander();
        climb(lasts);
        Optional<Arrival> idle = idle(lasts);
        List<Tried> tried = new ArrayList<>();
        for (Map.Entry<Path, Arrival> each : packets.entrySet().stream().filter(each -> writesState(each.getKey())).limit(MOST_PATHS).toList()) {
            Lure lure = new Lure(referee, exploration, each.getKey(), each.getValue(), seed);
            for (Lure.Choice choice : lure.varies() ? Lure.Choice.values() : new Lure.Choice[] {Lure.Choice.ANYWHERE}) {
                tried.addAll(fill(lure, choice, lasts));
            }
        }
        for (Tried each : bestOfEachKind(tried)) {
            Tried large = enlarge(each);
            Optional<Plan> rolling = idle.isEmpty() ? Optional.empty() : rolling(each, idle.get());
            if (rolling.isPresent() && !over.getAsBoolean()) {
                run(rolling.get(), large.filled, large.filled.size());
            }
        }
        return best;
    }

    /** Changes the packet that has cost most so far, and adds what comes of it to those that may be the last. */
    private void climb(List<Arrival> lasts) throws TargetException {
        Optional<Arrival> start = best.map(each -> each.traffic().getLast()).or(() -> lasts.stream().findFirst());
        if (start.isPresent()) {
            Optional<Reached> climbed = new Climb(referee, classes, inputs, goal, seed, over).from(start.get());
            climbed.ifPresent(this::keep);
            climbed.ifPresent(each -> lasts.add(each.traffic().getLast()));
        }
    }

    /** Random flows, in which there may be what no path's own packet can bring about alone. */
    private void wander() throws TargetException {
        RandomFlows flows = new RandomFlows(seed, inputs.packet().size() + inputs.layer().offset(), 2);
        TrafficArrivals arrivals = new TrafficArrivals(inputs, PortRules.BY_INTERFACE, Optional.empty(), Map.of());
        List<Arrival> some = new ArrayList<>();
        for (int i = 0; i < WANDERING; i++) {
            RandomFlows.Frame frame = flows.next();
            try {
                arrivals.of(new Packet(frame.now(), frame.bytes(), frame.bytes().length, frame.port())).ifPresent(some::add);
            } catch (IllegalArgumentException e) {
                continue;       // the entry has no such port
            }
        }
        try (Drive drive = new Drive(referee, classes, goal, over)) {
            drive.send(some);
            drive.reached().ifPresent(this::keep);
        }
    }

    /** Of plans that differ in the last packet only, the best; and of these the best few. */
    private static List<Tried> bestOfEachKind(List<Tried> tried) {
        Map<List<Object>, Tried> kinds = new LinkedHashMap<>();
        tried.stream().filter(each -> each.plan.filler().isPresent()).sorted(Comparator.comparingLong(Tried::cost).reversed())
                .forEach(each -> kinds.putIfAbsent(List.of(each.plan.filler().get(), each.plan.choice(), each.plan.pause()), each));
        return kinds.values().stream().limit(BEST_PLANS).toList();
    }

    // ---- plans

    /** A packet of each path of which one is known. */
    private Map<Path, Arrival> packets() throws TargetException {
        PacketSequence sequence = referee.sequence();
        Map<Path, Arrival> packets = new LinkedHashMap<>();
        for (Path path : exploration.paths()) {
            Optional<Assignment> values = path.witness().known().flatMap(Witness.Answer::found).or(() -> path.witness().model());
            if (path.end().isComplete() && values.isPresent()) {
                packets.put(path, sequence.arrivalOf(values.get()));
            }
        }
        return packets;
    }

    private static boolean writesState(Path path) {
        return path.trace().accesses(0).stream().anyMatch(access -> access.store() && access.region() != null);
    }

    private static List<Arrival> distinct(Map<Path, Arrival> packets) {
        Map<List<Object>, Arrival> distinct = new LinkedHashMap<>();
        packets.values().forEach(each -> distinct.putIfAbsent(List.of(Arrays.hashCode(each.packet()), each.parameters()), each));
        return new ArrayList<>(distinct.values().stream().limit(MOST_PATHS).toList());
    }

    /** All plans with one way to fill the program's memory. */
    private List<Tried> fill(Lure lure, Lure.Choice choice, List<Arrival> lasts) throws TargetException {
        List<Tried> tried = new ArrayList<>();
        List<byte[]> filled = List.of();
        for (Arrival last : lasts) {
            for (long pause : Clock.isTold(inputs) ? new long[] {0, Clock.AGES} : new long[] {0}) {
                Optional<Tried> one = tried(new Plan(Optional.of(lure), choice, pause, last, Optional.empty()), filled);
                one.ifPresent(tried::add);
                filled = one.map(Tried::filled).orElse(filled);
            }
        }
        return tried;
    }

    // ---- running

    private Optional<Tried> tried(Plan plan, List<byte[]> known) throws TargetException {
        if (over.getAsBoolean()) {
            return Optional.empty();
        }
        Run run = run(plan, known, FEW);
        return run.reached.map(reached -> new Tried(plan, run.filled, cost(reached)));
    }

    private long cost(Reached reached) {
        return reached.costs().get(goal.metric());
    }

    /** What a run has come to, and the packets that have filled the program's memory. */
    private record Run(List<byte[]> filled, Optional<Reached> reached, boolean ended) {
    }

    /** Runs a plan with packets that are known already and as many new ones as make up a number. */
    private Run run(Plan plan, List<byte[]> known, int count) throws TargetException {
        return run(plan, known, count, Integer.MAX_VALUE);
    }

    private Run run(Plan plan, List<byte[]> known, int count, int patience) throws TargetException {
        try (Drive drive = new Drive(referee, classes, goal, over)) {
            List<byte[]> filled = plan.run(drive, new Clock(inputs), known, count, patience);
            drive.reached().ifPresent(this::keep);
            return new Run(filled, drive.reached(), drive.isEnded());
        }
    }

    private void keep(Reached reached) {
        boolean shorter = best.isPresent() && cost(reached) == cost(best.get()) && reached.traffic().size() < best.get().traffic().size();
        if (best.isEmpty() || cost(reached) > cost(best.get()) || shorter) {
            best = Optional.of(reached);
            told.accept(cost(reached));
        }
    }

    /** Runs a plan with twice as many packets as long as that makes it cost more; the last with which it did. */
    private Tried enlarge(Tried tried) throws TargetException {
        Tried last = tried;
        int patience = Plan.SOME_PATIENCE;
        int count = 2 * FEW;
        while (last.plan.filler().isPresent() && count <= MOST_PACKETS && !over.getAsBoolean()) {
            Run run = run(last.plan, last.filled, count, patience);
            long now = run.reached.map(this::cost).orElse(0L);
            boolean more = now >= last.cost * WORTH_MORE;
            if (run.ended || !more) {
                return last;
            }
            last = new Tried(last.plan, run.filled, now);
            patience = run.filled.size() < count ? Integer.MAX_VALUE : patience;
            count = run.filled.size() < count ? count : 2 * count;
        }
        return last;
    }

    // ---- replacing

    /** Of the packets that each path takes, the one that costs least by itself. */
    private Optional<Arrival> idle(List<Arrival> lasts) throws TargetException {
        Optional<Arrival> idle = Optional.empty();
        long least = Long.MAX_VALUE;
        for (Arrival last : lasts) {
            PacketSequence sequence = referee.sequence();
            Summary summary = sequence.run(last);
            sequence.reset();
            if (summary.isDone() && summary.cost(goal.metric()) < least) {
                least = summary.cost(goal.metric());
                idle = Optional.of(last);
            }
        }
        return idle;
    }

    /** A plan whose packets replace each other, if such a one costs more with a few packets; empty where nothing is forgotten. */
    private Optional<Plan> rolling(Tried tried, Arrival idle) throws TargetException {
        if (tried.plan.pause() == 0 || tried.plan.choice() != Lure.Choice.TOGETHER) {
            return Optional.empty();
        }
        long few = 0;
        long enough = tried.plan.pause();
        while (enough - few > 1 && !over.getAsBoolean()) {
            long middle = few + (enough - few) / 2;
            long cost = run(tried.plan.pausing(middle), tried.filled, tried.filled.size()).reached.map(this::cost).orElse(0L);
            few = cost < tried.cost * FORGOTTEN ? middle : few;
            enough = cost < tried.cost * FORGOTTEN ? enough : middle;
        }
        Plan rolling = tried.plan.rolling(new Plan.Roll(enough, idle));
        long cost = run(rolling, tried.filled, tried.filled.size()).reached.map(this::cost).orElse(0L);
        return cost > tried.cost * WORTH_MORE ? Optional.of(rolling) : Optional.empty();
    }
}
