package org.perfcontracts.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebugVariablesTest {
    private static final String PROGRAM = """
            #include <stdbool.h>
            #include <stddef.h>
            #include <stdint.h>
            enum kind { FREE, USED };
            typedef uint32_t index_t;
            struct address { uint8_t mac[6]; uint16_t vlan; };
            struct node {
                index_t child[2];
                struct address at;
                bool used;
                enum kind kind;
                struct { short low; signed char high; };
                union { uint64_t number; double real; } what;
                double weight;
                struct node *next;
                void *any;
                int (*call)(int);
                const char *const name;
                struct { uint64_t key; uint8_t state; } slots[3];
                int many[65];
                struct node *rows[2];
            };
            #define KEPT __attribute__((used))
            KEPT struct node nodes[7];
            KEPT static struct address grid[2][3];
            KEPT struct node *list;
            KEPT void *anything;
            KEPT static uint32_t counter;
            KEPT uint64_t words[5];
            struct table { uint32_t size; struct address *first; struct address places[4]; } table KEPT;
            struct bits { unsigned a : 3, b : 10; unsigned long c : 40; unsigned : 5; unsigned d : 8; uint16_t e; } bits[4] KEPT;
            extern struct hidden *hidden;
            KEPT struct hidden *hidden;
            int main(void)
            {
                KEPT static struct address local[9];
                return (int)(nodes[1].child[0] + grid[1][2].vlan + (list != 0) + (anything != 0) + counter++ + words[1] + table.size + bits[2].b
                    + (hidden != 0) + local[counter & 7].vlan++ + grid[0][1].vlan++);
            }
            """;

    @TempDir
    Path folder;

    private static String describe(ObjectLayout layout) {
        return layout.type() + " " + layout.size() + " x " + (layout.count().isPresent() ? layout.count().getAsLong() : "?") + ": "
                + layout.fields().stream().map(DebugVariablesTest::describe).collect(Collectors.joining("; "));
    }

    private static String describe(ObjectLayout.Field field) {
        return field.name() + "@" + (field.bit() % 8 == 0 ? "" + field.bit() / 8 : field.bit() / 8 + "." + field.bit() % 8) + " " + switch (field.type()) {
            case ObjectLayout.Type.Number _ -> "u" + field.bits();
            case ObjectLayout.Type.Pointer(long size, int _) -> "*" + size;
            case ObjectLayout.Type.Bytes(String what) -> "[" + field.bits() / 8 + "] " + what;
        };
    }

    private static String at(ElfFile elf, String variable, long offset, String... members) throws FormatException {
        Optional<ObjectLayout> layout = new DebugVariables(elf).at(symbol(elf, variable), List.of(members), offset);
        return layout.map(DebugVariablesTest::describe).orElse("unknown");
    }

    private static String behind(ElfFile elf, String variable, long offset, String... members) throws FormatException {
        return new DebugVariables(elf).behind(symbol(elf, variable), List.of(members), offset).map(DebugVariablesTest::describe).orElse("unknown");
    }

    private static ElfSymbol symbol(ElfFile elf, String name) {
        return elf.symbols().stream().filter(symbol -> symbol.name().replaceFirst("^main\\.|\\.[0-9]+$", "").equals(name)).findFirst().orElseThrow();
    }

    private Path compile(String compiler) throws IOException, InterruptedException {
        int blank = compiler.indexOf(' ');
        return Shell.compile(folder, "program", PROGRAM, compiler.substring(0, blank), compiler.substring(blank + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "gcc -O0 -g", "gcc -O2 -g", "gcc -O2 -g -gdwarf-4", "gcc -O2 -g -gz=zlib", "gcc -O2 -g -fdebug-types-section", "gcc -O2 -g -gdwarf-3 -gstrict-dwarf",
        "gcc -O2 -g -gdwarf-2 -gstrict-dwarf", "gcc -O2 -g -flto", "gcc -O3 -g3 -no-pie", "clang -O0 -g", "clang -O2 -g", "clang -O2 -g -gdwarf-4",
        "clang -O2 -g -gdwarf-2", "clang -O2 -g -fdebug-types-section"})
    void variablesAreThoseOfTheSource(String compiler) throws Exception {
        ElfFile elf = ElfFile.read(compile(compiler));
        String address = "struct address 8 x %s: mac@0 [6] an array of bytes; vlan@6 u16";
        String node = "struct node 408 x %s: child.0@0 u32; child.1@4 u32; at.mac@8 [6] an array of bytes; at.vlan@14 u16; used@16 u8; kind@20 u32; low@24 u16; high@26 u8; "
                + "what@32 [8] a union; weight@40 [8] a double; next@48 *408; any@56 *0; call@64 *0; name@72 *1; slots.0.key@80 u64; slots.0.state@88 u8; "
                + "slots.1.key@96 u64; slots.1.state@104 u8; slots.2.key@112 u64; slots.2.state@120 u8; many@128 [260] an array of 65 elements; "
                + "rows.0@392 *408; rows.1@400 *408";
        assertEquals(node.formatted("7"), at(elf, "nodes", 0));
        assertEquals(node.formatted("?"), behind(elf, "list", 0));
        assertEquals(node.formatted("?"), behind(elf, "nodes", 48));
        assertEquals(address.formatted("6"), at(elf, "grid", 0));
        assertEquals(address.formatted("9"), at(elf, "local", 0));
        assertEquals(address.formatted("2"), at(elf, "grid", 32));
        assertEquals("uint16_t 2 x 1: value@0 u16", at(elf, "grid", 38));
        assertEquals("index_t 4 x 1: value@0 u32", at(elf, "nodes", 408 + 4));
        assertEquals(node.formatted("6"), at(elf, "nodes", 408));
        assertEquals(address.formatted("4"), at(elf, "table", 16));
        assertEquals(address.formatted("?"), behind(elf, "table", 8));
        assertEquals("uint32_t 4 x 1: value@0 u32", at(elf, "counter", 0));
        assertEquals(address.formatted("4"), at(elf, "table", 0, "places"));
        assertEquals("uint32_t 4 x 1: value@0 u32", at(elf, "table", 0, "size"));
        assertEquals(address.formatted("?"), behind(elf, "table", 0, "first"));
        assertEquals(OptionalLong.of(16), new DebugVariables(elf).offset(symbol(elf, "table"), List.of("places")));
        assertEquals("uint64_t 8 x 5: value@0 u64", at(elf, "words", 0));
        assertEquals("struct node * 8 x 1: value@0 *408", at(elf, "list", 0).replaceFirst("^ 8", "struct node * 8"));
    }

    @Test
    void pointersInLayoutsAreFollowed() throws Exception {
        ElfFile elf = ElfFile.read(compile("gcc -O2 -g"));
        DebugVariables variables = new DebugVariables(elf);
        ObjectLayout table = variables.at(symbol(elf, "table"), List.of(), 0).orElseThrow();
        ObjectLayout.Type.Pointer first = (ObjectLayout.Type.Pointer) table.fields().get(1).type();
        assertEquals("struct address 8 x ?: mac@0 [6] an array of bytes; vlan@6 u16", describe(variables.behind(first)));
        ObjectLayout nodes = variables.at(symbol(elf, "nodes"), List.of(), 0).orElseThrow();
        ObjectLayout.Type.Pointer any = (ObjectLayout.Type.Pointer) nodes.fields().stream().filter(field -> field.name().equals("any")).findFirst().orElseThrow().type();
        assertUnfit("void has no size where it is declared", () -> describe(variables.behind(any)));
    }

    /** The places of bit fields are where the compiled program has them. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2 -g", "gcc -O2 -g -gdwarf-3 -gstrict-dwarf", "gcc -O2 -g -gdwarf-2 -gstrict-dwarf", "clang -O2 -g", "clang -O2 -g -gdwarf-2"})
    void bitFieldsAreWhereTheProgramHasThem(String compiler) throws Exception {
        assertEquals("struct bits 16 x 4: a@0 u3; b@0.3 u10; c@1.5 u40; d@8 u8; e@10 u16", at(ElfFile.read(compile(compiler)), "bits", 0));
    }

    @Test
    void whatHasNoLayoutIsNamed() throws Exception {
        ElfFile elf = ElfFile.read(compile("gcc -O2 -g"));
        assertUnfit("void has no size where it is declared", () -> behind(elf, "anything", 0));
        assertUnfit("struct hidden has no size where it is declared", () -> behind(elf, "hidden", 0));
        assertUnfit("no pointer is there, but uint32_t", () -> behind(elf, "counter", 0));
        assertUnfit("nothing begins 1 bytes into uint32_t", () -> at(elf, "counter", 1));
        assertUnfit("nothing begins 2856 bytes into struct node", () -> at(elf, "nodes", 7 * 408));
        assertUnfit("nothing begins 17 bytes into struct node", () -> at(elf, "nodes", 408 + 17));
        assertUnfit("struct table has no member sice; it has size, first, places", () -> at(elf, "table", 0, "sice"));
        assertUnfit("uint32_t has no member size", () -> at(elf, "table", 0, "size", "size"));
        assertEquals("unknown", at(ElfFile.read(compile("gcc -O2")), "nodes", 0));
    }

    private interface Asking {
        String ask() throws FormatException;
    }

    private void assertUnfit(String expected, Asking asking) {
        FormatException fault = assertThrows(FormatException.class, asking::ask);
        assertEquals(folder.resolve("program") + ": " + expected, fault.getMessage());
    }

    @Test
    void classesOfCpp() throws Exception {
        Path source = folder.resolve("m.cc");
        Files.writeString(source, """
                #include <cstdint>
                struct base { std::uint32_t id; static int shared; };
                class entry : public base { std::uint16_t port = 3; public: bool used; static const int most = 4; int get() const { return port; } };
                int base::shared;
                entry entries[12];
                int main(int argc, char **argv) { return entries[argc].get() + base::shared; }
                """);
        for (String compiler : new String[] {"g++", "clang++"}) {
            Shell.run(compiler, "-O1", "-g", "-o", folder.resolve("m").toString(), source.toString());
            assertEquals("struct entry 8 x 12: id@0 u32; port@4 u16; used@6 u8", at(ElfFile.read(folder.resolve("m")), "entries", 0));
        }
    }
}
