package org.perfcontracts.report;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.perfcontracts.formula.Metric;

/**
 * A contract held against the real CPU.
 *
 * @param target   the target's name
 * @param level    {@code nf} or {@code stack}
 * @param complete whether the contract is complete
 * @param paths    how the replays of the paths' witnesses went
 * @param classes  how the measured packets went, a class each
 * @param findings each violation and each path that differed, in a sentence
 * @param later    how the contract fails for packets that find what earlier ones have left in memory that is not registered as
 *                 abstract state: a sentence, or none
 */
public record Validation(
        String target, String level, boolean complete, Paths paths, List<ClassResult> classes, List<String> findings,
        List<String> later) {
    /**
     * The replays of witnesses.
     *
     * @param total    paths of the contract
     * @param replayed those whose witness was executed on the CPU
     * @param equal    those of them that were equal, address by address, in instructions and memory accesses
     * @param notReplayed the others, and why, a sentence each
     */
    public record Paths(int total, int replayed, int equal, List<String> notReplayed) {
        /** Copies the list. */
        public Paths {
            notReplayed = List.copyOf(notReplayed);
        }

        /** Of the others nothing is said. */
        public Paths(int total, int replayed, int equal) {
            this(total, replayed, equal, List.of());
        }
    }

    /**
     * The measured packets of one class.
     *
     * @param name       of the class
     * @param packets    how many were measured
     * @param violations how many of them cost more than predicted, in any metric
     * @param metrics    the packet with the worst gap in each metric; empty if none was measured
     */
    public record ClassResult(String name, long packets, long violations, Map<Metric, Comparison> metrics) {
        /** Copies the map. */
        public ClassResult {
            EnumMap<Metric, Comparison> ordered = new EnumMap<>(Metric.class);
            ordered.putAll(metrics);
            metrics = Collections.unmodifiableMap(ordered);
        }
    }

    /**
     * The cost of one packet in one metric.
     *
     * @param predicted as the contract says
     * @param measured  as the CPU counts
     * @param pcvs      the packet's values of the PCVs that the formula speaks of, by name
     */
    public record Comparison(long predicted, long measured, Map<String, Long> pcvs) {
        /** Orders the values by name. */
        public Comparison {
            pcvs = Collections.unmodifiableMap(new TreeMap<>(pcvs));
        }

        /** The cost of a packet whose formula speaks of no PCV. */
        public Comparison(long predicted, long measured) {
            this(predicted, measured, Map.of());
        }

        /** (predicted − measured) / measured; empty where nothing was measured to divide by, but something predicted. */
        public OptionalDouble gap() {
            if (measured == 0) {
                return predicted == 0 ? OptionalDouble.of(0) : OptionalDouble.empty();
            }
            return OptionalDouble.of((double) (predicted - measured) / measured);
        }

        /** Whether the packet cost more than predicted. */
        public boolean isViolation() {
            return predicted < measured;
        }

        /** The worse of two: a violation is worse than none, and otherwise the greater gap is. */
        public Comparison worse(Comparison other) {
            if (isViolation() != other.isViolation()) {
                return isViolation() ? this : other;
            }
            double mine = Math.abs(gap().orElse(Double.POSITIVE_INFINITY));
            double theirs = Math.abs(other.gap().orElse(Double.POSITIVE_INFINITY));
            return mine >= theirs ? this : other;
        }
    }

    /** A validation that says nothing of later packets. */
    public Validation(String target, String level, boolean complete, Paths paths, List<ClassResult> classes, List<String> findings) {
        this(target, level, complete, paths, classes, findings, List.of());
    }

    /** Copies the lists. */
    public Validation {
        later = List.copyOf(later);
        classes = List.copyOf(classes);
        findings = List.copyOf(findings);
    }

    /** How many measured packets cost more than predicted. */
    public long violations() {
        return classes.stream().mapToLong(ClassResult::violations).sum();
    }

    /** The classes of which no packet was measured. */
    public List<ClassResult> notMeasured() {
        return classes.stream().filter(result -> result.packets() == 0).toList();
    }

    /** Whether anything was executed at all, of which the outcome can be said. */
    public boolean saysSomething() {
        return paths.replayed > 0 || classes.stream().anyMatch(result -> result.packets() > 0);
    }

    /**
     * Whether the contract is complete, every replayed path was equal and nothing cost more than predicted. Rare classes may stay
     * without a packet, but not all of them.
     */
    public boolean passed() {
        return complete && saysSomething() && paths.equal == paths.replayed && violations() == 0 && findings.isEmpty();
    }
}
