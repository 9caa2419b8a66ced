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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.CycleEstimate;
import org.perfcontracts.contract.Cycles;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.report.Golden;

/** Predictions from kept contracts of network functions, as a user gets them. */
class PredictTest {
    private static final Path CONTRACTS = CommandRun.HOME.resolve("src/test/resources/decision");
    private static final String NAT = CONTRACTS.resolve("nat.json").toString();
    private static final String ROUTER = CONTRACTS.resolve("router.json").toString();
    private static final String BURST = CONTRACTS.resolve("l2fwd-burst.json").toString();
    private static final String FIREWALL = CONTRACTS.resolve("firewall.json").toString();

    @TempDir
    private Path folder;

    private static CommandRun predict(String... arguments) {
        return run("predict", arguments);
    }

    private static CommandRun run(String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        return CommandRun.of(line.toArray(String[]::new));
    }

    private static String predicted(int status, String... arguments) {
        return told(status, "predict", arguments);
    }

    private static String told(int status, String command, String... arguments) {
        CommandRun run = run(command, arguments);
        assertEquals(status, run.status(), run.err());
        assertEquals("", run.err());
        return run.out();
    }

    /** Text, Markdown and JSON against golden files; the JSON against the published schema. */
    private static void golden(String name, String command, String... arguments) throws IOException {
        for (String[] format : new String[][] {{"text", "txt"}, {"markdown", "md"}, {"json", "json"}}) {
            List<String> line = new ArrayList<>(List.of(arguments));
            line.addAll(List.of("--format", format[0]));
            String out = told(0, command, line.toArray(String[]::new));
            Golden.check("decision/" + name + "." + format[1], out);
            if (format[0].equals("json")) {
                assertValid(line.contains("--workload") ? "workload" : "predict", out);
            }
        }
    }

    private static void assertValid(String json) throws IOException {
        assertValid("predict", json);
    }

    private static void assertValid(String name, String json) throws IOException {
        String schema = Files.readString(CommandRun.HOME.resolve("docs/" + name + ".schema.json"));
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
        golden("nat-classes", "predict", NAT, "--pcv", "flows.t=1", "--clock", "3.3GHz", "--ipc", "2.1");
    }

    /** The contract with estimates for each class: a fraction of its instructions, of a machine of 4 GHz. */
    private String timed() throws IOException {
        Contract contract = ContractFile.fromText(Files.readString(Path.of(NAT)));
        Map<String, CycleEstimate> estimates = new LinkedHashMap<>();
        contract.classes().forEach(each -> {
            Formula instructions = each.formulas().get(Metric.INSTRUCTIONS);
            estimates.put(each.name(), new CycleEstimate(times(instructions, 30), times(instructions, 250), times(instructions, 1000)));
        });
        Path file = folder.resolve("timed.json");
        Files.writeString(file, ContractFile.toText(contract.with(new Cycles("four", "A Processor", "Made up.", 4, estimates))));
        return file.toString();
    }

    private static Formula times(Formula formula, long factor) {
        return new Formula(formula.alternatives().stream().map(each -> each.times(factor)).toList(), false);
    }

    @Test
    void estimatesOfCyclesAreTimes() throws IOException {
        golden("nat-time", "predict", timed(), "--pcv", "flows.t=1", "--pcv", "flows.e=0..2");
        golden("nat-time-evening", "predict", timed(), "--workload", CONTRACTS.resolve("evening.yaml").toString());
    }

    @Test
    void oneClass() throws IOException {
        golden("nat-known-flow", "predict", NAT, "--class", "known flow", "--pcv", "flows.e=2,flows.t=1..8");
    }

    /** What packets share that are processed together is divided among them. */
    @Test
    void theShareOfEachPacketInABurst() throws IOException {
        golden("l2fwd-per-packet", "predict", BURST, "--per", "packet", "--pcv", "burst.n=4,_recv_raw_pkts_vec.1=1");
    }

    @Test
    void packetsThatAreNotCounted() {
        assertRefused("--per packet: it is not known how many packets there are; give one value each to the PCVs that count them (burst.…), which this contract does not have",
                predict(NAT, "--per", "packet"));
        assertRefused("--per packet: it is not known how many packets there are; give one value each to the PCVs that count them (burst.…)",
                predict(BURST, "--per", "packet", "--pcv", "burst.n=1..4"));
        assertRefused("--per: must be packet, not 'poll'", predict(BURST, "--per", "poll"));
        assertRefused("--per: does not go with --workload", predict(BURST, "--per", "packet", "--workload", CONTRACTS.resolve("evening.yaml").toString()));
    }

