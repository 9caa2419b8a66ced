package org.perfcontracts.explore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program of {@code src/test/c/explore} and what is expected of its exploration. The comments before its first line of
 * code hold one {@code // key: value} a line:
 *
 * <ul>
 * <li>{@code builds: gcc -O2 | clang -O1}: how it is compiled, each build a test of its own; {@code gcc -O2} unless given
 * <li>{@code length: 0..64}: what the packet's length can be, which is the default
 * <li>{@code bytes: 0..255}: what random packets are made of, which is the default
 * <li>{@code paths: 4} or {@code paths: 2..9}: how many there are; any number unless given
 * <li>{@code cut: no} (default), {@code yes}: whether some path goes through a cut loop
 * <li>{@code exact: yes} (default), {@code no}: whether the formulas of all paths that come to their end are exact
 * <li>{@code complete: yes} (default), {@code no}
 * <li>{@code stops: SYSTEM_CALL FAULT}: the kinds of stops among its paths; none unless given
 * <li>{@code lines: 4}: by how many a bound of cache lines may be above what a random input touches; any number unless given
 * <li>{@code pcvs: loop.t automatic}: the PCVs in its formulas, {@code automatic} being any that are not marks; none unless
 * given
 * <li>{@code together: a + 2·b ≤ 9; c ≤ 3}: what some path that comes to its end says of sums of PCVs or of a PCV; any unless given
 * </ul>
 *
 * Where builds differ, a value lists what is expected of each: {@code exact: no | yes}.
 */
record TinyProgram(String name, Path source, String build, Map<String, String> expectations) {
    private static final Path HOME = Path.of(System.getProperty("bolt.home", "."));
    private static final Pattern EXPECTATION = Pattern.compile("// (\\w+): (.*)");
    private static final List<String> KEYS =
            List.of("builds", "length", "bytes", "paths", "cut", "exact", "complete", "stops", "pcvs", "lines", "together");

    /** A range of numbers, both ends included. */
    record Range(long low, long high) {
        static Range of(String text) {
            String[] ends = text.split("\\.\\.");
            return new Range(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
        }

        boolean contains(long value) {
            return low <= value && value <= high;
        }
    }

    /** All programs with all their builds, by name. */
    static Stream<TinyProgram> all() throws IOException {
        List<TinyProgram> programs = new ArrayList<>();
        try (Stream<Path> files = Files.list(HOME.resolve("src/test/c/explore"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".c")).sorted().toList()) {
                Map<String, String> expectations = read(file);
                String name = file.getFileName().toString().replace(".c", "");
                String[] builds = expectations.getOrDefault("builds", "gcc -O2").split("\\|");
                for (int i = 0; i < builds.length; i++) {
                    programs.add(new TinyProgram(name, file.toAbsolutePath(), builds[i].strip(), ofBuild(i, expectations)));
                }
            }
        }
        return programs.stream();
    }

    private static Map<String, String> ofBuild(int build, Map<String, String> expectations) {
        Map<String, String> values = new TreeMap<>(expectations);
        values.replaceAll((_, value) -> {
            String[] each = value.split("\\|");
            return (each.length == 1 ? value : each[build]).strip();
        });
        return values;
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> expectations = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("//")) {
                break;
            }
            Matcher matcher = EXPECTATION.matcher(line);
            if (matcher.matches()) {
                if (!KEYS.contains(matcher.group(1))) {
                    throw new IOException(file + ": unknown expectation " + matcher.group(1));
                }
                expectations.put(matcher.group(1), matcher.group(2).strip());
            }
        }
        return expectations;
    }

    Path compile(Path folder) throws IOException, InterruptedException {
        Path binary = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of(build.split(" ")));
        command.addAll(List.of("-g", "-Wall", "-march=x86-64-v2", "-I" + HOME.resolve("native").toAbsolutePath(),
                source.toString(), "-o", binary.toString()));
        Path output = folder.resolve("compiler.out");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
        }
        return binary;
    }

    Range length() {
        return Range.of(expectations.getOrDefault("length", "0..64"));
    }

    Range bytes() {
        return Range.of(expectations.getOrDefault("bytes", "0..255"));
    }

    Range paths() {
        return Range.of(expectations.getOrDefault("paths", "1..100000"));
    }

    /** What is expected of sums of PCVs. */
    List<String> together() {
        return expectations.containsKey("together") ? List.of(expectations.get("together").split("; ")) : List.of();
    }

    /** By how many a bound of cache lines may be above what a random input touches. */
    long linesBeyond() {
        return Long.parseLong(expectations.getOrDefault("lines", Long.toString(Long.MAX_VALUE)));
    }

    boolean isCut() {
        return says("cut", "no");
    }

    boolean isExact() {
        return says("exact", "yes");
    }

    boolean isComplete() {
        return says("complete", "yes");
    }

    private boolean says(String key, String normally) {
        String value = expectations.getOrDefault(key, normally);
        return switch (value) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new IllegalArgumentException(source + ": " + key + " is " + value + ", not yes or no");
        };
    }

    TreeSet<String> stops() {
        return words("stops");
    }

    TreeSet<String> pcvs() {
        return words("pcvs");
    }

    private TreeSet<String> words(String key) {
        TreeSet<String> words = new TreeSet<>(List.of(expectations.getOrDefault(key, "").split(" ")));
        words.remove("");
        return words;
    }

    @Override
    public String toString() {
        return name + " (" + build + ")";
    }
}
