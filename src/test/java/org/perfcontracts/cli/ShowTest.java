package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts from their files in other forms, as a user gets them. */
class ShowTest {
    private static final Path NAT = CommandRun.HOME.resolve("src/test/resources/decision/nat.json");

    @TempDir
    private Path folder;

    private static String shown(int status, String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(status, run.status(), run.err());
        assertEquals("", run.err());
        return run.out();
    }

    private static void assertRefused(String expected, CommandRun run) {
        assertEquals(2, run.status(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(expected), () -> run.err() + "lacks: " + expected);
    }

    @Test
    void theNameOfTheFileTellsTheForm() throws IOException {
        for (var each : Map.of("page.html", "<!DOCTYPE html>", "PAGE.HTM", "<!DOCTYPE html>", "page.md", "# Performance contract of nat", "page.txt", "Performance contract of nat, level nf\n",
                "page", "Performance contract of nat, level nf\n", "again.json", "{\n  \"formatVersion\": 1").entrySet()) {
            Path file = folder.resolve(each.getKey());
            assertEquals("", shown(0, "show", NAT.toString(), "-o", file.toString()));
            assertTrue(Files.readString(file).startsWith(each.getValue()), each.getKey());
        }
        assertEquals(Files.readString(NAT), Files.readString(folder.resolve("again.json")));
    }

    @Test
    void aFormThatIsAskedForIsTaken() {
        assertTrue(shown(0, "show", NAT.toString()).startsWith("Performance contract of nat, level nf\n"));
        assertTrue(shown(0, "show", NAT.toString(), "--format", "html").startsWith("<!DOCTYPE html>"));
        Path file = folder.resolve("page.html");
        shown(0, "show", NAT.toString(), "--format", "markdown", "-o", file.toString());
        assertTrue(Files.exists(file));
    }

    @Test
    void aContractThatIsNotCompleteSaysSo() throws IOException {
        Path partial = Files.writeString(folder.resolve("partial.json"), Files.readString(NAT)
                .replaceFirst("\"complete\": true,\\s*\"reasons\": \\[\\]", "\"complete\": false, \"reasons\": [\"the time ran <out>\"]"));
        assertTrue(shown(1, "show", partial.toString()).contains("NOT COMPLETE"));
        String page = shown(1, "show", partial.toString(), "--format", "html");
        assertTrue(page.indexOf("NOT COMPLETE") < page.indexOf("Input classes") && page.contains("the time ran &lt;out&gt;"), page);
    }

    @Test
    void contractsThatAreNone() throws IOException {
        assertRefused("there is no file nowhere.json", CommandRun.of("show", "nowhere.json"));
        assertRefused("is a folder, not a contract; derive it first: bolt contract", CommandRun.of("show", folder.toString()));
        Path other = Files.writeString(folder.resolve("other.json"), "{\n\"a\": }");
        assertRefused("other.json is not a contract: line 2", CommandRun.of("show", other.toString()));
        assertRefused("its folder does not exist", CommandRun.of("show", NAT.toString(), "-o", folder.resolve("no/page.html").toString()));
        assertRefused("pdf", CommandRun.of("show", NAT.toString(), "--format", "pdf"));
    }
}
