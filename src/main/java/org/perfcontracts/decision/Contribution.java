package org.perfcontracts.decision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;

/**
 * What a part of the formulas adds to the mean cost of a packet under a workload. All parts together are the mean. A PCV that is a multiple of another counts
 * as that other.
 *
 * @param part  what it depends on, {@link Monomial#ONE} for what every packet of a class costs; empty for formulas that are a maximum or have powers or brackets, whose parts
 *              have no means of their own
 * @param least where PCVs of which only a range is known are at the ends that make it small
 * @param most  where they are at the others
 */
public record Contribution(Optional<Monomial> part, double least, double most) {
    /** The contributions in a metric, the greatest first. */
    static List<Contribution> of(List<WorkloadPrediction.OfClass> classes, Metric metric, Workload workload) {
        Map<Monomial, double[]> parts = new TreeMap<>();
        double[] rest = new double[2];
        boolean hasRest = false;
        for (WorkloadPrediction.OfClass each : classes) {
            Formula formula = Multiple.resolved(each.inputClass().formulas().get(metric), workload.multiples(each.inputClass().name()));
            Map<String, Distribution> pcvs = workload.pcvs(each.inputClass());
            Optional<Joint> joint = workload.joint(each.inputClass().name());
            if (isSumOfProducts(formula)) {
                formula.alternatives().getFirst().coefficients().forEach((monomial, coefficient) -> {
                    double[] sums = parts.computeIfAbsent(monomial, _ -> new double[2]);
                    sums[0] += each.share() * mean(monomial, coefficient, coefficient < 0 ? End.MOST : End.LEAST, pcvs, joint);
                    sums[1] += each.share() * mean(monomial, coefficient, coefficient < 0 ? End.LEAST : End.MOST, pcvs, joint);
                });
            } else {
                hasRest = true;
                rest[0] += each.share() * each.figures().get(metric).least();
                rest[1] += each.share() * each.figures().get(metric).most();
            }
        }
        List<Contribution> contributions = new ArrayList<>();
        parts.forEach((monomial, sums) -> contributions.add(new Contribution(Optional.of(monomial), sums[0], sums[1])));
        if (hasRest) {
            contributions.add(new Contribution(Optional.empty(), rest[0], rest[1]));
        }
        contributions.sort(Comparator.comparingDouble(Contribution::most).reversed());
        return contributions;
    }

    private static boolean isSumOfProducts(Formula formula) {
        return formula.alternatives().size() == 1 && formula.alternatives().getFirst().coefficients().keySet().stream()
                .allMatch(monomial -> !monomial.hasDerived() && monomial.exponents().values().stream().allMatch(exponent -> exponent == 1));
    }

    /** Where PCVs are independent, the mean of a product is the product of the means. */
    private static double mean(Monomial monomial, long coefficient, End end, Map<String, Distribution> pcvs, Optional<Joint> joint) {
        Joint.Part part = joint.map(each -> each.part(monomial)).orElse(new Joint.Part(monomial, 1));
        double product = coefficient * part.mean();
        for (String name : part.rest().exponents().keySet()) {
            product *= switch (pcvs.get(name)) {
                case Distribution.Within within -> end == End.LEAST ? within.values().low() : within.values().high();
                case Distribution.Known known -> known.mean();
            };
        }
        return product;
    }
}
