package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs on DPDK's libraries whose packet function {@code nf} gets packet buffers. */
final class BufferProgram {
    private BufferProgram() {
    }

    /** Builds one; the arguments of a command that is about its packet function. */
    static List<String> built(Path binary, String compiler, String... sources) throws IOException, InterruptedException {
        Path said = binary.resolveSibling("compiler.out");
        String command = compiler + " -g -fno-stack-protector $(pkg-config --cflags libdpdk) -I'" + CommandRun.HOME.resolve("native") + "' -o '"
                + binary + "' '" + String.join("' '", sources) + "' $(pkg-config --libs libdpdk)";
        Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertEquals(0, process.waitFor(), () -> command + ": " + read(said));
        return List.of(binary.toString(), "--entry", "nf");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
