package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.contract.Contract;

/** Functions of C++ and Rust as entries: their names, and what debug information says of their parameters. */
class LanguagesTest {
    private static final Path SOURCES = CommandRun.HOME.resolve("src/test/c/languages");

    @TempDir
    private static Path folder;

    private static String build(String... command) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor());
        return folder.resolve("program").toString();
    }

    private static String cpp() throws IOException, InterruptedException {
        return build("g++", "-O2", "-g", "-o", "program", SOURCES.resolve("table.cpp").toString());
    }

    private static String rust() throws IOException, InterruptedException {
        return build("rustc", "-g", "-C", "opt-level=2", "-o", "program", SOURCES.resolve("table.rs").toString());
    }

    private static void assertParameters(Contract contract) {
        String expected = "Parameters from debug information: packet: packet; length: ";
        assertTrue(contract.assumptions().stream().anyMatch(assumption -> assumption.startsWith(expected)), contract.assumptions().toString());
    }

    @Test
    void aFunctionOfCppIsToldByItsParameters() throws Exception {
        String program = cpp();
        String name = "net::classify(unsigned char const*, unsigned short)";
        Contract contract = JsonRun.contract(program, "--entry", name);
        assertEquals(name, contract.subject().entry());
        assertEquals(3, contract.paths());
        assertParameters(contract);
        assertEquals(contract.classes(), JsonRun.contract(program, "--entry", "_ZN3net8classifyEPKht").classes());
        CommandRun ambiguous = CommandRun.of("contract", program, "--entry", "net::classify");
        assertTrue(ambiguous.err().contains("several functions net::classify; write which: net::classify(char const*); " + name), ambiguous.err());
        CommandRun unknown = CommandRun.of("contract", program, "--entry", "net::Table::look");
        assertTrue(unknown.err().contains("there is net::Table::lookup"), unknown.err());
    }

    @Test
    void aSliceOfRustIsAPacketAndItsLength() throws Exception {
        Contract contract = JsonRun.contract(rust(), "--entry", "table::net::classify");
        assertParameters(contract);
        assertEquals(4, contract.paths());
        assertTrue(contract.classes().stream().anyMatch(each -> each.condition().toString().contains("packet_length < 14")),
                contract.classes().toString());
    }
}
