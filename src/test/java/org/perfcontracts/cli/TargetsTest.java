package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.perfcontracts.contract.Check;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.FormatException;
import org.perfcontracts.image.Mark;
import org.perfcontracts.image.MarkSection;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.Toolchain;

/** Every target at every level, of every compiler: the contract is complete and exact, and the CPU agrees. */
class TargetsTest {
    /** Tens of paths, not thousands. */
    private static final int MOST_PATHS = 100;

    /** How a target is built. */
    private enum Build {
        OWN,
        CLANG("--cc", "clang", "--cflags", "-O2"),
        GCC_O1("--cc", "gcc", "--cflags", "-O1"),
        GCC_V3("--cc", "gcc", "--cflags", "-O3 -march=x86-64-v3", "--isa", "x86-64-v3");

        private final List<String> options;

        Build(String... options) {
            this.options = List.of(options);
        }

        private Toolchain toolchain() {
            return options.isEmpty() ? Toolchain.OF_THE_TARGET
                    : new Toolchain(Optional.of(options.get(1)), Optional.of(options.get(3)));
        }
    }

    static Stream<Arguments> everyTargetLevelAndBuild() {
        return Stream.of(Build.values()).flatMap(build -> Stream.of(
                Arguments.of("nf/firewall", LevelName.NF, build),
                Arguments.of("nf/firewall", LevelName.STACK, build),
                Arguments.of("nf/router", LevelName.NF, build),
                Arguments.of("nf/router", LevelName.STACK, build),
                Arguments.of("examples/skeleton", LevelName.STACK, build),
                Arguments.of("examples/l2fwd", LevelName.STACK, build)));
    }

    @ParameterizedTest
    @MethodSource("everyTargetLevelAndBuild")
    void contractIsExactAndTheCpuAgrees(String target, LevelName level, Build build)
            throws IOException, FormatException, InputException {
        List<String> arguments = JsonRun.on(target, "--level", level.key());
        arguments.addAll(build.options);
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        ElfFile binary = ElfFile.read(binary(target, build));
        assertIsWhole(contract);
        assertEquals(binary.buildId().orElseThrow(), contract.subject().buildId());
        assertEquals(build == Build.GCC_V3 ? "x86-64-v3" : "x86-64-v2", contract.subject().isa());
        assertEquals(namesIn(binary, Mark.Kind.CLASS), marked(contract));
        assertEquals(namesIn(binary, Mark.Kind.PCV), variables(contract));

        int packets = build == Build.OWN && level == LevelName.NF ? 1000 : 60;      // each of some 500 steps
        arguments.addAll(List.of("--packets", Integer.toString(packets)));
        JsonNode validation = JsonRun.validation(ExitStatus.DONE, arguments);
        assertPassed(validation, contract);
        for (JsonNode measured : validation.get("classes")) {
            assertAgrees(measured, contract, packets);
        }
    }

    private static Path binary(String target, Build build) throws InputException {
        return build.toolchain().of(TargetFile.read(CommandRun.HOME.resolve(target))).binary();
    }

    private static Set<String> namesIn(ElfFile binary, Mark.Kind kind) throws FormatException {
        return MarkSection.read(binary).stream().filter(mark -> mark.kind() == kind).map(Mark::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // Programs without marks have one class, named by its condition.
    private static Set<String> marked(Contract contract) {
        return contract.classes().stream().map(InputClass::name).filter(name -> !name.equals("every input"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // The packet pool fills and empties at level stack, which no mark counts.
    private static Set<String> variables(Contract contract) {
        return contract.classes().stream().flatMap(each -> each.formulas().values().stream())
                .flatMap(formula -> formula.variables().stream()).filter(name -> !environment(contract).containsKey(name)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Environment PCVs, as they are at the entry of our programs. */
    private static Map<String, Long> environment(Contract contract) {
        return contract.pcvs().stream().filter(pcv -> pcv.environment().isPresent()).collect(Collectors.toMap(Pcv::name, _ -> 0L));
    }

    private static void assertIsWhole(Contract contract) {
        assertTrue(contract.complete());
        assertEquals(List.of(), contract.reasons());
        assertEquals(Check.Verdict.YES, contract.checks().covering().verdict());
        assertEquals(Check.Verdict.YES, contract.checks().disjoint().verdict());
        assertFalse(contract.assumptions().isEmpty());
        assertTrue(contract.paths() <= MOST_PATHS, contract.paths() + " paths");
        for (InputClass each : contract.classes()) {
            assertTrue(each.exact(), () -> each.name() + ": " + each.formulas());
            assertTrue(Metric.sums().stream().allMatch(metric -> each.formulas().get(metric).alternatives().size() == 1), each.name());
        }
    }

    private static void assertPassed(JsonNode validation, Contract contract) {
        assertEquals(contract.subject().target(), validation.get("target").asText());
        assertEquals(contract.subject().level(), validation.get("level").asText());
        assertTrue(validation.get("complete").asBoolean());
        assertEquals(0, validation.get("violations").asInt());
        JsonNode paths = validation.get("paths");
        assertEquals(contract.paths(), paths.get("total").asInt());
        assertEquals(paths.get("replayed"), paths.get("equal"));
        int straight = contract.classes().stream()
                .filter(each -> environment(contract).keySet().containsAll(each.variables()))
                .mapToInt(InputClass::paths).sum();
        assertTrue(paths.get("replayed").asInt() >= straight, validation.toString());
        assertEquals(contract.classes().stream().map(InputClass::name).toList(),
                validation.get("classes").findValuesAsText("name"));
    }

    private static void assertAgrees(JsonNode measured, Contract contract, int packets) {
        InputClass predicted = contract.classes().stream()
                .filter(each -> each.name().equals(measured.get("name").asText())).findFirst().orElseThrow();
        for (Metric metric : Metric.values()) {
            JsonNode figures = measured.get("metrics").get(metric.key());
            if (metric.isSum()) {
                assertEquals(figures.get("predicted"), figures.get("measured"), measured::toString);
                assertEquals(0, figures.get("gap").asDouble(), measured::toString);
            }
            Formula formula = predicted.formulas().get(metric);
            if (environment(contract).keySet().containsAll(formula.variables())) {
                assertEquals(formula.evaluate(environment(contract)), figures.get("predicted").asLong(), measured::toString);
            } else {
                assertTrue(measured.get("packets").asInt() >= packets, measured::toString);
            }
        }
    }

    private static List<String> statements(String target, String name) {
        Contract contract = JsonRun.contract(ExitStatus.DONE, JsonRun.on(target, "--level", "nf"));
        List<String> all = new ArrayList<>();
        contract.classes().stream().filter(each -> each.name().equals(name))
                .forEach(each -> each.condition().alternatives().forEach(all::addAll));
        return all;
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void classesAreToldInTheWordsOfTheProtocol(String target, String name, String statement) {
        List<String> statements = statements(target, name);
        assertTrue(statements.contains(statement), statements.toString());
    }

    static Stream<Arguments> conditions() {
        return Stream.of(
                Arguments.of("nf/firewall", "not IPv4", "ethernet.type ≠ IPv4"),
                Arguments.of("nf/firewall", "IPv4 with options", "ipv4.ihl > 5"),
                Arguments.of("nf/firewall", "forwarded", "ipv4.ihl = 5"));
    }
}
