package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;

/**
 * Tells which path a poll takes, but for what driver and device do otherwise where they stand otherwise than at the entry: of the paths with its marks that
 * admit its packet the one from which it differs least. What lies in loops that were cut is left out of that.
 */
final class NearestPath {
    private final Referee referee;
    private final boolean isBurst;
    private final List<Known> paths = new ArrayList<>();
    private final Set<Long> looping = new HashSet<>();
    private final Map<Counts, Optional<Near>> near = new HashMap<>();

    /** A path that comes to its end, the marks that it passes, and how often it passes instructions. */
    record Known(Path path, List<String> marks, Counts counts) {
    }

    /** How often a poll passes instructions, and the path nearest to it. */
    record Told(Counts counts, Path path) {
    }

    /**
     * A path, and what a poll does besides.
     *
     * @param difference by instruction, how much more often the poll passes it; without those that it passes as often
     */
    record Near(Path path, Map<Long, Long> difference) {
    }

    NearestPath(Referee referee, Exploration exploration) {
        this.referee = referee;
        this.isBurst = exploration.inputs().isBurstOfDevice();
        for (Path path : exploration.paths()) {
            path.rounds().forEach(rounds -> rounds.ways().forEach(way -> Arrays.stream(way.trace().instructions(way.piece().from()))
                    .limit(way.piece().instructions()).forEach(looping::add)));
        }
        exploration.paths().stream().filter(path -> path.end().isComplete())
                .forEach(path -> paths.add(new Known(path, PacketClasses.once(path.classes()), counts(path.trace().instructions(0)))));
    }

    /** Those that come to their end. */
    List<Known> paths() {
        return paths;
    }

    /** How often instructions are passed, without those in loops. */
    Counts counts(long[] executed) {
        return Counts.of(executed, looping);
    }

    /** The path nearest to a poll; empty where none has its marks, or some of them where there are many packets, and admits its packet. Polls that pass all as often are taken for alike. */
    Optional<Near> of(Counts counts, Summary summary, Arrival arrival) {
        return near.computeIfAbsent(counts, _ -> {
            List<String> marks = PacketClasses.once(summary.classes());
            Predicate<Path> admits = referee.admitting(arrival);
            return paths.stream().filter(known -> hasMarks(known, marks) && admits.test(known.path)).min(Comparator.comparingLong(known -> counts.distance(known.counts)))
                    .map(known -> new Near(known.path, counts.minus(known.counts)));
        });
    }

    /** Likewise, the path only. */
    Optional<Path> of(PacketSequence.Traced traced, Arrival arrival) {
        return of(counts(traced.trace().executed()), traced.summary(), arrival).map(Near::path);
    }

    /** How often a path passes an instruction at most. */
    long most(long address) {
        return paths.stream().mapToLong(known -> known.counts.of(address)).max().orElse(0);
    }

    /** Of packets that wait together a driver may leave some to a later poll, which then has more of them than a path. */
    private boolean hasMarks(Known known, List<String> marks) {
        return isBurst ? marks.containsAll(known.marks) : known.marks.equals(marks);
    }

    /** How often the paths pass an instruction at least. */
    long least(long address) {
        return paths.stream().mapToLong(known -> known.counts.of(address)).min().orElse(0);
    }
}
