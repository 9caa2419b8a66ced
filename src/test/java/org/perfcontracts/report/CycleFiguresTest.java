package org.perfcontracts.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.perfcontracts.contract.CycleEstimator;
import org.perfcontracts.cpu.MemoryPages;
import org.perfcontracts.cpu.TimedPacket;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Polynomial;

/** What a validation says of cycles. */
class CycleFiguresTest {
    private static final Validation VALIDATION = new Validation("nat", "nf", true, new Validation.Paths(3, 3, 3), List.of(), List.of());

    private static TimedPacket packet(String inputClass, double hot) {
        List<Double> runs = IntStream.range(0, 100).mapToObj(i -> hot + i).toList();
        return new TimedPacket(inputClass, OptionalInt.of(7), Map.of("t", 2L, "e", 0L), 300 + Math.round(hot), new TimedPacket.Cycles(hot + 10, runs, 1, 2),
                new TimedPacket.Cycles(1000, List.of(990.0, 1000.0, 1400.0), 3, 0), new TimedPacket.Clock(1.625, 90, 26));
    }

    private static CycleFigures figures() {
        return figures(List.of(packet("known", 80), packet("known", 100), packet("known", 90), packet("new", 200)), Optional.empty());
    }

    private static CycleFigures figures(List<TimedPacket> packets, Optional<CycleFigures.Estimates> estimates) {
        return new CycleFigures("A Processor", new MemoryPages(4096, 64L << 20, 16L << 20), packets, List.of("One packet could not be timed: why."), Map.of(), estimates);
    }

    @Test
    void estimatesStandBesideWhatWasMeasured() throws IOException {
        List<TimedPacket> packets = List.of(packet("known", 80), packet("known", 100), packet("new", 190), packet("other", 10));
        Map<TimedPacket, CycleEstimator.Single> single = new IdentityHashMap<>();
        packets.subList(0, 2).forEach(each -> single.put(each, new CycleEstimator.Single(99, 900, 1300)));
        single.put(packets.get(2), new CycleEstimator.Single(220, 1200, 1500));
        ValidationReport report = new ValidationReport(VALIDATION, Optional.of(figures(packets, Optional.of(new CycleFigures.Estimates("zen5", single)))));
        String text = report.text();
        assertTrue(text.contains("Cycles, estimated for zen5 and measured here"), text);
        assertTrue(text.matches("(?s).*known +99 +90 +\\+10 % +900 +1000 +-10 % +1300 +1.3 +2\\s.*new +220 +200 +\\+10 % +1200 +1000 +\\+20 % +1500 +1.5 +0\\s.*"), text);
        assertTrue(text.matches("(?s).*other( +unknown){9}\\s.*"), text);
        assertTrue(text.replaceAll("\\s+", " ").contains("hot median 10 %, worst 10 %; cold median 10 %, worst 20 %. The bound is 1.3 times what was measured cold in the median class, 1.5 times at most."), text);
        JsonNode json = new ObjectMapper().readTree(report.json()).get("cycles");
        assertEquals("zen5", json.get("estimatedFor").asText());
        assertEquals(220, json.get("classes").get(1).get("hot").get("estimate").asDouble());
        assertEquals(0.1, json.get("classes").get(1).get("hot").get("error").asDouble(), 1e-9);
        assertFalse(json.get("classes").get(2).get("hot").has("estimate"));
        assertEquals("{\"cycles\":1300.0,\"ratio\":1.3,\"above\":2}", json.get("classes").get(0).get("bound").toString());
        assertFalse(json.get("classes").get(2).has("bound"));
    }

