package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/** What people get to read of a program without a mark. */
class ReadingTest {
    private static final Path CASES = CommandRun.HOME.resolve("src/test/c/cases");
    private static final int MOST_CLASSES = 8;

    @TempDir
    private Path folder;

    private List<String> options(String compiler) throws IOException, InterruptedException {
        Path binary = folder.resolve("options");
        Process process = new ProcessBuilder("sh", "-c", compiler + " -g -fno-stack-protector -o '" + binary + "' ip_options.c main.c")
                .directory(CASES.toFile()).inheritIO().start();
        assertEquals(0, process.waitFor());
        return List.of(binary.toString(), "--entry", "nf");
    }

    private static CommandRun run(String... line) {
        CommandRun run = CommandRun.of(line);
        assertEquals(0, run.status(), () -> String.join(" ", line) + "\n" + run.out() + run.err());
        return run;
    }

    private Path contract(String compiler, String... more) throws IOException, InterruptedException {
        List<String> target = options(compiler);
        Path file = folder.resolve("options" + more.length + ".json");
        List<String> line = new ArrayList<>(List.of("contract", "--format", "json", "-o", file.toString()));
        line.addAll(List.of(more));
        line.addAll(target);
        run(line.toArray(String[]::new));
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", "clang -O2"})
    void classesWithoutMarksAreFewAndBeginWithTheirOutcome(String compiler) throws IOException, InterruptedException {
        Contract contract = ContractFile.fromText(Files.readString(contract(compiler)));
        List<String> names = contract.classes().stream().map(InputClass::name).toList();
        assertTrue(contract.classes().size() <= MOST_CLASSES, names::toString);
        assertTrue(names.stream().allMatch(name -> name.startsWith("returns 0") || name.startsWith("returns 1")), names::toString);
        assertTrue(names.stream().noneMatch(name -> name.contains("·")), names::toString);
        assertTrue(contract.classes().stream().anyMatch(each -> each.merged().isPresent()));
        List<String> pcvs = contract.pcvs().stream().map(Pcv::name).toList();
        assertTrue(pcvs.stream().anyMatch(name -> name.matches("ip_options\\.c:\\d+ \\(iteration\\)")), pcvs::toString);
        assertTrue(pcvs.stream().noneMatch(name -> name.contains("@") || name.contains("0x")), pcvs::toString);
    }

    @Test
    void mergedClassesAreNeverBelowThoseTheyAreMadeOf() throws IOException, InterruptedException {
        Contract merged = ContractFile.fromText(Files.readString(contract("gcc -O2")));
        Contract finest = ContractFile.fromText(Files.readString(contract("gcc -O2", "--resolution", "0")));
        assertTrue(finest.classes().size() > merged.classes().size());
        assertTrue(finest.classes().stream().allMatch(InputClass::exact));
        assertEquals(finest.paths(), merged.paths());
        Map<String, Long> values = new TreeMap<>();
        merged.pcvs().forEach(pcv -> values.put(pcv.name(), pcv.low()));
        assertEquals(highest(finest, values), highest(merged, values));
    }

    private static Map<String, Long> highest(Contract contract, Map<String, Long> values) {
        return contract.classes().stream().collect(Collectors.toMap(each -> each.name().substring(0, "returns 0".length()),
                each -> each.formulas().get(Metric.INSTRUCTIONS).evaluate(values), Math::max));
    }

    @Test
    void allCommandsWorkWithMergedClasses() throws IOException, InterruptedException {
        Path file = contract("gcc -O2");
        Contract contract = ContractFile.fromText(Files.readString(file));
        InputClass loop = contract.classes().stream().filter(each -> !each.formulas().get(Metric.INSTRUCTIONS).isConstant()).findFirst().orElseThrow();
        String pcv = loop.formulas().get(Metric.INSTRUCTIONS).variables().iterator().next();
        assertTrue(run("predict", file.toString(), "--class", loop.name(), "--pcv", pcv + "=3").out().contains(loop.name()));
        assertTrue(run("explain", file.toString(), "--class", loop.name()).out().contains("No packet of the class costs more."));
        assertFalse(run("diff", file.toString(), file.toString()).out().isEmpty());
        List<String> target = options("gcc -O2");
        assertTrue(run("validate", target.get(0), "--entry", "nf").out().contains("returns 0"));
    }

    @Test
    void aTreeSaysEachConditionOnce() throws IOException, InterruptedException {
        List<String> target = options("gcc -O2");
        String tree = run("contract", target.get(0), "--entry", "nf", "--format", "tree").out();
        assertTrue(tree.contains("if length < 34: returns 1"), tree);
        assertTrue(tree.contains("else if ethernet.type ≠ IPv4: returns 1"), tree);
        assertFalse(tree.contains("(also depends on"), tree);
        assertTrue(tree.contains(" left at: ip_options.c:"), tree);
        assertFalse(tree.contains("one of these"), tree);
        assertEquals(tree, run("contract", target.get(0), "--entry", "nf", "--format", "tree").out());
    }

    @Test
    void aModuleOfPythonIsRun() throws IOException, InterruptedException {
        List<String> target = options("gcc -O2");
        Path module = folder.resolve("options.py");
        run("contract", target.get(0), "--entry", "nf", "--format", "python", "-o", module.toString());
        Path out = folder.resolve("python.out");
        Process python = new ProcessBuilder("python3", "-c", "import options; print(options.cost({'length': 60, 'ethernet.type': 0x86dd})['instructions'], "
                + "options.cost({'length': 60, 'ethernet.type': 0x800, 'ipv4.version': 4, 'ipv4.ihl': 5})['instructions'])")
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(out.toFile()).start();
        assertEquals(0, python.waitFor(), Files.readString(out));
        assertEquals("9 25\n", Files.readString(out));
    }

    @Test
    void treesAreOfContractsOnly() {
        CommandRun run = CommandRun.of("predict", "src/test/resources/decision/nat.json", "--format", "tree");
        assertEquals(2, run.status());
        assertEquals("bolt: --format tree: only 'bolt contract' writes that\n", run.err());
    }

    @Test
    void aResolutionThatIsNoneIsRefused() {
        CommandRun run = CommandRun.of("contract", CommandRun.HOME.resolve("nf/firewall").toString(), "--resolution", "much");
        assertEquals(2, run.status());
        assertEquals(1, run.err().lines().count(), run::err);
        assertTrue(run.err().contains("--resolution: must be a percentage such as 5%"), run::err);
    }
}