    @Test
    void aClassWithManyPcvs() throws IOException {
        golden("router-options", "predict", ROUTER, "--class", "forwarded with options", "--pcv", "options.nop=0..3", "--pcv", "options.end=1");
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
    void workloadsAreDrawn() throws IOException {
        Path picture = folder.resolve("evening.svg");
        predicted(0, NAT, "--workload", CONTRACTS.resolve("evening.yaml").toString(), "--plot", picture.toString());
        assertTrue(Files.readString(picture).contains(">Cost of a packet, nat, evening<"), Files.readString(picture));
        assertRefused("--plot draws what is predicted under a workload", predict(NAT, "--plot", picture.toString()));
    }

    /** Classes with numbers of packets and PCVs of their own, some of whose values come together. */
    @Test
    void pcvsOfOneClass() throws IOException {
        Path mix = Files.writeString(folder.resolve("own.yaml"), """
                classes:
                  known flow: {packets: 3, joint: {pcvs: [flows.e, flows.erase.t], points: [[2, 0, 0], [1, 10, 20]]}}
                  new external: {packets: 1, pcvs: {flows.t: 7}}
                pcvs: {flows.t: 1}
                """);
        String json = predicted(0, NAT, "--workload", mix.toString(), "--format", "json");
        assertValid("workload", json);
        String worst = predicted(0, NAT, "--class", "known flow", "--pcv", "flows.t=1,flows.e=10,flows.erase.t=20", "--format", "json");
        String most = worst.replaceAll("(?s).*?\"instructions\": \\{.*?\"most\": (\\d+).*", "$1");
        assertTrue(json.contains("\"worst\": " + most), json + worst);
        for (String[] wrong : new String[][] {
            {"known flow: {packets: 3}, new external: 25 %", "has shares of some classes and numbers of packets of others"},
            {"known flow: {pcvs: {flows.t: 1}}", "classes.known flow: needs either a share or a number of packets"},
            {"known flow: {packets: 0}", "classes: has no packet"},
            {"known flow: {packets: 1, joint: {pcvs: [flows.e], points: [[1, 2, 3]]}}", "points[0]: must be a weight and 1 values"},
            {"known flow: {packets: 1, joint: {pcvs: [flows.e], points: []}}", "need one point at least"},
            {"known flow: {packets: 1, joint: {pcvs: [flows.x], points: [[1, 2]]}}", "unknown PCV 'flows.x'"},
            {"known flow: {packets: 1, pcvs: {flows.x: 2}}", "unknown PCV 'flows.x'"}}) {
            Files.writeString(mix, "classes: {" + wrong[0] + "}\n");
            assertRefused(wrong[1], predict(NAT, "--workload", mix.toString()));
        }
        Files.writeString(mix, "formatVersion: 2\nclasses: {known flow: 1}\n");
        assertRefused("formatVersion: is not 1", predict(NAT, "--workload", mix.toString()));
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
        Files.writeString(other, Files.readString(Path.of(NAT)).replace("\"name\": \"flows.t\"", "\"name\": \"flows.u\""));
        assertRefused("other.json is not a contract: class new external speaks of the PCV flows.t, which is not listed", predict(other.toString()));
    }

    /** Whatever becomes of a file: an answer, or one line of complaint. */
    @Test
    void damagedContractsAreReadOrRefused() throws IOException {
        long seed = 21;
        Random random = new Random(seed);
        String text = Files.readString(Path.of(NAT));
        Path damaged = folder.resolve("damaged.json");
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            StringBuilder changed = new StringBuilder(text);
            for (int j = random.nextInt(1, 3); j > 0; j--) {
                int at = random.nextInt(changed.length());
                switch (random.nextInt(3)) {
                    case 0 -> changed.deleteCharAt(at);
                    case 1 -> changed.setCharAt(at, (char) random.nextInt(32, 127));
                    default -> changed.insert(at, random.nextInt(10));
                }
            }
            Files.writeString(damaged, changed);
            for (String[] line : new String[][] {{"predict", damaged.toString()}, {"diff", NAT, damaged.toString()},
                {"predict", damaged.toString(), "--workload", CONTRACTS.resolve("evening.yaml").toString()}}) {
                CommandRun run = CommandRun.of(line);
                String what = "seed " + seed + ", case " + i + ": " + run.err();
                assertTrue(run.status() != 2 || run.err().lines().count() == 1 && !run.err().contains("internal error"), what);
                refused += run.status() == 2 ? 1 : 0;
            }
        }
        assertTrue(refused > 100, "only " + refused + " refused");
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
            assertRefused("--pcv: flows.e: must be a number, or a range such as 1..8", predict(NAT, "--pcv", "flows.e=" + wrong));
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

    /** What the archive of classes is made from must not fail unseen. */
    @Test
    void theRehearsalRuns() throws IOException {
        assertEquals(0, Rehearsal.decide());
    }

    // ---- explanations

    @Test
    void aClassInWords() throws IOException {
        golden("explain-known-flow", "explain", NAT, "--class", "known flow", "--pcv", "flows.e=2,flows.t=1");
    }

    @Test
    void whereTheCostOfAClassGoes() throws IOException {
        golden("explain-forwarded", "explain", FIREWALL, "--class", "forwarded");
        Golden.check("decision/explain-forwarded.folded", told(0, "explain", FIREWALL, "--class", "forwarded", "--format", "folded", "--metric", "memoryAccesses"));
        Golden.check("decision/explain-forwarded.svg", told(0, "explain", FIREWALL, "--class", "forwarded", "--format", "flamegraph"));
        assertRefused("does not tell where the class known flow spends its cost", run("explain", NAT, "--class", "known flow", "--format", "folded"));
        assertRefused("no metric is called \"cycles\"", run("explain", FIREWALL, "--class", "forwarded", "--format", "folded", "--metric", "cycles"));
    }

    @Test
    void aClassWithoutPcvsInWords() throws IOException {
        golden("explain-not-ipv4", "explain", ROUTER, "--class", "not IPv4");
    }

    /** The maximum of several formulas, several conditions, and the part around the network function. */
    @Test
    void aClassThatIsNotSimpleInWords() throws IOException {
        String text = Files.readString(Path.of(ROUTER));
        Path other = folder.resolve("other.json");
        String term = "{\"coefficient\": 19, \"pcvs\": {}}";
        Files.writeString(other, text
                .replaceFirst("\"alternatives\": \\[\\s*\\[\\s*\"length < 14\"\\s*\\]", "\"alternatives\": [[\"length < 14\"], [\"length > 1500\", \"port = 1\"]")
                .replaceFirst("\"alternatives\": \\[\\s*\\[\\s*\\{\\s*\"coefficient\": 19", "\"alternatives\": [[" + term
                        + "], [{\"coefficient\": 7, \"pcvs\": {\"options.nop\": 1}}], [{\"coefficient\": 3")
                .replaceFirst("\"paths\": 1,\\s*\"complete\"", "\"around\": {\"instructions\": {\"least\": 1, \"most\": 2}, "
                        + "\"memoryAccesses\": {\"least\": 3, \"most\": 3}}, \"paths\": 1, \"complete\""));
        String told = told(0, "explain", other.toString(), "--class", "runt frame", "--pcv", "options.nop=0..10");
        for (String expected : List.of("Either all of this holds:", "or all of this:", "instructions: the greatest of 19; 7·options.nop; 3",
                "instructions: 19…70", "(driver, DPDK, main loop): 1…2 instructions, 3 memory accesses.")) {
            assertTrue(told.contains(expected), () -> told + "lacks: " + expected);
        }
    }

    @Test
    void explanationsThatAreNone() {
        assertRefused("Missing required option: '--class=NAME'", run("explain", NAT));
        assertRefused("unknown class 'known'; known: runt frame", run("explain", NAT, "--class", "known"));
        assertRefused("unknown PCV 'x'", run("explain", NAT, "--class", "known flow", "--pcv", "x=1"));
        assertRefused("there is no file nowhere.json", run("explain", "nowhere.json", "--class", "known flow"));
    }

    // ---- workloads

    private CommandRun under(String yaml) throws IOException {
        Path file = folder.resolve("w.yaml");
        Files.writeString(file, yaml);
        return predict(NAT, "--workload", file.toString());
    }

    private static String withPcv(String value) {
        return "classes: {known flow: 1}\npcvs:\n  flows.e: " + value + "\n";
    }

    @Test
    void aWorkload() throws IOException {
        golden("nat-evening", "predict", NAT, "--workload", CONTRACTS.resolve("evening.yaml").toString(), "--clock", "3.3GHz", "--ipc", "2.1");
    }

    /** Means add up: 339 + 170 · mean of flows.e + 18 · usual flows.t. */
    @Test
    void theMeanIsThatOfTheFormula() throws IOException {
        CommandRun run = under(withPcv("{histogram: {0: 1, 3: 1}}"));
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("612 "), run.out());
        assertTrue(run.out().contains("Computed, not sampled."), run.out());
    }

