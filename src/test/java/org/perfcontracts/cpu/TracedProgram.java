package org.perfcontracts.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.perfcontracts.image.Snapshot;

/** The program of {@code src/test/c/traced.*}, compiled, and the names of its code and data. */
final class TracedProgram {
    private static final Path HOME = Path.of(System.getProperty("bolt.home", "."));

    private final Path binary;
    private final Map<String, Long> symbols = new HashMap<>();
    private final TreeMap<Long, String> names = new TreeMap<>();

    private TracedProgram(Path binary) {
        this.binary = binary;
    }

    static TracedProgram build(Path folder, String... options) throws IOException, InterruptedException {
        TracedProgram program = new TracedProgram(folder.resolve("traced"));
        List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-g", "-pthread"));
        command.addAll(List.of(options));
        command.addAll(List.of(source("traced.c"), source("traced.S"), "-o", program.binary.toString()));
        run(folder, command);
        for (String line : run(folder, List.of("nm", program.binary.toString())).split("\n")) {
            String[] fields = line.strip().split(" ");
            if (fields.length == 3) {
                program.symbols.put(fields[2], Long.parseUnsignedLong(fields[0], 16));
                program.names.put(Long.parseUnsignedLong(fields[0], 16), fields[2]);
            }
        }
        return program;
    }

    private static String source(String name) {
        return HOME.resolve("src/test/c").resolve(name).toAbsolutePath().toString();
    }

    static String run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "run", ".out");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
        }
        return Files.readString(output);
    }

    Path binary() {
        return binary;
    }

    /** The link-time address of a symbol. */
    long address(String symbol) {
        Long address = symbols.get(symbol);
        if (address == null) {
            throw new IllegalArgumentException("traced has no symbol " + symbol);
        }
        return address;
    }

    TargetProcess start(CpuLevel level, Duration limit, String... arguments) throws TargetException {
        return TargetProcess.start(new RunSpec(binary, List.of(arguments), binary.getParent(), level,
                Optional.of(EntryPoint.ofProgram(address("probe"))), "probe", limit));
    }

    /** A trace as text, one line an instruction: {@code rmw_0: load cell 4, store cell 4}. */
    List<String> render(Trace trace, TargetProcess target) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < trace.length(); i++) {
            StringBuilder line = new StringBuilder(name(trace.instruction(i), target));
            for (int k = 0; k < trace.accessCount(i); k++) {
                line.append(k == 0 ? ": " : ", ").append(trace.isStore(i, k) ? "store " : "load ")
                        .append(name(trace.accessAddress(i, k), target)).append(' ').append(trace.accessSize(i, k));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private String name(long address, TargetProcess target) {
        Snapshot snapshot = target.snapshot();
        long fromStack = address - snapshot.general(4);
        if (Math.abs(fromStack) < 4096) {
            return offset("rsp", fromStack);
        }
        if (address == snapshot.fsBase()) {
            return "fs";
        }
        Map.Entry<Long, String> symbol = names.floorEntry(address - target.bias());
        return symbol == null ? Long.toHexString(address)
                : offset(symbol.getValue(), address - target.bias() - symbol.getKey());
    }

    private static String offset(String base, long offset) {
        return offset == 0 ? base : base + (offset > 0 ? "+" : "") + offset;
    }
}
