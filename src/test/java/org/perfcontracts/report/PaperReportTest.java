package org.perfcontracts.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;

class PaperReportTest {
    private static final Formula FORMULA = Formula.exactly(Polynomial.variable("x.t").times(10));

    private static PaperComparison.Figures figures(long predicted, OptionalLong measured, Validation.Comparison published) {
        return new PaperComparison.Figures(FORMULA, predicted, measured, Optional.ofNullable(published));
    }

    private static PaperComparison.Row row(String name, long pcv, PaperComparison.Figures instructions, PaperComparison.Figures accesses) {
        Map<Metric, PaperComparison.Figures> figures = new EnumMap<>(Map.of(Metric.INSTRUCTIONS, instructions, Metric.MEMORY_ACCESSES, accesses));
        return new PaperComparison.Row(name, "all at once", "nf/x", "known", List.of("--collide"), new TreeMap<>(Map.of("x.t", pcv)),
                "measured", figures);
    }

    private static PaperComparison comparison(String... findings) {
        OptionalLong none = OptionalLong.empty();
        return new PaperComparison("a plot", "its text says 5 %", List.of(
                row("X1, 8", 8, figures(80, OptionalLong.of(80), null), figures(41, OptionalLong.of(40), null)),
                row("X1, 64", 64, figures(640, none, new Validation.Comparison(253_400_000_000L, 253_400_000_000L)),
                        figures(640, none, new Validation.Comparison(110, 100)))), List.of(findings));
    }

    @Test
    void text() {
        assertEquals("""
                The packet classes of the paper, ours beside the published figures

                Passed: no packet costs more than predicted, and exact formulas are met.

                  class   metric           predicted  measured  gap      paper pred.  paper meas.  paper gap
                  ------------------------------------------------------------------------------------------
                  X1, 8   instructions     80         80        0 %      -            -            -
                          memory accesses  41         40        +2.50 %  -            -            -
                      all at once: class 'known' of nf/x --collide, x.t = 8 (measured)
                  X1, 64  instructions     640        -         -        253.4e9      253.4e9      0 %
                          memory accesses  640        -         -        110          100          +10.00 %
                      all at once: class 'known' of nf/x --collide, x.t = 64 (measured)

                Worst gap

                  ours               instructions 0 %, memory accesses +2.50 % (X1, 8)
                  the paper's        instructions 0 %, memory accesses +10.00 % (X1, 64); its text says 5 %
                  published figures  a plot
                """, new PaperReport(comparison()).text());
    }

    @Test
    void json() throws IOException {
        JsonNode json = new ObjectMapper().readTree(new PaperReport(comparison()).json());
        assertTrue(json.get("passed").asBoolean());
        JsonNode small = json.get("rows").get(0).get("metrics").get("memoryAccesses");
        assertEquals(0.025, small.get("gap").asDouble());
        assertEquals("10·x.t", small.get("formula").asText());
        assertFalse(small.has("published"));
        JsonNode large = json.get("rows").get(1);
        assertEquals(64, large.get("pcvs").get("x.t").asLong());
        assertFalse(large.get("metrics").get("instructions").has("measured"));
        assertEquals(253_400_000_000L, large.get("metrics").get("instructions").get("published").get("measured").asLong());
        assertEquals("X1, 8", json.get("worst").get("memoryAccesses").get("ours").get("row").asText());
        assertEquals(0.1, json.get("worst").get("memoryAccesses").get("published").get("gap").asDouble(), 1e-12);
    }

    @Test
    void findingsAreShown() throws IOException {
        PaperReport report = new PaperReport(comparison("X1: a < b"));
        assertTrue(report.text().contains("FAILED: see the findings."), report.text());
        assertTrue(report.text().contains("Findings\n\n  - X1: a < b\n"), report.text());
        assertTrue(report.html().contains("<li>X1: a &lt; b</li>"), report.html());
        assertTrue(report.markdown().contains("- X1: a \\< b\n"), report.markdown());
        assertFalse(new ObjectMapper().readTree(report.json()).get("passed").asBoolean());
    }
}
