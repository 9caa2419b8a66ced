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
import org.perfcontracts.formula.Derived;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/**
 * The most that a packet of a class can cost, each PCV by itself at whatever end of its range makes the formula greatest.
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
        Map<String, Long> ends = new TreeMap<>();
        for (String name : formula.variables()) {
            Pcv pcv = Ranges.find(contract.pcvs(), name);
            if (!grows(formula, name)) {
                ends.put(name, pcv.low());
            } else if (pcv.high().isPresent()) {
                ends.put(name, pcv.high().getAsLong());
            }
        }
        return new Bound(inputClass, metric, inputClass.endless() ? OptionalLong.empty() : formula.most(contract.ranges()), ends);
    }

    private static boolean grows(Formula formula, String name) {
        return formula.alternatives().stream().map(Polynomial::coefficients).anyMatch(coefficients -> coefficients.entrySet().stream()
                .anyMatch(term -> term.getValue() > 0 && term.getKey().exponents().keySet().stream().map(Derived::pcvOf).anyMatch(name::equals)));
    }

    /** The worst class of a contract whose packets return, of those that were explored to their end; empty where there is none. */
    public static Optional<Bound> worst(Contract contract, Metric metric) {
        List<Bound> bounds = contract.classes().stream().filter(each -> each.complete() && !each.endless() && !each.name().startsWith(InputClass.FAULTS))
                .map(each -> of(contract, each, metric)).toList();
        return bounds.stream().max(ORDER);
    }
}
