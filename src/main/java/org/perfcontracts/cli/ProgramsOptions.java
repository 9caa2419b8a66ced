package org.perfcontracts.cli;

import org.perfcontracts.bench.random.RandomBench;
import org.perfcontracts.target.InputException;
import picocli.CommandLine.Option;

/** Which generated programs a benchmark takes, and how many at a time. */
final class ProgramsOptions {
    @Option(names = "--programs", paramLabel = "N", defaultValue = "100", description = "how many programs to build (default: 100)")
    private int programs;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "of the first program; the others have the next (default: 1)")
    private long seed;

    @Option(names = "--jobs", paramLabel = "J", description = "how many to work on at a time (default: one a processor)")
    private Integer jobs;

    @Option(names = "--compilers", paramLabel = "WHICH", defaultValue = "one",
            description = "one: a program is built by one, which follows from its seed; all: by each (default: one)")
    private RandomBench.Builds builds;

    int programs() {
        return programs;
    }

    long seed() {
        return seed;
    }

    int jobs() {
        return jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
    }

    RandomBench.Builds builds() {
        return builds;
    }

    /** Refuses numbers that are none of programs or of jobs. */
    void check() throws InputException {
        if (programs < 1 || jobs() < 1) {
            throw new InputException("--programs and --jobs must be above 0");
        }
    }
}
