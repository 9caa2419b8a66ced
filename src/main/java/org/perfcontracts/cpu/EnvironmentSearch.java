package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.perfcontracts.explore.Environment;
import org.perfcontracts.explore.EnvironmentPcv;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.code.Trace.Access;
import org.perfcontracts.explore.input.Delivery;
import org.perfcontracts.explore.lines.Touches;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/**
 * Finds what drivers do besides: the program runs on from its entry, and rings and the packet pool come round. What polls execute more often or less often than
 * the path that is nearest to theirs is put together as {@link Variations}. What one costs is what its instructions are: code has shown that it is there, and no poll says what
 * it costs.
 */
public final class EnvironmentSearch {
    /** Other than that of the polls by which contracts are held. */
    private static final long SEED = 2;
    /** What is rare needs long to be seen, and longer where several packets can wait. */
    private static final int LEAST_MIXTURES = 4;
    private static final int MOST_MIXTURES = 16;
    private static final int MOST_MIXTURES_OF_BURSTS = 24;
    private static final int NOTHING_NEW = 4;
    private static final int NOTHING_NEW_OF_BURSTS = 6;
    private static final int SERIES_OF_BURSTS = 4;
    /** Of the events that devices tell of. */
    private static final Map<String, String> MEANINGS = Map.of(
            "rx.rearm", "receive buffers given to the device",
            "tx.free", "buffers of sent packets given back to the pool",
            "pool.refill", "the core's cache filled from the pool",
            "pool.flush", "the core's cache emptied into the pool");
    /** What arrives before an analysis begins (native/arrival.c). */
    private static final byte[] FRAME = Arrays.copyOf(HexFormat.of().parseHex("020000000100" + "020000000200" + "0800"
            + "4500001c00004000401126cf0a0000010a000002" + "1000100100080000"), 60);

    private final Referee referee;
    private final Exploration exploration;
    private final LongFunction<String> functions;
    private final List<Long> others;
    private final int packets;
    private final NearestPath nearest;
    private final BurstVariations burst;
    private final List<Delivery.Event> events;
    private final Map<Long, InstructionAccesses> accesses = new HashMap<>();
    private final List<Poll> polls = new ArrayList<>();
    /** Most polls pass all as often as another, and are held once. */
    private final Map<Counts, Poll> alike = new HashMap<>();
    /** How many more cache lines than their path polls have touched at most. */
    private final Map<Poll, Long> linesMore = new IdentityHashMap<>();
    private final Map<Long, BitSet> passings = new HashMap<>();

    /** What a poll differs in from the path nearest to it. */
    private record Poll(Counts counts, Optional<Path> path, Map<Long, Long> difference, boolean isFollowed) {
    }

    /**
     * A search in what was found from an entry.
     *
     * @param functions names the function that an instruction is in
     * @param others    the queues at which packets can arrive besides
     * @param packets   as many can wait together at most
     */
    public EnvironmentSearch(Referee referee, Exploration exploration, LongFunction<String> functions, List<Long> others, int packets) {
        this.packets = packets;
        this.others = List.copyOf(others);
        this.referee = referee;
        this.exploration = exploration;
        this.functions = functions;
        this.events = referee.delivery().events();
        this.nearest = new NearestPath(referee, exploration);
        this.burst = new BurstVariations(exploration, nearest);
    }

    /**
     * What drivers do besides.
     *
     * @param environment what is executed more often or less often, and the cache lines
     * @param polls where all of what is executed so is passed, in as few as that takes: how many polls there are from the entry until then, with the packets that arrive before it
     */
    public record Found(Environment environment, List<Integer> polls) {
        /** Nothing was looked for, or found. */
        public static final Found NOTHING = new Found(Environment.NONE, List.of());

        /** Copies the list. */
        public Found {
            polls = List.copyOf(polls);
        }
    }

