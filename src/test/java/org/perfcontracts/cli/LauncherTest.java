package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, as far as it goes without building anything. */
class LauncherTest {
    @Test
    void worksThroughASymbolicLinkFromElsewhereAndWithoutEnvironment(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(folder.resolve("linked"), CommandRun.HOME.resolve("bolt"));
        var builder = new ProcessBuilder(link.toString(), "test", "--help").directory(folder.toFile());
        builder.environment().clear();
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.startsWith("Usage: bolt test"), said);
    }

    @Test
    void bothScriptsAreExecutableAndWellFormed() throws IOException, InterruptedException {
        for (String script : new String[] {"bolt", ".ci/run"}) {
            Path file = CommandRun.HOME.resolve(script);
            assertTrue(Files.isExecutable(file), script);
            Process bash = new ProcessBuilder("bash", "-n", file.toString()).inheritIO().start();
            assertEquals(0, bash.waitFor(), script);
        }
    }
}
