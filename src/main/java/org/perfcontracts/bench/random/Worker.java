package org.perfcontracts.bench.random;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.perfcontracts.report.RandomPrograms;

/**
 * A process that answers tasks, one after the other. It is told a task in a line, as JSON, and says {@link #STARTED} when the
 * program stands at its entry, {@link #EXPLORED} and {@link #DERIVED} when there are paths and a contract, and then the verdict, as JSON. One that does not
 * keep to its time is ended, and the next task gets another.
 */
final class Worker implements AutoCloseable {
    /** The program stands at its entry. */
    static final String STARTED = "started";
    /** All paths are known. */
    static final String EXPLORED = "explored";
    /** There is a contract. */
    static final String DERIVED = "derived";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GONE = "";
    /** By so much an analysis may exceed its time. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(100);
    /** The least part of a processor that a worker can count on is one of so many. */
    private static final int SHARE = 8;
    /** By so much it may exceed it where the end is sure to come: ending a process costs the next program a cold start. */
    private static final Duration WORDING = Duration.ofSeconds(6);
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration MEASUREMENT = Duration.ofSeconds(30);
    /** So that what one program leaves behind does not slow down all that follow. */
    private static final int MOST_TASKS = 200;

    private final List<String> command;
    private Optional<Running> running = Optional.empty();
    private int tasks;

    /** A worker that is started by a command when the first task comes. */
    Worker(List<String> command) {
        this.command = command;
    }

    private record Running(Process process, Writer to, BlockingQueue<String> from) {
        /**
         * The next line; empty where none comes in time or the process is gone. Time that the machine spends on others does
         * not count, within reason.
         */
        Optional<String> line(Duration limit) throws InterruptedException {
            long begin = System.nanoTime();
            Duration used = used();
            while (true) {
                String line = from.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (line != null) {
                    return Optional.of(line).filter(each -> !each.equals(GONE));
                }
                Duration passed = Duration.ofNanos(System.nanoTime() - begin);
                if (passed.compareTo(limit) > 0 && used().minus(used).compareTo(limit) > 0 || passed.compareTo(limit.multipliedBy(SHARE)) > 0) {
                    return Optional.empty();
                }
            }
        }

        private Duration used() {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    /** Has a task done. */
    Verdict examine(Task task) throws IOException, InterruptedException {
        if (tasks++ % MOST_TASKS == 0) {
            close();
        }
        if (running.isEmpty()) {
            running = Optional.of(start());
        }
        Running worker = running.get();
        long begin = System.nanoTime();
        worker.to.write(JSON.writeValueAsString(task) + "\n");
        worker.to.flush();
        Optional<String> line = worker.line(START);
        if (line.isPresent() && line.get().equals(STARTED)) {
            begin = System.nanoTime();
            Duration limit = Duration.ofMillis((long) (task.seconds() * 1000)).plus(TOLERANCE);
            String where = "exploring";
            line = worker.line(limit);
            if (line.isPresent() && line.get().equals(EXPLORED)) {
                where = "wording";
                line = worker.line(limit.plus(WORDING));
            }
            if (line.isEmpty() && worker.process.isAlive()) {
                close();
                return Verdict.of(RandomPrograms.Outcome.OVERTIME, "still " + where + " more than 2 s over its time", seconds(begin));
            }
        }
        if (line.isPresent() && line.get().equals(DERIVED)) {
            line = worker.line(MEASUREMENT);
        }
        if (line.isEmpty()) {
            String why = worker.process.isAlive() ? "the worker does not answer" : "the worker ended with status " + worker.process.exitValue();
            close();
            return Verdict.of(RandomPrograms.Outcome.ERROR, why, seconds(begin));
        }
        return JSON.readValue(line.get(), Verdict.class);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private Running start() throws IOException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> {
            try {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                }
            } catch (IOException | UncheckedIOException e) {
                // It is gone, which the end of its lines says.
            }
            lines.add(GONE);
        });
        return new Running(process, new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), lines);
    }

    /** Ends the process. */
    @Override
    public void close() {
        running.ifPresent(worker -> worker.process.destroyForcibly());
        running = Optional.empty();
    }
}
