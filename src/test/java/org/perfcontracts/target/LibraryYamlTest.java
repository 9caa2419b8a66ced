package org.perfcontracts.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.cli.CommandRun;
import org.perfcontracts.contract.DeclaredOperation;
import org.perfcontracts.contract.LibraryDescription;

class LibraryYamlTest {
    private static LibraryDescription parse(String text) throws InputException {
        return LibraryYaml.parse(YamlNode.parse("library.yaml", text));
    }

    @Test
    void readsEveryKey() throws InputException {
        LibraryDescription library = parse("""
                operations:
                  get: {meaning: looks up, returns: {true: hit, false: miss}}
                  learn: {meaning: learns, returns: {0: known, -1: full}}
                  put: {meaning: adds}
                pcvs: {map.put.t: entries}
                """);
        assertEquals(List.of(
                new DeclaredOperation("get", "looks up", 8, Map.of(1L, "hit", 0L, "miss")),
                new DeclaredOperation("learn", "learns", 32, Map.of(0L, "known", 0xffffffffL, "full")),
                new DeclaredOperation("put", "adds", 0, Map.of())), library.operations());
        assertEquals(List.of("hit", "miss"), List.copyOf(library.operations().getFirst().outcomes().values()), "their order");
        assertEquals(Map.of("map.put.t", "entries"), library.pcvs());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', value = {
        "pcvs: {t: x}|the key 'operations' is missing",
        "operations: {}|must have an operation",
        "operations: {get: {returns: {true: hit}}}|the key 'meaning' is missing",
        "operations: {get: {meaning: x, cost: 7}}|cost",
        "operations: {get: {meaning: x, returns: {true: hit, 2: other}}}|not true or false",
        "operations: {get: {meaning: x, returns: {yes: hit}}}|neither true nor false nor an integer",
        "operations: {get: {meaning: x, returns: {0: hit, 1: hit}}}|two outcomes have the name 'hit'",
        "#{operations: {get: {meaning: x}}, pcvs: {a.t: x, b.t: y}}#|another PCV ends in 't'",
    })
    void refusesNamingThePlace(String text, String expected) {
        InputException refusal = assertThrows(InputException.class, () -> parse(text));
        assertTrue(refusal.getMessage().startsWith("library.yaml:1:"), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(expected), refusal::getMessage);
    }

    /** A name that no header declares would never be called, and nobody would notice. */
    @Test
    void theLibraryAtHandHasTheOperationsThatItNames() throws IOException, InputException {
        Path state = CommandRun.HOME.resolve("state");
        var code = new StringBuilder();
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.filter(each -> each.toString().matches(".*\\.[ch]")).toList()) {
                code.append(Files.readString(file));
            }
        }
        LibraryDescription library = LibraryYaml.read(state.resolve("library.yaml"));
        var lost = new ArrayList<String>();
        library.operations().stream().map(DeclaredOperation::name).filter(name -> code.indexOf(name + "(") < 0).forEach(lost::add);
        library.pcvs().keySet().stream().filter(mark -> code.indexOf("\"" + mark + "\"") < 0).forEach(lost::add);
        assertEquals(List.of(), lost);
    }
}