    @Test
    void theContractsTermsAreFittedToTheMeasured() throws IOException {
        List<TimedPacket> packets = List.of(packet("known", 80), packet("known", 80), packet("known", 80), packet("new", 190));
        Map<String, Formula> formulas = Map.of("known", Formula.exactly(Polynomial.variable("t").plus(300)), "new", Formula.exactly(Polynomial.constant(1)));
        ValidationReport report = new ValidationReport(VALIDATION, Optional.of(new CycleFigures("A Processor", new MemoryPages(4096, 0, 0), packets, List.of(), formulas, Optional.empty())));
        assertTrue(report.text().matches("(?s).*Cycles, fitted to what was measured here.*known +90 +0 % +0 %, 0 % +1000 +0 % +0 %, 0 %\\s.*new +too few packets +too few packets\\s.*"), report.text());
        JsonNode classes = new ObjectMapper().readTree(report.json()).get("cycles").get("classes");
        assertEquals("{\"formula\":\"90\",\"terms\":[{\"pcvs\":{},\"coefficient\":90.0}],\"off\":0.0,\"heldOut\":0.0,\"worst\":0.0}",
                classes.get(0).get("hot").get("fitted").toString());
        assertFalse(classes.get(1).get("hot").has("fitted"));
    }

    @Test
    void classesHaveQuantilesOfTheirPackets() {
        List<CycleFigures.OfClass> classes = figures().classes();
        assertEquals(List.of("known", "new"), classes.stream().map(CycleFigures.OfClass::name).toList());
        CycleFigures.OfClass known = classes.getFirst();
        assertEquals(390, known.instructions());
        assertEquals(80, known.hot().least());
        assertEquals(100, known.hot().median());
        assertEquals(196, known.hot().last());       // of 300 runs three take longer: 197, 198, 199
        assertEquals(50, known.hot().spread());
        assertEquals(3 * (1 + 2 + 3), known.dropped());
    }

    @Test
    void theTextHasARowForEachClassAndWhatItDependsOn() {
        String text = new ValidationReport(VALIDATION, Optional.of(figures())).text();
        for (String part : List.of("Cycles, measured on this machine", "A Processor", "1.625 cycles of the core a tick", "steps of 42 cycles",
                "4 KB; of 64 MB, 16 MB in pages of 2 MB and more", "90 cycles, what reading the counter takes", "One packet could not be timed: why.")) {
            assertTrue(text.replaceAll("\\s+", " ").contains(part), part + " in " + text);
        }
        assertTrue(text.lines().anyMatch(line -> line.strip().split(" {2,}").length == 8 && line.strip().startsWith("known")), text);
    }

    @Test
    void withoutCyclesAReportIsWhatItWas() {
        ValidationReport report = new ValidationReport(VALIDATION, Optional.empty());
        assertEquals(new ValidationReport(VALIDATION).json(), report.json());
        assertFalse(report.json().contains("cycles"));
        assertFalse(report.text().contains("Cycles"));
    }

    @Test
    void jsonHasEachPacket() throws IOException {
        JsonNode cycles = new ObjectMapper().readTree(new ValidationReport(VALIDATION, Optional.of(figures())).json()).get("cycles");
        assertEquals(1.625, cycles.get("coreRatio").get("median").asDouble());
        assertEquals(26, cycles.get("counterStep").asInt());
        JsonNode known = cycles.get("classes").get(0);
        assertEquals(3, known.get("timed").size());
        assertEquals("{\"path\":7,\"instructions\":380,\"pcvs\":{\"e\":0,\"t\":2},\"hot\":{\"least\":80.0,\"typical\":90.0},\"cold\":{\"least\":990.0,\"typical\":1000.0}}",
                known.get("timed").get(0).toString());
        assertEquals(300, known.get("hot").get("runs").asInt());
    }

    @Test
    void nothingTimedIsSaid() throws IOException {
        ValidationReport report = new ValidationReport(VALIDATION, Optional.of(new CycleFigures("", new MemoryPages(4096, 0, 0), List.of(), List.of("The entry gets no packets."), Map.of(), Optional.empty())));
        assertTrue(report.text().contains("No packet was timed.") && report.text().contains("The entry gets no packets."), report.text());
        assertEquals(0, new ObjectMapper().readTree(report.json()).get("cycles").get("classes").size());
    }
}
