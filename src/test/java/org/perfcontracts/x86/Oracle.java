package org.perfcontracts.x86;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CPU, as the process native/build/oracle shows it. */
final class Oracle implements AutoCloseable {
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
