package org.perfcontracts.decision;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/**
 * Two contracts of one level, class by class.
 *
 * @param before the older one
 * @param after  the newer one
 * @param values at which costs are told
 * @param pairs  classes that are in both, in the order of the newer one
 * @param came   classes that only the newer one has
 * @param went   classes that only the older one has
 */
public record Comparison(Contract before, Contract after, PcvValues values, List<Pair> pairs, List<InputClass> came, List<InputClass> went) {
    /**
     * A class in both contracts.
     *
     * @param values  at which its costs are told: of what nobody has said anything about, those that are usual in the newer class
     * @param changes by metric
     */
    public record Pair(InputClass before, InputClass after, PcvValues values, Map<Metric, Change> changes) {
        /** The names of the PCVs that formulas of either speak of. */
        public Set<String> variables() {
            Set<String> names = new TreeSet<>(before.variables());
            names.addAll(after.variables());
            return names;
        }

        /** Whether a cost, a bound or the condition is another. */
        public boolean isChanged() {
            return costChanged() || conditionChanged() || before.complete() != after.complete()
                    || !before.name().equals(after.name());
        }

        /** Whether it holds other inputs, as far as the words of its condition say; source lines that have moved do not count. */
        public boolean conditionChanged() {
            return !before.condition().withoutLines().equals(after.condition().withoutLines());
        }

        /** The functions in which the dearest path costs something else; empty where that of one of the two is not known. */
        public List<Cause> causes() {
            return before.profile().isEmpty() || after.profile().isEmpty() ? List.of() : Cause.of(before.profile().get(), after.profile().get());
        }

        /** Whether a formula is another, or exact in only one of the two. */
        public boolean costChanged() {
            return changes.values().stream().anyMatch(change -> !change.before().equals(change.after()));
        }
    }

    /** Copies the lists. */
    public Comparison {
        pairs = List.copyOf(pairs);
        came = List.copyOf(came);
        went = List.copyOf(went);
    }

    /**
     * Compares two contracts. Which classes belong together is what {@link Matching} says.
     *
     * @param given values of PCVs at which costs are told; all others are at their low ends
     * @throws IllegalArgumentException if the levels are different, so that nothing can be compared, or a given PCV or value is in neither contract
     * @throws ArithmeticException      if a cost does not fit 64 bits
     */
    public static Comparison of(Contract before, Contract after, Map<String, Interval> given) {
        if (!before.subject().level().equals(after.subject().level())) {
            throw new IllegalArgumentException("contracts of the levels " + before.subject().level() + " and " + after.subject().level()
                    + " count from different places and cannot be compared");
        }
        Map<String, Pcv> ranges = ranges(before, after);
        PcvValues values = PcvValues.of(List.copyOf(ranges.values()), given);
        var matching = new Matching(before.classes(), after.classes());
        matching.byName();
        matching.byConditionAndCost();
        matching.byCondition();
        List<Pair> pairs = after.classes().stream().filter(matching.partners()::containsKey)
                .map(each -> pair(matching.partners().get(each), each, ranges, values)).toList();
        return new Comparison(before, after, values, pairs, matching.came(), matching.went());
    }

    private static Pair pair(InputClass before, InputClass after, Map<String, Pcv> ranges, PcvValues values) {
        PcvValues there = values.in(before).in(after);
        Map<Metric, Change> changes = new EnumMap<>(Metric.class);
        before.formulas().forEach((metric, old) -> {
            if (after.formulas().containsKey(metric)) {
                changes.put(metric, Change.of(old, after.formulas().get(metric), ranges, there));
            }
        });
        return new Pair(before, after, there, Collections.unmodifiableMap(changes));
    }

    /** The PCVs of both contracts, each with all values that it can have in one of them. */
    public Map<String, Pcv> ranges() {
        return ranges(before, after);
    }

    private static Map<String, Pcv> ranges(Contract before, Contract after) {
        Map<String, Pcv> ranges = new TreeMap<>();
        before.pcvs().forEach(pcv -> ranges.put(pcv.name(), pcv));
        after.pcvs().forEach(pcv -> ranges.merge(pcv.name(), pcv, Comparison::both));
        return ranges;
    }

    private static Pcv both(Pcv before, Pcv after) {
        OptionalLong high = before.high().isEmpty() || after.high().isEmpty() ? OptionalLong.empty()
                : OptionalLong.of(Math.max(before.high().getAsLong(), after.high().getAsLong()));
        return after.within(Math.min(before.low(), after.low()), high);
    }

    /** Whether it is known of some class what is usual there. */
    public boolean hasUsual() {
        return pairs.stream().anyMatch(pair -> pair.before.hasUsual() || pair.after.hasUsual());
    }

    /** Whether both contracts bound every packet. */
    public boolean complete() {
        return before.complete() && after.complete();
    }
}
