package org.perfcontracts.decision;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.perfcontracts.contract.InputClass;

/**
 * A mix of traffic.
 *
 * @param name      for people; may be empty
 * @param shares    of the packets, by class; above 0, adding up to 1
 * @param pcvs      of each PCV of a contract, by name, but for the multiples
 * @param multiples of other PCVs, by name
 * @param given     the names of those PCVs that someone has said something about for all classes; the others are as usual in each class, or at their low ends where
 *                  that is not known
 * @param own       what is known of the PCVs in the packets of one class, by class, in the place of what is known of them in all packets
 */
public record Workload(
        String name, Map<String, BigDecimal> shares, Map<String, Distribution> pcvs, Map<String, Multiple> multiples, Set<String> given, Map<String, OfClass> own) {
    /** Rounding in shares that are numbers of packets divided by the number of all. */
    private static final BigDecimal ROUNDING = new BigDecimal("1e-9");

    /**
     * PCVs in the packets of one class.
     *
     * @param pcvs  by name
     * @param joint which values come together, of those that it names
     */
    public record OfClass(Map<String, Distribution> pcvs, Optional<Joint> joint) {
        /** Copies. */
        public OfClass {
            pcvs = Collections.unmodifiableMap(new TreeMap<>(pcvs));
        }

        /** The names of the PCVs that it says something about. */
        public Set<String> given() {
            Set<String> names = new TreeSet<>(pcvs.keySet());
            joint.ifPresent(each -> names.addAll(each.pcvs()));
            return names;
        }
    }

    /** One whose PCVs do not depend on the class. */
    public Workload(String name, Map<String, BigDecimal> shares, Map<String, Distribution> pcvs, Map<String, Multiple> multiples, Set<String> given) {
        this(name, shares, pcvs, multiples, given, Map.of());
    }

    /** Copies. */
    public Workload {
        own = Map.copyOf(own);
        shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
        pcvs = Collections.unmodifiableMap(new TreeMap<>(pcvs));
        multiples = Collections.unmodifiableMap(new TreeMap<>(multiples));
        given = Set.copyOf(given);
        if (shares.values().stream().reduce(BigDecimal.ONE.negate(), BigDecimal::add).abs().compareTo(ROUNDING) > 0) {
            throw new IllegalArgumentException("the shares of a workload add up to 1");
        }
    }

    /** What is known of each PCV in the packets of a class, but for those of {@link #multiples(String)}. */
    Map<String, Distribution> pcvs(InputClass inputClass) {
        Map<String, Distribution> all = new TreeMap<>(pcvs);
        OfClass of = own.get(inputClass.name());
        Set<String> said = of == null ? given : union(given, of.given());
        inputClass.usual().forEach((name, value) -> {
            if (!said.contains(name)) {
                all.put(name, new Distribution.Within(Interval.of(value)));
            }
        });
        if (of != null) {
            all.putAll(of.pcvs);
            of.joint.ifPresent(joint -> joint.pcvs().forEach(name -> all.put(name, joint.of(name))));
        }
        return all;
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    /** The multiples of other PCVs in the packets of a class. */
    Map<String, Multiple> multiples(String inputClass) {
        OfClass of = own.get(inputClass);
        Map<String, Multiple> left = new TreeMap<>(multiples);
        left.keySet().removeIf(name -> of != null && of.given().contains(name));
        return left;
    }

    /** Which values of PCVs come together in the packets of a class, if that is known. */
    Optional<Joint> joint(String inputClass) {
        return Optional.ofNullable(own.get(inputClass)).flatMap(OfClass::joint);
    }

    /** Whether something is said of a PCV, be it in the packets of one class only. */
    public boolean speaksOf(String pcv) {
        return given.contains(pcv) || own.values().stream().anyMatch(each -> each.given().contains(pcv));
    }

    /** Whether it is known of some class which values come together. */
    public boolean hasJoints() {
        return own.values().stream().anyMatch(each -> each.joint.isPresent());
    }

    /** What is said of a PCV, in words. */
    public String words(String pcv) {
        if (own.values().stream().anyMatch(each -> each.given().contains(pcv))) {
            return "in each class others";
        }
        if (multiples.containsKey(pcv)) {
            return multiples.get(pcv).toString();
        }
        return given.contains(pcv) ? pcvs.get(pcv).toString() : "as usual in each class, as not given";
    }
}
