package org.perfcontracts.nf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.FormatException;
import org.perfcontracts.image.Mark;
import org.perfcontracts.image.MarkSection;

/** The Makefiles of the network functions. */
class NfBuildTest {
    private static final Pattern MARK = Pattern.compile("bolt_(pcv|class)\\(\"([^\"]+)\"\\)");

    private static final Pattern STATE = Pattern.compile("(?m)^STATE := (.*)$");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"(.*)\"$");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "firewall, gcc, -O3 -march=x86-64-v2",
        "firewall, gcc, -O3 -march=x86-64-v3",
        "firewall, gcc, -O1",
        "firewall, clang, -O2",
        "router, gcc, -O3 -march=x86-64-v2",
        "router, gcc, -O1",
        "router, gcc, -O3 -march=x86-64-v3",
        "router, clang, -O2",
        "nat, gcc, -O3 -march=x86-64-v2",
        "nat, clang, -O2",
        "bridge, gcc, -O3 -march=x86-64-v2",
        "bridge, clang, -O3",
        "balancer, gcc, -O3 -march=x86-64-v2",
        "balancer, clang, -O2",
        "lpm, gcc, -O3 -march=x86-64-v2",
        "lpm, clang, -O2",
        "trie, gcc, -O3 -march=x86-64-v3",
        "trie, clang, -O2",
        "policer, gcc, -O3 -march=x86-64-v2",
        "policer, clang, -O1",
    })
    void everyCompilerTakesItWithoutWarningAndKeepsTheMarks(String name, String compiler, String flags)
            throws IOException, InterruptedException, FormatException {
        NfRun.make(name, "CC=" + compiler, "CFLAGS=-Werror " + flags, "BUILD=" + folder);
        List<Mark> marks = MarkSection.read(ElfFile.read(folder.resolve(name)));
        assertEquals(marksInSource(name), marks.stream().map(Mark::name).collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(
                marks.size(),
                marks.stream().map(mark -> List.of(mark.kind(), mark.address())).distinct().count(),
                () -> "two classes or two PCVs at one address, so the compiler has merged the code behind them: " + marks);
    }

    @Test
    void otherFlagsBuildAgainAndTheSameDoNot() throws IOException, InterruptedException {
        FileTime built = builtWith("CFLAGS=-O3 -march=x86-64-v2");
        assertEquals(built, builtWith("CFLAGS=-O3 -march=x86-64-v2"));
        assertNotEquals(built, builtWith("CFLAGS=-O1"));
    }

    private FileTime builtWith(String flags) throws IOException, InterruptedException {
        NfRun.make("firewall", flags, "BUILD=" + folder);
        return Files.getLastModifiedTime(folder.resolve("firewall.o"));
    }

    private static Set<String> marksInSource(String name) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path source : sources(name)) {
            Matcher matcher = MARK.matcher(Files.readString(source));
            while (matcher.find()) {
                names.add(matcher.group(2));
            }
        }
        return names;
    }

    /** The network function, the files of the stateful library that its Makefile names, and the common headers in them. */
    private static Set<Path> sources(String name) throws IOException {
        Deque<Path> pending = new ArrayDeque<>(List.of(NfRun.source(name)));
        Matcher state = STATE.matcher(Files.readString(NfRun.source(name).resolveSibling("Makefile")));
        if (state.find()) {
            Stream.of(state.group(1).split(" ")).map(NfRun::stateSource).forEach(pending::add);
        }
        Set<Path> sources = new LinkedHashSet<>();
        while (!pending.isEmpty()) {
            Path source = pending.pop();
            Matcher include = sources.add(source) ? INCLUDE.matcher(Files.readString(source)) : INCLUDE.matcher("");
            include.results().map(found -> NfRun.header(found.group(1))).filter(Files::exists).forEach(pending::add);
        }
        return sources;
    }
}
