package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.lines.Touches;

/** Cache lines of traces that are made by hand. */
class TraceLinesTest {
    private final Trace.Builder builder = new Trace.Builder();

    private void step(long address, int length) {
        builder.step(address | (long) length << Wire.LENGTH_SHIFT);
    }

    private void access(long address, int bytes) {
        builder.access(address | (long) bytes << Wire.COUNT_SHIFT);
    }

    private Trace trace() {
        return builder.build(new Trace.End.Done(), new long[16], 0, 0, 0);
    }

    @Test
    void eachLineCountsOnce() {
        step(0x401000, 4);
        access(0x7000, 8);
        step(0x401004, 4);
        access(0x7038, 8);
        step(0x401000, 4);
        access(0x7000, 1);
        assertEquals(2, trace().cacheLines());
    }

    @Test
    void whatCrossesALineTouchesBoth() {
        step(0x40103e, 5);
        access(0x703c, 8);
        assertEquals(4, trace().cacheLines());
        assertEquals(5, trace().instructionLength(0));
    }

    @Test
    void codeAndDataInOneLineAreTwo() {
        step(0x401000, 4);
        access(0x401010, 8);
        assertEquals(2, trace().cacheLines());
    }

    @Test
    void aLineInWhichTwoPlacesMeetCountsInBoth() {
        step(0x401000, 4);
        access(0x701c, 8);
        access(0x7000, 4);
        assertEquals(2, trace().cacheLines());
        assertEquals(Map.of("low", 1L, "high", 1L, Touches.CODE, 1L), trace().cacheLines(address -> address < 0x7020 ? "low" : "high"));
    }
}
