package org.perfcontracts.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.CycleCase;
import org.perfcontracts.contract.CycleEstimate;
import org.perfcontracts.contract.Cycles;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;

/**
 * What packets cost by a contract under a workload.
 *
 * @param classes with a share, in the order of the contract
 * @param whole   over all packets, by metric
 * @param drawn   whether anything was sampled: {@link #SAMPLES} values, from {@link #SEED} on
 * @param cycles  over all packets, in hundredths, where the contract has estimates for all classes with a share; else empty
 * @param speed   for estimates of time, if someone gave it
 */
public record WorkloadPrediction(Contract contract, Workload workload, List<OfClass> classes, Map<Metric, Figures> whole, boolean drawn, Map<CycleCase, Figures> cycles,
        Optional<Speed> speed) {
    /** Values that are drawn where an exact distribution would be too large. */
    public static final int SAMPLES = CostModel.SAMPLES;
    /** Where drawing starts. */
    public static final long SEED = CostModel.SEED;

    /** The shares of packets that figures are given for. */
    public enum Quantile {
        P50("p50", 0.5), P90("p90", 0.9), P99("p99", 0.99), P999("p99.9", 0.999);

        private final String title;
        private final double share;

        Quantile(String title, double share) {
            this.title = title;
            this.share = share;
        }

        /** Of the packets, between 0 and 1. */
        public double share() {
            return share;
        }

        /** Such as {@code p99.9}. */
        public String title() {
            return title;
        }
    }

    /**
     * A class under the workload.
     *
     * @param share of the packets, above 0
     */
    public record OfClass(InputClass inputClass, double share, Map<Metric, Figures> figures) {
    }

    /**
     * The cost of a packet in one metric. The ends differ where of some PCV only a range is known.
     *
     * @param least     the mean where such PCVs are at their low ends
     * @param most      the mean where they are at their high ends
     * @param quantiles the least cost that is not exceeded by this share of packets, at both ends
     * @param worst     of all that the workload allows; empty where there is no bound
     * @param shares    of the packets, by cost, where such PCVs are at their high ends
     */
    public record Figures(double least, double most, Map<Quantile, Interval> quantiles, OptionalLong worst, SortedMap<Long, Double> shares) {
    }

    /**
     * The prediction for a workload.
     *
     * @throws IllegalArgumentException if the contract has no class of a name
     * @throws ArithmeticException      if a cost does not fit 64 bits
     */
    public static WorkloadPrediction of(Contract contract, Workload workload, Optional<Speed> speed) {
        workload.shares().keySet().forEach(name -> Classes.find(contract, name));
        List<InputClass> taken = contract.classes().stream().filter(each -> workload.shares().containsKey(each.name())).toList();
        Map<Metric, List<Both>> found = new EnumMap<>(Metric.class);
        for (Metric metric : contract.metrics()) {
            found.put(metric, taken.stream().map(each -> both(each, each.formulas().get(metric), workload)).toList());
        }
        List<OfClass> classes = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
            Map<Metric, Figures> figures = new EnumMap<>(Metric.class);
            for (Metric metric : found.keySet()) {
                figures.put(metric, found.get(metric).get(i).figures());
            }
            classes.add(new OfClass(taken.get(i), workload.shares().get(taken.get(i).name()).doubleValue(), Collections.unmodifiableMap(figures)));
        }
        Map<Metric, Figures> whole = new EnumMap<>(Metric.class);
        found.forEach((metric, distributions) -> whole.put(metric, mixed(classes.stream().map(OfClass::share).toList(), distributions).figures()));
        Map<CycleCase, List<Both>> cycles = cycles(contract, taken, workload);
        Map<CycleCase, Figures> inTime = new EnumMap<>(CycleCase.class);
        cycles.forEach((which, distributions) -> inTime.put(which, mixed(classes.stream().map(OfClass::share).toList(), distributions).figures()));
        boolean drawn = Stream.concat(found.values().stream(), cycles.values().stream()).flatMap(List::stream).anyMatch(Both::drawn);
        return new WorkloadPrediction(contract, workload, classes, Collections.unmodifiableMap(whole), drawn, Collections.unmodifiableMap(inTime), speed);
    }

    private static Map<CycleCase, List<Both>> cycles(Contract contract, List<InputClass> taken, Workload workload) {
        Map<String, CycleEstimate> estimates = contract.cycles().map(Cycles::classes).orElse(Map.of());
        Map<CycleCase, List<Both>> cycles = new EnumMap<>(CycleCase.class);
        if (taken.stream().allMatch(each -> estimates.containsKey(each.name()))) {
            for (CycleCase which : CycleCase.values()) {
                cycles.put(which, taken.stream().map(each -> both(each, estimates.get(each.name()).of(which), workload)).toList());
            }
        }
        return cycles;
    }

    /** What the mean of a metric is made of, the greatest part first. */
    public List<Contribution> contributions(Metric metric) {
        return Contribution.of(classes, metric, workload);
    }

    /** Whether the figures bound every packet that they speak of. */
    public boolean complete() {
        return contract.complete() && classes.stream().allMatch(each -> each.inputClass().complete());
    }

    // ---- both ends of a distribution

    private record Both(CostDistribution least, CostDistribution most, OptionalLong worst, boolean drawn) {
        Figures figures() {
            Map<Quantile, Interval> quantiles = new EnumMap<>(Quantile.class);
            for (Quantile quantile : Quantile.values()) {
                quantiles.put(quantile, Interval.around(least.quantile(quantile.share), most.quantile(quantile.share)));
            }
            return new Figures(least.mean(), most.mean(), Collections.unmodifiableMap(quantiles), worst, most.shares());
        }
    }

    private static Both both(InputClass inputClass, Formula cost, Workload workload) {
        Formula formula = Multiple.resolved(cost, workload.multiples(inputClass.name()));
        Map<String, Distribution> pcvs = workload.pcvs(inputClass);
        List<LinearBound> together = inputClass.together().stream().flatMap(bound -> Multiple.resolved(bound, workload.multiples(inputClass.name())).stream()).toList();
        Optional<Joint> joint = workload.joint(inputClass.name()).filter(each -> each.pcvs().stream().anyMatch(formula.variables()::contains));
        return joint.isEmpty() ? both(formula, pcvs, together) : both(formula, pcvs, together, joint.get());
    }

    private static Both both(Formula formula, Map<String, Distribution> pcvs, List<LinearBound> together) {
        CostModel.Outcome least = new CostModel(formula, pcvs, End.LEAST).outcome();
        CostModel.Outcome most = hasRanges(formula, pcvs) ? new CostModel(formula, pcvs, End.MOST).outcome() : least;
        OptionalLong worst = CostModel.worst(formula, pcvs, together);
        // Values of PCVs that are drawn, or at their ends, each by itself may cost more than a packet can.
        long limit = worst.orElse(Long.MAX_VALUE);
        return new Both(least.distribution().atMost(limit), most.distribution().atMost(limit), worst, least.drawn() || most.drawn());
    }

    /** Point by point. */
    private static Both both(Formula formula, Map<String, Distribution> pcvs, List<LinearBound> together, Joint joint) {
        List<Both> points = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        double weight = joint.weight();
        for (Joint.Point point : joint.points()) {
            Map<String, Distribution> there = new HashMap<>(pcvs);
            joint.at(point).forEach((name, value) -> there.put(name, new Distribution.Within(value)));
            points.add(both(formula, there, together));
            shares.add(point.weight() / weight);
        }
        Both mixed = mixed(shares, points);
        return new Both(mixed.least, mixed.most, mixed.worst, points.stream().anyMatch(Both::drawn));
    }

    private static boolean hasRanges(Formula formula, Map<String, Distribution> pcvs) {
        return formula.variables().stream().map(pcvs::get).anyMatch(each -> each instanceof Distribution.Within within && !within.values().isPoint());
    }

    private static Both mixed(List<Double> shares, List<Both> distributions) {
        Map<CostDistribution, Double> least = new LinkedHashMap<>();
        Map<CostDistribution, Double> most = new LinkedHashMap<>();
        OptionalLong worst = OptionalLong.of(Long.MIN_VALUE);
        for (int i = 0; i < shares.size(); i++) {
            Both each = distributions.get(i);
            least.put(each.least(), shares.get(i));
            most.put(each.most(), shares.get(i));
            worst = worst.isEmpty() || each.worst().isEmpty() ? OptionalLong.empty()
                    : OptionalLong.of(Math.max(worst.getAsLong(), each.worst().getAsLong()));
        }
        return new Both(CostDistribution.mixed(least), CostDistribution.mixed(most), worst, false);
    }
}
