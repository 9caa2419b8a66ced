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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.contract.Check;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.ElfSymbol;
import org.perfcontracts.image.FormatException;
import org.perfcontracts.image.Mark;
import org.perfcontracts.image.MarkSection;

/** What a contract makes of changes to a copy of the firewall: of its code, its marks, its symbols. */
class MarksTest {
    private static final Path NF = CommandRun.HOME.resolve("nf");
    private static final Path FIREWALL = NF.resolve("firewall");
    private static final String BINARY = "build/firewall";
    private static final String WITHOUT_MARKS = " && objcopy --remove-section .note.bolt " + BINARY;

    private static Contract original;

    @TempDir
    private Path folder;

    @BeforeAll
    static void derive() {
        original = JsonRun.contract(FIREWALL.toString());
    }

    /** A copy of the firewall's folder, with some of its source replaced and more done after its make. */
    private String copy(String old, String replacement, String afterMake, String marks) throws IOException {
        String source = Files.readString(FIREWALL.resolve("firewall.c"));
        assertTrue(source.contains(old), old);
        Files.writeString(folder.resolve("firewall.c"), source.replace(old, replacement));
        Files.writeString(folder.resolve("Makefile"),
                Files.readString(FIREWALL.resolve("Makefile")).replace("../nf.mk", NF.resolve("nf.mk").toString()));
        Files.writeString(folder.resolve("bolt.yaml"), Files.readString(FIREWALL.resolve("bolt.yaml"))
                .replace("build: make\n", "build: make" + afterMake + "\n") + marks);
        return folder.toString();
    }

    private String copy(String afterMake, String marks) throws IOException {
        return copy("", "", afterMake, marks);
    }

    private static Map<String, Map<Metric, Formula>> formulas(Contract contract) {
        return contract.classes().stream()
                .collect(Collectors.toMap(InputClass::name, InputClass::formulas, (a, b) -> a, TreeMap::new));
    }

    @Test
    void anInstructionMoreRaisesItsClassByOneAndNothingElse() throws IOException {
        Contract changed = JsonRun.contract(
                copy("return port ^ 1;", "__asm__ volatile(\"nop\");\n\treturn port ^ 1;", "", ""));
        Map<String, Map<Metric, Formula>> expected = formulas(original);
        Map<Metric, Formula> forwarded = new TreeMap<>(expected.get("forwarded"));
        forwarded.computeIfPresent(Metric.INSTRUCTIONS, (metric, formula) ->
                Formula.exactly(formula.alternatives().getFirst().plus(1)));
        expected.put("forwarded", forwarded);
        assertEquals(expected, formulas(changed));
    }

    @Test
    void marksBySymbolAreAsGoodAsMarksInTheSource() throws IOException, FormatException {
        ElfFile binary = ElfFile.read(FIREWALL.resolve(BINARY));
        ElfSymbol entry = binary.symbol("nf_process").orElseThrow();
        StringBuilder marks = new StringBuilder("marks:\n");
        for (Mark mark : MarkSection.read(binary)) {
            marks.append(String.format("  - {class: %s, at: \"nf_process+0x%x\"}\n", mark.name(), mark.address() - entry.address()));
        }
        Contract contract = JsonRun.contract(copy(WITHOUT_MARKS, marks.toString()));
        assertEquals(original.classes(), contract.classes());
        assertEquals(List.of(), MarkSection.read(ElfFile.read(folder.resolve(BINARY))));
    }

    @Test
    void marksBySourceLineAreAsGoodAsMarksInTheSource() throws IOException {
        StringBuilder marks = new StringBuilder("marks:\n");
        appendMarks(marks, FIREWALL.resolve("firewall.c"));
        appendMarks(marks, NF.resolve("common/ipv4.h"));
        assertEquals(original.classes(), JsonRun.contract(copy(WITHOUT_MARKS, marks.toString())).classes());
    }

    // A side mark on the line of each mark in the source.
    private static void appendMarks(StringBuilder marks, Path source) throws IOException {
        List<String> lines = Files.readAllLines(source);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("bolt_class(\"")) {
                String name = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
                marks.append(String.format("  - {class: %s, at: \"%s:%d\"}\n", name, source.getFileName(), i + 1));
            }
        }
    }

    @Test
    void withoutMarksClassesAreNamedByConditions() throws IOException {
        Contract contract = JsonRun.contract(copy(WITHOUT_MARKS, ""));
        assertEquals(Check.Verdict.YES, contract.checks().covering().verdict());
        assertEquals(Check.Verdict.YES, contract.checks().disjoint().verdict());
        assertEquals(original.paths(), contract.paths());
        assertEquals(costs(original), costs(contract));
        List<String> statements = contract.classes().stream()
                .flatMap(each -> each.condition().alternatives().stream()).flatMap(List::stream).toList();
        for (String wanted : List.of("length < 14", "ethernet.type ≠ IPv4", "ipv4.ihl > 5", "ipv4.ihl = 5")) {
            assertTrue(statements.contains(wanted), () -> wanted + " is not in " + statements);
        }
        assertEquals(contract.classes().size(), formulas(contract).size(), "each class has a name of its own");
        assertFalse(formulas(contract).containsKey(""));
    }

    private static List<String> costs(Contract contract) {
        List<String> costs = new ArrayList<>();
        contract.classes().forEach(each -> costs.add(each.formulas().toString()));
        return costs.stream().distinct().sorted().toList();
    }

    @Test
    void debugInformationIsNotNeeded() throws IOException {
        assertEquals(withoutProfile(original), withoutProfile(JsonRun.contract(copy(" && strip -g " + BINARY, ""))));
    }

    /** Source lines are told by debug information, and so is what they share of the cost. */
    private static List<List<Object>> withoutProfile(Contract contract) {
        return contract.classes().stream().map(each -> List.<Object>of(each.name(), each.condition(), each.formulas(), each.lines(), each.paths())).toList();
    }

    @Test
    void aStrippedProgramIsRefused() throws IOException {
        CommandRun run = CommandRun.of("contract", copy(" && strip " + BINARY, ""));
        assertEquals(2, run.status());
        assertTrue(run.err().endsWith("is stripped, so the entry nf_process cannot be found; build it without strip, or give its address,"
                + " or 'receive(port 0)'\n"), run.err());
        assertEquals(1, run.err().lines().count());
    }

    @Test
    void aMarkWhereNothingIsIsRefused() throws IOException {
        CommandRun run = CommandRun.of("contract", copy("", "marks: [{class: nothing, at: \"firewall.c:1\"}]\n"));
        assertEquals(2, run.status());
        assertTrue(run.err().contains("nothing to mark at firewall.c:1"), run.err());
        assertEquals(1, run.err().lines().count());
    }
}
