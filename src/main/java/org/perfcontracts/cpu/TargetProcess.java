package org.perfcontracts.cpu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.perfcontracts.explore.input.Delivery;
import org.perfcontracts.image.Snapshot;

/**
 * A target that runs under the agent and stands at its entry. Its state is the snapshot; replays are executed in it,
 * on the real CPU, and leave no change behind. Any thread may use it; they take turns.
 *
 * <p>Any thread of the target may be the one that stands there; the others are stopped where they are, but for those that block
 * the signal SIGTRAP. It ends with Bolt, whatever happens to either.
 */
public final class TargetProcess implements AutoCloseable {
    private static final long END_MILLISECONDS = 5000;

    private final String name;
    private final Process process;
    private final AgentLink link;
    private final RandomAccessFile memory;
    private final ProcessSnapshot snapshot;
    private final long bias;
    private final Delivery delivery;
    private final Object lock;

    private TargetProcess(String name, Process process, AgentLink link, RandomAccessFile memory,
                          ProcessSnapshot snapshot, long bias, Delivery delivery, Object lock) {
        this.name = name;
        this.process = process;
        this.link = link;
        this.memory = memory;
        this.snapshot = snapshot;
        this.bias = bias;
        this.delivery = delivery;
        this.lock = lock;
    }

    /**
     * Starts a target and runs it until its entry is reached for the first time.
     *
     * @throws TargetException if it cannot be started, ends or crashes before the entry, or does not reach it in time
     */
    public static TargetProcess start(RunSpec spec) throws TargetException {
        return start(spec, () -> false);
    }

    /** Likewise, but fails soon after {@code stop} becomes true. */
    public static TargetProcess start(RunSpec spec, BooleanSupplier stop) throws TargetException {
        try (Launch launch = new Launch(spec, stop)) {
            SocketChannel channel = launch.start();
            ByteBuffer hello = launch.receive(channel, Wire.HELLO_BYTES);
            if (hello.getLong() != Wire.START_ARMED) {
                throw launch.failed("has nothing at its entry " + spec.entryName());
            }
            long bias = hello.getLong();
            Object lock = new Object();
            try {
                long pid = launch.process().pid();
                RandomAccessFile memory = new RandomAccessFile("/proc/" + pid + "/mem", "r");
                ProcessSnapshot snapshot =
                        new ProcessSnapshot(hello, ProcessSnapshot.mappingsOf(pid), memory, lock);
                Delivery delivery = DeviceReport.read(launch.receive(channel, Math.toIntExact(hello.getLong() * DeviceReport.PART_BYTES)));
                return new TargetProcess(spec.binary().getFileName().toString(), launch.process(),
                        new AgentLink(channel), memory, snapshot, bias, delivery, lock);
            } catch (IOException e) {
                throw launch.failed("cannot be read while it stands at its entry (" + e.getMessage() + ")");
            }
        }
    }

    /** The state at the entry. Pages that were not read before this target is closed cannot be read any more. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** What is to be added to an address in the program's file to have the one in the process. */
    public long bias() {
        return bias;
    }

    /** The packet that its device has put there; {@link Delivery#NONE} where it has no device. */
    public Delivery delivery() {
        return delivery;
    }

    /**
     * Executes once from the entry, instruction by instruction, and takes back what it changed.
     *
     * @throws TargetException if a write of the replay has no writable memory to go to, or the target has ended
     */
    public Trace replay(Replay replay) throws TargetException {
        return replay(replay, Stepping.FASTEST);
    }

    /** Likewise, with a choice of the means. */
    Trace replay(Replay replay, Stepping stepping) throws TargetException {
        return exchange(() -> link.replay(replay, stepping));
    }

    /** Something said to the agent. */
    private interface Exchange<T> {
        T run() throws IOException, AgentLink.BadWriteException;
    }

    private <T> T exchange(Exchange<T> exchange) throws TargetException {
        synchronized (lock) {
            try {
                return exchange.run();
            } catch (AgentLink.BadWriteException e) {
                throw new TargetException(name + " has " + e.getMessage() + " for a replay to write to", e);
            } catch (IOException e) {
                throw new TargetException(name + " " + fate() + " during a replay", e);
            }
        }
    }

    /** Says what sequences are to count from now on. */
    void setTables(PointTable table) throws TargetException {
        if (!setTablesIfRoom(table)) {
            throw new TargetException(name + " has no room to count " + table.points().size() + " points and "
                    + table.regions().size() + " regions in a sequence of packets");
        }
    }

    /** Likewise, unless there is no room for it or for what sequences change; whether there is. */
    boolean setTablesIfRoom(PointTable table) throws TargetException {
        return exchange(() -> link.setTables(table));
    }

    /**
     * Executes runs one behind the other, each in the state that the one before has left. The state is the snapshot's again
     * after {@link #reset}.
     *
     * @return of as many runs as came to their end, and of the first that did not
     */
    List<SequenceRun> sequence(List<Replay> runs, AgentLink.Detail detail) throws TargetException {
        snapshot.leave();
        return exchange(() -> link.sequence(runs, detail));
    }

    /**
     * Times the latest run of a sequence, of which its changes were noted; memory is then as that run has left it.
     *
     * @param runs  of each kind, from 1 to 256
     * @param limit the process' own time that they may take together
     */
    NativeRuns time(int runs, Duration limit) throws TargetException {
        return exchange(() -> link.time(runs, limit.toNanos()));
    }

    /** What a device would choose for a frame that it delivers, by its name. */
    public Map<String, Long> told(byte[] frame) throws TargetException {
        List<Delivery.Bits> chosen = delivery().packets().isEmpty() ? List.of() : delivery().packets().getFirst().chosen();
        List<Long> values = exchange(() -> link.told(frame));
        Map<String, Long> told = new HashMap<>();
        for (int i = 0; i < chosen.size(); i++) {
            told.put(chosen.get(i).name(), values.get(i));
        }
        return told;
    }

    /** How its memory is divided into pages at this moment. */
    MemoryPages pages() {
        return MemoryPages.of(process.pid());
    }

    /** Takes back what sequences have changed. */
    void reset() throws TargetException {
        if (!exchange(link::reset)) {
            throw new TargetException(name + " cannot go back to its snapshot");
        }
        snapshot.comeBack();
    }

    private String fate() {
        try {
            if (process.waitFor(END_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                return Launch.exit(process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "was lost";
    }

    /** Ends the target. */
    @Override
    public void close() {
        process.destroyForcibly();
        synchronized (lock) {
            try {
                link.close();
                memory.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        fate();
    }
}
