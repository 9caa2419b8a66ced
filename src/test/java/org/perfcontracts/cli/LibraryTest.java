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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;

/** The contracts of operations, of real programs. */
class LibraryTest {
    /** Operations that are called from a cut loop, by a jump at another's end, and never; of which one has a loop. */
    private static final String PROGRAM = """
            #include <stdbool.h>
            #include <stdint.h>
            static uint8_t buffer[2048];
            __attribute__((noipa)) bool is_even(uint8_t x) { return (x & 1) == 0; }
            __attribute__((noipa)) bool tail(const uint8_t *p) { return is_even(p[3]); }
            __attribute__((noipa)) int in_loop(uint8_t x) { return x < 9 ? -1 : 2; }
            __attribute__((noipa)) int idle(int x) { return x; }
            __attribute__((noipa)) int sum(const uint8_t *p, unsigned int n)
            {
                int s = 0;
                do {
                    s += p[n];
                    __asm__ volatile("" : "+r"(s));
                } while (n-- > 0);
                return s;
            }
            __attribute__((noipa)) int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
            {
                int r = 0;
                if (length < 64)
                    return idle == 0;
                for (int i = 0; i < packet[1]; i++)
                    r += in_loop(packet[2] + i);
                return r + sum(packet + 8, packet[4] & 31) + tail(packet);
            }
            int main(void) { return nf_process(0, buffer, 64, 0); }
            """;
    private static final String LIBRARY = """
            operations:
              is_even: {meaning: parity, returns: {false: odd, true: even}}
              tail: {meaning: parity of a byte, returns: {false: odd, true: even}}
              in_loop: {meaning: size, returns: {2: large, -1: small}}
              sum: {meaning: adds bytes}
              idle: {meaning: nothing}
              not_there: {meaning: nothing}
            """;
    private static final String PARAMETERS = "{port: {bits: 16, range: [0, 1]}, packet: packet, "
            + "length: {length: packet, bits: 16, range: [0, 1518]}, now: {bits: 64}}";

    @TempDir
    private Path folder;

    private static JsonNode library(ExitStatus expected, List<String> arguments) throws IOException {
        var line = new ArrayList<>(List.of("library", "--format", "json"));
        line.addAll(arguments);
        CommandRun run = CommandRun.of(line.toArray(String[]::new));
        assertEquals(expected.code(), run.status(), () -> run.err() + run.out());
        String schema = Files.readString(CommandRun.HOME.resolve("docs/library.schema.json"));
        assertEquals("[]", JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema)
                .validate(run.out(), InputFormat.JSON).toString(), run.out());
        return new ObjectMapper().readTree(run.out());
    }

    /** The formulas of a metric, by operation, what it works on, and outcome. */
    private static Map<String, String> formulas(JsonNode library, Metric metric) {
        Map<String, String> formulas = new TreeMap<>();
        for (JsonNode operation : library.get("operations")) {
            for (JsonNode outcome : operation.get("outcomes")) {
                JsonNode formula = outcome.get("metrics").get(metric.key());
                formulas.put(operation.get("operation").asText() + " " + operation.get("on").asText() + " " + outcome.get("name").asText(),
                        formula.get("formula").asText() + (formula.get("exact").booleanValue() ? "" : " at most"));
            }
        }
        return formulas;
    }

    private List<String> program() throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("program.c"), PROGRAM);
        Path binary = folder.resolve("program");
        assertEquals(0, new ProcessBuilder("gcc", "-O2", "-g", "-o", binary.toString(), source.toString()).inheritIO().start().waitFor());
        Path library = Files.writeString(folder.resolve("library.yaml"), LIBRARY);
        return new ArrayList<>(List.of(binary.toString(), "--entry", "nf_process", "--parameters", PARAMETERS,
                "--library", library.toString()));
    }

    /** The instructions of each function, as the program's disassembly shows them, to be counted by hand. */
    @Test
    void callsFromLoopsAndJumpsAtTheEndOfOthers() throws IOException, InterruptedException {
        JsonNode library = library(ExitStatus.DONE, program());
        Map<String, String> instructions = formulas(library, Metric.INSTRUCTIONS);
        long even = Long.parseLong(instructions.get("is_even  even"));
        assertEquals(even, Long.parseLong(instructions.get("is_even  odd")));
        assertEquals(even + 2, Long.parseLong(instructions.get("tail  even")), "a load and a jump more");
        assertEquals(Map.of("is_even  even", "1", "is_even  odd", "1", "tail  even", "2", "tail  odd", "2",
                "in_loop  large", "1", "in_loop  small", "1", "sum  any", "program.c:12 (iteration) + 1"), formulas(library, Metric.MEMORY_ACCESSES));
        assertEquals("[\"idle\"]", library.get("notCalled").toString());
        long most = library.get("pcvs").get(0).get("high").longValue();
        assertTrue(most >= 32 && most < 40, most + " rounds of at most 32");
        assertTrue(library.get("assumptions").get(0).asText().contains("as nf_process calls them"));
    }

    @Test
    void aBudgetThatRunsOut() throws IOException, InterruptedException {
        List<String> arguments = program();
        arguments.addAll(List.of("--max-paths", "1"));
        JsonNode library = library(ExitStatus.FAILED, arguments);
        assertTrue(!library.get("complete").booleanValue() && !library.get("reasons").isEmpty());
    }

    /** The trie's lookup is all that its exerciser does but for a constant. */
    @Test
    void anOperationOnStateIsItsTargetsContractWithoutWhatIsAround() throws IOException {
        List<String> target = JsonRun.on("state/exercise/trie");
        JsonNode library = library(ExitStatus.DONE, target);
        Contract contract = JsonRun.contract(ExitStatus.DONE, target);
        Map<String, String> lookups = formulas(library, Metric.INSTRUCTIONS);
        assertEquals(1, lookups.size(), lookups::toString);
        String lookup = lookups.get("trie_lookup prefixes.nodes any");
        for (var each : contract.classes()) {
            Polynomial whole = each.formulas().get(Metric.INSTRUCTIONS).alternatives().getFirst();
            Polynomial variable = whole.plus(-whole.constant());
            assertTrue(variable.isConstant() || lookup.startsWith(variable + " + "), () -> whole + " of " + lookup);
        }
        assertEquals("nodes that trie_lookup looks at, the root included", library.get("pcvs").get(0).get("meaning").asText());
    }

    @Test
    void whatHasNoLibraryIsRefused() {
        CommandRun run = CommandRun.of("library", CommandRun.HOME.resolve("nf/firewall").toString());
        assertEquals(2, run.status());
        assertEquals("bolt: firewall names no stateful library; give the file by --library, or by the key 'library' of its bolt.yaml "
                + "(docs/library.md)\n", run.err());
        CommandRun missing = CommandRun.of("library", CommandRun.HOME.resolve("nf/firewall").toString(), "--library", folder + "/none");
        assertEquals(2, missing.status());
        assertTrue(missing.err().contains(folder + "/none") && missing.err().lines().count() == 1, missing::err);
        assertEquals("", run.out() + missing.out());
    }
}
