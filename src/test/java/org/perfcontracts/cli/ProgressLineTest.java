package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.Progress;

class ProgressLineTest {
    private static final String ERASE = "\r\033[K";
    private static final Progress STATE =
            new Progress(226, 14, 2_469_134, 17_530, Duration.ofMillis(628), Duration.ofSeconds(2));

    @Test
    void tellsWhatIsDoneAndWhatIsLeft() {
        assertEquals("router, level nf: 226 paths, 14 pending, 1.2M instructions/s, 8.8k queries/s, solver 31 %",
                ProgressLine.text("router, level nf", STATE));
    }

    @Test
    void rewritesOneLineOfATerminalAndLeavesNothing() throws InterruptedException {
        assertEquals(ERASE + ProgressLine.text("t", STATE) + ERASE, shown(Context.Terminal.INTERACTIVE));
    }

    @Test
    void isSilentWhereNobodyLooks() throws InterruptedException {
        assertEquals("", shown(Context.Terminal.NONE));
    }

    private static String shown(Context.Terminal kind) throws InterruptedException {
        var out = new ByteArrayOutputStream();
        try (var line = new ProgressLine(new PrintStream(out, true, StandardCharsets.UTF_8), "t", kind)) {
            Thread.sleep(ProgressLine.INTERVAL.plusMillis(1));
            line.accept(STATE);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
