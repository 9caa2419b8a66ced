package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.perfcontracts.cpu.CpuLevel;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.target.Driver;
import org.perfcontracts.target.StopSignal;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The pages for users tell of every command, option and key. */
class DocumentationTest {
    private static final Path DOCS = CommandRun.HOME.resolve("docs");

    private static CommandLine commands() {
        var nowhere = new ByteArrayOutputStream();
        return Main.commandLine(new Context(CommandRun.HOME, nowhere, new PrintStream(nowhere),
                Context.Terminal.NONE, new StopSignal(), new Engine()));
    }

    @Test
    void everyCommandHasAPageThatTellsOfEveryOption() throws IOException {
        var missing = new ArrayList<String>();
        for (Map.Entry<String, CommandLine> command : commands().getSubcommands().entrySet()) {
            String page = Files.readString(DOCS.resolve(command.getKey() + ".md"));
            for (OptionSpec option : command.getValue().getCommandSpec().options()) {
                for (String name : option.names()) {
                    if (!page.contains("`" + name)) {
                        missing.add(command.getKey() + ".md: " + name);
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void theFirstPageTellsOfEveryCommand() throws IOException {
        String readme = Files.readString(CommandRun.HOME.resolve("README.md"));
        for (String command : commands().getSubcommands().keySet()) {
            assertTrue(readme.contains("./bolt " + command), "README.md: " + command);
            assertTrue(readme.contains("docs/" + command + ".md"), "README.md: no link to the page of " + command);
        }
        assertTrue(Files.exists(DOCS.resolve("test.md")));
    }

    @Test
    void everyCommandHelpsWithExamples() {
        for (String command : commands().getSubcommands().keySet()) {
            CommandRun help = CommandRun.of(command, "--help");
            assertEquals(0, help.status());
            assertEquals("", help.err());
            assertTrue(help.out().contains("Examples:\n  bolt " + command), help.out());
            assertTrue(help.out().lines().allMatch(line -> line.length() <= 100), help.out());
        }
    }

    @Test
    void everyKeyOfATargetsFileIsDescribed() throws IOException {
        String page = Files.readString(DOCS.resolve("bolt-yaml.md"));
        for (String key : List.of("name", "build", "binary", "isa", "levels", "library", "marks", "entry", "arguments",
                "parameters", "driver", "packet", "bits", "range", "length", "pcv", "class", "at")) {
            assertTrue(page.contains("`" + key + "`"), key);
        }
        for (Driver driver : Driver.ALL) {
            assertTrue(page.contains("`" + driver.key() + "`"), driver.key());
        }
        for (CpuLevel isa : CpuLevel.values()) {
            assertTrue(page.contains("`" + isa.isa() + "`"), isa.isa());
        }
    }

    @Test
    void everyClassThatThePageOfPlacesNamesIsThere() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(CommandRun.HOME.resolve("src/main/java"))) {
            classes = files.map(file -> file.getFileName().toString().replace(".java", "")).collect(Collectors.toSet());
        }
        List<String> missing = Pattern.compile("`(?:[a-z]+/)*([A-Z]\\w+)`").matcher(Files.readString(DOCS.resolve("architecture.md"))).results()
                .map(name -> name.group(1)).filter(name -> !classes.contains(name)).toList();
        assertEquals(List.of(), missing);
    }
}
