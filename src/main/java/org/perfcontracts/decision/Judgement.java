package org.perfcontracts.decision;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/**
 * A comparison held against limits.
 *
 * @param verdicts one for each class and metric that a limit speaks of, and each of its kinds
 * @param unneeded waivers for what breaks no limit
 */
public record Judgement(List<Verdict> verdicts, List<Limits.Waiver> unneeded) {
    /** What a limit is about. */
    public enum Kind {
        /** Growth in per cent. */
        SOFT,
        /** The cost itself. */
        HARD,
        /** Which classes there are. */
        CLASSES
    }

    /**
     * What became of a limit.
     *
     * @param inputClass the name of the class in the newer contract; of one that went, in the older
     * @param metric     empty where it is about the class itself
     * @param limit      in words
     * @param breach     how it is broken, in words; empty where it holds
     * @param waiver     the reason why that is allowed
     */
    public record Verdict(String inputClass, Optional<Metric> metric, Kind kind, String limit, Optional<String> breach, Optional<String> waiver) {
        /** Whether it is broken, and may not be. */
        public boolean isBroken() {
            return breach.isPresent() && waiver.isEmpty();
        }

        /** Whether it is broken, and may be. */
        public boolean isWaived() {
            return breach.isPresent() && waiver.isPresent();
        }
    }

    /** Copies. */
    public Judgement {
        verdicts = List.copyOf(verdicts);
        unneeded = List.copyOf(unneeded);
    }

    /**
     * Holds a comparison against limits. A limit that is not shown to hold is broken.
     *
     * @throws ArithmeticException if a cost does not fit 64 bits
     */
    public static Judgement of(Comparison comparison, Limits limits) {
        List<Verdict> verdicts = new ArrayList<>();
        Set<Limits.Waiver> needed = new HashSet<>();
        if (limits.kept() == Limits.Kept.SAME) {
            comparison.came().forEach(each -> verdicts.add(other(each, "came", limits, needed)));
            comparison.went().forEach(each -> verdicts.add(other(each, "went", limits, needed)));
            comparison.pairs().stream().filter(Comparison.Pair::conditionChanged)
                    .forEach(pair -> verdicts.add(other(pair.after(), "has another condition", limits, needed)));
        }
        for (Case each : cases(comparison, limits)) {
            for (Verdict verdict : each.verdicts()) {
                verdicts.add(verdict);
                if (verdict.breach().isPresent()) {
                    each.waivers().forEach(needed::add);
                }
            }
        }
        return new Judgement(verdicts, limits.waivers().stream().filter(waiver -> !needed.contains(waiver)).toList());
    }

    /** Whether a limit is broken that may not be. */
    public boolean isBroken() {
        return verdicts.stream().anyMatch(Verdict::isBroken);
    }

    private static Verdict other(InputClass inputClass, String what, Limits limits, Set<Limits.Waiver> needed) {
        Optional<Limits.Waiver> waiver = limits.waivers().stream()
                .filter(each -> each.inputClass().equals(inputClass.name()) && each.metrics().size() == Metric.values().length).findFirst();
        waiver.ifPresent(needed::add);
        return new Verdict(inputClass.name(), Optional.empty(), Kind.CLASSES, "the same classes", Optional.of(what), waiver.map(Limits.Waiver::reason));
    }

    private static List<Case> cases(Comparison comparison, Limits limits) {
        List<Case> cases = new ArrayList<>();
        for (Limits.Limit limit : limits.limits()) {
            Map<String, Pcv> ranges = limit.at().isEmpty() ? comparison.ranges() : narrowed(comparison.ranges(), limit.at().get());
            for (Metric metric : limit.metrics()) {
                if (!isTold(metric, comparison) && limit.metrics().size() > 1) {
                    continue;       // it is for whatever is told
                }
                comparison.pairs().forEach(pair -> cases.add(new Case(limit, metric, List.of(pair.before().name(), pair.after().name()),
                        pair.after(), Optional.ofNullable(pair.changes().get(metric)), ranges, comparison, limits)));
                comparison.came().forEach(came -> cases.add(
                        new Case(limit, metric, List.of(came.name()), came, Optional.empty(), ranges, comparison, limits)));
            }
        }
        cases.removeIf(each -> each.limit().inputClass().isPresent() && !each.names().contains(each.limit().inputClass().get()));
        return cases;
    }

    /** Whether both contracts have formulas for a metric, as older ones do not for cache lines. */
    private static boolean isTold(Metric metric, Comparison comparison) {
        return comparison.before().metrics().contains(metric) && comparison.after().metrics().contains(metric);
    }

