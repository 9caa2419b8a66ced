package org.perfcontracts.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
    private static final LocalDate DAY = LocalDate.of(2031, 2, 3);

    private static List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("cpu 1", "vendor GenuineIntel", "processor A  CPU @ 2 GHz", "family 6", "model 143", "virtual yes", "progress 1 3",
                "pages small", "ladder 4096 4.01 0.01", "ladder 65536 14.2 0.02", "clock 2.100000 1.523456 0.0123 0.9100"));
        for (InstructionKind kind : InstructionKind.values()) {
            lines.add("figure kinds." + kind.key() + ".latency " + kind.ordinal() + ".00004 0.001");
            lines.add("figure kinds." + kind.key() + ".perCycle 2.5 0.07");
        }
        for (String key : List.of("core.width", "core.window", "core.loads", "core.stores", "core.takenBranches", "core.misprediction", "memory.l1.latency", "memory.l2.latency",
                "memory.beyond.least", "memory.beyond.median", "memory.beyond.most", "memory.vectorLoad", "memory.storeForward", "memory.codeLine", "memory.lineBytes", "memory.l1.bytes")) {
            lines.add("figure " + key + " 16 0");
        }
        lines.add("figure memory.l2.bytes 1048576 0");
        lines.add("fallback core.window no step was to be seen");
        lines.add("note something else");
        return lines;
    }

    @Test
    void linesBecomeAProfile() {
        Calibration calibration = Calibration.of(lines());
        assertEquals("intel-6-143", calibration.name());
        assertEquals(List.of(new Calibration.Step(4096, 4.01), new Calibration.Step(65536, 14.2)), calibration.ladder());
        assertEquals(List.of("something else"), calibration.notes());
        assertEquals(new Calibration.Steadiness(0.0123, 0.91), calibration.steadiness());
        MachineProfile profile = calibration.profile("box", "bolt 7", DAY);
        assertEquals("A CPU @ 2 GHz (GenuineIntel, family 6, model 143)", profile.processor().replace("  ", " "));
        assertEquals("Measured by bolt 7 on 2031-02-03 in a virtual machine, with small pages. Not measured, but a default: core.window (no step was to be seen).", profile.source());
        assertEquals(new MachineProfile.Clock(2.1, 1.523), profile.clock());
        assertEquals(new MachineProfile.Times(InstructionKind.STRING.ordinal(), 2.5), profile.times(InstructionKind.STRING), "figures have four digits");
        assertEquals(new MachineProfile.Cache("l2", 1048576, 16), profile.memory().levels().getLast(), "but bytes have all");
        assertEquals(16, profile.core().window());
    }

    @Test
    void figuresWithALargeSpreadAreNamed() {
        Map<String, Double> wide = Calibration.of(lines()).wide(0.05);
        assertEquals(InstructionKind.values().length, wide.size());
        assertEquals(0.07, wide.get("kinds.add.perCycle"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "figure core.width 16 0|figure core.width 0 0|core.width is nothing",
        "figure core.width 16 0|figure core.width -1 0|core.width is -1",
        "figure core.width 16 0|figure core.width nan 0|nan",
        "figure core.width 16 0|figure core.width 16|not understood: figure core.width 16",
        "figure core.width 16 0|progress 2 3|there is no core.width",
        "clock 2.100000 1.523456 0.0123 0.9100|progress 2 3|nothing is said of the clock",
        "family 6|progress 2 3|nothing is said of family",
    })
    void whatIsNotAsDescribedIsNamed(String right, String wrong, String expected) {
        List<String> lines = lines().stream().map(line -> line.equals(right) ? wrong : line).toList();
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, () -> Calibration.of(lines).profile("box", "bolt 7", DAY));
        assertTrue(fault.getMessage().contains(expected), fault::getMessage);
    }
}
