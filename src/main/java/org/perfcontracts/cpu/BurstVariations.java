package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.input.DeviceInjection;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.formula.Pcv;

/**
 * What packets that wait together bring, as paths with more of them have it: each packet by itself, those of each class, and what is done for several of them at once.
 * None where no more than one can wait.
 */
final class BurstVariations {
    private static final int MOST_TOGETHER = 32;

    private final List<Sample> samples;
    private final long most;
    private final Set<Map<Long, Long>> differences = new LinkedHashSet<>();

    /** A path, how many packets it has, and how often it passes each class mark. */
    private record Sample(NearestPath.Known known, long packets, Map<String, Long> marks) {
        long count(long address) {
            return known.counts().of(address);
        }
    }

    /** Variations, and what is known of them: their names, and what they are. */
    record Named(List<Variations.Variation> variations, Map<Variations.Variation, String> names, Map<Variations.Variation, String> meanings) {
    }

    BurstVariations(Exploration exploration, NearestPath nearest) {
        Optional<Symbol> waiting = exploration.inputs().burst().map(burst -> exploration.inputs().parameters().get(burst.countName()));
        this.samples = waiting.map(symbol -> nearest.paths().stream().map(known -> sample(known, symbol)).toList()).orElse(List.of());
        this.most = samples.stream().mapToLong(Sample::packets).max().orElse(0);
        for (Sample sample : samples) {
            if (sample.packets > 1) {
                single(sample).ifPresent(one -> differences.add(sample.known.counts().minus(one.known.counts())));
            }
        }
    }

    private static Sample sample(NearestPath.Known known, Symbol waiting) {
        Map<String, Long> marks = new TreeMap<>();
        known.path().classes().forEach(mark -> marks.merge(mark, 1L, Long::sum));
        Interval packets = Interval.of(waiting, known.path().constraints());
        if (!packets.low().equals(packets.high())) {
            throw new IllegalStateException("a path for several values of " + DeviceInjection.WAITING);
        }
        return new Sample(known, packets.low().longValueExact(), marks);
    }

    /** What paths with several packets pass more often than the paths nearest to them of those with one of their classes. */
    Set<Map<Long, Long>> differences() {
        return differences;
    }

    private Optional<Sample> single(Sample sample) {
        return samples.stream().filter(each -> each.packets == 1).min(Comparator
                .comparing((Sample each) -> !sample.marks.keySet().containsAll(each.marks.keySet())).thenComparingLong(each -> sample.known.counts().distance(each.known.counts())));
    }

    /** Whether no more than one packet can wait. */
    boolean isEmpty() {
        return samples.isEmpty();
    }

    /** Whether several packets can wait, and all paths with packets pass it as often. */
    boolean isSame(Variations.Variation variation) {
        return samples.stream().filter(sample -> sample.packets > 0).mapToLong(sample -> sample.count(variation.address())).distinct().count() == 1;
    }