    /** What there is; sequences of polls that are not over when it is to stop are left behind. */
    public Found find(BooleanSupplier stop) throws TargetException {
        Polling polling = new Polling(referee, functions, this::note);
        byte[] packet = Arrays.copyOf(FRAME, Math.min(FRAME.length, exploration.inputs().longest()));
        polling.run(Polling.least(exploration, packets), () -> Arrival.polled(exploration.inputs(), packet), stop);
        if (stop.getAsBoolean()) {
            return Found.NOTHING;
        }
        int steady = polls.size();
        if (exploration.inputs().isBurstOfDevice()) {
            // Where the ring ends in the middle of a burst is rare enough without other packets among them.
            Random random = new Random(SEED);
            polling.run(SERIES_OF_BURSTS * Polling.least(exploration, packets), () -> Arrival.polled(Collections.nCopies(1 + random.nextInt(packets), packet)), stop);
        }
        List<Long> polled = referee.polled(others);
        int known = 0;
        int nothingNew = 0;
        int most = burst.isEmpty() ? MOST_MIXTURES : MOST_MIXTURES_OF_BURSTS;
        int enough = burst.isEmpty() ? NOTHING_NEW : NOTHING_NEW_OF_BURSTS;
        for (int i = 0; i < most && (i < LEAST_MIXTURES || nothingNew < enough) && !stop.getAsBoolean(); i++) {
            int before = polls.size();
            Mixture mixture = i % 2 == 0 ? new Mixture(exploration, SEED + i) : Mixture.inPhases(exploration, SEED + i, polled);
            RandomArrivals arrivals = new RandomArrivals(exploration.inputs(), SEED + i, packets);
            polling.run(Polling.least(exploration, packets), () -> mixture.next(arrivals), stop);
            if (stop.getAsBoolean()) {
                polls.subList(before, polls.size()).clear();
            }
            int now = variations(differences()).size();
            nothingNew = now > known ? 0 : nothingNew + 1;
            known = now;
        }
        return found(steady);
    }

    // ---- polls

    private void note(PacketSequence.Traced traced, Arrival arrival) {
        long[] executed = traced.trace().executed();
        for (int i = 0; i < executed.length; i++) {
            accesses.computeIfAbsent(executed[i], _ -> new InstructionAccesses()).add(traced.trace(), i, events);
        }
        Counts counts = nearest.counts(executed);
        Poll poll = alike.computeIfAbsent(counts, _ -> {
            Optional<NearestPath.Near> near = nearest.of(counts, traced.summary(), arrival);
            return new Poll(counts, near.map(NearestPath.Near::path), near.map(NearestPath.Near::difference).orElse(Map.of()), isFollowed(arrival));
        });
        polls.add(poll);
        poll.path.ifPresent(path -> linesMore.merge(poll, traced.summary().cacheLines() - path.cost().get(Metric.CACHE_LINES).evaluate(traced.summary().pcvs()), Math::max));
    }

    /** Whether paths have as many packets as arrive. */
    private boolean isFollowed(Arrival arrival) {
        return exploration.inputs().burst().map(each -> arrival.present(each.countName()).size() <= each.frames().size()).orElse(true);
    }

    // ---- what came of them

    private List<Map<Long, Long>> differences() {
        Set<Map<Long, Long>> differences = new LinkedHashSet<>(burst.differences());
        polls.forEach(poll -> differences.add(poll.difference));
        return List.copyOf(differences);
    }

    private static List<Variations.Variation> variations(List<Map<Long, Long>> differences) {
        Variations variations = new Variations();
        differences.forEach(variations::add);
        return variations.all();
    }

    /** What paths with packets do and no poll has done: they are of classes that random packets are rarely in. */
    private void addUnseen() {
        for (NearestPath.Known known : burst.differences().isEmpty() ? List.<NearestPath.Known>of() : nearest.paths()) {
            Map<Integer, List<Access>> made = known.path().trace().accesses(0).stream().collect(Collectors.groupingBy(Access::step));
            long[] executed = known.path().trace().instructions(0);
            for (int i = 0; i < executed.length; i++) {
                accesses.computeIfAbsent(executed[i], _ -> new InstructionAccesses()).add(made.getOrDefault(i, List.of()));
            }
        }
    }

