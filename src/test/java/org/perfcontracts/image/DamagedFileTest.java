package org.perfcontracts.image;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the bytes of a file are, reading it gives an answer or a {@link FormatException}. Each test prints the seed that
 * failed; the generator is the same everywhere.
 */
class DamagedFileTest {
    private static final String PROGRAM = """
            #include "bolt.h"
            static int counts[64];
            struct pair { int a[3]; struct { short x : 4, y : 5; } b; struct pair *next; union { int i; char c[9]; } u; } pairs[2][4], *first;
            int step(int *p) { if (*p > 3) bolt_class("large"); return p[1]; }
            int main(int argc, char **argv)
            {
                (void)argv;
                for (int i = 0; i < argc; i++) {
                    bolt_pcv("rounds");
                    counts[i & 63] += step(&argc);
                }
                return counts[5] + pairs[1][argc & 3].b.y + (first != 0);
            }
            """;
    private static final int ROUNDS = 1500;

    @TempDir
    static Path folder;

    private static List<byte[]> programs;

    @BeforeAll
    static void compile() throws Exception {
        programs = List.of(
                Files.readAllBytes(Shell.compile(folder, "a", PROGRAM, "gcc", "-O2 -g")),
                Files.readAllBytes(Shell.compile(folder, "b", PROGRAM, "gcc", "-O2 -g -gdwarf-4 -no-pie")),
                Files.readAllBytes(Shell.compile(folder, "c", PROGRAM, "clang", "-O2 -g -gz=zlib")),
                Files.readAllBytes(Shell.compile(folder, "d", PROGRAM, "clang", "-O2 -g")));
    }

    @Test
    void changedBytes() {
        survives(ROUNDS, random -> {
            byte[] bytes = program(random);
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = interesting(random);
            }
            return bytes;
        });
    }

    /** The small structures that everything hangs on are hit too seldom when all bytes are equally likely. */
    @Test
    void changedHeaders() {
        survives(ROUNDS, random -> {
            byte[] bytes = program(random);
            int sectionHeaders = (int) new ByteReader("", "", bytes, 40, 48).word64();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                boolean front = random.nextBoolean();
                int at = front ? random.nextInt(16, 64 + 13 * 56) : random.nextInt(sectionHeaders, bytes.length);
                bytes[at] = interesting(random);
            }
            return bytes;
        });
    }

    @Test
    void changedLineTables() {
        survives(ROUNDS, random -> inSection(random, ".debug_line"));
    }

    @Test
    void changedDebugInformation() {
        List<String> sections = List.of(".debug_info", ".debug_abbrev", ".debug_str_offsets", ".debug_addr", ".debug_loclists", ".debug_loc");
        survives(3 * ROUNDS, random -> inSection(random, sections.get(random.nextInt(sections.size()))));
    }

    @Test
    void changedMarks() {
        survives(ROUNDS, random -> inSection(random, ".note.bolt"));
    }

    @Test
    void truncatedFiles() {
        survives(ROUNDS, random -> {
            byte[] bytes = program(random);
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        });
    }

    @Test
    void randomBytes() {
        survives(ROUNDS, random -> {
            byte[] bytes = new byte[random.nextInt(4000)];
            random.nextBytes(bytes);
            byte[] start = program(random);
            System.arraycopy(start, 0, bytes, 0, Math.min(bytes.length, random.nextInt(200)));
            return bytes;
        });
    }

    private interface Maker {
        byte[] make(RandomGenerator random) throws FormatException;
    }

    private static void survives(int rounds, Maker maker) {
        int[] outcomes = new int[2];
        for (int seed = 0; seed < rounds; seed++) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            try {
                byte[] bytes = maker.make(random);
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> outcomes[use(bytes, random)]++);
            } catch (Exception | AssertionError | OutOfMemoryError e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
        }
        assertTrue(outcomes[0] + outcomes[1] == rounds);
        assertTrue(outcomes[1] > 0, "no damage was noticed");
    }

    /** 0 if every part could be read, 1 if one ended in a FormatException with a proper message. */
    private static int use(byte[] bytes, RandomGenerator random) {
        try {
            ElfFile elf = ElfFile.of("file", bytes);
            elf.buildId();
            for (int i = 0; i < 20; i++) {
                long address = i < 10 && !elf.symbols().isEmpty()
                        ? elf.symbols().get(random.nextInt(elf.symbols().size())).address() : random.nextLong(0x10000);
                elf.symbolAt(address);
                elf.functionRange(address);
            }
            MarkSection.read(elf);
            LineTable table = LineTable.of(elf);
            for (int i = 0; i < 20; i++) {
                table.lineAt(random.nextLong(0x10000));
                table.addressesOf("a.c", random.nextInt(20));
            }
            for (ElfSymbol symbol : elf.symbols()) {
                if (symbol.kind() == ElfSymbol.Kind.FUNCTION && random.nextInt(4) == 0) {
                    DebugInfo.parameters(elf, symbol);
                }
                if (symbol.kind() == ElfSymbol.Kind.OBJECT && symbol.name().matches("pairs|first|counts")) {
                    new DebugVariables(elf).at(symbol, List.of(), random.nextInt(4) == 0 ? random.nextInt(60) : 0);
                    new DebugVariables(elf).behind(symbol, List.of(), symbol.name().equals("pairs") ? 16 : 0);
                }
            }
            elf.bytes(elf.entry(), 16);
            return 0;
        } catch (FormatException e) {
            assertTrue(e.getMessage().startsWith("file: ") && e.getMessage().length() > 10, e.getMessage());
            return 1;
        }
    }

    private static byte[] program(RandomGenerator random) {
        return programs.get(random.nextInt(programs.size())).clone();
    }

    private static byte[] inSection(RandomGenerator random, String name) throws FormatException {
        byte[] bytes = program(random);
        byte[] content = ElfFile.of("file", bytes).section(name).orElse(new byte[0]);
        int start = content.length == 0 ? -1 : indexOf(bytes, content);
        if (start < 0) {
            return inSection(random, name); // another program has it, and not compressed
        }
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            bytes[start + random.nextInt(content.length)] = interesting(random);
        }
        return bytes;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte interesting(RandomGenerator random) {
        byte[] edges = {0, 1, -1, 127, -128, 64, 16};
        return random.nextBoolean() ? edges[random.nextInt(edges.length)] : (byte) random.nextInt();
    }
}
