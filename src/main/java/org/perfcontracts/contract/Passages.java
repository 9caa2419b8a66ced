package org.perfcontracts.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.formula.Metric;

/** How often paths pass the points that PCVs count, outside of the complete iterations of loops: where each loop is left in its first iteration. */
final class Passages {
    private Passages() {
    }

    /** Those of a path, by the names of the PCVs that its formulas speak of and of the marks that it passes. */
    static Map<String, Long> of(Path path, Exploration exploration) {
        Set<String> variables = new TreeSet<>();
        path.cost().values().forEach(cost -> variables.addAll(cost.variables()));
        Map<String, Long> passages = new TreeMap<>(path.passages());
        long[] instructions = variables.stream().anyMatch(exploration.automatic()::containsKey) ? path.trace().instructions(0) : new long[0];
        for (String name : variables) {
            Long address = exploration.automatic().get(name);
            passages.merge(name, address == null ? 0L : Arrays.stream(instructions).filter(each -> each == address).count(), Long::sum);
        }
        return passages;
    }

    /**
     * The values of PCVs that are usual in a class: those of its cheapest path, which goes round no loop more often than it must. Nothing expires
     * there, and a lookup finds what it looks for, or nothing, at the first entry. Whether a packet can leave each loop in its first iteration is not
     * asked: to find one can take the solver longer than there is time for.
     *
     * @param paths     of the class
     * @param variables the PCVs that are asked for; what the path does not pass is 0
     * @return a value for each of them; empty where no path was followed to its end
     */
    static Map<String, Long> usual(List<Path> paths, Set<String> variables, Exploration exploration) {
        Map<String, Long> usual = new TreeMap<>();
        long least = Long.MAX_VALUE;
        for (Path path : variables.isEmpty() ? List.<Path>of() : paths) {
            if (!path.end().isComplete()) {
                continue;
            }
            Map<String, Long> passages = of(path, exploration);
            long cost = path.cost().get(Metric.INSTRUCTIONS).evaluate(passages);
            if (cost < least) {
                least = cost;
                variables.forEach(name -> usual.put(name, passages.getOrDefault(name, 0L)));
            }
        }
        return usual;
    }
}
