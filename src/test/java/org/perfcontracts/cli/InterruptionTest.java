package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.perfcontracts.target.StopSignal;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptionTest {
    /** A command that works until it is asked to stop, and then has a partial result. */
    static final class Patient {
        private Patient() {}

        /** Starts the command. */
        public static void main(String[] arguments) throws InterruptedException {
            var stop = new StopSignal();
            var interruption = new Interruption(stop);
            var asked = new CountDownLatch(1);
            stop.whenRequested(asked::countDown);
            if (arguments.length == 0) {
                System.out.println("working");
                asked.await();
            }
            System.out.println("result");
            interruption.exit(arguments.length == 0 ? 1 : 3);
        }
    }

    private static Process start(String... arguments) throws IOException {
        // Whoever runs the tests in the background may have SIGINT ignored, and processes inherit that.
        var command = new ArrayList<>(List.of(
                "env", "--default-signal=INT", System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"),
                Patient.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void assertEndsWith(int status, Process process) throws InterruptedException {
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, "still there after a minute");
        assertEquals(status, process.exitValue());
    }

    private static void interruptedBy(String signal) throws IOException, InterruptedException {
        Process process = start();
        try (BufferedReader output = process.inputReader()) {
            assertEquals("working", output.readLine());
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start().waitFor();
            assertEquals("result", output.lines().collect(Collectors.joining("\n")));
            assertEndsWith(1, process);
        }
    }

    @Test
    void ctrlCEndsWithAPartialResult() throws IOException, InterruptedException {
        interruptedBy("INT");
    }

    @Test
    void aRequestToTerminateDoesToo() throws IOException, InterruptedException {
        interruptedBy("TERM");
    }

    @Test
    void withoutInterruptionTheStatusIsTheCommands() throws IOException, InterruptedException {
        Process process = start("at once");
        assertEquals("result\n", new String(process.getInputStream().readAllBytes()));
        assertEndsWith(3, process);
    }
}
