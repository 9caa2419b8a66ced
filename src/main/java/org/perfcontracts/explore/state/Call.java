package org.perfcontracts.explore.state;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;

/**
 * One way through a function of the stateful library that some path takes, from its first instruction to its return, with all
 * that it calls. Ways that are the same in all that is said here are one.
 *
 * @param function its name
 * @param regions the names of the regions of abstract state that it accesses, the first one first
 * @param returned the values, of the bits that tell outcomes apart, that it can return; empty where they are many or of no interest
 * @param cost a formula for each metric, whose PCVs count during the call
 * @param exact the metrics whose formulas are exact rather than upper bounds
 * @param passages how often each PCV mark was passed outside the iterations of cut loops
 * @param looped the names of PCV marks that its cut loops can pass in complete iterations
 * @param most the greatest number of passages, during the call, of each point that its cut loops pass, where that is known
 */
public record Call(
        String function,
        List<String> regions,
        List<Long> returned,
        Map<Metric, Polynomial> cost,
        Set<Metric> exact,
        Map<String, Long> passages,
        Set<String> looped,
        Map<String, Long> most) implements Costed {
    @Override
    public boolean exact(Metric metric) {
        return exact.contains(metric);
    }

    /** The same with other names for automatic PCVs. */
    public Call named(UnaryOperator<String> names) {
        Map<Metric, Polynomial> renamed = new TreeMap<>(cost);
        renamed.replaceAll((_, polynomial) -> polynomial.renamed(names));
        Map<String, Long> bounds = new TreeMap<>();
        most.forEach((name, bound) -> bounds.put(names.apply(name), bound));
        return new Call(function, regions, returned, renamed, exact, passages, looped, bounds);
    }
}