    private Found found(int steady) {
        addUnseen();
        List<Map<Long, Long>> differences = differences();
        BurstVariations.Named named = burst.named(variations(differences), differences);
        List<Variations.Variation> all = new ArrayList<>(named.variations());
        List<NearestPath.Told> told = polls.stream().filter(Poll::isFollowed).flatMap(poll -> poll.path.map(path -> new NearestPath.Told(poll.counts, path)).stream()).toList();
        Set<Variations.Variation> brought = all.stream().filter(each -> burst.bring(each, told)).collect(Collectors.toSet());
        all.removeIf(each -> !brought.contains(each) && isLess(each));
        all.sort(Comparator.comparingLong((Variations.Variation each) -> -Math.abs(each.instructions())).thenComparing(Variations.Variation::address, Long::compareUnsigned));
        Map<Variations.Variation, String> names = new EnvironmentNames(functions, this::events, this::passing).of(all, brought, named.names());
        List<EnvironmentPcv> pcvs = all.stream().map(each -> pcv(each, names.get(each), named.meanings().getOrDefault(each, meaning(each, names.get(each))),
                brought.contains(each) ? Optional.empty() : Optional.of(occurrence(each, steady)))).toList();
        List<EnvironmentPcv> whole = withFurther(pcvs);
        return new Found(new Environment(whole, lines(whole)), covering(whole, polls.subList(0, steady)));
    }

    /** What packets of a burst cost with what paths do for each of them in loops that were cut, which is left out of what polls differ in. */
    private List<EnvironmentPcv> withFurther(List<EnvironmentPcv> pcvs) {
        return pcvs.stream().map(each -> {
            if (!each.pcv().name().startsWith(Pcv.OF_PACKETS)) {
                return each;
            }
            Map<Metric, Long> costs = new EnumMap<>(each.costs());
            costs.replaceAll((metric, cost) -> cost + (metric.isSum() ? burst.further(each.pcv().name(), known -> left(known, metric, pcvs)) : 0));
            return each.costing(costs);
        }).toList();
    }

    /** What a path costs besides what PCVs count. */
    private static long left(NearestPath.Known known, Metric metric, List<EnvironmentPcv> pcvs) {
        return known.path().cost().get(metric).constant() - pcvs.stream().mapToLong(each -> each.costs().get(metric) * known.counts().of(each.address())).sum();
    }

    /** How many more lines polls touch than their paths with what they do besides. */
    private long lines(List<EnvironmentPcv> pcvs) {
        return linesMore.entrySet().stream().mapToLong(entry -> entry.getValue() - pcvs.stream()
                .mapToLong(each -> each.costs().get(Metric.CACHE_LINES) * entry.getKey().counts.of(each.address())).sum()).map(more -> Math.max(0, more)).max().orElse(0);
    }

    /** Whether polls of many packets have it less often than paths only, so that they cost no more without it. */
    private boolean isLess(Variations.Variation variation) {
        return burst.isSame(variation) && variation.instructions() >= 0 && polls.stream().noneMatch(poll -> poll.difference.getOrDefault(variation.address(), 0L) > 0);
    }

