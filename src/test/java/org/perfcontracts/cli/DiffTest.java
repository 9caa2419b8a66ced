package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.engine.RandomTraffic;
import org.perfcontracts.engine.Result;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.report.Golden;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.traffic.RandomFlows;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Comparisons of kept contracts, as a user gets them. */
class DiffTest {
    private static final Path CONTRACTS = CommandRun.HOME.resolve("src/test/resources/decision");
    private static final String NAT = CONTRACTS.resolve("nat.json").toString();
    private static final String LATER = CONTRACTS.resolve("nat-later.json").toString();
    private static final String LIMITS = CONTRACTS.resolve("limits.yaml").toString();

    @TempDir
    private Path folder;

    private static CommandRun diff(String... arguments) {
        List<String> line = new ArrayList<>(List.of("diff"));
        line.addAll(List.of(arguments));
        return CommandRun.of(line.toArray(String[]::new));
    }

    private static String compared(int status, String... arguments) {
        CommandRun run = diff(arguments);
        assertEquals(status, run.status(), run.err() + run.out());
        assertEquals("", run.err());
        return run.out();
    }

    private static void golden(String name, int status, String... arguments) throws IOException {
        for (String[] format : new String[][] {{"text", "txt"}, {"markdown", "md"}, {"json", "json"}, {"junit", "xml"}, {"sarif", "sarif"}}) {
            List<String> line = new ArrayList<>(List.of(arguments));
            line.addAll(List.of("--format", format[0]));
            String out = compared(status, line.toArray(String[]::new));
            Golden.check("decision/" + name + "." + format[1], out);
            if (format[0].equals("json")) {
                assertValid("docs/diff.schema.json", out);
            } else if (format[0].equals("sarif")) {
                assertValid("src/test/resources/decision/sarif.schema.json", out);
            }
        }
    }

