package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/**
 * Puts groups of paths together whose costs are near in all metrics that add up, those of one outcome only. All that a bundle holds lies between two polynomials,
 * the least and the greatest coefficient of each monomial: PCVs, and what is derived from them, are never negative. So the greatest ones are a bound of every
 * member at all values, and a bundle in which they are near to the least ones has no member from which they are far.
 */
final class Merging {
    /** Bundles before the last that a group is held against: those of similar cost come one after the other. */
    private static final int MOST_TRIED = 64;

    private final Resolution resolution;
    private final Map<String, Pcv> ranges;

    Merging(Resolution resolution, Map<String, Pcv> ranges) {
        this.resolution = resolution;
        this.ranges = ranges;
    }

    /** A group with its formulas. */
    record Costed(Grouping.Group group, Map<Metric, Formula> formulas) {
    }

    /** Groups that become one class, at least one. */
    record Bundle(List<Costed> members, Map<Metric, Formula> formulas) {
    }

    /** The bundles, those first that cost least. */
    List<Bundle> of(List<Costed> groups) {
        List<Growing> bundles = new ArrayList<>();
        for (Costed each : groups.stream().sorted(Comparator.comparingLong(Merging::least)).toList()) {
            Optional<Growing> near = resolution.isFinest() || !each.group.isMergeable() ? Optional.empty() : nearest(each, bundles);
            near.ifPresentOrElse(bundle -> bundle.add(each), () -> bundles.add(new Growing(each)));
        }
        return bundles.stream().map(Growing::bundle).toList();
    }

    private static long least(Costed group) {
        return group.formulas.get(Metric.INSTRUCTIONS).alternatives().stream().mapToLong(Polynomial::constant).max().orElse(0);
    }

    private Optional<Growing> nearest(Costed group, List<Growing> bundles) {
        return bundles.reversed().stream().filter(bundle -> bundle.isAlike(group.group)).limit(MOST_TRIED)
                .filter(bundle -> bundle.takes(group)).findFirst();
    }

    /** A bundle that takes more. */
    private final class Growing {
        private final List<Costed> members = new ArrayList<>();
        private Map<Metric, Polynomial> least = new EnumMap<>(Metric.class);
        private Map<Metric, Polynomial> most = new EnumMap<>(Metric.class);

        Growing(Costed first) {
            add(first);
        }

        boolean isAlike(Grouping.Group group) {
            Grouping.Group first = members.getFirst().group;
            return first.isMergeable() && first.outcome().equals(group.outcome()) && first.mark().isPresent() == group.mark().isPresent();
        }

        boolean takes(Costed group) {
            Map<Metric, Polynomial> lower = with(least, group, Math::min);
            Map<Metric, Polynomial> upper = with(most, group, Math::max);
            return lower.keySet().stream().filter(Metric::isSum).allMatch(metric -> isNear(lower.get(metric), upper.get(metric)));
        }

        void add(Costed group) {
            if (!resolution.isFinest()) {       // otherwise nothing else comes to it
                least = with(least, group, Math::min);
                most = with(most, group, Math::max);
            }
            members.add(group);
        }

        /** A bound is exact where all are the same and exact. */
        Bundle bundle() {
            if (members.size() == 1) {
                return new Bundle(List.copyOf(members), members.getFirst().formulas);
            }
            Map<Metric, Formula> formulas = new EnumMap<>(Metric.class);
            for (Metric metric : most.keySet()) {
                Formula first = members.getFirst().formulas.get(metric);
                boolean same = members.stream().allMatch(member -> member.formulas.get(metric).equals(first));
                formulas.put(metric, same ? first : Formula.atMost(most.get(metric)));
            }
            return new Bundle(List.copyOf(members), formulas);
        }
    }

    private static Map<Metric, Polynomial> with(Map<Metric, Polynomial> bounds, Costed group, BinaryOperator<Long> choice) {
        Map<Metric, Polynomial> all = new EnumMap<>(Metric.class);
        group.formulas.forEach((metric, formula) -> {
            List<Polynomial> polynomials = new ArrayList<>(formula.alternatives());
            Optional.ofNullable(bounds.get(metric)).ifPresent(polynomials::add);
            all.put(metric, coefficientwise(polynomials, choice));
        });
        return all;
    }

    /** The polynomial that has of each monomial the chosen one of the coefficients. */
    static Polynomial coefficientwise(Collection<Polynomial> polynomials, BinaryOperator<Long> choice) {
        Map<Monomial, Long> chosen = new TreeMap<>();
        polynomials.forEach(polynomial -> polynomial.coefficients().keySet().forEach(monomial -> chosen.computeIfAbsent(monomial, _ ->
                polynomials.stream().map(each -> each.coefficients().getOrDefault(monomial, 0L)).reduce(choice).orElseThrow())));
        return Polynomial.of(chosen);
    }

    private boolean isNear(Polynomial least, Polynomial most) {
        if (least.equals(most)) {
            return true;
        }
        try {
            return resolution.units() > 0 && least.plus(resolution.units() - 1).dominates(most, ranges)
                    || resolution.percent() > 0 && least.times(100L + resolution.percent()).dominates(most.times(100), ranges);
        } catch (ArithmeticException beyond) {
            return false;
        }
    }
}