    @Test
    void whatCannotBeComputedIsSampledAndSaysSo() throws IOException {
        CommandRun run = under("classes: {known flow: 1}\npcvs: {flows.erase.t: {uniform: 0..10000000}}\n");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("Sampled: "), run.out());
    }

    @Test
    void workloadsWithMixesThatAreNone() throws IOException {
        assertRefused("w.yaml:1:10: classes: the shares add up to 90 %, not to 100 %", under("classes: {known flow: 80 %, new internal: 0.1}\n"));
        assertRefused("classes: the shares add up to 0 %", under("classes: {}\n"));
        assertRefused("w.yaml:1:24: classes.known flows: unknown class 'known flows'; known: runt frame", under("classes: {known flows: 1}\n"));
        assertRefused("classes.known flow: must be a share such as 0.8 or 80 %", under("classes: {known flow: all}\n"));
        assertRefused("classes.known flow: must be a share such as 0.8 or 80 %", under("classes: {known flow: 120 %}\n"));
        assertRefused("the key 'classes' is missing", under("pcvs: {}\n"));
        assertRefused("shares: unknown key; known here: name, classes, pcvs", under("shares: {}\n"));
        assertRefused("w.yaml is empty", under(""));
        assertRefused("classes.known flow: given twice", under("classes: {known flow: 1, known flow: 1}\n"));
    }

    @Test
    void workloadsWithValuesThatAreNone() throws IOException {
        assertRefused("pcvs.flows.x: unknown PCV 'flows.x'; known: flows.c", under("classes: {known flow: 1}\npcvs: {flows.x: 1}\n"));
        assertRefused("w.yaml:3:12: pcvs.flows.e: flows.e = 65537 is outside of its range, 0…65536", under(withPcv("65537")));
        assertRefused("flows.e = 0…70000 is outside of its range", under(withPcv("{uniform: 0..70000}")));
        assertRefused("flows.e = 70000 is outside of its range", under(withPcv("{histogram: {70000: 1}}")));
        assertRefused("pcvs.flows.e.geometric.from: flows.e = 70000 is outside", under(withPcv("{geometric: {mean: 70001, from: 70000}}")));
        assertRefused("pcvs.flows.e.geometric.mean: so large a mean leaves", under(withPcv("{geometric: {mean: 60000}}")));
        assertRefused("pcvs.flows.e.geometric.mean: must be above 0", under(withPcv("{geometric: {mean: 0}}")));
        assertRefused("the key 'mean' is missing", under(withPcv("{geometric: {from: 1}}")));
        assertRefused("pcvs.flows.e: must be a number, or a range", under(withPcv("often")));
        assertRefused("pcvs.flows.e.normal: unknown key; known here: constant, uniform, geometric, histogram, times, of", under(withPcv("{normal: 1}")));
        assertRefused("or one of constant, uniform", under(withPcv("{uniform: 1..2, constant: 1}")));
        assertRefused("pcvs.flows.e.constant: must be one number", under(withPcv("{constant: 1..2}")));
        assertRefused("pcvs.flows.e.of: unknown PCV 'flows.x'", under(withPcv("{times: 2, of: flows.x}")));
        assertRefused("pcvs.flows.e: the key 'of' is missing", under(withPcv("{times: 2}")));
        assertRefused("pcvs.flows.e.times: must be between 1 and", under(withPcv("{times: 0, of: flows.t}")));
        assertRefused("pcvs.flows.e.of: is a multiple itself", under(withPcv("{times: 2, of: flows.e}")));
        assertRefused("pcvs.flows.e: flows.e = 200000 is outside of its range", under(withPcv("{times: 2, of: flows.t}\n  flows.t: 100000")));
        assertRefused("pcvs.flows.e: must be a number", under(withPcv("{of: flows.t}")));
        assertRefused("needs a value with a share above 0", under(withPcv("{histogram: {1: 0}}")));
        assertRefused("stands for a range", under(withPcv("{histogram: {1..2: 1}}")));
        assertRefused("pcvs.flows.e.histogram.1: must be a number of 0 or more", under(withPcv("{histogram: {1: many}}")));
    }

    @Test
    void aWorkloadSaysItAll() {
        String workload = CONTRACTS.resolve("evening.yaml").toString();
        assertRefused("it does not go with --class", predict(NAT, "--workload", workload, "--class", "known flow"));
        assertRefused("it does not go with --pcv", predict(NAT, "--workload", workload, "--pcv", "flows.e=1"));
        assertRefused("cannot read nowhere.yaml: no such file", predict(NAT, "--workload", "nowhere.yaml"));
    }
}
