package org.perfcontracts.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.cli.CommandRun;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.engine.Format;
import org.perfcontracts.engine.Result;
import org.perfcontracts.engine.Statistics;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.LevelName;

class BenchTest {
    private static final Statistics FIGURES = new Statistics(12, 3456, 78, 2.5, 900L << 20,
            Map.of("decisions", 0.5, "values", 0.0, "loops", 0.25, "witnesses", 1.0, "words", 0.125), false);
    private static final BenchTable.Row GOOD = row(0, Optional.of(FIGURES), Optional.of(new Bars.Bar(3, 1024)));
    private static final BenchTable.Row SLOW = row(0, Optional.of(FIGURES), Optional.of(new Bars.Bar(2, 1024)));
    private static final BenchTable.Row LARGE = row(0, Optional.of(FIGURES), Optional.of(new Bars.Bar(3, 899)));
    private static final BenchTable.Row PARTIAL = row(1, Optional.of(FIGURES), Optional.empty());
    private static final BenchTable.Row FAILED = row(2, Optional.empty(), Optional.of(new Bars.Bar(3, 1024)));

    private static BenchTable.Row row(int exit, Optional<Statistics> figures, Optional<Bars.Bar> bar) {
        return new BenchTable.Row("nf/wall", LevelName.NF, exit, figures, exit == 2 ? "bolt: broken" : "", bar);
    }

    @Test
    void theStatusIsTheWorstOfTheRows() {
        assertEquals(ExitStatus.DONE, new BenchTable(List.of(GOOD)).status());
        assertEquals(ExitStatus.LIMIT_BROKEN, new BenchTable(List.of(GOOD, SLOW)).status());
        assertEquals(ExitStatus.LIMIT_BROKEN, new BenchTable(List.of(LARGE, GOOD)).status());
        assertEquals(ExitStatus.FAILED, new BenchTable(List.of(SLOW, PARTIAL)).status());
        assertEquals(ExitStatus.FAILED, new BenchTable(List.of(GOOD, FAILED)).status());
    }

    @Test
    void text() {
        assertEquals("""
                target   level  paths  instructions  queries  seconds  decisions  values  loops  witnesses  words  peak MB  bar
                nf/wall  nf        12          3456       78     2.50       0.50    0.00   0.25       1.00   0.13      900  3 s, 1024 MB
                nf/wall  nf        12          3456       78     2.50       0.50    0.00   0.25       1.00   0.13      900  over 2 s, 1024 MB
                nf/wall  nf        12          3456       78     2.50       0.50    0.00   0.25       1.00   0.13      900  not complete
                nf/wall  nf         -             -        -        -          -       -      -          -      -        -  failed

                nf/wall, level nf: bolt: broken
                """, new BenchTable(List.of(GOOD, SLOW, PARTIAL, FAILED)).render(Format.TEXT));
    }

    @Test
    void markdown() {
        assertEquals("""
                | target | level | paths | instructions | queries | seconds | decisions | values | loops | witnesses | words | peak MB | bar |
                |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|
                | nf/wall | nf | 12 | 3456 | 78 | 2.50 | 0.50 | 0.00 | 0.25 | 1.00 | 0.13 | 900 | 3 s, 1024 MB |
                """, new BenchTable(List.of(GOOD)).render(Format.MARKDOWN));
    }

    @Test
    void json() throws IOException {
        JsonNode row = new ObjectMapper().readTree(new BenchTable(List.of(LARGE)).render(Format.JSON)).get(0);
        assertEquals(3456, row.get("instructions").asLong());
        assertEquals(899, row.get("bar").get("megabytes").asLong());
        assertTrue(row.get("overBar").asBoolean());
    }

    @Test
    void html() {
        String page = new BenchTable(List.of(GOOD)).render(Format.HTML);
        assertTrue(page.contains("<td>nf/wall</td><td>nf</td><td>12</td>"), page);
    }

    @Test
    void theBarsOfTheHouseCanBeRead() throws InputException {
        Bars bars = Bars.read(CommandRun.HOME.resolve("bench/bars.yaml"));
        assertEquals(Optional.of(new Bars.Bar(3, 1024)), bars.of("nf/firewall", LevelName.NF));
        assertEquals(Optional.empty(), bars.of("nf/firewall", LevelName.STACK));
    }

    @Test
    void aWrongBarIsNamed() {
        InputException fault =
                assertThrows(InputException.class, () -> Bars.parse("bars", "t:\n  nf: {seconds: 0, megabytes: 1}\n"));
        assertTrue(fault.getMessage().startsWith("bars:2:17: t.nf.seconds: must be between 1"), fault.getMessage());
    }

    @Test
    void statisticsComeBackAsWritten(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("s"), FIGURES.json());
        assertEquals(FIGURES, Statistics.read(file));
    }

    @Test
    void statisticsKnowTheMemoryOfThisProcess() {
        var result = new Result(ExitStatus.DONE, format -> "", Optional.of(new Result.Effort(1, 2, 3)));
        Statistics now = Statistics.of(result, 1_500_000_000);
        assertEquals(1.5, now.seconds());
        assertTrue(now.peakMemoryBytes() > 1 << 20, now.toString());
        assertEquals(2, now.instructions());
    }
}
