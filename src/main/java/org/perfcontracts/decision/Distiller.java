package org.perfcontracts.decision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/** Adds up packets of which class and PCVs are known, in memory that does not grow with their number. */
public final class Distiller {
    /** Of so many values that come together all are kept. */
    static final int MOST_POINTS = 4096;

    private static final int MOST_FINDINGS = 20;

    private final Contract contract;
    private final Map<String, ClassSum> classes = new LinkedHashMap<>();
    private final Map<Metric, CostSum> whole = new EnumMap<>(Metric.class);
    private final List<String> findings = new ArrayList<>();
    private long otherFindings;

    /** Of packets of the classes of a contract. */
    public Distiller(Contract contract) {
        this.contract = contract;
        contract.classes().forEach(each -> classes.put(each.name(), new ClassSum(each, contract.metrics())));
        contract.metrics().forEach(metric -> whole.put(metric, new CostSum()));
    }

    /**
     * Adds a packet, and holds its cost against the contract.
     *
     * @param inputClass the name of its class
     * @param passed     the values of its PCVs; those that are missing are 0
     * @param measured   what the CPU counted
     * @param packet     names it in a finding
     * @throws ArithmeticException where a cost or a sum of costs does not fit 64 bits
     */
    public void add(String inputClass, Map<String, Long> passed, ToLongFunction<Metric> measured, Supplier<String> packet) {
        ClassSum sum = classes.get(inputClass);
        Map<String, Long> pcvs = new HashMap<>(passed);
        for (Pcv pcv : contract.pcvs()) {
            long value = pcvs.computeIfAbsent(pcv.name(), _ -> 0L);
            if (value < pcv.low() || pcv.high().isPresent() && value > pcv.high().getAsLong()) {
                find(packet.get() + ", class " + inputClass + ": " + pcv.name() + " is " + value + ", outside of its range, " + Ranges.text(pcv));
            }
        }
        for (Metric metric : whole.keySet()) {
            Formula formula = sum.inputClass.formulas().get(metric);
            Map<Monomial, Long> parts = parts(formula, pcvs);
            long predicted = parts.values().stream().reduce(0L, Math::addExact);
            long cost = measured.applyAsLong(metric);
            if (predicted < cost || formula.exact() && predicted != cost) {
                find(packet.get() + ", class " + inputClass + ": " + cost + " " + metric.title() + " measured, " + predicted + " predicted"
                        + (predicted < cost ? "" : ", though the formula claims to be exact"));
            }
            sum.costs.get(metric).add(parts, predicted, cost);
            whole.get(metric).add(parts, predicted, cost);
        }
        sum.add(pcvs);
    }

    /** Says what is wrong with a packet that belongs to no class, or with the run. */
    public void find(String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        } else {
            otherFindings++;
        }
    }

    /** What the packets so far come to. */
    public Distillation distillation() {
        List<Distillation.OfClass> some = classes.values().stream().filter(each -> each.packets() > 0).map(ClassSum::ofClass).toList();
        Map<Metric, Distillation.Costs> all = new EnumMap<>(Metric.class);
        if (!some.isEmpty()) {
            whole.forEach((metric, sum) -> all.put(metric, sum.costs()));
        }
        List<String> told = new ArrayList<>(findings);
        if (otherFindings > 0) {
            told.add("and " + otherFindings + " more");
        }
        return new Distillation(contract, some, all, told);
    }

    /** The terms of a formula at a point, which add up to its value; of a maximum, those of the alternative that is greatest there. */
    private static Map<Monomial, Long> parts(Formula formula, Map<String, Long> pcvs) {
        Polynomial greatest = formula.alternatives().size() == 1 ? formula.alternatives().getFirst()
                : formula.alternatives().stream().max(Comparator.comparingLong(each -> each.evaluate(pcvs))).orElseThrow();
        Map<Monomial, Long> parts = new TreeMap<>();
        greatest.coefficients().forEach((monomial, coefficient) -> parts.put(monomial, Polynomial.of(Map.of(monomial, coefficient)).evaluate(pcvs)));
        return parts;
    }

    /** The costs of some packets in one metric. */
    private static final class CostSum {
        private final Occurrences predicted = new Occurrences();
        private final VarianceParts variance = new VarianceParts();
        private long measured;

        void add(Map<Monomial, Long> parts, long sum, long cost) {
            predicted.add(sum);
            variance.add(parts);
            measured = Math.addExact(measured, cost);
        }

        Distillation.Costs costs() {
            return new Distillation.Costs(predicted, measured, variance.shares());
        }
    }

    /** The packets of one class. */
    private static final class ClassSum {
        private final InputClass inputClass;
        private final Map<Metric, CostSum> costs = new EnumMap<>(Metric.class);
        private final Map<String, Occurrences> pcvs = new TreeMap<>();
        /** How often values come together, in the order of {@link #pcvs}; null where they are too many. */
        private Map<List<Long>, Long> points = new HashMap<>();

        ClassSum(InputClass inputClass, Set<Metric> metrics) {
            this.inputClass = inputClass;
            metrics.forEach(metric -> costs.put(metric, new CostSum()));
            Set<String> names = new TreeSet<>();
            inputClass.formulas().values().forEach(formula -> names.addAll(formula.variables()));
            names.forEach(name -> pcvs.put(name, new Occurrences()));
        }

        void add(Map<String, Long> values) {
            pcvs.forEach((name, occurrences) -> occurrences.add(values.get(name)));
            if (points != null) {
                points.merge(pcvs.keySet().stream().map(values::get).toList(), 1L, Long::sum);
                points = points.size() > MOST_POINTS ? null : points;
            }
        }

        long packets() {
            return costs.get(Metric.INSTRUCTIONS).predicted.count();
        }

        Distillation.OfClass ofClass() {
            Map<Metric, Distillation.Costs> sums = new EnumMap<>(Metric.class);
            costs.forEach((metric, sum) -> sums.put(metric, sum.costs()));
            return new Distillation.OfClass(inputClass, sums, pcvs, Optional.ofNullable(points).map(this::joint));
        }

        private Joint joint(Map<List<Long>, Long> counted) {
            List<Joint.Point> sorted = counted.entrySet().stream().map(each -> new Joint.Point(each.getValue(), each.getKey()))
                    .sorted(Comparator.comparing(Joint.Point::values, Distiller::compare)).toList();
            return new Joint(List.copyOf(pcvs.keySet()), sorted);
        }
    }

    private static int compare(List<Long> one, List<Long> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = Long.compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
