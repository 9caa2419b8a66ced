package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.target.Builder;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.TargetFile;

/** The worst cases of real network functions, as a user gets them. Searches are small enough to end by themselves. */
class WorstTest {
    private static final Path NAT = CommandRun.HOME.resolve("nf/nat");
    private static final String ROUTER = CommandRun.HOME.resolve("nf/router").toString();
    private static final int FLOWS = 128;

    @TempDir
    private Path folder;

    private static JsonNode found(CommandRun run) throws IOException {
        assertEquals(0, run.status(), run.err());
        String schema = Files.readString(CommandRun.HOME.resolve("docs/worst.schema.json"));
        assertEquals("[]", JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema).validate(run.out(), InputFormat.JSON).toString());
        JsonNode found = new ObjectMapper().readTree(run.out());
        assertEquals("[]", found.get("remarks").toString());
        assertEquals(found.at("/reached/costs/" + found.get("metric").asText()), found.at("/reached/predicted"));
        return found;
    }

    /** Forty options of one byte: no header has room for more, and none costs more a byte. */
    @Test
    void aPacketThatCostsMostByItself() throws IOException {
        JsonNode found = found(CommandRun.of("worst", ROUTER, "--search", "1000", "--format", "json"));
        assertEquals("forwarded with options", found.get("class").asText());
        assertEquals("forwarded with options", found.at("/reached/class").asText());
        assertEquals(1, found.at("/reached/packets").asInt());
        assertTrue(found.at("/reached/costs/instructions").asInt() >= 600, found.toPrettyString());
        assertTrue(found.at("/reached/costs/instructions").asInt() <= found.at("/bound/cost").asInt(), found.toPrettyString());
    }

    /** A NAT whose flows are few. */
    private String nat() throws Exception {
        new Builder(new StopSignal()).build(TargetFile.read(NAT), Map.of());
        String file = Files.readString(NAT.resolve("bolt.yaml")).replace("--flows=65536", "--flows=" + FLOWS).replaceAll("(?m)^(build|library):.*$", "")
                .replace("binary: build/nat", "binary: " + NAT.resolve("build/nat"));
        Files.writeString(folder.resolve("bolt.yaml"), file);
        return folder.toString();
    }

    /**
     * All flows collide and replace each other, in both tables, and expire at once: each of the two tables has twice as many entries as there are flows, so that no more than half of the bound can be
     * reached, but for what costs no passages; scattered flows come to a hundredth of it. The capture does the same again.
     */
    @Test
    void flowsThatCollideAndExpireAtOnce() throws Exception {
        String nat = nat();
        Path capture = folder.resolve("attack.pcapng");
        JsonNode found = found(CommandRun.of("worst", nat, "--search", "1000", "--pcap-out", capture.toString(), "--format", "json"));
        JsonNode reached = found.get("reached");
        assertEquals(FLOWS, reached.at("/pcvs/flows.e").asInt());
        assertTrue(reached.at("/pcvs/flows.erase.t").asInt() > 1.8 * FLOWS * FLOWS, found.toPrettyString());
        assertTrue(reached.get("share").asDouble() > 0.45, found.toPrettyString());

        CommandRun distilled = CommandRun.of("distill", nat, capture.toString(), "--format", "json");
        assertEquals(0, distilled.status(), distilled.err());
        JsonNode again = new ObjectMapper().readTree(distilled.out());
        assertEquals(reached.get("packets"), again.get("packets"));
        assertEquals(reached.at("/costs/instructions"), again.at("/metrics/instructions/max"));
        assertEquals(reached.at("/costs/memoryAccesses"), again.at("/metrics/memoryAccesses/max"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--class nothing      | --class: unknown class 'nothing'; known: ",
        "--metric cycles      | --metric: unknown: 'cycles'; known: instructions, memoryAccesses, cacheLines",
        "--search 0           | --search must be a number of seconds above 0",
        "--level stack        | traffic is run at level nf only, not at level stack",
        "--pcap-out nowhere/x | its folder does not exist",
    })
    void whatCannotBeAnswered(String options, String expected) {
        String[] words = options.split(" ");
        CommandRun run = CommandRun.of("worst", ROUTER, words[0], words[1]);
        assertEquals(2, run.status(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(expected), () -> run.err() + "lacks: " + expected);
    }
}
