package org.perfcontracts.decision;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;

/**
 * What traffic came to by a contract: each packet was run on the CPU, and belongs to a class with values of the PCVs.
 *
 * @param classes  with a packet, in the order of the contract
 * @param whole    over the packets of all classes; empty where there is none
 * @param findings what the CPU says otherwise than the contract, a sentence each
 */
public record Distillation(Contract contract, List<OfClass> classes, Map<Metric, Costs> whole, List<String> findings) {
    /**
     * The packets of a class.
     *
     * @param costs by metric
     * @param pcvs  the values of those PCVs that the formulas of the class speak of, by name
     * @param joint which of them come together; empty where these are more than {@value Distiller#MOST_POINTS}
     */
    public record OfClass(InputClass inputClass, Map<Metric, Costs> costs, Map<String, Occurrences> pcvs, Optional<Joint> joint) {
        /** Orders the maps. */
        public OfClass {
            costs = Collections.unmodifiableMap(new EnumMap<>(costs));
            pcvs = Collections.unmodifiableMap(new TreeMap<>(pcvs));
        }

        /** How many there are. */
        public long packets() {
            return costs.get(Metric.INSTRUCTIONS).predicted().count();
        }
    }

    /**
     * What packets cost in a metric.
     *
     * @param predicted by the contract, at the PCVs of each packet
     * @param measured  by the CPU, the sum over all packets
     * @param variance  what the variance of the predicted cost comes from, the greatest share first; empty where all cost the same
     */
    public record Costs(Occurrences predicted, long measured, List<VarianceShare> variance) {
        /** The mean that was measured. */
        public double measuredMean() {
            return (double) measured / predicted.count();
        }

        /** (predicted − measured) / measured, of the means; empty where nothing was measured to divide by, but something predicted. */
        public OptionalDouble gap() {
            if (measured == 0) {
                return predicted.sum() == 0 ? OptionalDouble.of(0) : OptionalDouble.empty();
            }
            return OptionalDouble.of(((double) predicted.sum() - measured) / measured);
        }
    }

    /**
     * What a part of the formulas has in the variance of a cost: its covariance with the cost, by the variance.
     *
     * @param part  a product of PCVs; {@link Monomial#ONE} for the constants of the formulas, by which classes differ
     * @param share of the variance; all shares add up to 1, but for rounding. Below 0 where a part is small when the others are large
     */
    public record VarianceShare(Monomial part, double share) {
    }

    /** Copies the collections. */
    public Distillation {
        classes = List.copyOf(classes);
        whole = Collections.unmodifiableMap(new EnumMap<>(whole.isEmpty() ? new EnumMap<>(Metric.class) : whole));
        findings = List.copyOf(findings);
    }

    /** How many packets belong to a class. */
    public long packets() {
        return classes.stream().mapToLong(OfClass::packets).sum();
    }

    /** Whether the figures hold for every packet: the contract is complete, and the CPU agrees. */
    public boolean holds() {
        return contract.complete() && findings.isEmpty();
    }
}
