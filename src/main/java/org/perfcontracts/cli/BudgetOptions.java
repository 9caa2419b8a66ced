package org.perfcontracts.cli;

import java.time.Duration;
import java.util.List;
import org.perfcontracts.cpu.RunSpec;
import org.perfcontracts.explore.Budget;
import org.perfcontracts.target.InputException;
import picocli.CommandLine.Option;

/** What a command may spend. */
final class BudgetOptions {
    private static final double MOST_SECONDS = 1e9;

    @Option(names = "--max-paths", paramLabel = "N", description = "end with a partial contract after N paths")
    private Integer paths;

    @Option(names = "--max-time", paramLabel = "SECONDS",
            description = "end with a partial contract after so many seconds (default: 180)")
    private Double seconds;

    @Option(names = "--max-memory", paramLabel = "MEGABYTES",
            description = "end with a partial contract when the heap has grown so large (default: 4096)")
    private Long megabytes;

    @Option(names = "--state", paramLabel = "WHICH",
            description = "memory that packets change and later packets read: found, whatever they can leave there; snapshot, as it is at the entry (default: found)")
    private String state = "found";

    @Option(names = "--max-start", paramLabel = "SECONDS",
            description = "give up a target that has not reached its entry after so many seconds (default: 30)")
    private Double startSeconds;

    /** How long the target may take to its entry. */
    Duration startLimit() throws InputException {
        return startSeconds == null ? RunSpec.DEFAULT_TIME_LIMIT : duration("--max-start", startSeconds);
    }

    /** The budget that the options give. */
    Budget budget() throws InputException {
        if (paths != null && paths < 1) {
            throw new InputException("--max-paths must be at least 1, not " + paths);
        }
        if (megabytes != null && (megabytes < 64 || megabytes > 1 << 20)) {
            throw new InputException("--max-memory must be between 64 and 1048576 megabytes, not " + megabytes);
        }
        if (!List.of("found", "snapshot").contains(state)) {
            throw new InputException("--state must be found or snapshot, not " + state);
        }
        Budget standard = Budget.standard();
        Budget budget = new Budget(
                paths == null ? standard.paths() : paths,
                seconds == null ? standard.time() : duration("--max-time", seconds),
                // Below the JVM's own limit, which the launcher sets to the same figure: the end shall come before the JVM's.
                megabytes == null ? standard.memory() : Math.min(megabytes << 20, standard.memory()),
                standard.stepsOfPath(),
                standard.forksOfLoop());
        return state.equals("snapshot") ? budget.asInSnapshot() : budget;
    }

    private static Duration duration(String option, double seconds) throws InputException {
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw new InputException(option + " must be a number of seconds above 0, not " + seconds);
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
