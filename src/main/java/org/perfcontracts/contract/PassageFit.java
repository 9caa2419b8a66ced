package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.perfcontracts.explore.state.Costed;
import org.perfcontracts.formula.LinearSystem;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Polynomial;

/**
 * One formula over marks for the cost of several ways of execution in one metric. A way whose loops are all unrolled passes
 * each mark a known number of times and has one cost; of a way with a cut loop the formula tells how its cost grows with the
 * passages of the loop's marks. Both are linear equations for a constant and a rate a mark.
 */
final class PassageFit {
    /** More ways are not searched for a bound: that takes time with their square. */
    private static final int MOST_WAYS = 100;
    private static final int STARTS = 4;

    private final List<? extends Costed> ways;
    private final Metric metric;
    private final Polynomial rest;
    private final List<String> marks;

    private PassageFit(List<? extends Costed> ways, Metric metric, Polynomial rest) {
        this.ways = ways;
        this.metric = metric;
        this.rest = rest;
        TreeSet<String> names = new TreeSet<>();
        ways.forEach(way -> names.addAll(way.passages().keySet()));
        ways.forEach(way -> names.addAll(way.looped()));
        this.marks = List.copyOf(names);
    }

    /** The fit of ways; empty where they differ in what is not about marks, which are automatic PCVs. */
    private static Optional<PassageFit> with(List<? extends Costed> ways, Metric metric) {
        List<Polynomial> rests = ways.stream().map(way -> rest(way, metric)).distinct().toList();
        return rests.size() == 1 ? Optional.of(new PassageFit(ways, metric, rests.getFirst())) : Optional.empty();
    }

    private static Polynomial rest(Costed way, Metric metric) {
        Map<Monomial, Long> others = new TreeMap<>(way.cost().get(metric).coefficients());
        others.remove(Monomial.ONE);
        way.looped().forEach(mark -> others.remove(Monomial.of(mark)));
        return Polynomial.of(others);
    }

    /** The formula that gives the cost of every way exactly, or empty where there is none. */
    static Optional<Polynomial> exact(List<? extends Costed> ways, Metric metric) {
        if (ways.stream().anyMatch(way -> !way.exact(metric))) {
            return Optional.empty();
        }
        return with(ways, metric).flatMap(PassageFit::ofAll);
    }

    /**
     * A formula that no way exceeds: the one that as many ways as were found to agree have exactly, raised to where it holds
     * for the others. Empty where none is known.
     */
    static Optional<Polynomial> bound(List<? extends Costed> ways, Metric metric) {
        return ways.size() > MOST_WAYS ? Optional.empty() : with(ways, metric).flatMap(PassageFit::ofMost);
    }

    // ---- equations

    private Optional<Polynomial> ofAll() {
        LinearSystem system = system();
        ways.forEach(way -> addEquations(way, system));
        return system.solve().map(this::formula);
    }

    private LinearSystem system() {
        return new LinearSystem(marks.size() + 1, 1);
    }

    /** The constant comes first, then the marks. */
    private void addEquations(Costed way, LinearSystem system) {
        Polynomial cost = way.cost().get(metric);
        long[] constant = new long[marks.size() + 1];
        constant[0] = 1;
        for (int i = 0; i < marks.size(); i++) {
            String mark = marks.get(i);
            if (way.looped().contains(mark)) {
                // What a loop passes is not known from the way alone; what it costs is, also where that is nothing.
                long[] rate = new long[marks.size() + 1];
                rate[i + 1] = 1;
                system.add(rate, cost.coefficient(mark));
            } else {
                constant[i + 1] = way.passages().getOrDefault(mark, 0L);
            }
        }
        system.add(constant, cost.constant());
    }

    private Polynomial formula(long[][] rates) {
        Polynomial formula = rest.plus(rates[0][0]);
        for (int i = 0; i < marks.size(); i++) {
            formula = formula.plus(Polynomial.variable(marks.get(i)).times(rates[i + 1][0]));
        }
        return formula;
    }

    // ---- bounds

    /** The formula on which most ways agree, of a few attempts that begin with different ones, raised for the others. */
    private Optional<Polynomial> ofMost() {
        List<Costed> ordered = new ArrayList<>(ways);
        ordered.sort(Comparator.comparing((Costed way) -> way.passages().toString()).thenComparing(way -> way.cost().toString()));
        int most = 0;
        Optional<Polynomial> best = Optional.empty();
        for (int start = 0; start < Math.min(STARTS, ordered.size()); start++) {
            LinearSystem system = system();
            int agreeing = 0;
            for (int i = 0; i < ordered.size(); i++) {
                LinearSystem more = system.copy();
                addEquations(ordered.get((start + i) % ordered.size()), more);
                if (more.solve().isPresent()) {
                    system = more;
                    agreeing++;
                }
            }
            if (agreeing > most) {
                most = agreeing;
                best = system.solve().map(this::formula);
            }
        }
        return best.map(this::raised);
    }

    /** High enough for every way: each rate at least that of each loop, and the constant by what is lacking then. */
    private Polynomial raised(Polynomial formula) {
        Polynomial steep = formula;
        for (String mark : marks) {
            long rate = formula.coefficient(mark);
            long highest = ways.stream().filter(way -> way.looped().contains(mark))
                    .mapToLong(way -> way.cost().get(metric).coefficient(mark)).max().orElse(rate);
            steep = steep.plus(Polynomial.variable(mark).times(Math.max(0, highest - rate)));
        }
        long least = 0;
        for (Costed way : ways) {
            least = Math.min(least, excess(steep, way, metric));
        }
        return steep.plus(-least);
    }

    /**
     * By how much a formula is above the cost of a way that passes the marks as often as it does outside its loops. That is the
     * least there is, where no rate of the formula is below that of a loop.
     */
    static long excess(Polynomial formula, Costed way, Metric metric) {
        Polynomial difference = formula.minus(way.cost().get(metric));
        long excess = difference.constant();
        for (Map.Entry<String, Long> passages : way.passages().entrySet()) {
            excess += difference.coefficient(passages.getKey()) * passages.getValue();
        }
        return excess;
    }
}
