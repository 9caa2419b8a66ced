package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.FormatException;

/** Entries of all forms, in programs of all kinds, in any thread. */
class EntriesTest {
    private static final Path SOURCES = CommandRun.HOME.resolve("src/test/c/entries");
    private static final String PARAMETERS = "{packet: packet, length: {length: packet, bits: 16, range: [0, 64]}}";

    @TempDir
    private static Path folder;
    private static Path plain;
    private static Path library;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        plain = program("plain");
        library = folder.resolve("libplugin.so.1");
        execute("gcc", "-O2", "-shared", "-fPIC", "-o", library.toString(), SOURCES.resolve("plugin.c").toString());
    }

    private static Path program(String name, String... options) throws IOException, InterruptedException {
        Path binary = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("gcc", "-O2", "-pthread", "-o", binary.toString(), SOURCES.resolve("host.c").toString()));
        command.addAll(Arrays.asList(options));
        execute(command.toArray(String[]::new));
        return binary;
    }

    private static void execute(String... command) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    private static Contract function(Path binary, String entry, String... arguments) {
        return contract(List.of(binary.toString(), "--entry", entry, "--parameters", PARAMETERS), arguments);
    }

    private static Contract iteration(Path binary, String entry, String... arguments) {
        return contract(List.of(binary.toString(), "--level", "stack", "--entry", entry), arguments);
    }

    private static Contract contract(List<String> options, String... arguments) {
        List<String> line = new ArrayList<>(options);
        line.add("--");
        line.addAll(Arrays.asList(arguments));
        Contract contract = JsonRun.contract(line.toArray(String[]::new));
        assertTrue(contract.complete());
        return contract;
    }

    private static List<String> costs(Contract contract) {
        return contract.classes().stream().map(each -> each.formulas().get(Metric.values()[0]).toString()).toList();
    }

    private static String refusal(String... line) {
        CommandRun run = CommandRun.of(line);
        assertEquals(2, run.status(), run.out());
        return run.err();
    }

    private static long address(Path binary, String function) throws IOException, FormatException {
        return ElfFile.read(binary).symbol(function).orElseThrow().address();
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    @Test
    void anAddressMeansTheSameAsItsFunctionAlsoWhereNamesAreGone() throws Exception {
        for (Path binary : List.of(plain, program("fixed", "-no-pie"))) {
            String address = hex(address(binary, "own_process"));
            List<String> expected = costs(function(binary, "own_process"));
            assertEquals(expected, costs(function(binary, address)));
            Path stripped = folder.resolve(binary.getFileName() + ".stripped");
            execute("strip", "-s", "-o", stripped.toString(), binary.toString());
            Contract contract = function(stripped, address);
            assertEquals(expected, costs(contract));
            assertEquals(address, contract.subject().entry());
        }
    }

    @Test
    void anOffsetIsCountedFromItsFunction() throws Exception {
        List<String> whole = costs(iteration(plain, "poll_once"));
        assertEquals(whole, costs(iteration(plain, "poll_once+0")));
        assertEquals(whole, costs(iteration(plain, hex(address(plain, "poll_once")))));
        assertEquals(whole, costs(iteration(plain, "poll_once+0x2")));
    }

    @Test
    void whatIsNoEntryIsRefused() throws Exception {
        String name = plain.toString();
        assertTrue(refusal("contract", name, "--entry", "f g").contains("--entry: must be the name of a function, function+0xoffset"));
        assertTrue(refusal("contract", name, "--entry", "0x7f0000").contains("has no code at the entry 0x7f0000"));
        assertTrue(refusal("contract", name, "--entry", "own_proces").contains("has no function own_proces; there is own_process"));
        assertTrue(refusal("contract", name, "--entry", "own_process+0x4000").contains("is outside of the function, which has"));
        assertTrue(refusal("contract", name, "--entry", "poll_once+2", "--parameters", PARAMETERS).contains("is not where a function begins"));
        assertTrue(refusal("contract", name, "--entry", "poll_once+3").contains("no instruction begins at poll_once+3"));
        assertTrue(refusal("contract", name, "--entry", "libc.so.6:no_such").contains("so the entry no_such cannot be found"));
        assertTrue(refusal("contract", name, "--entry", "receive(port 0)", "--max-start", "1")
                .contains("it has no table of ports of DPDK 22.11"));
        assertTrue(refusal("contract", name, "--entry", "libplugin.so:f", "--max-start", "1").contains("did not reach its entry libplugin.so:f"));
    }

    @Test
    void aLibraryOfTheProgramHasTheEntry() throws Exception {
        Path linked = program("linked", "-DWITH_LIBRARY", library.toString(), "-Wl,-rpath," + folder);
        Contract contract = function(linked, "plugin_process", "library");
        assertTrue(contract.assumptions().contains("plugin_process is that of libplugin.so.1."), contract.assumptions().toString());
        assertEquals(costs(contract), costs(function(linked, "libplugin.so:plugin_process", "library")));
        assertEquals(costs(contract), costs(function(linked, "libplugin.so.1:" + hex(address(library, "plugin_process")), "library")));
        assertEquals(3, contract.paths());
    }

    @Test
    void aLibraryThatIsLoadedLaterHasTheEntry() {
        Contract contract = function(plain, "libplugin.so:plugin_process", "later", library.toString());
        assertEquals(3, contract.paths());
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "thread", "stack", "both"})
    void anyThreadMayBeTheOneThatEnters(String where) {
        Contract contract = function(plain, "own_process", where);
        assertEquals(costs(function(plain, "own_process", "main")), costs(contract));
        assertEquals(1, iteration(plain, "poll_once", where).paths());
    }
}
