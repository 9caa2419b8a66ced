package org.perfcontracts.decision;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A mix of traffic.
 *
 * @param name      for people; may be empty
 * @param shares    of the packets, by class; above 0, adding up to 1
 * @param pcvs      of each PCV of a contract, by name, but for the multiples
 * @param multiples of other PCVs, by name
 * @param given     the names of those PCVs that someone has said something about; the others are at their low ends
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
    Map<String, Distribution> pcvs(String inputClass) {
        OfClass of = own.get(inputClass);
        if (of == null) {
            return pcvs;
        }
        Map<String, Distribution> all = new TreeMap<>(pcvs);
        all.putAll(of.pcvs);
        of.joint.ifPresent(joint -> joint.pcvs().forEach(name -> all.put(name, joint.of(name))));
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
        return given.contains(pcv) ? pcvs.get(pcv).toString() : pcvs.get(pcv).low() + ", its low end, as not given";
    }
}