    /** Polls in which each PCV is above its least; of those that have most of what is left the costliest. */
    private static List<Integer> covering(List<EnvironmentPcv> pcvs, List<Poll> polls) {
        List<EnvironmentPcv> left = new ArrayList<>(pcvs);
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < polls.size()) {
            int best = -1;
            long most = 0;
            for (int i = 0; i < polls.size(); i++) {
                Counts counts = polls.get(i).counts;
                long cost = left.stream().filter(each -> counts.of(each.address()) > each.pcv().low()).mapToLong(each -> Math.abs(each.costs().get(Metric.INSTRUCTIONS)) + 1).sum();
                if (cost > most) {
                    most = cost;
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            Counts counts = polls.get(best).counts;
            left.removeIf(each -> counts.of(each.address()) > each.pcv().low());
            chosen.add(best);
        }
        return chosen;
    }

    private String meaning(Variations.Variation variation, String name) {
        return MEANINGS.getOrDefault(name, "in " + functions.apply(variation.address()));
    }

    /** What its code does. */
    private List<String> events(Variations.Variation variation) {
        Set<String> seen = new HashSet<>();
        variation.times().forEach((address, times) -> {
            if (times > 0) {
                seen.addAll(accesses.getOrDefault(address, InstructionAccesses.NONE).events());
            }
        });
        return events.stream().map(Delivery.Event::name).filter(seen::contains).toList();
    }

    /** The numbers of the polls that pass an instruction more often than it is passed at least. */
    private BitSet passing(Variations.Variation variation) {
        return passings.computeIfAbsent(variation.address(), address -> {
            long least = least(address);
            BitSet passing = new BitSet();
            for (int i = 0; i < polls.size(); i++) {
                passing.set(i, polls.get(i).counts.of(address) > least);
            }
            return passing;
        });
    }

    private long least(long address) {
        return Math.min(polls.stream().mapToLong(poll -> poll.counts.of(address)).min().orElse(0), nearest.least(address));
    }

    /** With a packet in each poll, as in the first of them; of what does not come there in all polls. */
    private Pcv.Occurrence occurrence(Variations.Variation variation, int steady) {
        int often = passing(variation).get(0, steady).cardinality();
        return often > 0 ? occurrence(variation, often, polls.subList(0, steady)) : occurrence(variation, passing(variation).cardinality(), polls);
    }

    private static Pcv.Occurrence occurrence(Variations.Variation variation, int passing, List<Poll> of) {
        return new Pcv.Occurrence(passing, of.size(), of.stream().mapToLong(poll -> poll.counts.of(variation.address())).sum());
    }

    private EnvironmentPcv pcv(Variations.Variation variation, String name, String meaning, Optional<Pcv.Occurrence> occurrence) {
        Map<Metric, Long> costs = new EnumMap<>(Metric.class);
        Map<String, Long> lines = new TreeMap<>();
        Set<Metric> exact = EnumSet.of(Metric.INSTRUCTIONS, Metric.MEMORY_ACCESSES);
        Set<Long> code = new HashSet<>();
        long count = 0;
        for (Map.Entry<Long, Long> entry : variation.times().entrySet()) {
            InstructionAccesses each = accesses.getOrDefault(entry.getKey(), InstructionAccesses.NONE);
            count += entry.getValue() * (entry.getValue() > 0 ? each.most() : each.least());
            if (each.most() != each.least()) {
                exact.remove(Metric.MEMORY_ACCESSES);
            }
            if (entry.getValue() > 0) {
                each.lines(exploration.places()).forEach((place, most) -> lines.merge(place, entry.getValue() * most, Long::sum));
                each.addCode(entry.getKey(), code);
            }
        }
        lines.merge(Touches.CODE, (long) code.size(), Long::sum);
        costs.put(Metric.INSTRUCTIONS, variation.instructions());
        costs.put(Metric.MEMORY_ACCESSES, count);
        costs.put(Metric.CACHE_LINES, lines.values().stream().mapToLong(Long::longValue).sum());
        long most = Math.max(nearest.most(variation.address()), polls.stream().mapToLong(poll -> poll.counts.of(variation.address())).max().orElse(0));
        Pcv pcv = new Pcv(name, meaning, least(variation.address()), OptionalLong.of(most), occurrence);
        return new EnvironmentPcv(pcv, variation.address(), costs, lines, exact);
    }
}
