package org.perfcontracts.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.perfcontracts.contract.CycleEstimator;
import org.perfcontracts.cpu.MemoryPages;
import org.perfcontracts.cpu.PacketTiming;
import org.perfcontracts.cpu.TimedPacket;
import org.perfcontracts.decision.input.MachineFile;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;
import org.perfcontracts.target.InputException;

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

    private static PacketTiming timed(double hot, double cold) {
        return new PacketTiming.Timed(new TimedPacket("known", OptionalInt.of(1), Map.of("x.t", 8L), 80, new TimedPacket.Cycles(hot, List.of(hot - 1, hot), 1, 0),
                new TimedPacket.Cycles(cold, List.of(cold, cold + 4), 0, 2), new TimedPacket.Clock(1.5, 80, 26)), new MemoryPages(4096, 64L << 20, 2L << 20));
    }

    private static PaperReport withCycles(PaperCycles.Row... rows) throws InputException {
        Map<String, String> others = new LinkedHashMap<>();
        others.put("Others", "off by 2 %");
        PaperCycles cycles = new PaperCycles(MachineFile.of("zen5"), "A Processor", "a table", others, List.of(rows));
        PaperComparison plain = comparison();
        return new PaperReport(new PaperComparison(plain.source(), plain.claims(), plain.rows(), plain.findings(), Optional.of(cycles)));
    }

    private static PaperReport withCycles() throws InputException {
        return withCycles(
                new PaperCycles.Row("X1, 8", Optional.of(new CycleEstimator.Single(110.4, 900, 2000)), Optional.of(timed(100, 1000)), Optional.empty()),
                new PaperCycles.Row("X1, 64", Optional.of(new CycleEstimator.Single(6250, 2_426_019_500_000.0, 3_426_019_500_000.0)), Optional.empty(),
                        Optional.of(new Validation.Comparison(591_900_000_000L, 65_200_000_000L))),
                new PaperCycles.Row("X2", Optional.empty(), Optional.of(timed(50, 700)), Optional.of(new Validation.Comparison(300, 200))),
                new PaperCycles.Row("X3", Optional.of(new CycleEstimator.Single(60, 800, 900)), Optional.of(new PacketTiming.Failed("it sleeps")), Optional.empty()),
                new PaperCycles.Row("X4", Optional.of(new CycleEstimator.Single(30, 1000, 500)), Optional.of(timed(40, 1000)), Optional.of(new Validation.Comparison(400, 200))));
    }

    @Test
    void cyclesAsText() throws InputException {
        String text = withCycles().text();
        assertTrue(text.startsWith(new PaperReport(comparison()).text()), text);
        assertTrue(text.contains("""
                  class   hot est.  meas.  error  cold      meas.  error  bound     ÷ cold  paper     paper     ratio
                                                  est.                                      bound     meas.
                  ---------------------------------------------------------------------------------------------------
                  X1, 8   110       100    +10 %  900       1000   -10 %  2000      2.00    -         -         -
                  X1, 64  6250      -      -      2426.0e9  -      -      3426.0e9  -       591.9e9   65.2e9    9.08
                  X2      -         50     -      -         700    -      -         -       300       200       1.50
                  X3      60        -      -      800       -      -      900       -       -         -         -
                  X4      30        40     -25 %  1000      1000   0 %    500       0.50    400       200       2.00

                Errors of cycles

                  ours, hot          median 10 %, worst 25 % (X4), of 2 packets
                  ours, cold         median 0 %, worst 10 % (X1, 8), of 2 packets
                  our bound          0.50 times what was measured cold in the median, 2.00 at worst (X1, 8); runs
                                     took more in X4
                  the paper's        a bound of 2.00 times the measured in the median, 9.08 at worst (X1, 64)
                  Others             off by 2 %
                  published figures  a table

                  - X3 could not be timed: it sleeps.
                """), text);
        for (String part : List.of("estimated for zen5 and measured on this machine", "estimated for zen5: AMD EPYC", "A Processor", "4 KB; of 64 MB, 2 MB in pages of 2 MB and more",
                "1.5 cycles of the core a tick", "12; dropped 3 that were interrupted or beside another clock, 6 that left another state")) {
            assertTrue(text.replaceAll("\\s+", " ").contains(part), part + " in " + text);
        }
    }

    @Test
    void cyclesAsJson() throws IOException, InputException {
        assertFalse(new PaperReport(comparison()).json().contains("cycles"));
        JsonNode cycles = new ObjectMapper().readTree(withCycles().json()).get("cycles");
        JsonNode small = cycles.get("rows").get(0);
        assertEquals(110.4, small.get("hot").get("estimate").asDouble());
        assertEquals(100, small.get("hot").get("p50").asDouble());
        assertEquals(2, small.get("cold").get("strayed").asInt());
        assertEquals(-0.1, small.get("cold").get("error").asDouble());
        assertFalse(small.has("published"));
        JsonNode large = cycles.get("rows").get(1);
        assertFalse(large.get("hot").has("p50") || large.get("hot").has("error") || large.has("pages"), large::toString);
        assertEquals(9.07822, large.get("published").get("ratio").asDouble(), 1e-5);
        assertEquals("{\"rows\":2,\"median\":0.104,\"worst\":0.25,\"worstRow\":\"X4\"}", cycles.get("errors").get("hot").toString());
        assertEquals(3, cycles.get("ratios").get("rows").asInt());
        assertEquals(2, cycles.get("bounds").get("worst").asDouble());
        assertEquals("[\"X4\"]", cycles.get("above").toString());
        assertEquals(2000, small.get("bound").asDouble());
        assertEquals("off by 2 %", cycles.get("others").get("Others").asText());
        assertEquals("X3 could not be timed: it sleeps.", cycles.get("failures").get(0).asText());
    }

    @Test
    void cyclesAsPages() throws InputException {
        assertTrue(withCycles().markdown().contains("| X4 | 30 | 40 | -25 % | 1000 | 1000 | 0 % | 500 | 0.50 | 400 | 200 | 2.00 |"), withCycles().markdown());
        assertTrue(withCycles().html().contains("591.9e9"), withCycles().html());
    }

    @Test
    void nothingTimedIsSaid() throws InputException, IOException {
        PaperReport report = withCycles(new PaperCycles.Row("X3", Optional.empty(), Optional.of(new PacketTiming.Failed("it sleeps")), Optional.empty()));
        assertTrue(report.text().contains("ours, hot          nothing was timed"), report.text());
        assertFalse(report.text().contains("the paper's        a bound"), report.text());
        JsonNode cycles = new ObjectMapper().readTree(report.json()).get("cycles");
        assertFalse(cycles.has("coreRatio"));
        assertEquals("{\"rows\":0}", cycles.get("errors").get("cold").toString());
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
