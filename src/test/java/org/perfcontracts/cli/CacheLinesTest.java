package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;

/** The metric cacheLines, as people and programs get it. */
class CacheLinesTest {
    private static final String TARGET = "nf/firewall";

    @Test
    void theTableShowsThemAndTheirPlacesIfAsked() {
        CommandRun plain = CommandRun.of("contract", TARGET);
        assertTrue(plain.out().contains("cache lines"), plain.out());
        assertFalse(plain.out().contains("Cache lines by what they lie in"), plain.out());
        CommandRun split = CommandRun.of("contract", TARGET, "--by", "region");
        assertEquals(0, split.status());
        String table = split.out().substring(split.out().indexOf("Cache lines by what they lie in"));
        assertTrue(table.contains("code") && table.contains("packet") && table.contains("stack"), table);
    }

    @Test
    void otherSplitsAreRefused() {
        CommandRun run = CommandRun.of("contract", TARGET, "--by", "colour");
        assertEquals(2, run.status());
        assertTrue(run.err().startsWith("bolt: Invalid value for option '--by'") && run.err().lines().count() == 1, run.err());
    }

    /** Without a loop everything has its place; a line in which two places meet counts in both. */
    @Test
    void allLinesAreInSomePlace() {
        Contract contract = JsonRun.contract(ExitStatus.DONE, JsonRun.on(TARGET, "--level", "nf"));
        for (InputClass each : contract.classes()) {
            Formula all = each.formulas().get(Metric.CACHE_LINES);
            assertTrue(all.isConstant(), each.name());
            long sum = each.lines().values().stream().mapToLong(lines -> lines.evaluate(Map.of())).sum();
            assertTrue(sum >= all.evaluate(Map.of()), () -> each.name() + ": " + all + ", by place " + each.lines());
            assertTrue(each.lines().get("code").evaluate(Map.of()) > 0, each.name());
        }
    }

    @Test
    void theCpuTouchesAsMany() throws IOException {
        CommandRun run = CommandRun.of("validate", TARGET, "--format", "json");
        assertEquals(0, run.status(), run.out());
        for (JsonNode each : new ObjectMapper().readTree(run.out()).get("classes")) {
            JsonNode lines = each.get("metrics").get("cacheLines");
            assertTrue(lines.get("measured").asLong() > 0, each::toString);
            assertEquals(lines.get("predicted"), lines.get("measured"), each::toString);
        }
    }
}
