package org.perfcontracts.x86;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The CPU, as the process native/build/oracle shows it. */
final class Oracle implements AutoCloseable {
    /** Whether the CPU has AVX-512 as of x86-64-v4; where not, states have no wider vectors than 32 bytes, sixteen of them, and no masks. */
    static final boolean IS_WIDE = isWide();

    private final Process process;
    private final OutputStream requests;
    private final DataInputStream answers;

    Oracle() {
        Path program = Path.of(System.getProperty("bolt.home", "."), "native", "build", "oracle");
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(program + " is missing: run make in the folder native");
        }
        try {
            process = new ProcessBuilder(program.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        requests = process.getOutputStream();
        answers = new DataInputStream(process.getInputStream());
    }

    private static boolean isWide() {
        try {
            List<String> flags = Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("flags"))
                    .findFirst().map(line -> List.of(line.split(" "))).orElse(List.of());
            return flags.containsAll(List.of("avx512f", "avx512bw", "avx512dq", "avx512vl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The states after the instruction was executed on each of the given ones. */
    byte[] execute(byte[] code, int length, byte[] states) {
        ByteBuffer request = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        request.putInt(length).put(code, 0, length).position(20);
        request.putInt(states.length / CpuState.SIZE);
        byte[] after = new byte[states.length];
        try {
            requests.write(request.array());
            requests.write(states);
            requests.flush();
            answers.readFully(after);
        } catch (IOException e) {
            throw new UncheckedIOException("the oracle died", e);
        }
        return after;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
