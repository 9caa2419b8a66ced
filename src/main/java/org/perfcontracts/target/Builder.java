package org.perfcontracts.target;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Builds a target by its own command; says nothing unless that fails. */
public final class Builder {
    private static final int LAST_LINES = 20;

    private final StopSignal stop;

    /** A builder that ends its command when the user wants to stop. */
    public Builder(StopSignal stop) {
        this.stop = stop;
    }

    /**
     * Builds a target, which its own command skips where nothing changed.
     *
     * @param target with the binary that the toolchain makes
     * @param environment added to the build's environment
     * @throws InputException where the command fails or makes no binary; the message's first line says so, and the
     *     command's last lines follow
     */
    public void build(Target target, Map<String, String> environment) throws InputException {
        if (target.build().isPresent()) {
            runLocked(target, target.build().get(), environment);
        }
        if (!Files.isRegularFile(target.binary())) {
            throw new InputException(target.build().isPresent()
                    ? target.name() + ": '" + target.build().get() + "' made no " + target.binary()
                    : target.binary() + ": no such file");
        }
    }

    /** Two commands at work on one target build it one after the other; the lock ends with the process at the latest. */
    private void runLocked(Target target, String command, Map<String, String> environment) throws InputException {
        Path file = target.folder().resolve(TargetFile.NAME);
        if (!Files.isWritable(file)) {
            run(target, command, environment);
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.lock();
            run(target, command, environment);
        } catch (IOException e) {
            throw new InputException("cannot lock " + Failures.describe(e), e);
        }
    }

    private void run(Target target, String command, Map<String, String> environment) throws InputException {
        var builder = new ProcessBuilder("/bin/sh", "-c", command)
                .directory(target.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));      // a command that asks questions gets no answer
        builder.environment().putAll(environment);
        String output;
        int status;
        try {
            Process process = builder.start();
            stop.whenRequested(() -> end(process));
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            status = process.waitFor();
        } catch (IOException e) {
            failWhereStopped(target);
            throw new InputException(target.name() + ": cannot run '" + command + "': " + Failures.oneLine(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException(target.name() + ": the build was interrupted", e);
        }
        failWhereStopped(target);
        if (status != 0) {
            throw new InputException(target.name() + ": '" + command + "' failed with status " + status + " in "
                    + target.folder() + lastLines(output));
        }
    }

    private void failWhereStopped(Target target) throws InputException {
        if (stop.requested()) {
            throw new InputException(target.name() + ": the build was stopped");
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private static String lastLines(String output) {
        List<String> lines = output.strip().lines().toList();
        if (lines.isEmpty()) {
            return "";
        }
        List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        return "\n  " + String.join("\n  ", last);
    }
}
