package org.perfcontracts.cpu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The start of a target, from nothing to its entry. What it needs on disk is gone when it is closed; the process is
 * not: that is for whoever takes it, or for {@link #failed}.
 */
final class Launch implements AutoCloseable {
    private static final long POLL_MILLISECONDS = 20;
    private static final long END_MILLISECONDS = 5000;
    private static final int MOST_OUTPUT_BYTES = 8192;
    private static final Pattern SEPARATOR = Pattern.compile("[ :]");    // of the objects to preload; nothing quotes it
    private static final int LINK_LENGTH = 80;
    private static final String PADDING = "BOLT_PADDING";
    private static final int VARIABLES = 128;
    private static final int ENVIRONMENT_BYTES = 1 << 15;
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "SIGHUP"), Map.entry(2, "SIGINT"), Map.entry(3, "SIGQUIT"), Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"), Map.entry(6, "SIGABRT"), Map.entry(7, "SIGBUS"), Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"), Map.entry(11, "SIGSEGV"), Map.entry(13, "SIGPIPE"), Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"));

    // The kernel ends a target with the thread that started it, so that thread must live as long as Bolt.
    private static final Executor STARTER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("target-starter").factory());

    private final RunSpec spec;
    private final BooleanSupplier stop;
    private final String name;
    private final Path directory;
    private final ServerSocketChannel server;
    private final long deadline;
    private Process process;
    private boolean agentLoaded;

    Launch(RunSpec spec, BooleanSupplier stop) throws TargetException {
        this.spec = spec;
        this.stop = stop;
        this.name = spec.binary().getFileName().toString();
        this.deadline = System.nanoTime() + spec.timeLimit().toNanos();
        try {
            this.directory = Files.createTempDirectory("bolt-target");
        } catch (IOException e) {
            throw new TargetException("cannot make a temporary folder for " + name + ": " + e.getMessage(), e);
        }
        try {
            this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket()));
        } catch (IOException e) {
            removeFiles();
            throw new TargetException("cannot make a socket for " + name + ": " + e.getMessage(), e);
        }
    }

    /** Removes the temporary files. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            removeFiles();
        }
    }

    Process process() {
        return process;
    }

    /** Starts the program; the channel on which its agent will say hello, in blocking mode. */
    SocketChannel start() throws TargetException {
        if (!spec.level().isHere()) {
            throw new TargetException(name + ": this machine's processor or kernel does not have " + spec.level().isa() + "; choose a lower isa");
        }
        String objects = preloadable(agent(), "agent");
        if (spec.device().isPresent()) {
            objects += ":" + preloadable(device(spec.device().get()), "device");
        }
        String preloaded = objects;
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(spec.workingDirectory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output().toFile())
                .redirectError(errors().toFile());
        Map<String, String> environment = builder.environment();
        environment.merge("LD_PRELOAD", preloaded, (old, ours) -> ours + ":" + old);
        environment.put("LD_BIND_NOW", "1");
        environment.put("GLIBC_TUNABLES", spec.level().tunables());
        environment.put("BOLT_AGENT_SOCKET", socket().toString());
        spec.entry().ifPresent(entry -> {
            environment.put("BOLT_AGENT_ENTRY", entry.hexAddress());
            entry.object().ifPresent(object -> environment.put("BOLT_AGENT_OBJECT", object.toString()));
            environment.put("BOLT_AGENT_ARRIVAL", Long.toHexString(entry.arrival()));
            if (!entry.firsts().isEmpty()) {
                environment.put("BOLT_AGENT_FIRST", entry.hexFirsts());
            }
        });
        if (spec.device().isPresent()) {
            environment.put("BOLT_DEVICE_FOLDER", deviceFolder().toString());
            environment.put("BOLT_DEVICE_PORT", Integer.toHexString(spec.device().get().port()));
            environment.put("BOLT_DEVICE_LONGEST", Long.toHexString(spec.device().get().longest()));
            environment.put("BOLT_DEVICE_TOGETHER", Integer.toHexString(spec.device().get().together()));
            environment.put("BOLT_DEVICE_PROPERTIES", spec.device().get().properties());
        }
        pad(environment);
        process = run(builder);
        SocketChannel channel = accept();
        long armed = receive(channel, Long.BYTES).getLong();
        if (armed == Wire.START_NO_CODE) {
            throw failed("has nothing at its entry " + spec.entryName());
        }
        return channel;
    }

    /**
     * Rounds the size of the environment up. The kernel puts it above the stack, so the stack and every pointer into it are then
     * where they were in other runs, whatever variables a user has set.
     */
    private static void pad(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith(PADDING));
        for (int more = 0; (environment.size() + 1) % VARIABLES != 0; more++) {
            environment.put(PADDING + "_" + (char) ('a' + more / 26) + (char) ('a' + more % 26), "");
        }
        int size = PADDING.length() + 2;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            size += variable.getKey().getBytes(StandardCharsets.UTF_8).length + variable.getValue().getBytes(StandardCharsets.UTF_8).length + 2;
        }
        environment.put(PADDING, "x".repeat(Math.floorMod(-size, ENVIRONMENT_BYTES)));
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(spec.binary().toAbsolutePath().toString());
        command.addAll(spec.arguments());
        return command;
    }

    private static Path agent() throws TargetException {
        return built("libboltagent.so");
    }

    private static Path device(PluggedDevice device) throws TargetException {
        return built(device.library());
    }

    private static Path built(String name) throws TargetException {
        Path file = Path.of(System.getProperty("bolt.home", "."), "native", "build", name).toAbsolutePath().normalize();
        if (!Files.isReadable(file)) {
            throw new TargetException(file + " is missing: run make in the folder native");
        }
        return file;
    }

    /** A new one, whose name is as long in each run: the target keeps it in its memory. */
    private Path deviceFolder() throws TargetException {
        try {
            return Files.createDirectory(padded("device."));
        } catch (IOException e) {
            throw new TargetException("cannot make a folder for the devices of " + name + ": " + e.getMessage(), e);
        }
    }

    private Path padded(String start) {
        String path = directory.resolve(start).toString();
        return Path.of(path + "x".repeat(Math.max(0, LINK_LENGTH - path.length())));
    }

    /** A name that LD_PRELOAD can hold: that of a link where the agent's own has a space or a colon. */
    private String preloadable(Path object, String as) throws TargetException {
        if (!SEPARATOR.matcher(object.toString()).find()) {
            return object.toString();
        }
        // The loader keeps the name in the target's memory, which is to be laid out the same in each run.
        Path link = padded(as + ".so.");
        if (SEPARATOR.matcher(link.toString()).find()) {
            throw new TargetException("cannot preload " + object + " into " + name + ": there is a space or a colon in its path, and in that"
                    + " of the temporary folder " + directory + "; move Bolt to a folder without");
        }
        try {
            return Files.createSymbolicLink(link, object).toString();
        } catch (IOException e) {
            throw new TargetException("cannot make the link " + link + " to preload " + object + ": " + e.getMessage(), e);
        }
    }

    private Process run(ProcessBuilder builder) throws TargetException {
        CompletableFuture<Process> started = CompletableFuture.supplyAsync(() -> {
            try {
                return builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, STARTER);
        try {
            return started.get();
        } catch (ExecutionException e) {
            String reason = e.getCause() instanceof UncheckedIOException unchecked
                    ? unchecked.getCause().getMessage() : e.getCause().toString();
            throw new TargetException("cannot start " + spec.binary() + ": " + reason, e);
        } catch (InterruptedException e) {
            started.thenAccept(Process::destroyForcibly);
            Thread.currentThread().interrupt();
            throw new TargetException("interrupted while starting " + name, e);
        }
    }

    private SocketChannel accept() throws TargetException {
        try {
            server.configureBlocking(false);
            SocketChannel channel = server.accept();
            while (channel == null) {
                boolean alive = process.isAlive();   // before the last look, so that nothing is missed
                await(server, SelectionKey.OP_ACCEPT);
                channel = server.accept();
                if (channel == null && !alive) {
                    throw ended();
                }
            }
            agentLoaded = true;
            return channel;
        } catch (IOException e) {
            throw failed("cannot be reached: " + e.getMessage());
        }
    }

    /** The next bytes of the agent, little-endian. */
    ByteBuffer receive(SocketChannel channel, int bytes) throws TargetException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            channel.configureBlocking(false);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    throw ended();
                }
                if (buffer.hasRemaining()) {
                    await(channel, SelectionKey.OP_READ);
                }
            }
            channel.configureBlocking(true);
        } catch (IOException e) {
            throw ended();   // the connection was reset
        }
        return buffer.flip();
    }

    private void await(SelectableChannel channel, int operation) throws IOException, TargetException {
        checkTime();
        try (Selector selector = Selector.open()) {
            channel.register(selector, operation);
            selector.select(POLL_MILLISECONDS);
        }
        checkInterruption();
    }

    private void checkTime() throws TargetException {
        if (System.nanoTime() - deadline > 0) {
            throw failed("did not reach its entry " + spec.entryName() + " within "
                    + spec.timeLimit().toMillis() / 1000.0 + " s");
        }
    }

    private void checkInterruption() throws TargetException {
        if (stop.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw failed("was interrupted before it reached its entry");
        }
    }

    /** Waits while the target runs; fails if it has ended, if time is up, or if the user wants to stop. */
    void pause(long milliseconds) throws TargetException {
        checkTime();
        try {
            if (process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
                throw ended();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        checkInterruption();
    }

    /** Of a target that has ended, or will soon. */
    TargetException ended() {
        try {
            if (!process.waitFor(END_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                return failed("dropped its agent before it reached its entry");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("was interrupted before it reached its entry");
        }
        String hint = agentLoaded ? "" : ", and never loaded Bolt's agent (is it dynamically linked?)";
        return failed(exit(process.exitValue()) + " before it reached its entry" + hint);
    }

    /** Ends the process; the exception says what the target did, and its last words. */
    TargetException failed(String what) {
        if (process != null) {
            process.destroyForcibly();
        }
        String words = lastLine(errors());
        if (words.isEmpty()) {
            words = lastLine(output());
        }
        return new TargetException(name + " " + what + (words.isEmpty() ? "" : ": " + words));
    }

    /** What became of a process, by its exit value: {@code ended with status 3}, say. */
    static String exit(int value) {
        // Java adds 128 to the number of a signal; a shell's convention, so a program may have ended so itself.
        int signal = value - 128;
        if (signal > 0 && signal <= 64) {
            return "was ended by signal " + signal
                    + (SIGNALS.containsKey(signal) ? " (" + SIGNALS.get(signal) + ")" : "");
        }
        return "ended with status " + value;
    }

    private static String lastLine(Path file) {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, content.length() - MOST_OUTPUT_BYTES);
            byte[] bytes = new byte[(int) (content.length() - start)];
            content.seek(start);
            content.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).lines().map(String::strip)
                    .filter(line -> !line.isEmpty()).reduce("", (earlier, later) -> later);
        } catch (IOException e) {
            return "";
        }
    }

    private Path socket() {
        return directory.resolve("agent");
    }

    private Path output() {
        return directory.resolve("output");
    }

    private Path errors() {
        return directory.resolve("errors");
    }

    private void removeFiles() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
