package org.perfcontracts.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Maximum;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/**
 * What packets cost by a contract where its PCVs are at given values.
 *
 * @param contract what is predicted from
 * @param values   of all PCVs, but for what is usual in a class
 * @param classes  of the contract that were asked for, in its order
 * @param speed    for estimates of time, if someone gave it
 */
public record Prediction(Contract contract, PcvValues values, List<OfClass> classes, Optional<Speed> speed) {
    /**
     * The prediction of a class.
     *
     * @param values of all PCVs in its packets
     * @param costs  by metric
     * @param broken what its PCVs share, of which there is more at the values given: no packet of the class is like that
     */
    public record OfClass(InputClass inputClass, PcvValues values, Map<Metric, Cost> costs, List<LinearBound> broken) {
        /** Copies the list. */
        public OfClass {
            broken = List.copyOf(broken);
        }

        /** How many packets are processed together, by the PCVs that count them, see {@link Pcv#OF_PACKETS}; empty where there are none, or that is not one number. */
        public OptionalLong packets() {
            Set<String> counting = new TreeSet<>(inputClass.variables());
            counting.removeIf(name -> !name.startsWith(Pcv.OF_PACKETS));
            if (counting.contains(Pcv.PACKETS)) {
                counting.retainAll(Set.of(Pcv.PACKETS));
            }
            long least = counting.stream().mapToLong(name -> values.all().get(name).low()).sum();
            long most = counting.stream().mapToLong(name -> values.all().get(name).high()).sum();
            return least > 0 && least == most ? OptionalLong.of(least) : OptionalLong.empty();
        }
    }

    /**
     * The cost of a packet in one metric.
     *
     * @param range   from the least to the most that the formula can be
     * @param terms   what the formula is the sum of; where it is the maximum of several, those of the one that is greatest at the high ends
     * @param oneMore by how much the formula grows with one passage more, by PCV: at the low ends and at the high ends
     */
    public record Cost(Interval range, List<Term> terms, Map<String, Interval> oneMore) {
    }

    /**
     * A part of a sum.
     *
     * @param monomial    {@link Monomial#ONE} of what does not depend on PCVs
     * @param coefficient how often it counts
     * @param range       what it comes to
     */
    public record Term(Monomial monomial, long coefficient, Interval range) {
    }

    /** Copies the classes. */
    public Prediction {
        classes = List.copyOf(classes);
    }

    /**
     * The prediction for some classes of a contract.
     *
     * @param classes names of classes of the contract; all where it is empty
     * @throws IllegalArgumentException if the contract has no class of a name, or no packet of the classes can have the values
     * @throws ArithmeticException      if a cost does not fit 64 bits
     */
    public static Prediction of(Contract contract, List<String> classes, PcvValues values, Optional<Speed> speed) {
        classes.forEach(name -> Classes.find(contract, name));
        List<OfClass> predicted = contract.classes().stream()
                .filter(each -> classes.isEmpty() || classes.contains(each.name()))
                .map(each -> ofClass(each, contract.pcvs(), values.in(each))).toList();
        if (!predicted.isEmpty() && predicted.stream().noneMatch(each -> each.broken.isEmpty())) {
            OfClass first = predicted.getFirst();
            throw new IllegalArgumentException("no packet of the class " + first.inputClass.name() + " has these values: " + first.broken.getFirst());
        }
        return new Prediction(contract, values, predicted, speed);
    }

    private static OfClass ofClass(InputClass inputClass, List<Pcv> pcvs, PcvValues values) {
        Map<Metric, Cost> costs = new EnumMap<>(Metric.class);
        inputClass.formulas().forEach((metric, formula) -> costs.put(metric, cost(formula, pcvs, values, inputClass.together())));
        List<LinearBound> broken = inputClass.together().stream().filter(bound -> isBroken(bound, values)).toList();
        return new OfClass(inputClass, values, Collections.unmodifiableMap(costs), broken);
    }

    /** Whether the values given are too many, whatever the others are. */
    private static boolean isBroken(LinearBound bound, PcvValues values) {
        if (bound.weights().entrySet().stream().anyMatch(each -> each.getValue() < 0 && !values.given().contains(each.getKey()))) {
            return false;
        }
        Map<String, Long> least = new TreeMap<>();
        bound.weights().forEach((name, weight) -> {
            if (values.given().contains(name)) {
                least.put(name, weight > 0 ? values.all().get(name).low() : values.all().get(name).high());
            }
        });
        return !bound.admits(least);
    }

    /** From the least of the formula to the most; what PCVs share counts, as they cannot all be at their high ends then. */
    private static Interval range(Formula formula, PcvValues values, List<LinearBound> together) {
        Interval ends = End.both(formula, values.all());
        Map<String, Pcv> ranges = new TreeMap<>();
        values.all().forEach((name, interval) -> ranges.put(name, new Pcv(name, "", interval.low(), OptionalLong.of(interval.high()))));
        OptionalLong most = Maximum.of(formula, ranges, together).value();
        return most.isPresent() && most.getAsLong() >= ends.low() ? new Interval(ends.low(), Math.min(ends.high(), most.getAsLong())) : ends;
    }

    private static Cost cost(Formula formula, List<Pcv> pcvs, PcvValues values, List<LinearBound> together) {
        Polynomial greatest = formula.alternatives().getFirst();
        for (Polynomial alternative : formula.alternatives()) {
            if (End.MOST.of(alternative, values.at(End.MOST)) > End.MOST.of(greatest, values.at(End.MOST))) {
                greatest = alternative;
            }
        }
        List<Term> terms = new ArrayList<>();
        greatest.coefficients().forEach((monomial, coefficient) -> terms.add(new Term(monomial, coefficient,
                Interval.around(End.LEAST.of(monomial, coefficient, values.all()), End.MOST.of(monomial, coefficient, values.all())))));
        Map<String, Interval> oneMore = new TreeMap<>();
        formula.variables().forEach(name -> oneMore(formula, Ranges.find(pcvs, name), values).ifPresent(step -> oneMore.put(name, step)));
        return new Cost(range(formula, values, together), terms, Collections.unmodifiableMap(oneMore));
    }

    /** The growth by one passage more, at both ends; at the end of a PCV's range by the last one before. Empty where the range is one value. */
    private static Optional<Interval> oneMore(Formula formula, Pcv pcv, PcvValues values) {
        if (pcv.high().isPresent() && pcv.high().getAsLong() == pcv.low()) {
            return Optional.empty();
        }
        return Optional.of(Interval.around(
                step(formula, pcv, values.at(End.LEAST)), step(formula, pcv, values.at(End.MOST))));
    }

    private static long step(Formula formula, Pcv pcv, Map<String, Interval> point) {
        long from = point.get(pcv.name()).low();
        if (pcv.high().isPresent() && from == pcv.high().getAsLong()) {
            from--;
        }
        Map<String, Interval> before = new TreeMap<>(point);
        before.put(pcv.name(), Interval.of(from));
        Map<String, Interval> after = new TreeMap<>(point);
        after.put(pcv.name(), Interval.of(Math.addExact(from, 1)));
        return Math.subtractExact(End.MOST.of(formula, after), End.MOST.of(formula, before));
    }

    /** Whether every packet of the classes is spoken of: what is predicted from a contract that is not complete bounds only what was explored. */
    public boolean complete() {
        return contract.complete() && classes.stream().allMatch(each -> each.inputClass().complete());
    }
}
