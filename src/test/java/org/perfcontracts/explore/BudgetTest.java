package org.perfcontracts.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.explore.state.End;

/** Where an exploration ends early it says so, and why. */
class BudgetTest {
    private static final TinyProgram.Range LENGTH = new TinyProgram.Range(0, 64);
    private static final long MEMORY = Budget.standard().memory();

    @TempDir
    Path folder;
    private Path binary;

    /** A program of 2^16 paths without a loop. */
    @BeforeEach
    void compile() throws Exception {
        Path frame = Path.of(System.getProperty("bolt.home", "."), "src/test/c/explore/program.h").toAbsolutePath();
        StringBuilder code = new StringBuilder("#include \"" + frame + "\"\nstatic volatile int sink;\n"
                + "int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)\n{\n");
        for (int i = 0; i < 16; i++) {
            code.append("\tif (packet[").append(i).append("] == 7)\n\t\tsink = ").append(i).append(";\n");
        }
        code.append("\treturn 0;\n}\n");
        Path source = Files.writeString(folder.resolve("many.c"), code);
        binary = new TinyProgram("many", source, "gcc -O1 -fno-if-conversion", Map.of()).compile(folder);
    }

    private ExploredProgram start(Budget budget) throws Exception {
        return ExploredProgram.start(binary, LENGTH, budget);
    }

    private static void assertPartial(Exploration exploration, String reason) {
        assertFalse(exploration.complete());
        assertEquals(List.of(reason), exploration.reasons());
        assertTrue(exploration.paths().size() < 1 << 16);
        assertTrue(exploration.paths().stream().anyMatch(path -> path.end() instanceof End.Stopped stopped
                && stopped.kind() == End.Kind.BUDGET && stopped.reason().equals(reason)), "no path says that it was not followed");
        for (org.perfcontracts.explore.Path path : exploration.paths()) {
            boolean budget = path.end() instanceof End.Stopped stopped && stopped.kind() == End.Kind.BUDGET;
            assertTrue(budget || path.end().isComplete(), () -> path.number() + ": " + path.end());
        }
    }

    @Test
    void theLimitOfPaths() throws Exception {
        try (ExploredProgram program = start(new Budget(50, Duration.ofSeconds(60), MEMORY, 10_000, 16))) {
            assertPartial(program.explore(), "the limit of 50 paths was reached");
        }
    }

    @Test
    void theLimitOfTime() throws Exception {
        try (ExploredProgram program = start(new Budget(1 << 20, Duration.ofMillis(1), MEMORY, 10_000, 16))) {
            assertPartial(program.explore(), "the time limit of 0 s was reached");
        }
    }

    @Test
    void aWishToStop() throws Exception {
        try (ExploredProgram program = start(new Budget(1 << 20, Duration.ofSeconds(60), MEMORY, 10_000, 16))) {
            program.explorer().stop("interrupted");
            assertPartial(program.explore(), "interrupted");
        }
    }
}
