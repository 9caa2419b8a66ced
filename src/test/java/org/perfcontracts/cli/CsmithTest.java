package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** Programs of Csmith, executed by the engine and by the CPU. */
class CsmithTest {
    private static final int PROGRAMS = 24;

    @Test
    void theEngineExecutesWhatTheCpuDoes() throws Exception {
        CommandRun run = CommandRun.of("bench", "csmith", "--programs", Integer.toString(PROGRAMS), "--seed", "100", "--max-time", "4",
                "--format", "json");
        assertEquals("", run.err());
        assertEquals(0, run.status(), run.out());
        JsonNode result = new ObjectMapper().readTree(run.out());
        for (JsonNode row : result.path("rows")) {
            assertTrue(row.path("reason").asText().matches("|.*(time limit|may never end).*"), row::toString);
        }
        int passed = result.path("outcomes").path("passed").asInt();
        assertTrue(passed > PROGRAMS / 2, run.out());
        assertEquals(passed, result.path("packets").asInt(), "each must have been executed on the CPU too: " + run.out());
    }

    @Test
    void badInput() {
        assertEquals(2, CommandRun.of("bench", "csmith", "--programs", "0").status());
        assertEquals(2, CommandRun.of("bench", "csmith", "--max-time", "0").status());
    }
}
