package org.perfcontracts.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What bolt.h writes is what {@link MarkSection} reads. */
class MarkSectionTest {
    private static final String PROGRAM = """
            #include "bolt.h"
            struct node { struct node *next; };
            struct node *volatile first;
            __attribute__((noinline)) int walk(struct node *n)
            {
                int count = 0;
                for (; n; n = n->next) {
                    bolt_pcv("nodes");
                    count++;
                }
                return count;
            }
            static inline __attribute__((always_inline)) int odd(int x)
            {
                if (x & 1) {
                    bolt_class("odd");
                    return walk(first);
                }
                return x;
            }
            __attribute__((noinline)) int calls(int x, int y) { return odd(x) + odd(y); }
            int main(int argc, char **argv) { (void)argv; return calls(argc, argc + 1); }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gcc | -O1", "gcc | -O2", "gcc | -O3 -march=x86-64-v2", "gcc | -O3 -march=x86-64-v3", "gcc | -O2 -no-pie",
        "gcc | -O2 -static", "gcc | -O2 -flto", "gcc | -O2 -ffunction-sections -Wl,--gc-sections", "gcc | -O2 -s",
        "gcc | -O2 -Wl,-z,noseparate-code", "g++ | -O2",
        "clang | -O1", "clang | -O2", "clang | -O3 -march=x86-64-v2", "clang | -O3 -march=x86-64-v3", "clang | -O2 -no-pie"})
    void marksStandInTheirFunctions(String compiler, String flags) throws Exception {
        ElfFile elf = ElfFile.read(Shell.compile(folder, "program", PROGRAM, compiler, flags));
        List<Mark> marks = MarkSection.read(elf);
        List<Mark> odd = marks.stream().filter(mark -> mark.name().equals("odd")).toList();
        assertEquals(2, odd.size(), () -> "inlined twice: " + marks);
        assertTrue(marks.stream().anyMatch(mark -> mark.name().equals("nodes")), marks::toString);
        for (Mark mark : marks) {
            assertTrue(elf.isCode(mark.address()), mark::toString);
            assertEquals(mark.name().equals("nodes") ? Mark.Kind.PCV : Mark.Kind.CLASS, mark.kind());
            if (!flags.endsWith(" -s") && !compiler.equals("g++")) {
                String function = elf.symbolAt(mark.address()).orElseThrow().name();
                assertTrue(function.matches(mark.name().equals("nodes") ? "walk.*|calls|main" : "calls.*|main"), function);
            }
        }
    }

    @Test
    void aBinaryWithoutMarksHasNone() throws Exception {
        Path file = Shell.compile(folder, "program", "int main(void) { return 0; }", "gcc", "-O2");
        assertEquals(List.of(), MarkSection.read(ElfFile.read(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-s", "-g", "--strip-unneeded"})
    void strippingKeepsMarks(String option) throws Exception {
        Path file = Shell.compile(folder, "program", PROGRAM, "gcc", "-O2 -g");
        List<Mark> marks = MarkSection.read(ElfFile.read(file));
        Shell.run("strip", option, file.toString());
        assertEquals(marks, MarkSection.read(ElfFile.read(file)));
        assertEquals(3, marks.size(), marks::toString);
    }

    @ParameterizedTest
    @CsvSource({"gcc, -O2, GCC unroll 4", "gcc, -O3, GCC unroll 4", "clang, -O2, unroll 4"})
    void anUnrolledMarkIsSeveral(String compiler, String level, String pragma) throws Exception {
        ElfFile elf = ElfFile.read(Shell.compile(folder, "program", """
                #include "bolt.h"
                __attribute__((noinline)) void send(int port) { __asm__ volatile("" : : "r"(port)); }
                __attribute__((noinline)) void burst(int count)
                {
                #pragma %s
                    for (int i = 0; i < count; i++) {
                        bolt_pcv("packets");
                        send(i);
                    }
                }
                int main(int argc, char **argv) { (void)argv; burst(argc); return 0; }
                """.formatted(pragma), compiler, level));
        List<Mark> marks = MarkSection.read(elf);
        assertTrue(marks.size() >= 4, marks::toString);
        CodeRange burst = elf.functionRange(elf.symbol("burst").orElseThrow().address()).orElseThrow();
        for (Mark mark : marks) {
            assertEquals("packets", mark.name());
            assertTrue(burst.contains(mark.address()), () -> mark + " outside " + burst);
        }
    }

    /** The linker takes notes for roots, so what it keeps of them and of the functions agrees. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc", "clang"})
    void marksOfUnusedFunctionsStandInCodeOrAreGone(String compiler) throws Exception {
        ElfFile elf = ElfFile.read(Shell.compile(folder, "program", """
                #include "bolt.h"
                int unused(int x) { bolt_pcv("never"); return x + 1; }
                __attribute__((noinline)) int used(int x) { bolt_pcv("sometimes"); return x * 3; }
                int main(int argc, char **argv) { (void)argv; return used(argc); }
                """, compiler, "-O2 -ffunction-sections -Wl,--gc-sections"));
        List<Mark> marks = MarkSection.read(elf);
        assertTrue(marks.stream().anyMatch(mark -> mark.name().equals("sometimes")));
        for (Mark mark : marks) {
            String function = elf.symbolAt(mark.address()).orElseThrow().name();
            assertEquals(mark.name().equals("never") ? "unused" : "used", function.replace("main", "used"));
        }
    }

    @Test
    void aDamagedSectionIsNamed() throws Exception {
        byte[] good = Files.readAllBytes(Shell.compile(folder, "program", PROGRAM, "gcc", "-O2"));
        byte[] notes = ElfFile.of("program", good).section(".note.bolt").orElseThrow();
        int start = new String(good, StandardCharsets.ISO_8859_1).indexOf(new String(notes, StandardCharsets.ISO_8859_1));
        assertFault(good, start + 8, 9, "a mark of type 9");
        assertFault(good, start + 12, 'g', "a note of another owner");
        assertFault(good, start + 4, 200, "truncated");
        assertFault(good, start + 4, 3, "truncated");
        assertFault(good, start + 28, 0, "name is empty");
    }

    private static void assertFault(byte[] good, int at, int value, String fault) throws FormatException {
        byte[] bytes = good.clone();
        bytes[at] = (byte) value;
        ElfFile elf = ElfFile.of("program", bytes);
        FormatException e = assertThrows(FormatException.class, () -> MarkSection.read(elf));
        assertTrue(e.getMessage().startsWith("program: section .note.bolt at 0x") && e.getMessage().contains(fault),
                e.getMessage());
    }
}
