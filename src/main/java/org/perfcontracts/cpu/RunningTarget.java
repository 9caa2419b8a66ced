package org.perfcontracts.cpu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.perfcontracts.image.MappedMemory;
import org.perfcontracts.image.Mapping;

/**
 * A target that runs on without being stopped, in the surroundings in which it will be stopped, so that what is found out about
 * its addresses holds then. Its memory changes while it is looked at.
 */
public final class RunningTarget implements MappedMemory {
    private static final long PAUSE_MILLISECONDS = 2;

    private final List<Mapping> mappings;
    private final RandomAccessFile memory;

    private RunningTarget(List<Mapping> mappings, RandomAccessFile memory) {
        this.mappings = mappings;
        this.memory = memory;
    }

    /** What is wanted of it. */
    public interface Look<T> {
        /** Empty as long as it is not there yet. */
        Optional<T> at(RunningTarget target);
    }

    /**
     * Starts a target, looks at it until what is wanted is found, and ends it.
     *
     * @param spec without an entry
     * @throws TargetException if it cannot be started, ends, or has not got what is wanted in time; the text is that of an
     *     entry that was not reached
     */
    public static <T> T find(RunSpec spec, BooleanSupplier stop, Look<T> look) throws TargetException {
        try (Launch launch = new Launch(spec, stop)) {
            launch.start();
            String proc = "/proc/" + launch.process().pid();
            try (RandomAccessFile memory = new RandomAccessFile(proc + "/mem", "r")) {
                while (true) {
                    Optional<T> found = look.at(new RunningTarget(ProcessSnapshot.mappingsOf(launch.process().pid()), memory));
                    if (found.isPresent()) {
                        return found.get();
                    }
                    launch.pause(PAUSE_MILLISECONDS);
                }
            } catch (IOException e) {
                throw launch.ended();
            } finally {
                launch.process().destroyForcibly();
            }
        }
    }

    @Override
    public List<Mapping> mappings() {
        return mappings;
    }

    @Override
    public byte[] bytes(long address, int count) {
        byte[] bytes = new byte[count];
        try {
            memory.seek(address);
            memory.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            return null;
        }
    }
}
