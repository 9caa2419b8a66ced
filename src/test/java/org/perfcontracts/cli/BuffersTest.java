package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.engine.ExitStatus;

/** The programs of {@code src/test/c/buffers}: packet functions that get a packet buffer of DPDK, or where a packet begins and ends. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BuffersTest {
    private static final Path SOURCES = CommandRun.HOME.resolve("src/test/c/buffers");

    @TempDir
    private Path folder;

    private List<String> built(String name, String compiler) throws IOException, InterruptedException {
        return BufferProgram.built(folder.resolve("buffer"), compiler, SOURCES.resolve(name + ".c").toString(), SOURCES.resolve("main.c").toString());
    }

    private static List<String> with(List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return all;
    }

    private static Contract contract(List<String> arguments) {
        return JsonRun.contract(ExitStatus.DONE, arguments);
    }

    /** The contract must be complete and exact, and the CPU agree on witnesses and on random packets. */
    private static Contract assertExact(List<String> arguments) {
        Contract contract = contract(arguments);
        assertTrue(contract.complete());
        assertTrue(contract.classes().stream().allMatch(InputClass::exact), () -> contract.classes().toString());
        JsonNode validation = JsonRun.validation(ExitStatus.DONE, with(arguments, "--packets", "300"));
        assertEquals(0, validation.path("violations").asInt(), validation::toString);
        return contract;
    }

    private static Set<String> conditions(Contract contract) {
        return contract.classes().stream().flatMap(each -> each.condition().alternatives().stream()).flatMap(List::stream)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O0", "gcc -O2", "clang -O0", "clang -O2"})
    void aPacketBufferIsAPacket(String compiler) throws IOException, InterruptedException {
        Contract contract = assertExact(List.of(built("forward", compiler).getFirst(), "--entry", "handle"));
        assertTrue(conditions(contract).containsAll(Set.of("length < 34", "ipv4.ttl > 1")), () -> conditions(contract).toString());
    }

    /** What the start of another DPDK leaves in a variable. */
    @ParameterizedTest
    @CsvSource({"DPDK 24.11.1, BAD_INPUT", "DPDK 22.11.11, DONE", "DPDK 23.03.0-rc1, DONE", "DPDK is not here, DONE"})
    void anotherDpdkIsRefused(String version, ExitStatus status) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("version.c"), "char version[32] = \"" + version + "\";\n");
        String program = BufferProgram.built(folder.resolve("buffer"), "gcc -O2", SOURCES.resolve("forward.c").toString(),
                SOURCES.resolve("main.c").toString(), source.toString()).getFirst();
        CommandRun run = CommandRun.of("contract", program, "--entry", "handle");
        assertEquals(status.code(), run.status(), run::err);
        assertEquals(status != ExitStatus.DONE, run.err().contains("it runs DPDK 24.11"), run::err);
    }

    @ParameterizedTest
    @CsvSource({"gcc -O0, 3", "gcc -O2, 3", "clang -O0, 3", "clang -O2, 2"})
    void wherePacketsBeginAndEndChanges(String compiler, int classes) throws IOException, InterruptedException {
        assertTrue(assertExact(built("tunnel", compiler)).classes().size() >= classes);
    }

    @Test
    void theContractSaysWhatWasTakenForWhat() throws IOException, InterruptedException {
        List<String> assumptions = contract(built("tunnel", "gcc -O2")).assumptions();
        assertTrue(assumptions.contains("Parameters from debug information: packet buffer: m; numbers of any value: length."), assumptions::toString);
        assertTrue(assumptions.contains("m.length is 0…1518 bytes."), assumptions::toString);
    }

    @Test
    void parametersMayBeNamed() throws IOException, InterruptedException {
        List<String> arguments = with(built("forward", "gcc -O2"), "--parameters", "{packet: buffer, port: {bits: 16, range: [0, 1]}}");
        assertTrue(assertExact(arguments).assumptions().contains("length is 0…1518 bytes."));
    }

    private static final String ANY_BUFFER = """
            #include <rte_mbuf.h>
            static struct rte_mbuf buffer;
            static char memory[192];
            __attribute__((noipa)) int nf(struct rte_mbuf *m, struct rte_mbuf *other) { return m && m->data_len > 100; }
            int main(void)
            {
                buffer.buf_addr = memory;
                buffer.buf_len = LENGTH;
                buffer.data_off = 64;
                return nf(ARGUMENT, NULL);
            }
            """;

    private List<String> anyBuffer(String length, String argument) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("any.c"), ANY_BUFFER.replace("LENGTH", length).replace("ARGUMENT", argument));
        return BufferProgram.built(folder.resolve("any"), "gcc -O2", source.toString());
    }

    @Test
    void aPacketIsNoLongerThanItsBuffer() throws IOException, InterruptedException {
        Contract contract = assertExact(anyBuffer("sizeof(memory)", "&buffer"));
        assertTrue(contract.assumptions().contains("length is 0…128 bytes."), () -> contract.assumptions().toString());
        assertTrue(contract.assumptions().contains("other (struct rte_mbuf *) is as it was when nf was first entered."),
                () -> contract.assumptions().toString());
    }

    @Test
    void whatHasNoMemoryIsNoPacketBuffer() throws IOException, InterruptedException {
        for (List<String> arguments : List.of(anyBuffer("sizeof(memory)", "NULL"), anyBuffer("64", "&buffer"))) {
            List<String> assumptions = contract(arguments).assumptions();
            assertTrue(assumptions.contains("Parameters from debug information: none that a packet can change."), assumptions::toString);
            assertRefused("m leads to no packet buffer when nf was first entered", with(arguments, "--parameters", "{m: buffer}"));
        }
    }

    // ---- where a packet begins and ends

    /** Addresses of 32 bits are those of a program that is not moved; the structure has to lie where it can be written. */
    private List<String> ends(String compiler, String function) throws IOException, InterruptedException {
        return List.of(BufferProgram.built(folder.resolve("ends"), compiler + " -no-pie", SOURCES.resolve("ends.c").toString()).getFirst(),
                "--entry", function);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O0", "gcc -O2", "clang -O0", "clang -O2"})
    void aPacketIsWhatIsBetweenTwoAddresses(String compiler) throws IOException, InterruptedException {
        for (String function : List.of("pointers", "reversed", "structure", "xdp")) {
            Contract contract = assertExact(ends(compiler, function));
            assertTrue(conditions(contract).contains("length < 34"), () -> function + ": " + conditions(contract));
            assertTrue(contract.assumptions().contains("length is 0…512 bytes."), () -> function + ": " + contract.assumptions());
        }
    }

    @Test
    void theContractSaysWhereThePacketIs() throws IOException, InterruptedException {
        assertTrue(contract(ends("gcc -O2", "reversed")).assumptions()
                .contains("Parameters from debug information: packet: packet; end of the packet: end; numbers of any value: queue."));
        assertTrue(contract(ends("gcc -O2", "structure")).assumptions()
                .contains("Parameters from debug information: beginning and end of the packet: ctx."));
        assertTrue(contract(ends("gcc -O2", "nothing")).assumptions().contains("ctx (struct context *) is as it was when nothing was first entered."));
    }

    @Test
    void endsMayBeNamed() throws IOException, InterruptedException {
        assertExact(with(ends("gcc -O2", "reversed"), "--parameters", "{e: {end: p, range: [0, 100]}, p: packet, length: {bits: 32}}"));
        Contract contract = contract(with(ends("gcc -O2", "structure"), "--parameters", "{c: {data_at: 8, end_at: 16, range: [20, 60]}}"));
        assertTrue(contract.assumptions().contains("length is 20…60 bytes."), () -> contract.assumptions().toString());
        assertRefused("c leads to a packet of at most 512 bytes when structure was first entered, not 513",
                with(ends("gcc -O2", "structure"), "--parameters", "{c: {data_at: 8, end_at: 16, range: [0, 513]}}"));
        assertRefused("c leads to no packet when nothing was first entered",
                with(ends("gcc -O2", "nothing"), "--parameters", "{c: {data_at: 8, end_at: 16}}"));
    }

    private static void assertRefused(String expected, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("contract"));
        line.addAll(arguments);
        CommandRun run = CommandRun.of(line.toArray(String[]::new));
        assertEquals(2, run.status(), () -> run.out() + run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(expected), () -> run.err() + "lacks: " + expected);
    }

    @Test
    void whatCannotBeIsRefused() throws IOException, InterruptedException {
        List<String> arguments = built("forward", "gcc -O2");
        assertRefused("more than one packet", with(arguments, "--parameters", "{m: buffer, p: packet}"));
        assertRefused("a packet and a burst", with(arguments, "--parameters", "{m: buffer, b: burst, n: {count: b, bits: 16}}"));
        assertRefused("must name the parameter that is the packet, not 'm'", with(arguments, "--parameters", "{m: buffer, n: {length: m, bits: 16}}"));
        assertRefused("--burst: nf has no burst of packets", with(arguments, "--burst", "2"));
    }
}
