package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;

/**
 * To which class of a contract a packet of a sequence belongs. That follows from the class marks that it passed; where there are several classes without
 * marks, from the instructions that it executed.
 */
public final class PacketClasses {
    private final Referee referee;
    private final Derivation derivation;
    private final Map<String, Optional<String>> byMarks = new HashMap<>();
    private final boolean needsTraces;

    /** The classes of a contract that was derived from the exploration that the referee speaks of. */
    public PacketClasses(Referee referee, Exploration exploration, Derivation derivation) {
        this.referee = referee;
        this.derivation = derivation;
        List<Path> whole = exploration.paths().stream().filter(path -> path.end().isComplete()).toList();
        this.needsTraces = whole.stream().filter(path -> path.classes().isEmpty()).map(this::classOf).distinct().count() > 1;
        whole.forEach(path -> byMarks.put(marks(path.classes()), Optional.of(classOf(path))));
    }

    private String classOf(Path path) {
        return derivation.classes().get(path.number());
    }

    /** Whether marks do not suffice, so that each packet has to be traced. */
    public boolean needsTraces() {
        return needsTraces;
    }

    /** The class of a packet that came to its end, by its marks; empty where no path passes these. */
    public Optional<String> of(Summary summary) {
        return byMarks.getOrDefault(marks(summary.classes()), Optional.empty());
    }

    /** Likewise by all that it did; empty where no path describes that. */
    public Optional<String> of(PacketSequence.Traced traced, Arrival arrival) {
        return traced.summary().isDone() ? referee.pathOf(traced.trace(), arrival).map(this::classOf) : Optional.empty();
    }

    /** Marks in words, as a class is named after them. */
    public static String marks(List<String> passed) {
        return String.join(", ", once(passed));
    }

    /** Marks as they count for a class: one that is passed several times on end counts once. */
    static List<String> once(List<String> passed) {
        List<String> names = new ArrayList<>();
        for (String mark : passed) {
            if (names.isEmpty() || !names.getLast().equals(mark)) {
                names.add(mark);
            }
        }
        return names;
    }
}
