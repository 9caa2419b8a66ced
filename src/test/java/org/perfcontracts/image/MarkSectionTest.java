package org.perfcontracts.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
