package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.target.StopSignal;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What shells and man are given. */
class ShellTest {
    @TempDir
    private Path folder;

    private static String printed(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.status(), run.err());
        assertEquals("", run.err());
        return run.out();
    }

    private static String bash(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/bash", "-c", script).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** As bash itself does it: the words, of which the last is to be completed, and the function that the script has registered. */
    private List<String> completed(String... words) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("completion"), printed("completion"));
        return bash("source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD=" + (words.length - 1)
                + "; COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}; f=$(complete -p bolt | sed 's/.*-F \\([^ ]*\\).*/\\1/'); $f 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"").lines().toList();
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assertTrue(completed("bolt", "''").containsAll(List.of("contract", "validate", "diff", "bench")));
        assertTrue(completed("bolt", "diff", "--").containsAll(List.of("--limits", "--git")));
        assertTrue(completed("bolt", "diff", "--format", "''").containsAll(List.of("text", "junit")));
    }

    @Test
    void everyCommandHasAManualPage() throws Exception {
        var nowhere = new ByteArrayOutputStream();
        CommandLine bolt = Main.commandLine(new Context(CommandRun.HOME, nowhere, new PrintStream(nowhere), Context.Terminal.NONE, new StopSignal(), new Engine()));
        check(bolt, List.of());
        for (var command : bolt.getSubcommands().entrySet()) {
            check(command.getValue(), List.of(command.getKey()));
            for (String below : command.getValue().getSubcommands().keySet()) {
                check(command.getValue().getSubcommands().get(below), List.of(command.getKey(), below));
            }
        }
    }

    /** The page has every option, and what shows such pages has nothing to say against it. */
    private void check(CommandLine command, List<String> names) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("man"));
        arguments.addAll(names);
        Path page = Files.writeString(folder.resolve("page.1"), printed(arguments.toArray(String[]::new)));
        String shown = bash("groff -man -Tutf8 -ww " + page + " 2>" + folder.resolve("errors") + " | sed -e 's/\\x1b\\[[0-9;]*m//g' -e 's/.\\x08//g'");
        assertEquals("", Files.readString(folder.resolve("errors")), names.toString());
        for (OptionSpec option : command.getCommandSpec().options()) {
            assertTrue(shown.contains(option.longestName()), () -> names + " lacks " + option.longestName() + ":\n" + shown);
        }
    }

    @Test
    void aCommandThatIsNone() {
        CommandRun run = CommandRun.of("man", "contracts");
        assertEquals(2, run.status());
        assertTrue(run.err().startsWith("bolt: bolt has no command 'contracts'; known: contract, "), run.err());
    }
}
