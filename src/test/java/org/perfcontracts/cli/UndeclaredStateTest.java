package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.formula.Metric;

/** The network functions with the declarations of their state taken out: what packets leave is found, and the contract is the same. */
class UndeclaredStateTest {
    /** Seconds that no machine needs, be it busy with whatever else. */
    private static final String LONG = "600";

    @TempDir
    private static Path copy;

    @BeforeAll
    static void withoutDeclarations() throws IOException {
        for (String folder : List.of("nf", "state", "native")) {
            copyOf(CommandRun.HOME.resolve(folder), copy.resolve(folder));
        }
        Path library = copy.resolve("state/region.c");
        String with = Files.readString(library);
        String without = with.replaceAll("\\bbolt_state\\([^)]*\\);", "(void)text;");
        assertNotEquals(with, without);
        Files.writeString(library, without);
    }

    private static void copyOf(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.filter(path -> !from.relativize(path).toString().matches("(.*/)?build(/.*)?")).toList()) {
                Path here = to.resolve(from.relativize(each));
                if (Files.isDirectory(each)) {
                    Files.createDirectories(here);
                } else {
                    Files.copy(each, here);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nat", "bridge", "policer"})
    void theContractIsTheSame(String name) {
        Contract found = JsonRun.contract(copy.resolve("nf").resolve(name).toString(), "--max-time", LONG);
        assertTrue(found.complete());
        assertTrue(found.assumptions().stream().noneMatch(each -> each.startsWith(Exploration.AS_IN_SNAPSHOT)), found.assumptions()::toString);
        assertEquals(coefficients(JsonRun.contract(CommandRun.HOME.resolve("nf").resolve(name).toString())), coefficients(found));
    }

    /** Of each class and metric that adds up, whatever the PCVs are called: without declarations no instance gives them its name. */
    private static Map<String, List<String>> coefficients(Contract contract) {
        Map<String, List<String>> coefficients = new TreeMap<>();
        contract.classes().forEach(each -> Metric.sums().forEach(metric -> coefficients.put(each.name() + ": " + metric,
                each.formulas().get(metric).alternatives().stream().map(sum -> sum.coefficients().values().stream().sorted().toList().toString()).sorted().toList())));
        return coefficients;
    }
}