    private static Map<String, Pcv> narrowed(Map<String, Pcv> ranges, Map<String, Interval> at) {
        Map<String, Pcv> narrowed = new TreeMap<>();
        ranges.forEach((name, pcv) -> {
            Interval values = at.getOrDefault(name, Interval.of(pcv.low()));
            narrowed.put(name, pcv.within(values.low(), OptionalLong.of(values.high())));
        });
        return narrowed;
    }

    /**
     * A limit for one class and metric.
     *
     * @param names      of the class, in either contract
     * @param inputClass in the newer contract
     * @param change     empty for a class that came
     * @param ranges     of PCVs, within which the limit holds
     */
    private record Case(Limits.Limit limit, Metric metric, List<String> names, InputClass inputClass, Optional<Change> change, Map<String, Pcv> ranges,
            Comparison comparison, Limits limits) {
        List<Verdict> verdicts() {
            if (!isTold(metric, comparison)) {
                return List.of(verdict(limit.hard().isPresent() ? Kind.HARD : Kind.SOFT, metric.title(), Optional.of("one of the contracts says nothing of them; derive it again")));
            }
            List<Verdict> verdicts = new ArrayList<>();
            if (limit.soft().isPresent() && change.isPresent()) {
                verdicts.add(soft(change.get(), limit.soft().get()));
            }
            limit.hard().ifPresent(most -> verdicts.add(hard(most)));
            return verdicts;
        }

        List<Limits.Waiver> waivers() {
            return limits.waivers().stream().filter(waiver -> names.contains(waiver.inputClass()) && waiver.metrics().contains(metric)).toList();
        }

        private Verdict soft(Change change, BigDecimal percent) {
            String words = "at most " + percent.stripTrailingZeros().toPlainString() + " % more" + where(limit);
            if (Change.isAtMost(change.after(), change.before(), percent, ranges)) {
                return verdict(Kind.SOFT, words, Optional.empty());
            }
            Map<String, Long> point = change.greatestGrowth(ranges.values());
            long before = change.before().evaluate(point);
            long after = change.after().evaluate(point);
            boolean shown = BigDecimal.valueOf(after).multiply(BigDecimal.valueOf(100))
                    .compareTo(BigDecimal.valueOf(before).multiply(percent.add(BigDecimal.valueOf(100)))) > 0;
            Map<String, Interval> values = new TreeMap<>();
            point.forEach((name, value) -> values.put(name, Interval.of(value)));
            return verdict(Kind.SOFT, words, Optional.of(shown ? Percent.growth(before, after) + place(values) : notShown(change.after())));
        }

        private Verdict hard(long most) {
            Formula formula = inputClass.formulas().get(metric);
            boolean holds = Change.isAtMost(formula, Formula.exactly(Polynomial.constant(most)), BigDecimal.ZERO, ranges);
            return verdict(Kind.HARD, "at most " + most + " " + metric.title() + where(limit), holds ? Optional.empty() : Optional.of(excess(formula, most)));
        }

        private String excess(Formula formula, long most) {
            Optional<String> endless = formula.variables().stream().filter(name -> ranges.get(name).high().isEmpty()).findFirst();
            if (endless.isPresent()) {
                return formula + " has no bound, as " + endless.get() + " has none";
            }
            Map<String, Interval> box = new TreeMap<>();
            formula.variables().forEach(name -> box.put(name, new Interval(ranges.get(name).low(), ranges.get(name).high().getAsLong())));
            long worst = End.MOST.of(formula, box);
            return worst > most ? "up to " + worst + place(box) : notShown(formula);
        }

        private static String notShown(Formula formula) {
            return "it was not shown that " + formula + " stays below";
        }

        private Verdict verdict(Kind kind, String words, Optional<String> breach) {
            return new Verdict(inputClass.name(), Optional.of(metric), kind, words, breach, waivers().stream().map(Limits.Waiver::reason).findFirst());
        }

        /** Values in words; what is at the low end of all that it can be goes without names. */
        private String place(Map<String, Interval> values) {
            Map<String, Interval> above = new TreeMap<>(values);
            above.keySet().removeIf(name -> values.get(name).equals(Interval.of(comparison.ranges().get(name).low())));
            if (above.isEmpty()) {
                return values.isEmpty() ? "" : " at the low ends of all PCVs";
            }
            return " at " + Judgement.values(above) + (above.size() == values.size() ? "" : ", others at their low ends");
        }
    }

    private static String where(Limits.Limit limit) {
        return limit.at().isEmpty() ? "" : limit.at().get().isEmpty() ? " where all PCVs are at their low ends" : " where " + values(limit.at().get());
    }

    private static String values(Map<String, Interval> values) {
        return values.entrySet().stream().map(each -> each.getKey() + " = " + each.getValue()).collect(Collectors.joining(", "));
    }
}
