package org.perfcontracts.decision;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Maximum;
import org.perfcontracts.formula.Metric;

/**
 * The most that a packet of a class can cost, with PCVs where the formula is greatest within their ranges and what they share.
 *
 * @param most empty where a PCV that counts has no end, or the bound does not fit 64 bits
 * @param pcvs where they are, by name; those without an end are missing
 */
public record Bound(InputClass inputClass, Metric metric, OptionalLong most, Map<String, Long> pcvs) {
    /** Those without a bound are the greatest. */
    private static final Comparator<Bound> ORDER = Comparator.comparingLong(bound -> bound.most.orElse(Long.MAX_VALUE));

    /** Orders the PCVs. */
    public Bound {
        pcvs = Collections.unmodifiableMap(new TreeMap<>(pcvs));
    }

    /** The bound of a class of a contract. */
    public static Bound of(Contract contract, InputClass inputClass, Metric metric) {
        Formula formula = inputClass.formulas().get(metric);
        Maximum maximum = Maximum.of(formula, contract.ranges(), inputClass.together());
        return new Bound(inputClass, metric, inputClass.endless() ? OptionalLong.empty() : maximum.value(), maximum.at());
    }

    /** The worst class of a contract whose packets return, of those that were explored to their end; empty where there is none. */
    public static Optional<Bound> worst(Contract contract, Metric metric) {
        List<Bound> bounds = contract.classes().stream().filter(each -> each.complete() && !each.endless() && !each.name().startsWith(InputClass.FAULTS))
                .map(each -> of(contract, each, metric)).toList();
        return bounds.stream().max(ORDER);
    }
}
