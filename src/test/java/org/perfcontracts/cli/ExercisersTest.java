package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.FormatException;
import org.perfcontracts.image.Mark;
import org.perfcontracts.image.MarkSection;

/** The operations of the stateful library, one by one: what is derived of their code, and what the CPU says of that. */
class ExercisersTest {
    private static final Path STATE = CommandRun.HOME.resolve("state");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"allocators", "maglev", "trie"})
    void everyOutcomeHasAClassAndTheCpuAgrees(String name) throws IOException, FormatException {
        JsonNode validation = JsonRun.validation(ExitStatus.DONE, JsonRun.on("state/exercise/" + name, "--packets", "100"));
        assertTrue(validation.get("complete").asBoolean(), validation::toString);
        assertEquals(0, validation.get("violations").asInt(), validation::toString);
        ElfFile binary = ElfFile.read(STATE.resolve("exercise").resolve(name).resolve("build").resolve(name));
        Set<String> marked = MarkSection.read(binary).stream().filter(mark -> mark.kind() == Mark.Kind.CLASS).map(Mark::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(marked, new TreeSet<>(validation.get("classes").findValuesAsText("name")));
    }

    // ---- a change of the library

    /** A copy of the library and the map's exerciser, which does nothing but map_get; some of a source file is replaced. */
    private Contract withMapGet(String old, String replacement) throws IOException {
        for (String from : List.of("state", "state/exercise", "state/exercise/map", "native")) {
            Path to = Files.createDirectories(folder.resolve(from));
            try (Stream<Path> files = Files.list(CommandRun.HOME.resolve(from))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
                }
            }
        }
        replace("state/map.c", old, replacement);
        replace("state/exercise/map/bolt.yaml", "range: [0, 2]", "range: [0, 0]");
        return JsonRun.contract(folder.resolve("state/exercise/map").toString());
    }

    private void replace(String file, String old, String replacement) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertEquals(2, text.split(Pattern.quote(old), -1).length, () -> old + " must be in " + file + " once");
        Files.writeString(folder.resolve(file), text.replace(old, replacement));
    }

    /** Of what adds up: which cache lines code takes depends on how it is laid out. */
    private static Map<String, Map<Metric, Formula>> formulas(Contract contract) {
        Map<String, Map<Metric, Formula>> formulas = new TreeMap<>();
        for (InputClass each : contract.classes()) {
            Metric.sums().forEach(metric -> formulas.computeIfAbsent(each.name(), _ -> new TreeMap<>()).put(metric, each.formulas().get(metric)));
        }
        return formulas;
    }

    @Test
    void anInstructionMoreInTheLoopOfMapGetRaisesTheCoefficientOfItsPassagesByOne() throws IOException {
        String head = "ONE_COPY(at);\n\t\tbolt_pcv(\"map.t\");";
        Contract before = withMapGet(head, head);
        Map<String, Map<Metric, Formula>> expected = formulas(before);
        assertEquals(Set.of("map_get: hit", "map_get: miss"), expected.keySet());
        for (Map<Metric, Formula> formula : expected.values()) {
            assertTrue(formula.get(Metric.INSTRUCTIONS).exact(), formula::toString);
            Polynomial instructions = formula.get(Metric.INSTRUCTIONS).alternatives().getFirst();
            formula.put(Metric.INSTRUCTIONS, Formula.exactly(instructions.plus(Polynomial.variable("table.t"))));
        }
        // In the place of an empty one with the same operands, so that the compiler has no reason to change anything else.
        Contract after = withMapGet(head, head.replace("ONE_COPY(at)", "__asm__ volatile(\"nop\\n\\n\\n\\n\\n\\n\\n\\n\" : \"+r\"(at))"));
        assertEquals(expected, formulas(after));
        assertEquals(before.pcvs(), after.pcvs());
    }
}
