package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contracts of random programs, which the CPU must not refute. */
class RandomProgramsTest {
    private static final int PROGRAMS = 150;

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
        JsonNode result = run(0, "--programs", Integer.toString(PROGRAMS), "--seed", "1", "--max-time", "2");
        assertEquals(PROGRAMS, result.path("programs").asInt());
        assertEquals(0, result.path("outcomes").path("violation").asInt());
        assertEquals(0, result.path("outcomes").path("overtime").asInt(), result::toString);
        assertTrue(result.path("packets").asLong() > 150L * PROGRAMS / 4, result::toString);
    }

    /** What a program holds that is made before the first packet is seen to be changed by packets, registered or not. */
    @Test
    void memoryThatPacketsChangeIsNotTakenAsInTheSnapshot() throws Exception {
        JsonNode result = run(0, "--programs", "2", "--seed", "1", "--pieces", "init-once", "--most", "1");
        assertEquals(2, result.path("outcomes").path("passed").asInt() + result.path("outcomes").path("weak").asInt(), result::toString);
    }

    /** Of a loop that cannot end in its first iteration, and of one that counts by sevens up to seven times a number. */
    @ParameterizedTest
    @ValueSource(ints = {800139, 800638})
    void aLoopIsBoundedByWhatItIsNotYetComparedWith(int seed) throws Exception {
        JsonNode result = run(0, "--programs", "1", "--seed", Integer.toString(seed));
        assertEquals(1, result.path("outcomes").path("passed").asInt(), result::toString);
    }

    @Test
    void aProgramThatIsMeantToGoOnForEverPasses() throws Exception {
        JsonNode result = run(0, "--programs", "1", "--seed", "1", "--pieces", "options-endless", "--most", "1");
        assertEquals(1, result.path("outcomes").path("passed").asInt(), result::toString);
    }

    /** A hash of what a loop leaves: the witness of the loop's first iteration has to have the hash of that. */
    @Test
    void aWitnessHasTheHashOfWhatItsLoopLeaves() throws Exception {
        JsonNode result = run(0, "--programs", "12", "--seed", "1", "--pieces", "do-while-down,hash-mix", "--most", "2");
        assertEquals(12, result.path("outcomes").path("passed").asInt(), result::toString);
    }

    /** A loop carries an index along beside memory that packets change; that is nothing that was found there. */
    @Test
    void whatALoopCarriesIsNotTakenForFoundState() throws Exception {
        JsonNode result = run(0, "--programs", "1", "--seed", "24", "--pieces", "init-once,hash-probe", "--most", "2");
        assertEquals(1, result.path("outcomes").path("passed").asInt(), result::toString);
    }

    @Test
    void badInput() {
        CommandRun run = CommandRun.of("bench", "random", "--pieces", "no-such");
        assertEquals(2, run.status());
        assertTrue(run.err().contains("no piece 'no-such'") || run.err().contains("no-such"), run.err());
        assertEquals(2, CommandRun.of("bench", "random", "--programs", "0").status());
    }
}
