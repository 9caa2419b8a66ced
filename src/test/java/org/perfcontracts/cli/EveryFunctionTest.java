package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.decision.Bound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.report.ContractReport;
import org.perfcontracts.report.Golden;

/** What people get who ask for the contract of a network function, and for decisions from it: of each of those that come with Bolt, with the workloads that come with them. */
class EveryFunctionTest {
    private static final List<String> OF_ALL = List.of("malformed-flood", "typical");
    private static final List<String> OF_TABLES = List.of("collision-attack", "expiry-burst", "malformed-flood", "table-full", "typical");

    @TempDir
    private Path folder;

    private static String told(String... words) {
        CommandRun run = CommandRun.of(words);
        assertEquals(0, run.status(), run.err());
        return run.out();
    }

    private static Map<String, Path> workloads(String name) throws IOException {
        Map<String, Path> workloads = new TreeMap<>();
        try (Stream<Path> files = Files.list(CommandRun.HOME.resolve("nf").resolve(name).resolve("workloads"))) {
            files.forEach(file -> workloads.put(file.getFileName().toString().replace(".yaml", ""), file));
        }
        return workloads;
    }

    @ParameterizedTest
    @ValueSource(strings = {"balancer", "bridge", "firewall", "lpm", "nat", "policer", "router", "trie"})
    void workloadsAreThoseOfTheContract(String name) throws IOException {
        Path file = folder.resolve("contract.json");
        told("contract", "nf/" + name, "--no-check", "--format", "json", "-o", file.toString());
        Contract contract = ContractFile.read(file);
        boolean forgets = contract.pcvs().stream().anyMatch(pcv -> pcv.name().endsWith(".e"));
        Map<String, Path> workloads = workloads(name);
        assertEquals(forgets ? OF_TABLES : OF_ALL, List.copyOf(workloads.keySet()));
        Map<String, Double> means = new TreeMap<>();
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Path> each : workloads.entrySet()) {
            String json = told("predict", file.toString(), "--workload", each.getValue().toString(), "--format", "json");
            assertValid(json);
            JsonNode prediction = new ObjectMapper().readTree(json);
            assertEquals(each.getKey(), prediction.get("workload").asText());
            text.append(each.getKey()).append('\n');
            Metric.sums().forEach(metric -> text.append("    ").append(summary(metric, prediction)).append('\n'));
            means.put(each.getKey(), prediction.at("/metrics/instructions/mean/most").asDouble());
        }
        Golden.check("workloads/" + name + ".txt", text.toString());
        Path bare = bare(file);
        Golden.check("commands/" + name + ".txt", commands(bare, contract));
        Golden.check("commands/" + name + ".py", new ContractReport(ContractFile.read(bare)).python());
        Golden.check("commands/" + name + ".worst.txt", bounds(ContractFile.read(bare)));
        double typical = means.remove("typical");
        assertTrue(means.remove("malformed-flood") < typical, "malformed packets are dropped early");
        means.remove("table-full");
        means.forEach((workload, mean) -> assertTrue(mean > typical, workload + " takes " + mean + " instructions on the mean, typical " + typical));
    }

    /** The contract without cache lines, which depend on where stack and heap begin, and without what names the build. */
    private Path bare(Path file) throws IOException {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Files.readString(file));
        json.put("buildId", "").put("compiler", "some");
        json.get("classes").forEach(each -> {
            ((ObjectNode) each).remove("cacheLinesIn");
            ((ObjectNode) each.get("metrics")).remove("cacheLines");
        });
        return Files.writeString(folder.resolve("bare.json"), json.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"firewall", "router"})
    void classesAreToldByQuestions(String name) throws IOException {
        String text = told("contract", "nf/" + name, "--no-check", "--format", "tree");
        Golden.check("commands/" + name + ".tree.txt", text.substring(text.indexOf("Input classes"), text.indexOf("Assumptions")).replaceAll(" *≤ [0-9]+ cache lines| *[0-9]+ cache lines", ""));
    }

    /** What no packet of a class exceeds, and where: what {@code bolt worst} begins with. */
    private static String bounds(Contract contract) {
        StringBuilder text = new StringBuilder();
        for (InputClass inputClass : contract.classes()) {
            text.append(inputClass.name()).append('\n');
            Metric.sums().stream().map(metric -> Bound.of(contract, inputClass, metric)).forEach(bound -> text.append("    ").append(bound.metric().title()).append(": ")
                    .append(bound.most().isPresent() ? Long.toString(bound.most().getAsLong()) : "no bound").append(bound.pcvs().isEmpty() ? "" : " at " + bound.pcvs()).append('\n'));
            inputClass.together().forEach(bound -> text.append("    ").append(bound).append('\n'));
        }
        return text.toString();
    }

    /** What is told of the contract. */
    private static String commands(Path file, Contract contract) {
        String bare = file.toString();
        String dearest = contract.classes().stream().max(Comparator.comparingLong(each -> each.typical(Metric.INSTRUCTIONS).orElseThrow())).orElseThrow().name();
        return String.join("\n", told("show", bare), told("predict", bare), told("explain", bare, "--class", dearest), told("diff", bare, bare),
                told("predict", bare, "--workload", CommandRun.HOME.resolve("nf/" + contract.subject().target() + "/workloads/typical.yaml").toString(), "--clock", "3GHz", "--ipc", "2"));
    }

    /** Not of cache lines, which depend on where stack and heap begin. */
    private static String summary(Metric metric, JsonNode prediction) {
        JsonNode figures = prediction.get("metrics").get(metric.key());
        return metric.title() + ": mean " + figures.at("/mean/most").asText() + ", p50 " + figures.at("/p50/most").asText() + ", p99 " + figures.at("/p99/most").asText()
                + ", p99.9 " + figures.at("/p99.9/most").asText() + ", worst " + figures.path("worst").asText();
    }

    private static void assertValid(String json) throws IOException {
        String schema = Files.readString(CommandRun.HOME.resolve("docs/workload.schema.json"));
        assertEquals("[]", JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema).validate(json, InputFormat.JSON).toString(), json);
    }
}
