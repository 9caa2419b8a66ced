package org.perfcontracts.report;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.perfcontracts.contract.CycleEstimator;
import org.perfcontracts.cpu.MemoryPages;
import org.perfcontracts.cpu.Quantile;
import org.perfcontracts.cpu.TimedPacket;
import org.perfcontracts.formula.Formula;

/**
 * Cycles that packets took on this machine.
 *
 * @param processor what it calls itself; empty where it says nothing
 * @param pages     of the program's memory
 * @param packets   those that were timed, class by class
 * @param failures  why others could not be, a sentence each
 * @param formulas  of the contract for instructions, by the name of the class: what packets took is fitted to their terms
 * @param estimates what a model says of the packets, if there is one
 */
public record CycleFigures(String processor, MemoryPages pages, List<TimedPacket> packets, List<String> failures, Map<String, Formula> formulas, Optional<Estimates> estimates) {
    private static final double LAST = 0.99;

    /** Copies the lists. */
    public CycleFigures {
        packets = List.copyOf(packets);
        failures = List.copyOf(failures);
        formulas = Map.copyOf(formulas);
    }

    /**
     * What a model says.
     *
     * @param machine the name of the machine's profile
     * @param single  of each packet of which the path is known
     */
    public record Estimates(String machine, Map<TimedPacket, CycleEstimator.Single> single) {
        /** Takes packets for what they are, not for what they say. */
        public Estimates {
            single = new IdentityHashMap<>(single);
        }
    }

    /** An estimate beside what was measured. */
    record Compared(double estimate, double measured) {
        /** By what part of the measured the estimate is off; above 0 where it is more. */
        double error() {
            return measured == 0 ? 0 : estimate / measured - 1;
        }
    }

    /** The median estimate of a class beside the median that was measured, hot or cold; empty where there is none. */
    Optional<Compared> compared(OfClass ofClass, Function<CycleEstimator.Single, Double> estimate, Function<TimedPacket, TimedPacket.Cycles> measured) {
        List<TimedPacket> both = estimates.map(Estimates::single).map(single -> ofClass.packets.stream().filter(single::containsKey).toList()).orElse(List.of());
        return both.isEmpty() ? Optional.empty() : Optional.of(new Compared(
                Quantile.of(both.stream().map(estimates.get().single()::get).map(estimate).sorted().toList(), 0.5),
                Quantile.of(both.stream().map(measured).map(TimedPacket.Cycles::typical).sorted().toList(), 0.5)));
    }

    /** The contract's formula of a class, with coefficients that fit what its packets took, hot or cold; empty where there are too few packets. */
    Optional<CycleFit> fitted(OfClass ofClass, Function<TimedPacket, TimedPacket.Cycles> measured) {
        return Optional.ofNullable(formulas.get(ofClass.name)).flatMap(formula -> CycleFit.of(formula, ofClass.packets.stream()
                .filter(packet -> measured.apply(packet).typical() > 0).map(packet -> new CycleFit.Point(packet.pcvs(), measured.apply(packet).typical())).toList()));
    }

    /**
     * A model's bound beside what was measured.
     *
     * @param bound of the median packet, in cycles
     * @param ratio the bound in parts of what the packet typically takes cold: that of the median packet
     * @param above how many runs, hot or cold, took more than the bound of their packet
     */
    record Bounded(double bound, double ratio, long above) {
    }

    /** The bounds of a class; empty where there are none. */
    Optional<Bounded> bounded(OfClass ofClass) {
        Map<TimedPacket, CycleEstimator.Single> single = estimates.map(Estimates::single).orElse(Map.of());
        List<TimedPacket> packets = ofClass.packets.stream().filter(single::containsKey).toList();
        return packets.isEmpty() ? Optional.empty() : Optional.of(new Bounded(
                Quantile.of(packets.stream().map(each -> single.get(each).bound()).sorted().toList(), 0.5),
                Quantile.of(packets.stream().map(each -> single.get(each).bound() / each.cold().typical()).sorted().toList(), 0.5),
                packets.stream().mapToLong(each -> Stream.of(each.hot(), each.cold()).flatMap(runs -> runs.runs().stream()).filter(run -> run > single.get(each).bound()).count()).sum()));
    }

    /**
     * The packets of one class, at least one.
     *
     * @param name of the class
     */
    record OfClass(String name, List<TimedPacket> packets) {
        long instructions() {
            return Quantile.of(packets.stream().map(TimedPacket::instructions).sorted().toList(), 0.5);
        }

        OfRuns hot() {
            return new OfRuns(packets.stream().map(TimedPacket::hot).toList());
        }

        OfRuns cold() {
            return new OfRuns(packets.stream().map(TimedPacket::cold).toList());
        }

        /** Runs that were left out. */
        int dropped() {
            return hot().disturbed() + hot().strayed() + cold().disturbed() + cold().strayed();
        }
    }

    /** The runs of one or more packets. */
    record OfRuns(List<TimedPacket.Cycles> packets) {
        double least() {
            return packets.stream().mapToDouble(TimedPacket.Cycles::least).min().orElseThrow();
        }

        /** Half of the packets typically take no more. */
        double median() {
            return Quantile.of(packets.stream().map(TimedPacket.Cycles::typical).sorted().toList(), 0.5);
        }

        /** 99 of 100 runs take no more. */
        double last() {
            return Quantile.of(packets.stream().flatMap(each -> each.runs().stream()).sorted().toList(), LAST);
        }

        /** How many cycles the middle half of a packet's runs lies apart: that of the median packet. */
        double spread() {
            return Quantile.of(packets.stream().map(TimedPacket.Cycles::spread).sorted().toList(), 0.5);
        }

        int kept() {
            return packets.stream().mapToInt(each -> each.runs().size()).sum();
        }

        int disturbed() {
            return packets.stream().mapToInt(TimedPacket.Cycles::disturbed).sum();
        }

        int strayed() {
            return packets.stream().mapToInt(TimedPacket.Cycles::strayed).sum();
        }
    }

    /** The classes of which packets were timed. */
    List<OfClass> classes() {
        Map<String, List<TimedPacket>> byName = packets.stream().collect(Collectors.groupingBy(TimedPacket::inputClass, LinkedHashMap::new, Collectors.toList()));
        return byName.entrySet().stream().map(each -> new OfClass(each.getKey(), each.getValue())).toList();
    }

    /** A figure of the clock beside the packets, of which there must be one: the least, the median and the greatest. */
    List<Double> clock(ToDoubleFunction<TimedPacket.Clock> figure) {
        List<Double> rising = packets.stream().map(each -> figure.applyAsDouble(each.clock())).sorted().toList();
        return List.of(rising.getFirst(), Quantile.of(rising, 0.5), rising.getLast());
    }

    /** In how many ticks the counter goes on, as far as can be seen; there must be a packet. */
    long step() {
        return packets.stream().mapToLong(each -> each.clock().step()).min().orElseThrow();
    }

    OfRuns hot() {
        return new OfRuns(packets.stream().map(TimedPacket::hot).toList());
    }

    OfRuns cold() {
        return new OfRuns(packets.stream().map(TimedPacket::cold).toList());
    }

    private int sum(Function<OfRuns, Integer> figure) {
        return Stream.of(hot(), cold()).mapToInt(figure::apply).sum();
    }

    int kept() {
        return sum(OfRuns::kept);
    }

    int disturbed() {
        return sum(OfRuns::disturbed);
    }

    int strayed() {
        return sum(OfRuns::strayed);
    }
}
