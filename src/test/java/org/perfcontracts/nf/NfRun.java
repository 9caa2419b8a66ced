package org.perfcontracts.nf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.perfcontracts.traffic.Packet;
import org.perfcontracts.traffic.PcapReader;
import org.perfcontracts.traffic.PcapWriter;

/** Runs a network function as the program it is: one pcap into each port, and one out of each. */
final class NfRun {

    private static final Path HOME = Path.of(System.getProperty("bolt.home", ".")).toAbsolutePath();

    private static final List<String> DPDK =
            List.of(
                    "-l", "0", "--no-shconf", "--no-huge", "--no-pci", "-m", "256", "--no-telemetry",
                    "--log-level=lib.eal:error");

    /** What came out: of each port, and on standard output and error. */
    record Output(Path folder, int status, String text) {

        Path capture(int port) {
            return folder.resolve("out" + port + ".pcap");
        }

        List<Packet> packets(int port) throws IOException {
            return PcapReader.readAll(capture(port));
        }

        /** Checks the counters that the program prints at its end. */
        void assertCounts(int received, int sent) {
            assertEquals(0, status, text);
            String line = received + " received, " + sent + " sent, " + (received - sent) + " dropped";
            assertTrue(text.contains(line), () -> "expected: " + line + "\n" + text);
        }
    }

    private NfRun() {}

    static Path source(String name) {
        return HOME.resolve("nf").resolve(name).resolve(name + ".c");
    }

    static Path stateSource(String name) {
        return HOME.resolve("state").resolve(name + ".c");
    }

    static Path header(String file) {
        return HOME.resolve("nf/common").resolve(file);
    }

    /** Builds it as the other tests run it: with the settings that a plain make has. Tests of another process may be at work on it, too. */
    static void build(String name) throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(source(name).resolveSibling("bolt.yaml"), StandardOpenOption.WRITE)) {
            channel.lock();
            make(name);
        }
    }

    static void make(String name, String... settings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("make", "-s", "-C", source(name).getParent().toString()));
        command.addAll(Arrays.asList(settings));
        Path log = Files.createTempFile("bolt-build", ".log");
        ProcessBuilder make = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        make.environment().keySet().removeAll(List.of("CC", "CFLAGS", "BUILD"));
        int status = make.start().waitFor();
        String text = Files.readString(log);
        Files.delete(log);
        assertEquals(0, status, text);
    }

    static Output run(Path folder, String name, List<byte[]> in0, List<byte[]> in1, String... options)
            throws IOException, InterruptedException {
        return run(folder, name, List.of(in0, in1), options);
    }

    /** With as many ports as there are lists of packets. */
    static Output run(Path folder, String name, List<List<byte[]>> ins, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(DPDK);
        for (int port = 0; port < ins.size(); port++) {
            Path in = folder.resolve("in" + port + ".pcap");
            PcapWriter.writeAll(in, ins.get(port).stream().map(bytes -> Packet.of(0, bytes)).toList());
            Path out = folder.resolve("out" + port + ".pcap");
            arguments.add("--vdev=net_pcap" + port + ",rx_pcap=" + in + ",tx_pcap=" + out);
        }
        arguments.addAll(List.of("--", "--idle-exit", "10"));
        arguments.addAll(Arrays.asList(options));
        return start(folder, name, arguments);
    }

    /** Starts it without packets, to see what it makes of its options. */
    static Output runIdle(Path folder, String name, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(DPDK);
        arguments.addAll(List.of("--vdev=net_ring0", "--vdev=net_ring1", "--", "--idle-exit", "10"));
        arguments.addAll(Arrays.asList(options));
        return start(folder, name, arguments);
    }

    private static Output start(Path folder, String name, List<String> arguments)
            throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>();
        command.add(HOME.resolve("nf").resolve(name).resolve("build").resolve(name).toString());
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(name + " did not end by itself\n" + Files.readString(log));
        }
        return new Output(folder, process.exitValue(), Files.readString(log));
    }
}
