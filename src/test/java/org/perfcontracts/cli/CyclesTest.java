package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bolt validate --cycles} and estimates, as people and programs get them. What packets take depends on the machine: only that something is told is tested. */
class CyclesTest {
    private static final String TARGET = "nf/firewall";

    @TempDir
    Path folder;

    private static JsonNode json(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("validate", "--packets", "300", "--format", "json"));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(0, run.status(), run.out() + run.err());
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void eachClassIsTimedAndAllElseIsAsWithout() throws IOException {
        JsonNode plain = json(TARGET);
        assertFalse(plain.has("cycles"));
        JsonNode timed = json(TARGET, "--cycles");
        JsonNode cycles = ((ObjectNode) timed).remove("cycles");
        assertEquals(plain, timed);
        assertTrue(cycles.get("coreRatio").get("median").asDouble() > 0, cycles::toString);
        assertTrue(cycles.get("overhead").get("median").asDouble() > 0, cycles::toString);
        List<String> names = new ArrayList<>();
        for (JsonNode each : cycles.get("classes")) {
            names.add(each.get("name").asText());
            assertEquals(each.get("packets").asInt(), each.get("timed").size());
            assertTrue(each.get("packets").asInt() <= 50, each::toString);
            for (JsonNode packet : each.get("timed")) {
                assertTrue(packet.get("path").asInt() >= 0 && packet.get("instructions").asInt() > 0, packet::toString);
                assertTrue(packet.get("cold").get("typical").asDouble() >= packet.get("cold").get("least").asDouble(), packet::toString);
            }
            assertTrue(each.get("cold").get("p99").asDouble() > 0, each::toString);
            assertTrue(each.get("hot").get("p99").asDouble() >= each.get("hot").get("least").asDouble(), each::toString);
        }
        List<String> classes = new ArrayList<>();
        plain.get("classes").forEach(each -> classes.add(each.get("name").asText()));
        assertTrue(classes.containsAll(names) && names.size() > 5, names::toString);
    }

    /** Declared nowhere: what the packets leave behind is found. */
    private static final String COUNTER = """
            #include <stdint.h>
            #include <unistd.h>
            static unsigned count;
            __attribute__((noinline)) int nf(uint8_t *packet, uint16_t length)
            {
                if (length < 14)
                    return -1;
                if (packet[0] == 255)
                    return getppid();
                if (++count == 100)
                    count = 0;
                return count > 50;
            }
            int main(void)
            {
                static uint8_t packet[64];
                return nf(packet, 60);
            }
            """;

    @Test
    void packetsAreASequenceAndSystemCallsAreNotMade() throws IOException {
        Files.writeString(folder.resolve("bolt.yaml"), """
                build: gcc -O1 -g small.c -o small
                binary: small
                levels:
                  nf:
                    entry: nf
                    parameters: {packet: packet, length: {length: packet, bits: 16, range: [0, 64]}}
                """);
        Files.writeString(folder.resolve("small.c"), COUNTER);
        CommandRun run = CommandRun.of("validate", folder.toString(), "--cycles", "--packets", "2000", "--format", "json");
        assertEquals(1, run.status(), run.out() + run.err());
        JsonNode cycles = new ObjectMapper().readTree(run.out()).get("cycles");
        assertTrue(cycles.get("classes").size() >= 2, cycles::toString);
        assertTrue(cycles.get("failures").toString().contains("it makes system call 110"), cycles::toString);
        CommandRun text = CommandRun.of("validate", folder.toString(), "--cycles", "--packets", "100");
        assertTrue(text.out().contains("Cycles, measured on this machine") && text.out().contains("hot p50"), text.out());
    }

    @Test
    void estimatesAreInContractsPredictionsAndValidations() throws IOException {
        String file = folder.resolve("router.json").toString();
        assertEquals(0, CommandRun.of("contract", "nf/router", "--machine", "zen5", "--format", "json", "-o", file).status());
        JsonNode contract = new ObjectMapper().readTree(Path.of(file).toFile());
        JsonNode estimates = contract.get("cycles");
        assertEquals("zen5", estimates.get("machine").asText());
        assertEquals(contract.get("classes").size(), estimates.get("classes").size());
        for (JsonNode each : estimates.get("classes")) {
            assertFalse(each.get("warm").get("exact").asBoolean());
            assertTrue(constant(each.get("warm")) > 0 && constant(each.get("cold")) > constant(each.get("warm")), each::toString);
        }
        assertTrue(estimates.get("classes").get("forwarded with options").get("warm").get("formula").asText().contains("options."), estimates::toString);
        CommandRun predicted = CommandRun.of("predict", file, "--format", "json");
        assertEquals(0, predicted.status(), predicted.err());
        for (JsonNode each : new ObjectMapper().readTree(predicted.out()).get("classes")) {
            assertTrue(each.get("cycles").get("warm").get("least").asDouble() > 0, each::toString);
        }
        assertTrue(CommandRun.of("show", file).out().contains("Cycles, estimated for zen5"));
        JsonNode measured = json("nf/firewall", "--cycles", "--machine", "zen5").get("cycles");
        assertEquals("zen5", measured.get("estimatedFor").asText());
        for (JsonNode each : measured.get("classes")) {
            assertTrue(each.get("hot").get("estimate").asDouble() > 0 && each.get("cold").has("error"), each::toString);
        }
    }

    private static double constant(JsonNode formula) {
        double most = 0;
        for (JsonNode monomial : formula.get("alternatives").get(0)) {
            most = monomial.get("pcvs").isEmpty() ? monomial.get("coefficient").asDouble() : most;
        }
        return most;
    }

    @Test
    void theNearestProfileIsTakenOfAnyProcessor() throws IOException {
        CommandRun run = CommandRun.of("contract", TARGET, "--machine", "nearest", "--no-check", "--format", "json");
        assertEquals(0, run.status(), run.err());
        assertEquals("zen5", new ObjectMapper().readTree(run.out()).get("cycles").get("machine").asText());
    }

    @Test
    void badWishesAreNamed() {
        CommandRun unknown = CommandRun.of("contract", TARGET, "--machine", "nothing");
        assertEquals(2, unknown.status());
        assertEquals("bolt: no machine profile 'nothing': neither a file nor one of those that come with Bolt: zen5 ('bolt calibrate' makes one)\n", unknown.err());
        CommandRun unmeasured = CommandRun.of("validate", TARGET, "--machine", "zen5");
        assertEquals(2, unmeasured.status());
        assertEquals("bolt: --machine sets estimates beside measured cycles; give --cycles as well\n", unmeasured.err());
    }

    @Test
    void onlyCallsOfThePacketFunctionAreTimed() {
        CommandRun run = CommandRun.of("validate", TARGET, "--level", "stack", "--cycles");
        assertEquals(2, run.status());
        assertEquals("bolt: firewall: cycles are measured at level nf only, not at level stack\n", run.err());
        assertEquals("", run.out());
    }
}
