package org.perfcontracts.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.cli.CommandRun;
import org.perfcontracts.target.InputException;
import org.xml.sax.InputSource;

/** Use cases on the real programs, and files that describe none. */
class UseCaseBenchTest {
    private static final String CASE = "cases:\n  - {name: a, meaning: b, target: nf/nat, traffic: {packets: 1, flows: 2, interval: 1}, variants: [{name: x}, {name: y%s}]%s}\n";

    @TempDir
    private Path folder;

    private JsonNode choices(String name) throws Exception {
        CommandRun run = CommandRun.of("bench", "cases", name, "--plot", folder.toString(), "--format", "json");
        assertEquals(0, run.status(), run.out() + run.err());
        String picture = Files.readString(folder.resolve(name + ".svg"));
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(picture)));
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertTrue(json.get("passed").asBoolean());
        JsonNode choices = json.at("/cases/0/choices");
        for (JsonNode choice : choices) {
            assertEquals(choice.at("/metrics/instructions/measured"), choice.at("/metrics/instructions/mean"), choice::toString);
            assertTrue(picture.contains(">" + choice.get("name").asText() + "<"), choice::toString);
        }
        return choices;
    }

    /** The mean hardly depends on the clock; what the dearest packet costs does. */
    @Test
    void aCoarseClockLetsFlowsExpireTogether() throws Exception {
        List<Long> greatest = new ArrayList<>();
        choices("expiry-clock").forEach(each -> greatest.add(each.at("/metrics/instructions/greatest").asLong()));
        assertEquals(3, greatest.size());
        assertTrue(greatest.get(0) > 5 * greatest.get(1) && greatest.get(1) > 5 * greatest.get(2), greatest.toString());
    }

    /** What is foretold by the contract alone is near to what is measured; without room one of the two looks at all there is. */
    @Test
    void oneAllocatorSuffersWhereThereIsNoRoom() throws Exception {
        JsonNode choices = choices("allocator");
        int foretold = 0;
        for (JsonNode choice : choices) {
            JsonNode figures = choice.at("/metrics/instructions");
            if (figures.has("foretold")) {
                foretold++;
                assertEquals(figures.get("measured").asDouble(), figures.get("foretold").asDouble(), 0.04 * figures.get("measured").asDouble(), choice::toString);
            }
        }
        assertEquals(4, foretold);
        assertTrue(choices.get(5).at("/metrics/instructions/mean").asDouble() > 10 * choices.get(4).at("/metrics/instructions/mean").asDouble(), choices::toString);
    }

    @Test
    void casesThatAreNotThereAreRefused() {
        CommandRun unknown = CommandRun.of("bench", "cases", "allocators");
        assertEquals(2, unknown.status());
        assertEquals("bolt: no case 'allocators' in bench/cases.yaml; it has: bridge-threshold, expiry-clock, allocator\n", unknown.err());
        CommandRun nowhere = CommandRun.of("bench", "cases", "--plot", folder.resolve("no").toString());
        assertEquals(2, nowhere.status());
        assertTrue(nowhere.err().startsWith("bolt: --plot: there is no folder "), nowhere.err());
    }

    private static void refused(String expected, String variant, String more) {
        InputException fault = assertThrows(InputException.class, () -> UseCaseFile.parse("c.yaml", CASE.formatted(variant, more), Path.of(".")));
        assertTrue(fault.getMessage().contains(expected), fault.getMessage());
    }

    @Test
    void filesThatDescribeNoCase() throws InputException, IOException {
        assertEquals(1, UseCaseFile.parse("c.yaml", CASE.formatted("", ""), Path.of(".")).size());
        refused("colour: unknown key", ", colour: red", "");
        refused("traffic.flow: unknown key", ", traffic: {flow: 1}", "");
        refused("there is no such traffic", ", traffic: {flows: 1}", "");
        refused("there is no such traffic", ", traffic: {ports: 3}", "");
        refused("a second case a", "", "}\n  - {name: a, meaning: b, target: c, traffic: {packets: 1, flows: 2, interval: 1}, variants: [{name: x}, {name: y}]");
        InputException one = assertThrows(InputException.class,
                () -> UseCaseFile.parse("c.yaml", CASE.formatted("", "").replace(", {name: y}", ""), Path.of(".")));
        assertTrue(one.getMessage().contains("must be two at least"), one.getMessage());
        assertEquals(3, UseCaseFile.read(CommandRun.HOME.resolve("bench/cases.yaml")).size());
    }
}
