package org.perfcontracts.decision;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Pcv;

/**
 * Where the PCVs of a contract are.
 *
 * @param all   the values of each of them, by name
 * @param given the names of those that someone has said something about; the others are as usual in each class, or at the low end of
 *              their ranges where that is not known
 */
public record PcvValues(Map<String, Interval> all, Set<String> given) {
    /** Copies. */
    public PcvValues {
        all = Collections.unmodifiableMap(new TreeMap<>(all));
        given = Set.copyOf(given);
    }

    /**
     * The values given, and the low ends of all others; see {@link #in}.
     *
     * @throws IllegalArgumentException if a name is not one of the contract's PCVs, or a value is outside of its range
     */
    public static PcvValues of(List<Pcv> pcvs, Map<String, Interval> given) {
        Map<String, Interval> all = new TreeMap<>();
        pcvs.forEach(pcv -> all.put(pcv.name(), Interval.of(pcv.low())));
        given.forEach((name, values) -> {
            Ranges.check(pcvs, name, values);
            all.put(name, values);
        });
        return new PcvValues(all, given.keySet());
    }

    /** The same in the packets of a class: what nobody has said anything about is as usual there. */
    public PcvValues in(InputClass inputClass) {
        Map<String, Interval> there = new TreeMap<>(all);
        inputClass.usual().forEach((name, value) -> {
            if (!given.contains(name)) {
                there.put(name, Interval.of(value));
            }
        });
        return new PcvValues(there, given);
    }

    /** Each PCV at the low end of its values, or each at the high end. */
    public Map<String, Interval> at(End end) {
        Map<String, Interval> points = new TreeMap<>();
        all.forEach((name, values) -> points.put(name, Interval.of(end == End.LEAST ? values.low() : values.high())));
        return points;
    }
}
