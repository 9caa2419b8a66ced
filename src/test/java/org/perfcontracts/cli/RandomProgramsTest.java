package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.perfcontracts.bench.random.Piece;

/** Contracts of random programs, which the CPU must not refute. */
class RandomProgramsTest {
    private static final int PROGRAMS = 50;

    /** Pieces whose contracts are known to be wrong as yet; one that is mended goes. */
    private static final Set<String> WRONG = Set.of("options-endless", "pointers-equal", "every-nth", "every-nth-loop", "init-once",
            "last-byte", "plain-cache", "plain-list", "marks-then-state", "state-then-marks", "marks-over-state",
            "several-exits-classes", "options-marked", "bounded-by-byte-marked", "nested-marked");

    private static JsonNode run(int status, String... more) throws Exception {
        String[] words = new String[more.length + 6];
        System.arraycopy(new String[] {"bench", "random", "--format", "json", "--packets", "150"}, 0, words, 0, 6);
        System.arraycopy(more, 0, words, 6, more.length);
        CommandRun run = CommandRun.of(words);
        assertEquals("", run.err());
        assertEquals(status, run.status(), run.out());
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void theCpuRefutesNoContract() throws Exception {
        String pieces = Piece.all().stream().map(Piece::name).filter(name -> !WRONG.contains(name)).collect(Collectors.joining(","));
        JsonNode result = run(0, "--programs", Integer.toString(PROGRAMS), "--seed", "1", "--max-time", "2", "--pieces", pieces);
        assertEquals(PROGRAMS, result.path("programs").asInt());
        assertEquals(0, result.path("outcomes").path("violation").asInt());
        assertTrue(result.path("packets").asLong() > 150L * PROGRAMS / 4, result::toString);
    }

    /** The checks themselves: a contract that is wrong is found to be wrong. */
    @Test
    void aWrongContractIsFound() throws Exception {
        JsonNode result = run(1, "--programs", "1", "--seed", "1", "--max-time", "5", "--pieces", "init-once", "--most", "1");
        assertEquals(1, result.path("outcomes").path("violation").asInt(), result::toString);
        assertTrue(result.path("rows").get(0).path("violations").get(0).asText().contains("no path describes"), result::toString);
    }

    @Test
    void badInput() {
        CommandRun run = CommandRun.of("bench", "random", "--pieces", "no-such");
        assertEquals(2, run.status());
        assertTrue(run.err().contains("no piece 'no-such'") || run.err().contains("no-such"), run.err());
        assertEquals(2, CommandRun.of("bench", "random", "--programs", "0").status());
    }
}
