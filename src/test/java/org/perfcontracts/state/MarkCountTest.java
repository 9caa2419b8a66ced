package org.perfcontracts.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.FormatException;
import org.perfcontracts.image.Mark;
import org.perfcontracts.image.MarkSection;

/**
 * The marks of the stateful library count what they say, whatever the compiler makes of the code around them: a debugger
 * counts passages of their addresses, the program itself (state/tests/marks.c) works out from the state how many there
 * must be.
 */
class MarkCountTest {

    private static final Path STATE = Path.of(System.getProperty("bolt.home", ".")).toAbsolutePath().resolve("state");
    private static final Pattern EXPECTED = Pattern.compile("(?m)^([\\w.]+) (\\d+)$");
    private static final Pattern HITS = Pattern.compile("(?m)^(\\d+) +breakpoint .*\\n\\tbreakpoint already hit (\\d+) time");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "gcc, -O3 -march=x86-64-v2",
        "gcc, -O3 -march=x86-64-v3",
        "gcc, -O1",
        "clang, -O3 -march=x86-64-v2",
        "clang, -O2",
    })
    void everyPassageIsCounted(String compiler, String flags) throws IOException, InterruptedException, FormatException {
        Path program = build(compiler, flags);
        List<Mark> marks = MarkSection.read(ElfFile.read(program));
        String output = output(debugger(program, marks));
        Map<String, Long> expected = new TreeMap<>();
        EXPECTED.matcher(output).results().forEach(line -> expected.put(line.group(1), Long.parseLong(line.group(2))));
        assertEquals(10, expected.size(), output);
        assertTrue(expected.values().stream().allMatch(count -> count > 0), output);

        Map<String, Long> counted = new TreeMap<>();
        Matcher hits = HITS.matcher(output);
        while (hits.find()) {
            Mark mark = marks.get(Integer.parseInt(hits.group(1)) - 1);
            counted.merge(mark.name(), Long.parseLong(hits.group(2)), Long::sum);
        }
        assertEquals(expected, counted);
    }

    /** At fixed addresses, so that those of the marks are those of the process. */
    private Path build(String compiler, String flags) throws IOException, InterruptedException {
        Path program = folder.resolve("marks");
        List<String> command = new ArrayList<>(List.of(compiler, "-std=gnu11", "-g", "-fno-pie", "-no-pie"));
        command.addAll(Arrays.asList(flags.split(" ")));
        command.addAll(List.of("-I", STATE.toString(), "-I", STATE.resolveSibling("native").toString()));
        command.addAll(List.of("-o", program.toString(), STATE.resolve("tests/marks.c").toString()));
        try (Stream<Path> files = Files.list(STATE)) {
            files.map(Path::toString).filter(file -> file.endsWith(".c")).forEach(command::add);
        }
        output(command);
        return program;
    }

    private List<String> debugger(Path program, List<Mark> marks) throws IOException {
        StringBuilder script = new StringBuilder("set pagination off\nset width 0\n");
        for (int i = 0; i < marks.size(); i++) {
            script.append("break *").append(marks.get(i).address()).append('\n');
            script.append("ignore ").append(i + 1).append(" 1000000000\n");
        }
        Path file = Files.writeString(folder.resolve("script"), script.append("run\ninfo breakpoints\n"));
        return List.of("gdb", "-q", "-nx", "-batch", "-x", file.toString(), program.toString());
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
