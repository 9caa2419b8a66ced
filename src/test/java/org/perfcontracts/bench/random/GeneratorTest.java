package org.perfcontracts.bench.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorTest {
    private static final int SEEDS = 3;
    private static final Path HOME = Path.of(System.getProperty("bolt.home", ".")).toAbsolutePath();

    @TempDir
    private Path folder;

    private static Generator generator() {
        return new Generator(Piece.all(), Generator.MOST_PIECES);
    }

    @Test
    void theSameSeedGivesTheSameProgram() {
        for (long seed = 0; seed < 100; seed++) {
            assertEquals(generator().program(seed), generator().program(seed));
            assertNotEquals(generator().program(seed).sources().get("nf.c"), generator().program(seed + 1).sources().get("nf.c"));
        }
    }

    @Test
    void everyPieceIsMetAndHasANameOfItsOwn() {
        List<String> names = Piece.all().stream().map(Piece::name).toList();
        assertEquals(names.size(), names.stream().distinct().count());
        List<String> met = new ArrayList<>();
        for (long seed = 0; seed < 2000; seed++) {
            met.addAll(generator().program(seed).pieces());
        }
        assertTrue(met.containsAll(names), () -> "never met: " + names.stream().filter(name -> !met.contains(name)).toList());
    }

    /** All pieces in one program, with other random numbers each time. */
    @ParameterizedTest
    @EnumSource(Compiler.class)
    void everyPieceCompilesWithoutWarnings(Compiler compiler) throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            Program program = Generator.program(seed, Piece.all());
            program.write(folder, compiler, HOME);
            List<String> command = new ArrayList<>(program.command(compiler, HOME));
            command.addAll(List.of("-Wall", "-Wextra", "-Werror"));
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), "seed " + seed + ", " + compiler + ": " + said);
            assertTrue(Files.isExecutable(folder.resolve("prog")));
        }
    }

    @Test
    void aTemplateFillsItsPlaces() {
        Template template = new Template(3, new Random(1));
        String text = template.expand("a$n $(k=5..5) $(k) $(x~x)");
        assertEquals("a3 5 5 x", text);
        assertEquals("5", template.expand("$(k)"));
        assertTrue(List.of("<", "", "a b").contains(template.expand("$(<~~a b)")));
        assertThrows(IllegalArgumentException.class, () -> template.expand("$(unknown)"));
    }

    @Test
    void pieces() {
        List<Piece> pieces = Piece.parse("# words\n\n=== one 2\n--- body\n\treturn s;\n\n=== two 0 fault\n--- top\nint a$n;\n--- body\n\treturn 1;\n");
        assertEquals(List.of(new Piece("one", 2, Piece.Outcome.RETURN, "", "", "\treturn s;\n"),
                new Piece("two", 0, Piece.Outcome.FAULT, "int a$n;\n", "", "\treturn 1;\n")), pieces);
        assertEquals("one, two", pieces.stream().map(Piece::name).collect(Collectors.joining(", ")));
    }
}
