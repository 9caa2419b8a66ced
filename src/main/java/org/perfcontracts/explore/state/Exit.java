package org.perfcontracts.explore.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a path leaves a cut loop.
 *
 * @param header the address of the loop's header
 * @param last   the address of the last instruction, of those behind the complete iterations, that these can execute as well: what follows is the way out
 */
public record Exit(long header, long last) {
    /** Those of a path, in the order in which it comes to the loops. */
    public static List<Exit> of(State state) {
        long[] instructions = state.trace.instructions(0);
        List<Exit> exits = new ArrayList<>();
        for (CutLoop cut : state.cuts.stream().sorted(Comparator.comparingInt(CutLoop::position)).toList()) {
            int end = cut.position();
            while (end < instructions.length && cut.passed().contains(instructions[end])) {
                end++;
            }
            if (end > cut.position() && end < instructions.length) {
                exits.add(new Exit(cut.header(), instructions[end - 1]));
            }
        }
        return exits;
    }

    /**
     * The headers of loops of which not each arrival is noted: those that other loops' iterations come to, and those that some path goes round
     * instruction by instruction.
     */
    public static Set<Long> incomplete(Collection<State> ends) {
        Set<Long> headers = new HashSet<>();
        ends.forEach(end -> end.cuts.forEach(cut -> headers.add(cut.header())));
        Set<Long> found = new HashSet<>();
        if (headers.isEmpty()) {
            return found;
        }
        for (State end : ends) {
            Map<Long, Integer> arrivals = new HashMap<>();
            for (long address : end.trace.instructions(0)) {
                if (headers.contains(address)) {
                    arrivals.merge(address, 1, Integer::sum);
                }
            }
            of(end).forEach(exit -> arrivals.merge(exit.header, -1, Integer::sum));
            arrivals.forEach((header, rest) -> {
                if (rest != 0) {
                    found.add(header);
                }
            });
            end.cuts.forEach(cut -> headers.stream().filter(header -> header != cut.header() && cut.passed().contains(header)).forEach(found::add));
        }
        return found;
    }
}
