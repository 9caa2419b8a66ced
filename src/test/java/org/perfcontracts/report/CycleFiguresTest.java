package org.perfcontracts.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.perfcontracts.cpu.MemoryPages;
import org.perfcontracts.cpu.TimedPacket;

/** What a validation says of cycles. */
class CycleFiguresTest {
    private static final Validation VALIDATION = new Validation("nat", "nf", true, new Validation.Paths(3, 3, 3), List.of(), List.of());

    private static TimedPacket packet(String inputClass, double hot) {
        List<Double> runs = IntStream.range(0, 100).mapToObj(i -> hot + i).toList();
        return new TimedPacket(inputClass, OptionalInt.of(7), Map.of("t", 2L, "e", 0L), 300 + Math.round(hot), new TimedPacket.Cycles(hot + 10, runs, 1, 2),
                new TimedPacket.Cycles(1000, List.of(990.0, 1000.0, 1400.0), 3, 0), new TimedPacket.Clock(1.625, 90, 26));
    }

    private static CycleFigures figures() {
        return new CycleFigures("A Processor", new MemoryPages(4096, 64L << 20, 16L << 20),
                List.of(packet("known", 80), packet("known", 100), packet("known", 90), packet("new", 200)), List.of("One packet could not be timed: why."));
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
        ValidationReport report = new ValidationReport(VALIDATION, Optional.of(new CycleFigures("", new MemoryPages(4096, 0, 0), List.of(), List.of("The entry gets no packets."))));
        assertTrue(report.text().contains("No packet was timed.") && report.text().contains("The entry gets no packets."), report.text());
        assertEquals(0, new ObjectMapper().readTree(report.json()).get("cycles").get("classes").size());
    }
}
