package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.target.KeptAnswers;

/** A contract is held against the CPU before it is printed, and one that is refuted says so. */
class TrialTest {
    /** As long as it takes, so that what a test sees does not depend on what else the machine does. */
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String HEAD = """
            #include <string.h>
            #include "bolt.h"
            static uint8_t buffer[4096], limit[4] = {1, 1, 1, 1};
            """;
    private static final String ENTRY = "__attribute__((noipa)) int process(uint8_t *packet, uint16_t length)\n";
    /** Costs more, the more the state says. */
    private static final String COUNTS = ENTRY + """
            {
                int sum = 0;
                if (length < 8)
                    return -1;
                for (unsigned i = 0; i < limit[packet[0] & 3]; i++)
                    sum += i ^ packet[1];
                return sum;
            }
            """;
    private static final String WRITES = COUNTS.replace("return sum;", "limit[packet[2] & 3] = packet[3]; return sum;");
    private static final String REGISTERED = "bolt_state(\"limits.of\", limit, 1, 4, \"most:u8 0..3\"); ";

    @TempDir
    private Path folder;
    private Duration trialTime = LONG;

    private CommandRun run(String command, String program, String... options) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("program.c"), HEAD + program);
        Process gcc = new ProcessBuilder("gcc", "-O2", "-g", "-I" + CommandRun.HOME.resolve("native"), "-o", "program", "program.c")
                .directory(folder.toFile()).inheritIO().start();
        assertEquals(0, gcc.waitFor());
        Files.writeString(folder.resolve("bolt.yaml"), """
                name: sample
                binary: program
                levels:
                  nf:
                    entry: process
                    parameters:
                      packet: packet
                      length: {length: packet, bits: 16, range: [0, 64]}
                """);
        List<String> line = new ArrayList<>(List.of(command, folder.toString()));
        line.addAll(List.of(options));
        return CommandRun.with(new Engine(KeptAnswers.in(folder.resolve("cache"), "this build"), trialTime), line.toArray(String[]::new));
    }

    private static String main(String initialisation) {
        return "int main(void) { " + initialisation + " return process(buffer, 64); }\n";
    }

    private boolean isKept() throws IOException {
        Path cache = folder.resolve("cache");
        if (!Files.exists(cache)) {
            return false;
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.findAny().isPresent();
        }
    }

    private void assertRefuted(String program, String difference) throws IOException, InterruptedException {
        CommandRun text = run("contract", program);
        assertEquals(1, text.status(), text.out() + text.err());
        String words = text.out().replaceAll("\\s+", " ");
        assertTrue(words.contains("REFUTED by the CPU"), words);
        assertTrue(words.indexOf("REFUTED by the CPU") < words.indexOf("Input classes"), words);
        assertTrue(words.contains(difference), words);
        assertFalse(words.contains("NOT COMPLETE"), words);

        CommandRun run = run("contract", program, "--format", "json");
        assertEquals(1, run.status(), run.out() + run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertFalse(json.get("complete").booleanValue());
        assertTrue(json.get("refuted").size() > 0, run.out());
        assertTrue(json.at("/refuted/0/packet").textValue().contains("length = "), run.out());
        assertEquals(run.out(), ContractFile.toText(ContractFile.fromText(run.out())));
        assertFalse(isKept(), "what is refuted is not given again");
    }

    /** With what was declared, the place is in the array; with what is there, it is far behind. */
    @Test
    void aSignalThatNoClassSpeaksOf() throws IOException, InterruptedException {
        String program = "uint8_t places[4 << 20];\n" + ENTRY
                + "{ int place; if (length < 8) return -1; place = places[(uint32_t)limit[packet[0] & 3] << 20];"
                + " limit[packet[2] & 3] = packet[3]; return place; }\n";
        assertRefuted(program + main(REGISTERED), "ends with signal 11 at program.c:");
    }

    /** What a packet writes is up to it, so the range is an assumption; the packets behind find what it has written. */
    @Test
    void whatPacketsWriteIsOutsideOfWhatWasDeclared() throws IOException, InterruptedException {
        assertRefuted(WRITES + main(REGISTERED), "of the sequence of seed 1");
    }

    @Test
    void onePacketIsTriedHoweverBusyTheMachineIs() throws IOException, InterruptedException {
        trialTime = Duration.ZERO;
        CommandRun run = run("contract", COUNTS + main(REGISTERED));
        assertEquals(0, run.status(), run.out() + run.err());
        assertTrue(run.out().contains("as many witnesses and random packets as there was time for"), run.out());
    }

    @Test
    void aContractThatHoldsSaysHowItWasTried() throws IOException, InterruptedException {
        CommandRun run = run("contract", COUNTS + main(REGISTERED));
        assertEquals(0, run.status(), run.out() + run.err());
        assertTrue(run.out().contains("Held against the CPU: 5 witnesses and 300 random packets, no difference"), run.out());
        assertTrue(isKept(), "and is kept");
        CommandRun again = run("contract", COUNTS + main(REGISTERED));
        assertEquals(run.out(), again.out());
    }

    @Test
    void withoutStateEachPacketStartsFromTheSnapshot() throws IOException, InterruptedException {
        CommandRun run = run("contract", COUNTS + main(""), "--format", "json");
        assertEquals(0, run.status(), run.out() + run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertEquals("whole", json.at("/checks/cpu/extent").textValue());
        assertEquals(300, json.at("/checks/cpu/packets").intValue());
        assertEquals(0, json.get("refuted").size());
    }

    /** Each packet starts from the snapshot, in which the pointer leads to a zero; the next would not. Unless told otherwise, Bolt finds that out. */
    @Test
    void stateThatNobodyHasRegisteredIsNamed() throws IOException, InterruptedException {
        String program = ENTRY + """
                {
                    static uint8_t spare[64], *last = spare;
                    if (length < 8)
                        return -1;
                    int found = last != spare ? *last / (1 + packet[1] % 7) : 1;
                    last = spare + (packet[2] & 63);
                    *last = packet[3];
                    return found;
                }
                """;
        CommandRun run = run("contract", program + main(""), "--state", "snapshot");
        String words = run.out().replaceAll("\\s+", " ");
        assertTrue(words.contains("ONLY FOR THE FIRST PACKET: packets leave something in memory"), words + run.err());
        assertTrue(words.indexOf("ONLY FOR THE FIRST PACKET") < words.indexOf("Input classes"), words);
        CommandRun validation = run("validate", program + main(""), "--state", "snapshot", "--format", "json");
        assertEquals(0, validation.status(), validation.out() + validation.err());
        assertFalse(validation.out().replaceAll("\\s", "").contains("\"later\":[]"), validation.out());
        String found = run("contract", program + main("")).out();
        assertFalse(found.contains("ONLY FOR THE FIRST PACKET") || found.contains("CAUTION"), found);
    }

    @Test
    void theCheckCanBeLeftOut() throws IOException, InterruptedException {
        CommandRun run = run("contract", WRITES + main(REGISTERED), "--no-check");
        assertEquals(0, run.status(), run.out() + run.err());
        assertTrue(run.out().contains("Held against the CPU: no, as --no-check says"), run.out());
        assertFalse(isKept(), "what nobody has checked is not given again");
    }

    /** A packet of zeros behind the first byte never ends. */
    private static final String ENDLESS = ENTRY + """
            {
                unsigned at = 1;
                if (length < 64 || packet[0] == 0)
                    return -1;
                while (at < 64) {
                    bolt_pcv("options");
                    at += packet[at & 63];
                }
                return at;
            }
            """;

    @Test
    void aPacketThatDoesNotEndIsGivenUpAndNamed() throws IOException, InterruptedException {
        CommandRun run = run("validate", ENDLESS + main(""), "--packets", "20");
        assertEquals(1, run.status(), run.err());
        assertTrue(run.out().contains("FAILED: see the findings."), run.out());
        String words = run.out().replaceAll("\\s+", " ");
        assertTrue(words.contains("has not come to its end when it is given up, at program.c:"), words);
        assertTrue(words.contains("(length = 64, packet"), words);
    }

    @Test
    void pathsWithoutAWitnessAreNamed() throws IOException, InterruptedException {
        String program = ENTRY + """
                {
                    unsigned n = packet[0] + 256 * packet[1], i = 0, sum = 0;
                    if (length < 64)
                        return -1;
                    for (; i < n; i++) {
                        bolt_pcv("turns");
                        sum += packet[i & 63];
                    }
                    if (i > 10)
                        bolt_class("long");
                    return sum;
                }
                """;
        CommandRun run = run("validate", program + main(""), "--packets", "5");
        assertEquals(0, run.status(), run.out() + run.err());
        String words = run.out().replaceAll("\\s+", " ");
        assertTrue(words.contains("Paths that were not replayed - path "), words);
        assertTrue(words.contains("class long: no input leaves each of its loops in the first iteration"), words);
        assertTrue(words.contains("at turns = "), words);
    }
}
