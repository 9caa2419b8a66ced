package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.formula.Metric;

/** Programs of others, as they ship; their receive functions are found without a name. */
class ExamplesTest {
    private static final List<String> EAL = List.of("--no-shconf", "--no-huge", "--no-pci", "-m", "256", "--no-telemetry",
            "--log-level=lib.eal:error", "--force-max-simd-bitwidth=128", "--vdev=net_null0", "--vdev=net_null1");

    @TempDir
    private static Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"io-null", "io-ring", "mac-null", "mac-ring", "macswap-null", "macswap-ring"})
    void theContractOfTestpmdIsExactAndTheCpuAgrees(String name) {
        Contract contract = JsonRun.contract(ExitStatus.DONE, JsonRun.on("examples/testpmd/" + name));
        assertEquals("receive(port 0)", contract.subject().entry());
        assertEquals(1, contract.paths());
        assertTrue(contract.classes().getFirst().exact());
        JsonNode validation = JsonRun.validation(ExitStatus.DONE, JsonRun.on("examples/testpmd/" + name, "--packets", "20"));
        assertEquals(0, validation.get("violations").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"l3fwd/lpm", "l3fwd/em", "l3fwd/fib"})
    void contractsOfRoutersHoldWhateverPacketsAreHeldBack(String name) {
        Contract contract = JsonRun.contract(ExitStatus.DONE, JsonRun.on("examples/" + name));
        assertTrue(contract.complete());
        assertTrue(contract.assumptions().stream().noneMatch(each -> each.startsWith(Exploration.AS_IN_SNAPSHOT)), contract.assumptions()::toString);
        assertTrue(contract.paths() >= 10, contract.classes().toString());
        // The packets that are held back for each port: an array in each element, which is read one by one when it is sent.
        assertTrue(contract.assumptions().stream().anyMatch(each -> each.startsWith("State lcore_conf") && each.contains("each of its 2 elements of 264 bytes")),
                contract.assumptions()::toString);
    }

    @ParameterizedTest
    @CsvSource({"ip_fragmentation, 4", "ip_reassembly, 3"})
    void examplesStartAndTheirPacketsAreToldApart(String name, int leastPaths) {
        CommandRun run = CommandRun.of("contract", "--format", "json", "--max-time", "8", CommandRun.HOME.resolve("examples/" + name).toString());
        assertTrue(run.status() == ExitStatus.DONE.code() || run.status() == ExitStatus.FAILED.code(), run.err());
        Contract contract = ContractFile.fromText(run.out());
        assertTrue(contract.assumptions().stream().anyMatch(each -> each.startsWith("The receive function of port 0 is eth_ring_rx of ")),
                contract.assumptions().toString());
        assertTrue(contract.paths() >= leastPaths, run.out());
    }

    /** A fragment goes into the table at a place that is a hash, and is looked at there. */
    @Test
    void fragmentsAreFollowedIntoTheirTable() {
        Contract contract = JsonRun.contract(ExitStatus.DONE, JsonRun.on("examples/ip_reassembly", "--state", "snapshot"));
        assertTrue(contract.complete());
        assertTrue(contract.paths() >= 20, contract.classes()::toString);
        assertTrue(contract.classes().stream().allMatch(InputClass::exact), contract.classes()::toString);
    }

    /** The meters of flows are state that nobody has registered. */
    @Test
    void aMeterForEachFlowIsFound() {
        Contract contract = JsonRun.contract(ExitStatus.DONE, JsonRun.on("examples/qos_meter"));
        assertTrue(contract.complete());
        assertTrue(contract.assumptions().stream().anyMatch(each -> each.startsWith("State app_flows, found: ")), contract.assumptions()::toString);
        JsonNode validation = JsonRun.validation(ExitStatus.DONE, JsonRun.on("examples/qos_meter"));
        assertEquals(0, validation.get("violations").asInt());
    }

    /** DPDK's l2fwd, built and changed in some way. */
    private static Path l2fwd(String name, String linking, String change) throws IOException, InterruptedException {
        Path build = folder.resolve(name);
        String command = "make -s -C '" + CommandRun.HOME.resolve("examples/l2fwd") + "' BUILD='" + build + "' LDFLAGS='" + linking + "' && cd '"
                + build + "' && " + change;
        assertEquals(0, new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor());
        return build.resolve("l2fwd");
    }

    private static Contract contract(Path binary, String entry, List<String> cores, List<String> own) {
        List<String> line = new ArrayList<>(List.of(binary.toString(), "--level", "stack", "--entry", entry, "--"));
        line.addAll(cores);
        line.addAll(EAL);
        line.add("--");
        line.addAll(own);
        return JsonRun.contract(line.toArray(String[]::new));
    }

    private static Contract onOneCore(Path binary, String entry) {
        return contract(binary, entry, List.of("-l", "0"), List.of("-p", "0x3", "-q", "2", "-T", "0"));
    }

    private static void assertSameByPort(Path plain, Path stripped) {
        Contract named = onOneCore(plain, "eth_null_rx");
        assertEquals(named.classes(), onOneCore(plain, "receive(port 0)").classes());
        assertEquals(costs(named), costs(onOneCore(stripped, "receive(port 0)")));
    }

    /** What needs no names of functions and variables, and does not depend on where things lie. */
    private static List<List<Object>> costs(Contract contract) {
        return contract.classes().stream().map(each -> List.<Object>of(each.name(), each.condition(), Metric.sums().stream().map(each.formulas()::get).toList(), each.around())).toList();
    }

    @Test
    void aReceiveFunctionIsFoundWithAndWithoutSymbols() throws Exception {
        Path plain = l2fwd("plain", "", "true");
        assertSameByPort(plain, l2fwd("stripped", "", "strip -s l2fwd"));
        assertSameByPort(l2fwd("fixed", "-no-pie", "true"), l2fwd("fixed-stripped", "-no-pie", "strip -s l2fwd"));
        assertTrue(onOneCore(plain, "receive(port 1)").complete());
        CommandRun absent = CommandRun.of("contract", plain.toString(), "--level", "stack", "--entry", "receive(port 5)", "--max-start", "2",
                "--", "-l", "0", "--no-shconf", "--no-huge", "--no-pci", "-m", "256", "--vdev=net_null0", "--vdev=net_null1", "--", "-p", "0x3", "-q", "2");
        assertTrue(absent.err().contains("(port 5 was not started)"), absent.err());
    }

    /** DPDK's libraries are dynamic, and load the driver when the program starts; what is left are the names for the linker. */
    @Test
    void aStrippedProgramOnDynamicLibrariesHasItsDriverInOne() throws Exception {
        Path binary = folder.resolve("dynamic");
        String command = "gcc -O2 -march=x86-64-v2 -w -include rte_config.h -DALLOW_EXPERIMENTAL_API $(pkg-config --cflags-only-I libdpdk)"
                + " -o '" + binary + "' /usr/share/dpdk/examples/l2fwd/main.c $(pkg-config --libs libdpdk) && strip -s '" + binary + "'";
        assertEquals(0, new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor());
        Contract contract = onOneCore(binary, "receive(port 0)");
        assertTrue(contract.complete());
        String found = contract.assumptions().stream().filter(each -> each.startsWith("The receive function of port 0 is the one at 0x"))
                .findFirst().orElseThrow();
        assertTrue(found.contains(" of librte_net_null.so."), found);
        String address = found.substring(found.indexOf("0x"), found.indexOf(" of librte"));
        assertEquals(contract.classes(), onOneCore(binary, "librte_net_null.so:" + address).classes());
    }

    @Test
    void aPortThatAnotherCoreServesIsAnalysedInItsThread() throws Exception {
        Path plain = l2fwd("threads", "", "true");
        List<String> cores = List.of("--lcores=(0-1)@0");
        List<String> own = List.of("-p", "0x3", "-q", "1", "-T", "0");
        for (String port : List.of("receive(port 0)", "receive(port 1)")) {
            Contract contract = contract(plain, port, cores, own);
            assertEquals(port, contract.subject().entry());
            assertTrue(contract.complete());
        }
    }
}
