package org.perfcontracts.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElfFileTest {
    private static final String PROGRAM = """
            #include <stdio.h>
            int counter = 7;
            int zeroed[100];
            __asm__(".globl bare\\n.type bare, @function\\nbare: nop\\nnop\\nret\\n");
            __attribute__((noinline)) int twice(int x) { return x * 2 + zeroed[x]; }
            int alias(int x) __attribute__((alias("twice")));
            int main(int argc, char **argv) { (void)argv; return printf("%d", twice(argc) + counter); }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"gcc, -O2 -g", "gcc, -O2 -no-pie", "gcc, -O1 -static", "gcc, -O2 -static-pie", "clang, -O2 -g"})
    void symbolsAreThoseOfNm(String compiler, String flags) throws Exception {
        Path file = Shell.compile(folder, "program", PROGRAM, compiler, flags);
        ElfFile elf = ElfFile.read(file);
        int compared = 0;
        for (String line : Shell.run("nm", "--defined-only", file.toString()).lines().toList()) {
            String[] fields = line.split(" ");
            if (fields.length == 3 && "TtWi".contains(fields[1]) && !fields[2].contains("@")) {
                long address = Long.parseLong(fields[0], 16);
                assertTrue(elf.symbols().stream().anyMatch(s -> s.name().equals(fields[2]) && s.address() == address), line);
                compared++;
            }
        }
        assertTrue(compared >= 5, () -> "nm named too few functions to compare");
        assertEquals(!flags.contains("no-pie") && !flags.matches(".*-static\\b(?!-).*"), elf.isPositionIndependent());
        assertEquals(elf.symbol("_start").orElseThrow().address(), elf.entry());
    }

    @Test
    void anAddressBelongsToTheFunctionThatCoversIt() throws Exception {
        ElfFile elf = ElfFile.read(Shell.compile(folder, "program", PROGRAM, "gcc", "-O2"));
        ElfSymbol main = elf.symbol("main").orElseThrow();
        assertEquals(ElfSymbol.Kind.FUNCTION, main.kind());
        assertEquals(main, elf.symbolAt(main.address()).orElseThrow());
        assertEquals(main, elf.symbolAt(main.address() + main.size() - 1).orElseThrow());
        assertEquals(new CodeRange(main.address(), main.address() + main.size()),
                elf.functionRange(main.address() + 1).orElseThrow());
        ElfSymbol bare = elf.symbol("bare").orElseThrow();
        assertEquals(0, bare.size());
        assertEquals("bare", elf.symbolAt(bare.address() + 2).orElseThrow().name());
        assertTrue(elf.symbolAt(elf.symbol("counter").orElseThrow().address()).isEmpty(), "data is no function");
        assertTrue(elf.symbolAt(Long.MAX_VALUE).isEmpty());
        assertTrue(elf.symbolAt(0).isEmpty());
    }

    @Test
    void bytesAreThoseOfTheImage() throws Exception {
        ElfFile elf = ElfFile.read(Shell.compile(folder, "program", PROGRAM, "gcc", "-O2"));
        assertArrayEquals(new byte[] {7, 0, 0, 0}, elf.bytes(elf.symbol("counter").orElseThrow().address(), 4));
        assertArrayEquals(new byte[400], elf.bytes(elf.symbol("zeroed").orElseThrow().address(), 400));
        assertArrayEquals(HexFormat.of().parseHex("9090c3"), elf.bytes(elf.symbol("bare").orElseThrow().address(), 3));
        assertThrows(FormatException.class, () -> elf.bytes(0x7fff_ffff_0000L, 1));
        assertThrows(FormatException.class, () -> elf.bytes(elf.entry(), Integer.MAX_VALUE));
        assertThrows(FormatException.class, () -> elf.bytes(elf.entry(), -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/gcc", "/lib/x86_64-linux-gnu/libc.so.6", "/usr/bin/ld.bfd"})
    void buildIdAndSegmentsAreThoseOfReadelf(String name) throws Exception {
        Path file = Path.of(name).toRealPath();
        ElfFile elf = ElfFile.read(file);
        Matcher id = Pattern.compile("Build ID: ([0-9a-f]+)").matcher(Shell.run("readelf", "-n", name));
        assertTrue(id.find());
        assertEquals(id.group(1), elf.buildId().orElseThrow());
        Matcher load = Pattern.compile("LOAD +0x(\\w+) 0x(\\w+) 0x\\w+ 0x(\\w+) 0x(\\w+) ([RWE ]{3})")
                .matcher(Shell.run("readelf", "-lW", name));
        for (Segment segment : elf.segments()) {
            assertTrue(load.find());
            assertEquals(Long.parseLong(load.group(1), 16), segment.fileOffset());
            assertEquals(Long.parseLong(load.group(2), 16), segment.address());
            assertEquals(Long.parseLong(load.group(3), 16), segment.fileSize());
            assertEquals(Long.parseLong(load.group(4), 16), segment.memorySize());
            assertEquals(load.group(5), (segment.readable() ? "R" : " ") + (segment.writable() ? "W" : " ")
                    + (segment.executable() ? "E" : " "));
        }
        assertFalse(load.find());
    }

    @Test
    void aGlobalNameIsPreferred() throws Exception {
        Map<String, Long> globals = new HashMap<>();
        Path libc = Path.of("/lib/x86_64-linux-gnu/libc.so.6").toRealPath();
        for (String line : Shell.run("nm", "-D", "--defined-only", libc.toString()).lines().toList()) {
            String[] fields = line.split("[ @]+");
            if (fields[1].equals("T")) {
                globals.putIfAbsent(fields[2], Long.parseLong(fields[0], 16));
            }
        }
        ElfFile elf = ElfFile.read(libc);
        assertEquals(globals.get("printf"), elf.symbol("printf").orElseThrow().address());
        assertEquals("printf", elf.symbolAt(globals.get("printf") + 1).orElseThrow().name().replace("_IO_", ""));
    }

    @Test
    void eachFaultIsNamed() throws Exception {
        byte[] good = Files.readAllBytes(Shell.compile(folder, "program", PROGRAM, "gcc", "-O2"));
        assertFault("not an ELF file", "text".getBytes());
        assertFault("empty file", new byte[0]);
        assertFault("truncated", Arrays.copyOf(good, 40));
        assertFault("section headers: truncated", Arrays.copyOf(good, good.length - 1));
        assertFault("not a 64-bit file", with(good, 4, 1));
        assertFault("not little-endian", with(good, 5, 2));
        assertFault("for machine 183, not for x86-64", with(good, 18, 183));
        assertFault("type 1, neither", with(good, 16, 1));
        FormatException folderRead = assertThrows(FormatException.class, () -> ElfFile.read(folder));
        assertEquals(folder + ": not a regular file", folderRead.getMessage());
    }

    private static byte[] with(byte[] bytes, int position, int value) {
        byte[] changed = bytes.clone();
        changed[position] = (byte) value;
        return changed;
    }

    private static void assertFault(String fault, byte[] bytes) {
        FormatException e = assertThrows(FormatException.class, () -> ElfFile.of("some/file", bytes));
        assertTrue(e.getMessage().startsWith("some/file: ") && e.getMessage().contains(fault), e.getMessage());
        assertFalse(e.getMessage().contains("\n"));
    }
}
