package org.perfcontracts.nf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What an independent decoder, tshark, reads in a capture. */
final class Decoder {

    private Decoder() {}

    /**
     * For each packet, the values of the given fields of tshark; a field that occurs several times has its values joined
     * by commas, one that does not occur is empty.
     */
    static List<List<String>> fields(Path capture, String... fields) throws IOException, InterruptedException {
        return fields(capture, List.of(), fields);
    }

    /** As above; the checksums of TCP and UDP are verified, too. */
    static List<List<String>> checkedFields(Path capture, String... fields) throws IOException, InterruptedException {
        return fields(capture, List.of("-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"), fields);
    }

    private static List<List<String>> fields(Path capture, List<String> settings, String... fields)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(), "-T", "fields"));
        command.addAll(List.of("-o", "ip.check_checksum:TRUE", "-E", "separator=|", "-E", "occurrence=a"));
        command.addAll(settings);
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        Path errors = capture.resolveSibling("tshark.log");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        List<String> lines = process.inputReader().lines().toList();
        assertEquals(0, process.waitFor(), () -> readable(errors));
        return lines.stream().map(line -> List.of(line.split("\\|", -1))).toList();
    }

    private static String readable(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
