package org.perfcontracts.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;

/** The module, run by the real Python. */
class PythonModuleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CONTRACTS = Path.of("src/test/resources/decision");

    @TempDir
    private Path folder;

    private static Contract contract(String name) throws IOException {
        return ContractFile.read(CONTRACTS.resolve(name + ".json"));
    }

    /** What a program prints that has the module of a contract at hand. */
    private String run(Contract contract, String program) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("costs.py"), new ContractReport(contract).python());
        Files.writeString(folder.resolve("ask.py"), "import json\nimport costs\n" + program);
        Path out = folder.resolve("out");
        Process python = new ProcessBuilder("python3", "-I", "-c", "import sys; sys.path.insert(0, '.'); exec(open('ask.py', encoding='utf-8').read())")
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(out.toFile()).start();
        int status = python.waitFor();
        assertEquals(0, status, Files.readString(out));
        return Files.readString(out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nat", "router"})
    void costsAreThoseOfTheFormulas(String name) throws IOException, InterruptedException {
        Contract contract = contract(name);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Map<String, Long>> points = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Map<String, Long> values = new TreeMap<>();
            contract.pcvs().forEach(pcv -> values.put(pcv.name(), pcv.low() + random.nextLong(Math.min(1000, pcv.high().orElse(1000) - pcv.low()) + 1)));
            points.add(values);
        }
        Files.writeString(folder.resolve("points.json"), JSON.writeValueAsString(points));
        JsonNode answers = JSON.readTree(run(contract, """
                with open("points.json", encoding="utf-8") as file:
                    points = json.load(file)
                print(json.dumps([{name: costs.cost_of_class(name, point) for name in costs.CLASSES} for point in points]))
                """));
        assertEquals(points.size(), answers.size());
        for (int i = 0; i < points.size(); i++) {
            for (InputClass each : contract.classes()) {
                for (Metric metric : each.formulas().keySet()) {
                    assertEquals(each.formulas().get(metric).evaluate(points.get(i)), answers.get(i).get(each.name()).get(metric.key()).asLong(),
                            "seed " + seed + ", class " + each.name() + " at " + points.get(i));
                }
            }
        }
    }

    @Test
    void fieldsChooseTheClass() throws IOException, InterruptedException {
        String answers = run(contract("nat"), """
                print(costs.classes({"length": 10}))
                print(costs.classes({"length": 60, "ethernet.type": 0x86dd}))
                print(costs.cost({"length": 10}) == costs.cost_of_class("runt frame"))
                print("known flow" in costs.classes({"length": 60}))
                print(costs.classes({"length": 60}, {"known flow": True}))
                print("known flow" in costs.classes({"length": 60}, {"known flow": False}))
                dearest = costs.cost({})
                print(all(dearest[m] >= costs.cost_of_class(c)[m] for c in costs.CLASSES for m in costs.METRICS))
                """);
        List<String> lines = answers.lines().toList();
        assertTrue(lines.get(0).contains("runt frame"), answers);
        assertTrue(lines.get(1).contains("not IPv4") && !lines.get(1).contains("known flow"), answers);
        assertEquals(List.of("True", "['known flow']", "False", "True"), lines.subList(3, 7), answers);
    }

    @Test
    void pcvsThatAreNotGivenAreAsUsualInTheClass() throws IOException, InterruptedException {
        Contract contract = contract("nat");
        JsonNode answers = JSON.readTree(run(contract, """
                print(json.dumps({name: costs.cost_of_class(name, {"flows.c": 0}) for name in costs.CLASSES}))
                """));
        for (InputClass each : contract.classes()) {
            assertEquals(each.typical(Metric.INSTRUCTIONS).orElseThrow(), answers.get(each.name()).get("instructions").asLong(), each.name());
        }
    }

    /** A contract in one class of which two PCVs have little room. */
    private static Contract sharing(Contract some, String name, LinearBound bound) {
        List<InputClass> classes = some.classes().stream().map(each -> !each.name().equals(name) ? each
                : new InputClass(name, each.condition(), each.formulas(), each.around(), each.paths(), each.complete(), each.reasons(), each.lines(), each.witness(),
                        each.profile(), each.merged(), each.usual(), List.of(bound))).toList();
        return new Contract(some.subject(), classes, some.pcvs(), some.assumptions(), some.complete(), some.reasons(), some.checks());
    }

    /** Such a packet is in no class that has no room for it, whatever is usual there of PCVs that are not given. */
    @Test
    void whatPcvsShareIsReckonedWith() throws IOException, InterruptedException {
        Contract contract = sharing(contract("nat"), "known flow", new LinearBound(Map.of("flows.e", 2L, "flows.t", 1L, "flows.c", -1L), 5));
        String answers = run(contract, """
                def ask(question):
                    try:
                        question()
                        print("fine")
                    except ValueError as e:
                        print(e)
                ask(lambda: costs.cost_of_class("known flow", {"flows.e": 2}))
                ask(lambda: costs.cost_of_class("known flow", {"flows.e": 3, "flows.t": 0}))
                ask(lambda: costs.cost_of_class("known flow", {"flows.e": 3, "flows.t": 0, "flows.c": 0}))
                ask(lambda: costs.cost({}, {"known flow": True}, {"flows.e": 3, "flows.t": 0, "flows.c": 0}))
                ask(lambda: costs.cost({}, None, {"flows.e": 3, "flows.t": 0, "flows.c": 0}))
                """);
        String broken = "no packet of the class known flow has these values: -flows.c + 2·flows.e + flows.t ≤ 5";
        assertEquals(List.of("fine", "fine", broken, "no class holds such a packet", "fine"), answers.lines().toList());
    }

    @Test
    void whatIsNoPcvOrOutsideOfItsRangeIsRefused() throws IOException, InterruptedException {
        String answers = run(contract("nat"), """
                for pcvs in {"nothing": 1}, {"flows.e": -1}, {"flows.e": 10 ** 12}:
                    try:
                        costs.cost({}, pcvs=pcvs)
                        print("taken")
                    except ValueError as e:
                        print(e)
                """);
        assertEquals(List.of("no PCV is called 'nothing'", "flows.e is -1, which is outside of its range",
                "flows.e is 1000000000000, which is outside of its range"), answers.lines().toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "ipv4.totalLength ≤ length - 14|f[\"ipv4.totalLength\"] <= f[\"length\"] - 14",
            "a ≥ 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8|f[\"a\"] >= 4 * f[\"ipv4.ihl\"] + 12 * int(f[\"ipv4.protocol\"] == 6) + 8",
            "packet[6] mod 2^1 = 1|f[\"packet[6]\"] % 2 ** 1 == 1",
            "2^8·(a + b) ≠ 0x10|2 ** 8 * (f[\"a\"] + f[\"b\"]) != 0x10"})
    void relationsAreExpressions(String words, String expected) {
        assertEquals(expected, PythonExpression.of(words).orElseThrow().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a ≤ length - 14 (modulo 2^16)", "a ∥ b = 3", "map_get on flows: miss", "a ^ b = 1", "(a = 1 or b = 2)", "a … = 1", "", "a = "})
    void othersAreNot(String words) {
        assertTrue(PythonExpression.of(words).isEmpty());
    }

    @Test
    void textsAreQuoted() {
        assertEquals("\"a\\\"b\\\\c\\x0a·\"", PythonModule.quoted("a\"b\\c\n·"));
    }
}