    private static void assertValid(String file, String json) throws IOException {
        String schema = Files.readString(CommandRun.HOME.resolve(file));
        assertEquals("[]", JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema)
                .validate(json, InputFormat.JSON).toString(), json);
    }

    private static void assertRefused(String expected, CommandRun run) {
        assertEquals(2, run.status(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(expected), () -> run.err() + "lacks: " + expected);
    }

    private String changed(String name, String pattern, String replacement) throws IOException {
        String text = Files.readString(Path.of(NAT));
        String changed = text.replaceFirst(pattern, replacement);
        assertTrue(!changed.equals(text), pattern);
        return Files.writeString(folder.resolve(name), changed).toString();
    }

    private static Document parsed(String xml) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (Exception e) {
            throw new AssertionError(xml, e);
        }
    }

    // ---- what is told

    @Test
    void withoutLimits() throws IOException {
        golden("nat-changes", 0, NAT, LATER, "--pcv", "flows.t=1");
    }

    @Test
    void withLimits() throws IOException {
        golden("nat-limits", 3, NAT, LATER, "--limits", LIMITS);
    }

    @Test
    void whereTheDifferenceComesFrom() throws IOException {
        golden("firewall-why", 0, CONTRACTS.resolve("firewall.json").toString(), CONTRACTS.resolve("firewall-later.json").toString());
    }

    @Test
    void aContractIsTheSameAsItself() {
        String text = compared(0, NAT, NAT);
        assertTrue(text.contains("No class that is in both contracts costs anything else than before."), text);
        assertTrue(text.contains("Unchanged: runt frame, not IPv4"), text);
    }

    @Test
    void junitFailsWhereLimitsAreBroken() {
        Document xml = parsed(compared(3, NAT, LATER, "--limits", LIMITS, "--format", "junit"));
        int failures = xml.getElementsByTagName("failure").getLength();
        assertTrue(failures > 0);
        assertEquals(Integer.toString(failures), xml.getDocumentElement().getAttribute("failures"));
        assertEquals(xml.getElementsByTagName("testcase").getLength(), Integer.parseInt(xml.getDocumentElement().getAttribute("tests")));
        assertEquals(xml.getElementsByTagName("skipped").getLength(), Integer.parseInt(xml.getDocumentElement().getAttribute("skipped")));
    }

    /** As many results as there are broken limits, each of a rule that is listed; a waived one is suppressed. */
    @Test
    void sarifHasAResultForEachBrokenLimit() throws IOException {
        JsonNode run = new ObjectMapper().readTree(compared(3, NAT, LATER, "--limits", LIMITS, "--format", "sarif")).at("/runs/0");
        JsonNode verdicts = new ObjectMapper().readTree(compared(3, NAT, LATER, "--limits", LIMITS, "--format", "json")).get("limits");
        int errors = 0;
        int suppressed = 0;
        Set<String> fingerprints = new HashSet<>();
        for (JsonNode result : run.get("results")) {
            assertEquals(run.at("/tool/driver/rules").get(result.get("ruleIndex").asInt()).get("id"), result.get("ruleId"));
            errors += result.get("level").asText().equals("error") ? 1 : 0;
            suppressed += result.has("suppressions") ? 1 : 0;
            assertTrue(fingerprints.add(result.get("ruleId") + result.at("/partialFingerprints/class~1v1").asText()), result.toString());
        }
        int broken = 0;
        int waived = 0;
        for (JsonNode verdict : verdicts) {
            broken += verdict.get("verdict").asText().equals("broken") ? 1 : 0;
            waived += verdict.get("verdict").asText().equals("waived") ? 1 : 0;
        }
        assertTrue(broken > 0 && waived > 0, verdicts.toString());
        assertEquals(broken + waived, errors);
        assertEquals(waived, suppressed);
    }

    @Test
    void sarifNamesTheLinesThatCostMore() throws IOException {
        JsonNode results = new ObjectMapper().readTree(compared(0, CONTRACTS.resolve("firewall.json").toString(), CONTRACTS.resolve("firewall-later.json").toString(),
                "--format", "sarif")).at("/runs/0/results");
        assertTrue(results.size() > 0);
        Set<String> places = new HashSet<>();
        results.forEach(result -> {
            assertEquals("costs-more", result.get("ruleId").asText());
            result.get("locations").forEach(each -> places.add(each.at("/physicalLocation/artifactLocation/uri").asText() + ":" + each.at("/physicalLocation/region/startLine").asInt()));
        });
        assertTrue(places.contains("firewall.c:46"), places.toString());
    }

    @Test
    void aContractThatIsNotCompleteIsNoSuccess() throws IOException {
        String partial = changed("partial.json", "\"complete\": true,\\s*\"reasons\": \\[\\]", "\"complete\": false, \"reasons\": [\"the time \\\\u0007ran out\"]");
        String text = compared(1, NAT, partial);
        assertTrue(text.contains("After: NOT COMPLETE"), text);
        assertEquals(1, parsed(compared(1, NAT, partial, "--format", "junit")).getElementsByTagName("failure").getLength());
        assertTrue(compared(1, NAT, partial, "--format", "sarif").contains("\"ruleId\": \"not-complete\""));
        assertTrue(compared(1, partial, NAT).contains("Before: NOT COMPLETE"));
        Path limits = Files.writeString(folder.resolve("l.yaml"), "limits: [{hard: 1}]\n");
        compared(3, NAT, partial, "--limits", limits.toString());
    }

    // ---- targets

    /** An engine that gives the same contract of each target. */
    private static Analysis answering(String json) {
        return new Analysis() {
            @Override
            public Result contract(Request request, Consumer<Progress> progress, StopSignal stop) {
                assertEquals(Request.Earlier.REUSED, request.earlier());
                return new Result(ExitStatus.DONE, _ -> json, Optional.empty());
            }

            @Override
            public Result library(Request request, Consumer<Progress> progress, StopSignal stop) {
                throw new IllegalStateException();
            }

            @Override
            public Result validate(Request request, RandomTraffic traffic, Consumer<Progress> progress, StopSignal stop) {
                throw new IllegalStateException();
            }

            @Override
            public Measured measure(Request request, List<List<RandomFlows.Frame>> sequences, Consumer<Progress> progress, StopSignal stop) {
                throw new IllegalStateException();
            }
        };
    }

    @Test
    void theContractOfAFolderIsDerived() throws IOException {
        String target = CommandRun.HOME.resolve("nf/nat").toString();
        CommandRun run = CommandRun.with(answering(Files.readString(Path.of(LATER))), "diff", NAT, target);
        assertEquals(0, run.status(), run.err());
        assertEquals(compared(0, NAT, LATER), run.out());
        assertRefused("--level: unknown: 'driver'", CommandRun.with(answering(""), "diff", NAT, target, "--level", "driver"));
        assertRefused("is a folder without bolt.yaml", diff(NAT, folder.toString()));
    }

    // ---- bad input

    @Test
    void contractsThatAreNone() throws IOException {
        assertRefused("there is no file nowhere.json", diff(NAT, "nowhere.json"));
        assertRefused("other.json is not a contract: it has format version 7", diff(changed("other.json", "\"formatVersion\": 1", "\"formatVersion\": 7"), NAT));
        assertRefused("levels nf and stack", diff(NAT, changed("stack.json", "\"level\": \"nf\"", "\"level\": \"stack\"")));
        assertRefused("unknown PCV 'x'; known: flows.c", diff(NAT, NAT, "--pcv", "x=1"));
        assertRefused("Give NEW, or revisions by --git A..B", diff(NAT));
    }

    private void assertLimitsRefused(String expected, String yaml) throws IOException {
        Path limits = Files.writeString(folder.resolve("l.yaml"), yaml);
        assertRefused(expected, diff(NAT, LATER, "--limits", limits.toString()));
    }

    @Test
    void limitsThatAreNone() throws IOException {
        assertLimitsRefused("has no limits", "{}\n");
        assertLimitsRefused("classes: must be same or any", "classes: others\n");
        assertLimitsRefused("limit: unknown key; known here: classes, limits, waivers", "limit: []\n");
        assertLimitsRefused("l.yaml:1:11: limits[0].softly: unknown key; known here: class, metric, soft, hard, at", "limits: [{softly: 2 %}]\n");
        assertLimitsRefused("limits[0]: needs soft (such as 2 %), hard (such as 400), or both", "limits: [{class: known flow}]\n");
        assertLimitsRefused("limits[0].soft: must be a growth such as 2 %", "limits: [{soft: 2}]\n");
        assertLimitsRefused("limits[0].soft: must be a growth such as 2 %", "limits: [{soft: -2 %}]\n");
        assertLimitsRefused("limits[0].hard: must be a non-negative integer", "limits: [{hard: few}]\n");
        assertLimitsRefused("limits[0].class: unknown class 'flow'; known: short frame, ", "limits: [{class: flow, soft: 2 %}]\n");
        assertLimitsRefused("limits[0].metric: unknown metric 'cycles'; known: instructions, memoryAccesses", "limits: [{metric: cycles, soft: 2 %}]\n");
        assertLimitsRefused("limits[0].at.flows.x: unknown PCV 'flows.x'", "limits: [{soft: 2 %, at: {flows.x: 1}}]\n");
        assertLimitsRefused("limits[0].at.flows.e: flows.e = 65537 is outside", "limits: [{soft: 2 %, at: {flows.e: 65537}}]\n");
        assertLimitsRefused("limits[0].at.flows.e: must be a number, or a range", "limits: [{soft: 2 %, at: {flows.e: some}}]\n");
        assertLimitsRefused("waivers[0]: the key 'reason' is missing", "limits: []\nwaivers: [{class: known flow}]\n");
        assertLimitsRefused("waivers[0]: the key 'class' is missing", "limits: []\nwaivers: [{reason: so}]\n");
        assertRefused("cannot read nowhere.yaml: no such file", diff(NAT, NAT, "--limits", "nowhere.yaml"));
    }
}
