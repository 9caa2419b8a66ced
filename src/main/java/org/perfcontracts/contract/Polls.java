package org.perfcontracts.contract;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.perfcontracts.formula.Metric;

/**
 * What polls of level stack cost behind one another, in which rings and packet pools come round, beside what a contract says. Measured.
 *
 * @param polls    how many came to their end
 * @param excesses those that cost more than the contract says, the commonest first
 * @param end      why there were no more, in words; empty where all came to their end
 * @param positions where all packets were followed besides
 */
public record Polls(long polls, List<Excess> excesses, Optional<String> end, List<Position> positions) {
    /**
     * Polls of one kind that cost more than the contract says.
     *
     * @param functions in which they execute what no path of the contract executes, the most frequent first; empty where they do the same in another way
     * @param described whether the contract describes their way; otherwise what is more than it says is all that they cost
     * @param polls     how many there were
     * @param most      how much more than the contract says they cost at most, by metric
     */
    public record Excess(List<String> functions, boolean described, long polls, Map<Metric, Long> most) {
        /** Copies the collections. */
        public Excess {
            functions = List.copyOf(functions);
            most = Collections.unmodifiableMap(new EnumMap<>(most));
        }
    }

    /** Copies the lists. */
    public Polls {
        excesses = List.copyOf(excesses);
        positions = List.copyOf(positions);
    }

    /** How many cost more than the contract says. */
    public long above() {
        return excesses.stream().mapToLong(Excess::polls).sum();
    }

    /** Whether the contract says enough of all that is known. */
    public boolean isHeld() {
        return excesses.isEmpty() && end.isEmpty() && positions.stream().allMatch(position -> position.above().isEmpty());
    }
}
