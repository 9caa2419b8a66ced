package org.perfcontracts.contract;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.formula.Metric;

/** Tells where in the source the cost of paths goes. */
public final class Profiler {
    /** Deeper calls are taken for jumps: what calls itself all the time is better read without that. */
    private static final int DEEPEST = 100;

    private final LongFunction<String> lines;
    private final LongFunction<Function> functions;

    /**
     * A function of the program.
     *
     * @param name  or that of the file that it is in, where the file names none
     * @param start the address of its first instruction, or {@link #UNKNOWN}
     */
    public record Function(String name, long start) {
        /** Nothing begins there. */
        public static final long UNKNOWN = -1;
    }

    private record Place(List<String> stack, String line) {
    }

    /**
     * A profiler of a process.
     *
     * @param lines     the line of an address, such as {@code nat.c:57}
     * @param functions the function of an address
     */
    public Profiler(LongFunction<String> lines, LongFunction<Function> functions) {
        this.lines = lines;
        this.functions = functions;
    }

    /** The profile of the dearest of some paths, as far as they were followed to their end; empty if none was. */
    Optional<Profile> of(List<Path> paths, Exploration exploration) {
        return paths.stream().filter(path -> path.end().isComplete()).max(Comparator.comparingInt((Path path) -> path.trace().length())
                .thenComparing(Comparator.comparingInt(Path::number).reversed())).map(path -> of(path, exploration));
    }

    private Profile of(Path path, Exploration exploration) {
        long[] instructions = path.trace().instructions(0);
        long[] accesses = new long[instructions.length];
        for (Trace.Access access : path.trace().accesses(0)) {
            accesses[access.step()]++;
        }
        Map<Place, long[]> costs = new LinkedHashMap<>();
        Deque<Function> stack = new ArrayDeque<>();
        List<String> names = List.of();
        for (int i = 0; i < instructions.length; i++) {
            if (step(stack, instructions[i])) {
                names = stack.reversed().stream().map(Function::name).toList();
            }
            long[] sums = costs.computeIfAbsent(new Place(names, lines.apply(instructions[i])), _ -> new long[2]);
            sums[0]++;
            sums[1] += accesses[i];
        }
        return new Profile(Passages.of(path, exploration), costs.entrySet().stream().map(each -> share(each.getKey(), each.getValue())).toList());
    }

    private static Profile.Share share(Place place, long[] sums) {
        Map<Metric, Long> costs = new EnumMap<>(Metric.class);
        costs.put(Metric.INSTRUCTIONS, sums[0]);
        costs.put(Metric.MEMORY_ACCESSES, sums[1]);
        return new Profile.Share(place.stack, place.line, costs);
    }

    /**
     * Puts a function on the stack where it begins, and takes those off it that have returned where execution goes on further down. What
     * is in the middle of a function that is not on the stack was jumped to from the top one. Whether the stack is another then.
     */
    private boolean step(Deque<Function> stack, long address) {
        Function function = functions.apply(address);
        if (!stack.isEmpty() && function.equals(stack.peek())) {
            return false;
        }
        boolean begins = function.start == address;
        if (!begins && stack.contains(function)) {
            while (!stack.peek().equals(function)) {
                stack.pop();
            }
            return true;
        }
        if (!begins && !stack.isEmpty() || stack.size() == DEEPEST) {
            stack.pop();
        }
        stack.push(function);
        return true;
    }
}
