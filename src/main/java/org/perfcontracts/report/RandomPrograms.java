package org.perfcontracts.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The contracts of random programs, held against the CPU.
 *
 * @param rows    a build each, in the order of their numbers
 * @param seconds that all of it took
 */
public record RandomPrograms(List<Row> rows, double seconds) {
    /** What can come of a program. */
    public enum Outcome {
        /** A contract that no packet refutes, complete or, where packets are meant to go on for ever, with classes that may never end. */
        PASSED("passed"),
        /** The same, as long as memory is as in the snapshot that packets change. */
        WEAK("passed as long as memory is as in the snapshot"),
        /** The CPU refutes the contract. */
        VIOLATION("violations"),
        /** An honest contract that is not complete. */
        INCOMPLETE("incomplete"),
        /** The same, for the time or the memory was used up. */
        TIMEOUT("time-outs"),
        /** The analysis exceeded its time by more than two seconds, and was ended. */
        OVERTIME("over time by more than 2 s"),
        /** The analysis refused the program. */
        REFUSED("refused"),
        /** The analysis or the measurement failed. */
        ERROR("errors");

        private final String title;

        Outcome(String title) {
            this.title = title;
        }

        /** In words. */
        public String title() {
            return title;
        }
    }

    /**
     * A program, built by one compiler.
     *
     * @param number       from 0
     * @param seed         that it is made from
     * @param compiler     with its options
     * @param pieces       that it is put together from
     * @param outcome      what came of it
     * @param reason       why there is no complete contract; empty if there is
     * @param commonReason the same without places and numbers
     * @param exact        whether all classes are exact
     * @param packets      executed on the CPU
     * @param violations   the first, a sentence each
     * @param seconds      that the contract took
     * @param folder       where it is kept; empty where it is not
     */
    public record Row(int number, long seed, String compiler, List<String> pieces, Outcome outcome, String reason, String commonReason,
                      boolean exact, long packets, List<String> violations, double seconds, String folder) {
        /** Copies the lists. */
        public Row {
            pieces = List.copyOf(pieces);
            violations = List.copyOf(violations);
        }
    }

    /** Copies the list. */
    public RandomPrograms {
        rows = List.copyOf(rows);
    }

    /** How many programs came to this. */
    public long count(Outcome outcome) {
        return rows.stream().filter(row -> row.outcome == outcome).count();
    }

    /** How many packets were executed. */
    public long packets() {
        return rows.stream().mapToLong(Row::packets).sum();
    }

    /** How many programs are incomplete or refused for which reason. */
    public Map<String, Long> reasons() {
        Map<String, Long> reasons = new TreeMap<>();
        rows.stream().filter(row -> !row.commonReason.isEmpty()).forEach(row -> reasons.merge(row.outcome.title() + ": " + row.commonReason, 1L, Long::sum));
        return reasons;
    }

    /** Whether the CPU refutes nothing and nothing failed. */
    public boolean passed() {
        return count(Outcome.VIOLATION) == 0 && count(Outcome.ERROR) == 0;
    }
}
