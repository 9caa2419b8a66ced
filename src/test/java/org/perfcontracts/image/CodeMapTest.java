package org.perfcontracts.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The maps of live processes: each says itself where its functions are. */
class CodeMapTest {
    private static final String PROGRAM = """
            #include <stdio.h>
            #include <stdlib.h>
            #include <sys/auxv.h>
            static __attribute__((noinline)) int local(int x)
            {
                return x * 7;
            }
            int main(int argc, char **argv)
            {
                (void)argv;
                printf("%p %p %p\\n", (void *)main, (void *)local, (void *)qsort);
                fflush(stdout);
                getchar();
                return local(argc);
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gcc | -O1 -g", "gcc | -O2 -g -no-pie", "clang | -O2 -g", "gcc | -O2 -g -Wl,-z,noseparate-code", "gcc | -O2 -g -static"})
    void functionsAreWhereTheProcessSaysTheyAre(String compiler, String flags) throws Exception {
        Path file = Shell.compile(folder, "program", PROGRAM, compiler, flags);
        Process process = new ProcessBuilder(file.toString()).start();
        try (BufferedReader output = process.inputReader()) {
            String[] addresses = output.readLine().split(" ");
            long main = Long.decode(addresses[0]);
            long local = Long.decode(addresses[1]);
            long qsort = Long.decode(addresses[2]);
            CodeMap map = CodeMap.of(mappings(process.pid()));
            ElfSymbol symbol = ElfFile.read(file).symbol("main").orElseThrow();
            assertEquals(OptionalLong.of(main), map.toProcess(file, symbol.address()));
            assertEquals(Optional.of(new CodeRange(main, main + symbol.size())), map.functionBounds(main + 1));
            assertTrue(map.locate(main).orElseThrow().toString().matches("main \\(program\\.c:(8|9)\\)"));
            Location inside = map.locate(local + 1).orElseThrow();
            assertEquals("program", inside.module());
            assertTrue(inside.toString().matches("local\\+0x1 \\(program\\.c:[567]\\)"), inside::toString);
            assertTrue(map.locate(qsort).orElseThrow().toString().matches("_*(libc_)?qsort.*"));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatIsInNoFileHasNoLocation() throws Exception {
        CodeMap map = CodeMap.of(mappings(ProcessHandle.current().pid()));
        assertTrue(map.locate(0).isEmpty());
        assertTrue(map.locate(-1).isEmpty());
        assertTrue(map.functionBounds(8).isEmpty());
        assertTrue(map.bias(Path.of("/no/such/file")).isEmpty());
    }

    @Test
    void aFileThatIsGoneGivesOffsets() {
        CodeMap map = CodeMap.of(List.of(
                new Mapping(0x10000, 0x20000, true, false, true, 0x3000, "/no/such/library.so (deleted)")));
        assertEquals("library.so+0x3010", map.locate(0x10010).orElseThrow().toString());
        assertTrue(map.functionBounds(0x10010).isEmpty());
    }

    @Test
    void theFunctionsOfTheVdsoComeFromMemory() throws Exception {
        List<Mapping> mappings = mappings(ProcessHandle.current().pid());
        Mapping vdso = mappings.stream().filter(m -> m.name().equals("[vdso]")).findFirst().orElseThrow();
        byte[] memory = new byte[(int) (vdso.end() - vdso.start())];
        try (RandomAccessFile own = new RandomAccessFile("/proc/self/mem", "r")) {
            own.seek(vdso.start());
            own.readFully(memory);
        }
        ElfSymbol clock = ElfFile.of("[vdso]", memory).symbol("__vdso_clock_gettime").orElseThrow();
        CodeMap map = CodeMap.of(new Still(mappings, vdso, memory));
        Location location = map.locate(vdso.start() + clock.address() + 1).orElseThrow();
        assertEquals("[vdso]", location.module());
        assertTrue(location.toString().endsWith("clock_gettime+0x1"), location::toString);
        assertFalse(CodeMap.of(mappings).locate(vdso.start() + clock.address()).orElseThrow().function().isPresent());
    }

    /** A process of which only one mapping can be read. */
    private record Still(List<Mapping> mappings, Mapping readable, byte[] content) implements Snapshot {
        @Override
        public byte[] page(long pageAddress) {
            if (!readable.contains(pageAddress)) {
                return null;
            }
            int from = (int) (pageAddress - readable.start());
            return Arrays.copyOfRange(content, from, from + 4096);
        }

        @Override
        public long general(int number) {
            return 0;
        }

        @Override
        public long instructionPointer() {
            return 0;
        }

        @Override
        public long flags() {
            return 0;
        }

        @Override
        public long fsBase() {
            return 0;
        }

        @Override
        public int floatControl() {
            return 0x1f80;
        }

        @Override
        public long gsBase() {
            return 0;
        }

        @Override
        public byte[] vector(int number) {
            return new byte[64];
        }
    }

    private static List<Mapping> mappings(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/maps"), StandardCharsets.UTF_8).lines()
                .map(Mapping::parse).toList();
    }
}
