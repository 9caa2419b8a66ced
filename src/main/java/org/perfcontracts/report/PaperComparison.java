package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;

/**
 * Our figures for the classes of packets that a paper has published, beside its own.
 *
 * @param source    where the published figures are from
 * @param claims    what the paper's text says about its worst gap
 * @param rows      in the paper's order
 * @param findings  what is wrong, a sentence each
 * @param cycles    of the same packets, if they were asked for
 * @param stack     the same packets through the whole stack, if that was asked for
 */
public record PaperComparison(String source, String claims, List<Row> rows, List<String> findings, Optional<PaperCycles> cycles, Optional<Stack> stack) {
    /**
     * What polls cost that receive the same packets, driver and DPDK included.
     *
     * @param driver of the ports, in words
     * @param rows in the same order
     */
    public record Stack(String driver, List<Row> rows) {
        /** Copies the list. */
        public Stack {
            rows = List.copyOf(rows);
        }
    }

    /** A comparison of calls alone. */
    public PaperComparison(String source, String claims, List<Row> rows, List<String> findings, Optional<PaperCycles> cycles) {
        this(source, claims, rows, findings, cycles, Optional.empty());
    }

    /** A comparison without cycles. */
    public PaperComparison(String source, String claims, List<Row> rows, List<String> findings) {
        this(source, claims, rows, findings, Optional.empty());
    }

    /** The same with what the same packets cost in the whole stack, and what was found wrong there. */
    public PaperComparison with(String driver, PaperComparison inStack) {
        List<String> all = new ArrayList<>(findings);
        inStack.findings.forEach(finding -> all.add("level stack, " + finding));
        return new PaperComparison(source, claims, rows, all, cycles, Optional.of(new Stack(driver, inStack.rows)));
    }

    /**
     * One class, at one size where the cost depends on that.
     *
     * @param name       the paper's, with the size where there are several rows
     * @param meaning    one line
     * @param target     the network function, such as {@code nf/nat}
     * @param inputClass of its contract
     * @param options    of the program besides those of its {@code bolt.yaml}
     * @param pcvs       the values that the prediction is for, without those that are 0
     * @param grounds    why it has these values: {@code measured}, or how they were found
     * @param figures    by metric
     */
    public record Row(String name, String meaning, String target, String inputClass, List<String> options, SortedMap<String, Long> pcvs,
                      String grounds, Map<Metric, Figures> figures) {
        /** Copies the collections. */
        public Row {
            options = List.copyOf(options);
            pcvs = Collections.unmodifiableSortedMap(new TreeMap<>(pcvs));
            figures = Collections.unmodifiableMap(new EnumMap<>(figures));
        }
    }

    /**
     * The cost in one metric.
     *
     * @param formula   of the class
     * @param predicted its value at the PCVs
     * @param measured  what the CPU counted; empty where the packet was too expensive to measure
     * @param published the paper's prediction and measurement; empty where it has none for this size
     */
    public record Figures(Formula formula, long predicted, OptionalLong measured, Optional<Validation.Comparison> published) {
        /** Ours; empty where nothing was measured. */
        public Optional<Validation.Comparison> ours() {
            return measured.isPresent() ? Optional.of(new Validation.Comparison(predicted, measured.getAsLong())) : Optional.empty();
        }
    }

    /** Copies the lists. */
    public PaperComparison {
        rows = List.copyOf(rows);
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean passed() {
        return findings.isEmpty();
    }
}
