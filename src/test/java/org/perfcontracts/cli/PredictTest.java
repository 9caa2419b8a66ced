package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.report.Golden;

/** Predictions from kept contracts of network functions, as a user gets them. */
class PredictTest {
    private static final Path CONTRACTS = CommandRun.HOME.resolve("src/test/resources/decision");
    private static final String NAT = CONTRACTS.resolve("nat.json").toString();
    private static final String ROUTER = CONTRACTS.resolve("router.json").toString();

    @TempDir
    private Path folder;

    private static CommandRun predict(String... arguments) {
        List<String> line = new ArrayList<>(List.of("predict"));
        line.addAll(List.of(arguments));
        return CommandRun.of(line.toArray(String[]::new));
    }

    private static String predicted(int status, String... arguments) {
        CommandRun run = predict(arguments);
        assertEquals(status, run.status(), run.err());
        assertEquals("", run.err());
        return run.out();
    }

    /** Text, Markdown and JSON against golden files; the JSON against the published schema. */
    private static void golden(String name, String... arguments) throws IOException {
        for (String[] format : new String[][] {{"text", "txt"}, {"markdown", "md"}, {"json", "json"}}) {
            List<String> line = new ArrayList<>(List.of(arguments));
            line.addAll(List.of("--format", format[0]));
            String out = predicted(0, line.toArray(String[]::new));
            Golden.check("decision/" + name + "." + format[1], out);
            if (format[0].equals("json")) {
                assertValid(out);
            }
        }
    }

    private static void assertValid(String json) throws IOException {
        String schema = Files.readString(CommandRun.HOME.resolve("docs/predict.schema.json"));
        assertEquals("[]", JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema)
                .validate(json, InputFormat.JSON).toString(), json);
    }

    private static void assertRefused(String expected, CommandRun run) {
        assertEquals(2, run.status(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(expected), () -> run.err() + "lacks: " + expected);
    }

    @Test
    void allClasses() throws IOException {
        golden("nat-classes", NAT, "--pcv", "flows.t=1", "--clock", "3.3GHz", "--ipc", "2.1");
    }

    @Test
    void oneClass() throws IOException {
        golden("nat-known-flow", NAT, "--class", "known flow", "--pcv", "flows.e=2,flows.t=1..8");
    }

    @Test
    void aClassWithManyPcvs() throws IOException {
        golden("router-options", ROUTER, "--class", "forwarded with options", "--pcv", "options.nop=0..3", "--pcv", "options.end=1");
    }

    @Test
    void aContractThatIsNotCompleteBoundsOnlyWhatWasExplored() throws IOException {
        Path partial = folder.resolve("partial.json");
        Files.writeString(partial, Files.readString(Path.of(NAT))
                .replaceFirst("\"complete\": true,\\s*\"reasons\": \\[\\]", "\"complete\": false, \"reasons\": [\"the time ran out\"]"));
        String text = predicted(1, partial.toString());
        assertTrue(text.contains("NOT COMPLETE") && text.contains("the time ran out"), text);
        String json = predicted(1, partial.toString(), "--format", "json");
        assertValid(json);
        assertTrue(json.contains("\"complete\": false"), json);
    }

    @Test
    void whatAContractHoldsForOnlyIsSaidFirst() throws IOException {
        Path partial = folder.resolve("later.json");
        Files.writeString(partial, Files.readString(Path.of(NAT)).replaceFirst("\"later\": \\[\\]", "\"later\": [\"packet 2 costs more\"]"));
        String text = predicted(0, partial.toString());
        assertTrue(text.contains("ONLY FOR THE FIRST PACKET"), text);
    }

    @Test
    void contractsThatAreNone() throws IOException {
        assertRefused("there is no file nowhere.json", predict("nowhere.json"));
        assertRefused("is a folder, not a contract", predict(folder.toString()));
        Path other = folder.resolve("other.json");
        Files.writeString(other, "{\n\"a\": }");
        assertRefused("other.json is not a contract: line 2", predict(other.toString()));
        Files.writeString(other, Files.readString(Path.of(NAT)).replace("\"formatVersion\": 1", "\"formatVersion\": 7"));
        assertRefused("other.json is not a contract: it has format version 7", predict(other.toString()));
    }

    @Test
    void classesAndValuesThatAreNone() {
        assertRefused("unknown class 'known'; known: runt frame, ", predict(NAT, "--class", "known"));
        assertRefused("unknown PCV 'flows.x'; known: flows.c, ", predict(NAT, "--pcv", "flows.x=1"));
        assertRefused("flows.e = 65537 is outside of its range, 0…65536", predict(NAT, "--pcv", "flows.e=65537"));
        assertRefused("--pcv: flows.e is given twice", predict(NAT, "--pcv", "flows.e=1,flows.e=1"));
        assertRefused("--pcv: flows.e is given twice", predict(NAT, "--pcv", "flows.e=1", "--pcv", "flows.e=1"));
        assertRefused("--pcv: flows.e: the range 5..1 is empty", predict(NAT, "--pcv", "flows.e=5..1"));
        for (String wrong : List.of("-1", "1.5", "1..", "many", "", "99999999999999999999")) {
            assertRefused("--pcv: flows.e must be a number, or a range such as 1..8", predict(NAT, "--pcv", "flows.e=" + wrong));
        }
        assertRefused("--pcv: must be name=value", predict(NAT, "--pcv", "flows.e"));
        assertRefused("--pcv: a name is missing", predict(NAT, "--pcv", "=1"));
    }

    @Test
    void speedsThatAreNone() {
        assertRefused("without --ipc there is no estimate", predict(NAT, "--clock", "3GHz"));
        assertRefused("without --clock there is no estimate", predict(NAT, "--ipc", "2"));
        assertRefused("--clock: must be a frequency", predict(NAT, "--ipc", "2", "--clock", "3"));
        assertRefused("--clock: must be a frequency", predict(NAT, "--ipc", "2", "--clock", "0GHz"));
        assertRefused("--ipc: must be a number above 0", predict(NAT, "--ipc", "NaN", "--clock", "3GHz"));
    }
}