    /**
     * Whether packets bring it, rather than where driver and device stand: from the path nearest to a poll it can be told as often how often the poll passes it
     * as by taking for granted what most polls with packets do.
     *
     * @param polls how often polls pass it, and the paths nearest to them
     */
    boolean bring(Variations.Variation variation, List<NearestPath.Told> polls) {
        Map<Path, Long> onPaths = new IdentityHashMap<>();
        samples.stream().filter(sample -> sample.packets > 0).forEach(sample -> onPaths.put(sample.known.path(), sample.count(variation.address())));
        Map<Long, Long> numbers = new HashMap<>();
        long asTold = 0;
        for (NearestPath.Told poll : polls) {
            if (onPaths.containsKey(poll.path())) {
                long times = poll.counts().of(variation.address());
                numbers.merge(times, 1L, Long::sum);
                asTold += onPaths.get(poll.path()) == times ? 1 : 0;
            }
        }
        return onPaths.values().stream().distinct().count() > 1 && asTold >= numbers.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /**
     * Variations in terms of packets: what comes with each packet, or with each of a class, is counted by these, whatever else comes with it.
     *
     * @param rows what they make up
     */
    Named named(List<Variations.Variation> all, List<Map<Long, Long>> rows) {
        if (samples.isEmpty()) {
            return new Named(all, Map.of(), Map.of());
        }
        Map<Variations.Variation, String> names = new LinkedHashMap<>();
        Map<Variations.Variation, String> meanings = new HashMap<>();
        List<Variations.Variation> left = new ArrayList<>(all);
        Combinations combinations = new Combinations();
        List<Basis> bases = new ArrayList<>();
        numbers(all).forEach((name, number) -> counted(left, number).filter(each -> combinations.add(column(each.variation, rows))).ifPresent(each -> {
            left.remove(each.variation);
            bases.add(new Basis(name, each.address, new TreeMap<>(each.variation.times())));
        }));
        List<Variations.Variation> others = new ArrayList<>();
        for (Variations.Variation variation : left) {
            Optional<long[]> coefficients = combinations.of(column(variation, rows));
            coefficients.ifPresentOrElse(each -> add(variation, each, bases), () -> others.add(byLeast(variation)));
        }
        List<Variations.Variation> found = new ArrayList<>();
        for (Basis basis : bases) {
            Variations.Variation variation = new Variations.Variation(basis.address, basis.times);
            found.add(variation);
            names.put(variation, basis.name);
            meanings.put(variation, basis.name.equals(Pcv.PACKETS) ? "packets of the burst" : "packets of the burst: " + mark(basis.name));
        }
        for (Variations.Variation variation : others) {
            found.add(variation);
            together(variation).ifPresent(words -> meanings.put(variation, words));
        }
        return new Named(found, names, meanings);
    }

    /** What others are told in terms of: what counts it, and all that comes with it so far. */
    private record Basis(String name, long address, Map<Long, Long> times) {
    }

    private static void add(Variations.Variation variation, long[] coefficients, List<Basis> bases) {
        for (int i = 0; i < coefficients.length; i++) {
            long coefficient = coefficients[i];
            Map<Long, Long> of = bases.get(i).times;
            variation.times().forEach((address, each) -> of.merge(address, coefficient * each, Long::sum));
            of.values().removeIf(each -> each == 0);
        }
    }

    /** An instruction that comes as often as something that is counted, and what comes with it. */
    private record Counter(Variations.Variation variation, long address) {
    }

    private Optional<Counter> counted(List<Variations.Variation> variations, ToLongFunction<Sample> number) {
        return variations.stream().flatMap(variation -> variation.times().keySet().stream().filter(address -> variation.times().get(address) == 1)
                .map(address -> new Counter(variation, address))).filter(each -> samples.stream().allMatch(sample -> sample.count(each.address) == number.applyAsLong(sample))).findFirst();
    }

    /**
     * What one more packet of those that a PCV counts costs besides, as loops that were cut for it but go round for none: the most that a path with as many of
     * these packets as any, and no others, costs more than those with one less. 0 where no two paths show it.
     *
     * @param name of the PCV
     * @param left what a path costs besides all that is told of it
     */
    long further(String name, ToLongFunction<NearestPath.Known> left) {
        Optional<String> mark = name.equals(Pcv.PACKETS) ? Optional.empty() : Optional.of(mark(name));
        TreeMap<Long, Long> greatest = new TreeMap<>();
        samples.stream().filter(sample -> sample.packets > 0 && mark.map(each -> sample.marks.getOrDefault(each, 0L) == sample.packets).orElse(true))
                .forEach(sample -> greatest.merge(sample.packets, left.applyAsLong(sample.known), Math::max));
        if (greatest.isEmpty() || !greatest.containsKey(greatest.lastKey() - 1)) {
            return 0;
        }
        return Math.max(0, greatest.get(greatest.lastKey()) - greatest.get(greatest.lastKey() - 1));
    }

    /** The numbers of packets of each class; where these do not make up all packets, also of all; and none of them where that cannot be counted. */
    private Map<String, ToLongFunction<Sample>> numbers(List<Variations.Variation> all) {
        Set<String> marks = new TreeSet<>();
        samples.forEach(sample -> marks.addAll(sample.marks.keySet()));
        Map<String, ToLongFunction<Sample>> numbers = new LinkedHashMap<>();
        marks.forEach(mark -> numbers.put(Pcv.OF_PACKETS + mark.replace(' ', '_'), sample -> sample.marks.getOrDefault(mark, 0L)));
        boolean isOfOne = samples.stream().allMatch(sample -> sample.marks.values().stream().mapToLong(Long::longValue).sum() == sample.packets);
        if (isOfOne && numbers.values().stream().allMatch(number -> counted(all, number).isPresent())) {
            return numbers;
        }
        numbers.put(Pcv.PACKETS, Sample::packets);
        return counted(all, Sample::packets).isPresent() ? numbers : Map.of();
    }

    private String mark(String name) {
        return samples.stream().flatMap(sample -> sample.marks.keySet().stream()).filter(mark -> name.equals(Pcv.OF_PACKETS + mark.replace(' ', '_'))).findFirst().orElseThrow();
    }

    private static long[] column(Variations.Variation variation, List<Map<Long, Long>> rows) {
        return rows.stream().mapToLong(row -> row.getOrDefault(variation.address(), 0L)).toArray();
    }

    /** Of what comes as often, a loop's header is passed once more than its body. */
    private Variations.Variation byLeast(Variations.Variation variation) {
        return variation.countedBy(variation.times().keySet().stream().filter(address -> variation.times().get(address) == 1)
                .min(Comparator.comparingLong(address -> samples.stream().mapToLong(sample -> sample.count(address)).sum())).orElseThrow());
    }

    /** For how many packets it comes once, in words, where that is so on all paths. */
    private Optional<String> together(Variations.Variation variation) {
        for (int k = 1; k <= MOST_TOGETHER; k++) {
            int most = k;
            if (comesAs(variation, packets -> (packets + most - 1) / most)) {
                return Optional.of(k == 1 ? "for each packet" : "for each " + k + " packets, or less at the end");
            }
            if (comesAs(variation, packets -> packets / most)) {
                return Optional.of("for each " + k + " packets");
            }
            if (comesAs(variation, packets -> packets == 0 ? 0 : Math.min(packets / most + 1, (this.most + most - 1) / most))) {
                return Optional.of("for each " + k + " packets, and once more unless these are all");
            }
        }
        return Optional.empty();
    }

    private boolean comesAs(Variations.Variation variation, LongUnaryOperator number) {
        return samples.stream().anyMatch(sample -> sample.count(variation.address()) > 0)
                && samples.stream().allMatch(sample -> sample.count(variation.address()) == number.applyAsLong(sample.packets));
    }
}
