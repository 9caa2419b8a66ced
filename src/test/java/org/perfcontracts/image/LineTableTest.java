package org.perfcontracts.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineTableTest {
    private static final String PROGRAM = """
            #include <stdio.h>
            #include <string.h>
            static inline int step(int x)
            {
                if (x % 3 == 0)
                    return x / 3;
                return x * 2 + 1;
            }
            __attribute__((noinline)) int walk(int x, char *text)
            {
                int n = 0;
                while (x > 1 && n < 1000) {
                    x = step(x);
                    n += text[n % 7] == 'a';
                }
                memset(text, n, 4);
                return n;
            }
            int main(int argc, char **argv)
            {
                printf("%d\\n", walk(argc, argv[0]));
                return walk(step(argc), argv[0]);
            }
            """;

    @TempDir
    Path folder;

    /** Every row of the table, as llvm-dwarfdump prints it, gives the line of the addresses from it to the next. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gcc | -O2 -g", "gcc | -O3 -g -gdwarf-4 -march=x86-64-v3", "gcc | -O0 -g", "gcc | -O2 -g -gz=zlib",
        "gcc | -O2 -g -gdwarf-3 -gstrict-dwarf", "gcc | -O2 -g -gdwarf-2 -gstrict-dwarf", "gcc | -O2 -g -gdwarf64",
        "gcc | -O2 -g -ffunction-sections -Wl,--gc-sections", "gcc | -O2 -g -flto", "gcc | -O2 -g -no-pie",
        "gcc | -O2 -g -gno-as-loc-support -gno-as-locview-support", "gcc | -O2 -g -static",
        "clang | -O2 -g", "clang | -O2 -g -gdwarf-4", "clang | -O3 -g -gz=zlib", "clang | -O1 -g -march=x86-64-v3"})
    void rowsAreThoseOfDwarfdump(String compiler, String flags) throws Exception {
        Path file = Shell.compile(folder, "program", PROGRAM, compiler, flags);
        LineTable table = LineTable.of(ElfFile.read(file));
        Map<Long, Integer> statements = new TreeMap<>();
        int compared = 0;
        for (List<Row> sequence : dwarfdump(file)) {
            for (int i = 0; i + 1 < sequence.size(); i++) {
                Row row = sequence.get(i);
                for (long address = row.address; address < sequence.get(i + 1).address; address++) {
                    int line = table.lineAt(address).map(SourceLine::line).orElse(0);
                    assertEquals(row.line, line, "line of 0x" + Long.toHexString(address));
                    compared++;
                }
                if (row.statement && row.line == 14) {
                    statements.put(row.address, row.line);
                }
            }
        }
        assertTrue(compared > 100, "too little compared: " + compared);
        assertEquals(List.copyOf(new TreeSet<>(statements.keySet())), table.addressesOf("program.c", 14));
        assertFalse(statements.isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gcc | -O2 -g", "clang | -O2 -g", "gcc | -O2 -g -gdwarf-4"})
    void linesAreThoseOfAddr2line(String compiler, String flags) throws Exception {
        Path file = Shell.compile(folder, "program", PROGRAM, compiler, flags);
        ElfFile elf = ElfFile.read(file);
        LineTable table = LineTable.of(elf);
        ElfSymbol walk = elf.symbol("walk").orElseThrow();
        List<String> command = new ArrayList<>(List.of("addr2line", "-e", file.toString()));
        for (long address = walk.address(); address < walk.address() + walk.size(); address++) {
            command.add(Long.toHexString(address));
        }
        List<String> expected = Shell.run(command).lines().toList();
        for (int i = 0; i < expected.size(); i++) {
            String place = expected.get(i).replaceAll(" .*", "");
            String found = table.lineAt(walk.address() + i).map(l -> l.file() + ":" + l.line()).orElse("none");
            if (place.endsWith(":?")) {
                assertEquals("none", found, "walk+" + i);
                continue;
            }
            assertEquals(place.replaceAll(".*/", ""), found.replaceAll(".*/", ""), "walk+" + i);
            if (!flags.contains("dwarf-4")) {
                assertTrue(place.endsWith(found) || found.equals(place), place + " and " + found);
            }
        }
    }

    @Test
    void filesAreFoundByTheirLastComponents() throws Exception {
        Path file = Shell.compile(folder, "program", PROGRAM, "gcc", "-O2 -g");
        LineTable table = LineTable.of(ElfFile.read(file));
        List<Long> addresses = table.addressesOf("program.c", 14);
        assertFalse(addresses.isEmpty());
        assertEquals(addresses, table.addressesOf(folder.getFileName() + "/program.c", 14));
        assertEquals(addresses, table.addressesOf(folder + "/program.c", 14));
        assertEquals(List.of(), table.addressesOf("ram.c", 13));
        assertEquals(List.of(), table.addressesOf("other/program.c", 14));
        assertEquals(List.of(), table.addressesOf("program.c", 4000));
        assertEquals(List.of(), table.addressesOf("program.c", 0));
        assertTrue(table.knows("program.c"));
        assertFalse(table.knows("router.c"));
    }

    @Test
    void aFileWithoutLinesHasAnEmptyTable() throws Exception {
        ElfFile elf = ElfFile.read(Shell.compile(folder, "program", PROGRAM, "gcc", "-O2 -s"));
        LineTable table = LineTable.of(elf);
        assertTrue(table.lineAt(elf.entry()).isEmpty());
        assertEquals(List.of(), table.addressesOf("program.c", 14));
    }

    @Test
    void aLineIsShownByTheNameOfItsFile() {
        assertEquals("firewall.c:42", new SourceLine("/src/nf/firewall.c", 42).toString());
        assertEquals("firewall.c:42", new SourceLine("firewall.c", 42).toString());
    }

    private record Row(long address, int line, boolean statement) {}

    private static List<List<Row>> dwarfdump(Path file) throws Exception {
        List<List<Row>> sequences = new ArrayList<>();
        List<Row> sequence = new ArrayList<>();
        Matcher matcher = Pattern.compile("^0x([0-9a-f]{16}) +(\\d+) +\\d+ +\\d+ +\\d+ +\\d+ *(.*)$", Pattern.MULTILINE)
                .matcher(Shell.run("llvm-dwarfdump", "--debug-line", file.toString()));
        while (matcher.find()) {
            sequence.add(new Row(Long.parseLong(matcher.group(1), 16), Integer.parseInt(matcher.group(2)),
                    matcher.group(3).contains("is_stmt")));
            if (matcher.group(3).contains("end_sequence")) {
                if (sequence.getFirst().address != 0) {
                    sequences.add(sequence);
                }
                sequence = new ArrayList<>();
            }
        }
        return sequences;
    }
}
