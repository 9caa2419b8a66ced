package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.formula.Metric;

/** The programs of {@code src/test/c/bursts}: packet functions that get a burst of packet buffers of DPDK. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BurstsTest {
    private static final Path SOURCES = CommandRun.HOME.resolve("src/test/c/bursts");

    @TempDir
    private Path folder;

    /** Builds a program; its name and its entry, as arguments. */
    private List<String> built(String name, String compiler) throws IOException, InterruptedException {
        return compiled(compiler, SOURCES.resolve(name + ".c").toString(), SOURCES.resolve("main.c").toString());
    }

    private List<String> compiled(String compiler, String... sources) throws IOException, InterruptedException {
        return BufferProgram.built(folder.resolve("burst"), compiler, sources);
    }

    private static List<String> with(List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(Arrays.asList(more));
        return all;
    }

    private static CommandRun run(String command, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments);
        return CommandRun.of(line.toArray(String[]::new));
    }

    private static Contract contract(List<String> arguments) {
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertTrue(contract.complete());
        return contract;
    }

    /** The contract must be complete, and the CPU agree on witnesses and on random bursts. */
    private static void assertValid(List<String> arguments) {
        JsonNode validation = JsonRun.validation(ExitStatus.DONE, with(arguments, "--packets", "300"));
        assertEquals(0, validation.path("violations").asInt(), validation::toString);
    }

    /** The largest value of each PCV. */
    private static Map<String, Long> most(Contract contract) {
        Map<String, Long> most = new TreeMap<>();
        contract.pcvs().forEach(pcv -> most.put(pcv.name(), pcv.high().orElse(-1)));
        return most;
    }

    private static long instructions(Contract contract, Map<String, Long> pcvs) {
        return contract.classes().stream().map(each -> each.formulas().get(Metric.INSTRUCTIONS)).filter(formula -> !formula.toString().matches("\\d+"))
                .mapToLong(formula -> formula.evaluate(pcvs)).max().orElseThrow();
    }

    private static void assertExact(Contract contract) {
        assertTrue(contract.classes().stream().allMatch(InputClass::exact), () -> contract.classes().toString());
    }

    // ---- loops over a burst

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2", "gcc -O0"})
    void eachPacketIsClassified(String compiler) throws IOException, InterruptedException {
        List<String> arguments = built("classify", compiler);
        Contract contract = contract(arguments);
        assertEquals(Set.of("burst.short", "burst.other", "burst.ipv4"), most(contract).keySet());
        assertTrue(most(contract).values().stream().allMatch(most -> most >= 4), () -> most(contract).toString());
        long cheap = instructions(contract, Map.of("burst.short", 4L, "burst.other", 0L, "burst.ipv4", 0L));
        long dear = instructions(contract, Map.of("burst.short", 0L, "burst.other", 0L, "burst.ipv4", 4L));
        assertTrue(cheap < dear, () -> cheap + " " + dear);
        assertValid(arguments);
    }

    @Test
    void theLargestBurstIsAsWanted() throws IOException, InterruptedException {
        List<String> arguments = built("classify", "gcc -O2");
        assertEquals(Map.of("burst.short", 16L, "burst.other", 16L, "burst.ipv4", 16L), most(contract(with(arguments, "--burst", "16"))));
        assertEquals(Map.of(), most(contract(with(arguments, "--burst", "1"))));
    }

    @Test
    void fieldsAreThoseOfEachPacket() throws IOException, InterruptedException {
        List<String> conditions = contract(with(built("classify", "gcc -O2"), "--burst", "2")).classes().stream()
                .flatMap(each -> each.condition().alternatives().stream()).flatMap(List::stream).toList();
        assertTrue(conditions.contains("pkts[0].ethernet.type = IPv4"), conditions::toString);
        assertTrue(conditions.contains("pkts[1].ethernet.type = IPv4"), conditions::toString);
    }

    @ParameterizedTest
    @CsvSource({"pairs, gcc -O2", "pairs, clang -O2", "fours, gcc -O2", "fours, clang -O2"})
    void packetsAreHandledSeveralAtATime(String name, String compiler) throws IOException, InterruptedException {
        List<String> arguments = with(built(name, compiler), "--burst", "5");
        contract(arguments);
        assertValid(arguments);
    }

    /** Counters are state that was found, so that bursts come one behind the other. */
    @ParameterizedTest
    @CsvSource({"gcc -O2, 4", "clang -O2, 2"})
    void packetsAreDroppedIntoAnArray(String compiler, String most) throws IOException, InterruptedException {
        List<String> arguments = with(built("drop", compiler), "--burst", most);
        contract(arguments);
        assertValid(arguments);
    }

    /** Nothing shows where the next packet is dropped that one iteration in the middle drops: that must be said. */
    @Test
    void whereADroppedPacketIsPutIsNotKnownInEveryLoop() throws IOException, InterruptedException {
        assertFalse(JsonRun.contract(ExitStatus.FAILED, with(built("drop", "clang -O2"), "--burst", "8")).complete());
    }

    // ---- loops that change the burst: followed where they are unrolled, and said not to be where they are cut

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void packetsAreKeptInThePlacesOfOthers(String compiler) throws IOException, InterruptedException {
        List<String> arguments = built("keep", compiler);
        assertExact(contract(with(arguments, "--burst", "2")));
        assertValid(with(arguments, "--burst", "2"));
        assertFalse(JsonRun.contract(ExitStatus.FAILED, with(arguments, "--burst", "8")).complete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void headersAreTakenOff(String compiler) throws IOException, InterruptedException {
        List<String> arguments = with(built("strip", compiler), "--burst", "2");
        contract(arguments);
        assertValid(arguments);
    }

    /** Packets go back to a real pool, whose cache is state that was found. */
    @Test
    void packetsAreFreed() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(compiled("gcc -O2", SOURCES.resolve("pool.c").toString()));
        arguments.addAll(List.of("--burst", "2", "--", "-l", "0", "--no-huge", "--no-pci", "-m", "256", "--no-telemetry",
                "--force-max-simd-bitwidth=128", "--vdev=net_null0"));
        contract(arguments);
        List<String> validation = new ArrayList<>(arguments);
        validation.addAll(validation.indexOf("--"), List.of("--packets", "300"));
        assertEquals(0, JsonRun.validation(ExitStatus.DONE, validation).path("violations").asInt());
    }

    // ---- what is a burst

    @Test
    void theContractSaysWhatWasTakenForWhat() throws IOException, InterruptedException {
        List<String> assumptions = contract(built("classify", "gcc -O2")).assumptions();
        assertTrue(assumptions.contains("Parameters from debug information: burst of packets: pkts; number of packets: count."), assumptions::toString);
        assertTrue(assumptions.contains("count is 0…4 packets."), assumptions::toString);
    }

    @Test
    void parametersMayBeNamed() throws IOException, InterruptedException {
        List<String> arguments = with(built("classify", "gcc -O2"), "--parameters", "{b: burst, n: {count: b, bits: 16, range: [1, 3]}}");
        Contract contract = contract(arguments);
        assertTrue(contract.assumptions().contains("n is 1…3 packets."), () -> contract.assumptions().toString());
        assertEquals(3, most(contract).get("burst.ipv4"));
        assertValid(arguments);
        assertTrue(contract(with(arguments, "--burst", "5")).assumptions().contains("n is 1…5 packets."));
    }

    private static final String ONE_BUFFER = """
            #include <rte_mbuf.h>
            static struct rte_mbuf buffer;
            static char memory[256];
            __attribute__((noipa)) int nf(struct rte_mbuf **pkts PARAMETER) { return pkts[0]->data_len; }
            int main(void)
            {
                struct rte_mbuf *pkts[] = {&buffer, &buffer};
                buffer.buf_addr = memory;
                buffer.buf_len = sizeof(memory);
                return nf(pkts ARGUMENT);
            }
            """;

    private List<String> oneBuffer(String parameter, String argument) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("one.c"), ONE_BUFFER.replace("PARAMETER", parameter).replace("ARGUMENT", argument));
        return compiled("gcc -O2", source.toString());
    }

    @Test
    void aBufferIsThatOfOnePacket() throws IOException, InterruptedException {
        List<String> arguments = oneBuffer(", unsigned nb_pkts", ", 2");
        assertTrue(contract(arguments).assumptions().contains("nb_pkts is 0…1 packets."));
        assertRefused("pkts leads to 1 packet buffer when nf was first entered, not to 2", with(arguments, "--burst", "2"));
    }

    @Test
    void withoutACountThereIsNoBurst() throws IOException, InterruptedException {
        List<String> arguments = oneBuffer(", int port", ", 0");
        List<String> assumptions = JsonRun.contract(ExitStatus.DONE, arguments).assumptions();
        assertTrue(assumptions.contains("pkts (struct rte_mbuf **) is as it was when nf was first entered."), assumptions::toString);
        assertRefused("--burst: nf has no burst of packets", with(arguments, "--burst", "2"));
    }

    // ---- bad input

    private static void assertRefused(String expected, List<String> arguments) {
        CommandRun run = run("contract", arguments);
        assertEquals(2, run.status(), () -> run.out() + run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(expected), () -> run.err() + "lacks: " + expected);
    }

    @Test
    void whatCannotBeABurstIsRefused() throws IOException, InterruptedException {
        List<String> arguments = built("classify", "gcc -O2");
        assertRefused("--burst: must be a number from 1 to 32, not 0", with(arguments, "--burst", "0"));
        assertRefused("--burst: must be a number from 1 to 32, not 100", with(arguments, "--burst", "100"));
        assertRefused("pkts leads to 16 packet buffers when nf was first entered, not to 17", with(arguments, "--burst", "17"));
        assertRefused("--burst: the driver none makes its own packets", with(arguments, "--burst", "2", "--level", "stack"));
        assertRefused("the burst 'b' must have one parameter for its number of packets", with(arguments, "--parameters", "{b: burst}"));
        assertRefused("pkts leads to no packet buffer", oneBuffer(", unsigned n", ", 0"));
        assertRefused("pkts leads to no packet buffer", oneBuffer(", int n", ", -1"));
        assertTrue(contract(oneBuffer(", unsigned char n", ", 200")).assumptions().contains("n is 0…1 packets."));
    }
}
