package org.perfcontracts.explore.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.x86.Instruction;
import org.perfcontracts.x86.StopException;

/**
 * The loops that can be reached from an address without leaving the function's activation: calls are taken to return,
 * indirect jumps go where they were seen to go.
 *
 * <p>Loops are nested properly, also where code jumps into the middle of one: what goes round without passing a loop's header is a loop
 * inside it (the weak topological order of Bourdoncle, FMPA 1993). Of loops that held each other's headers each cut would cut the other.
 */
public final class ControlFlow {
    private final Map<Long, Loop> loops;

    /**
     * A loop.
     *
     * @param header the instruction at which every way round starts
     * @param body the instructions from which the header can be reached again without leaving the loop, header included
     */
    public record Loop(long header, Set<Long> body) {
        public boolean contains(long address) {
            return body.contains(address);
        }
    }

    private ControlFlow(Map<Long, Loop> loops) {
        this.loops = loops;
    }

    /** The loops of the code reached from the root, given where indirect jumps were seen to go. */
    public static ControlFlow of(Code code, long root, Map<Long, Set<Long>> indirect) {
        Map<Long, List<Long>> successors = graph(code, root, indirect);
        Map<Long, Loop> loops = new HashMap<>();
        Deque<Set<Long>> pending = new ArrayDeque<>(List.of(successors.keySet()));
        while (!pending.isEmpty()) {
            for (Set<Long> cycle : new Cycles(successors, pending.pop()).find()) {
                long header = successors.keySet().stream().filter(cycle::contains).findFirst().orElseThrow();
                loops.put(header, new Loop(header, Set.copyOf(cycle)));
                cycle.remove(header);
                pending.push(cycle);
            }
        }
        return new ControlFlow(loops);
    }

    /** The loop whose header is at an address, or null. */
    public Loop loopAt(long address) {
        return loops.get(address);
    }

    public boolean sameLoops(ControlFlow other) {
        return loops.equals(other.loops);
    }

    /** Where each instruction goes that is reached from the root, in the order of a search in depth. */
    private static Map<Long, List<Long>> graph(Code code, long root, Map<Long, Set<Long>> indirect) {
        Map<Long, List<Long>> successors = new LinkedHashMap<>();
        Deque<Long> pending = new ArrayDeque<>(List.of(root));
        while (!pending.isEmpty()) {
            long address = pending.pop();
            if (!successors.containsKey(address)) {
                List<Long> next = successors(code, address, indirect);
                successors.put(address, next);
                next.reversed().forEach(pending::push);
            }
        }
        return successors;
    }

    private static List<Long> successors(Code code, long address, Map<Long, Set<Long>> indirect) {
        Instruction instruction;
        try {
            instruction = code.at(address);
        } catch (StopException unknown) {
            return List.of();
        }
        List<Long> next = new ArrayList<>(2);
        if (instruction.isCall()) {
            next.add(instruction.next());
            return next;
        }
        if (instruction.isReturn()) {
            return next;
        }
        if (!instruction.isBranch()) {
            next.add(instruction.next());
            return next;
        }
        if (instruction.target().isPresent()) {
            next.add(instruction.target().getAsLong());
        } else {
            next.addAll(indirect.getOrDefault(address, Set.of()));
        }
        if (instruction.isConditional()) {
            next.add(instruction.next());
        }
        return next;
    }

    /**
     * Instructions that reach each other without leaving some others: the strongly connected components that hold an edge, by the
     * algorithm of Tarjan (SIAM Journal on Computing 1972).
     */
    private static final class Cycles {
        private final Map<Long, List<Long>> successors;
        private final Set<Long> within;
        private final Map<Long, Integer> numbers = new HashMap<>();
        private final Map<Long, Integer> earliest = new HashMap<>();
        private final Deque<Long> open = new ArrayDeque<>();
        private final Set<Long> isOpen = new HashSet<>();
        private final Deque<Visit> visits = new ArrayDeque<>();
        private final List<Set<Long>> found = new ArrayList<>();

        private record Visit(long address, Iterator<Long> successors) {
        }

        Cycles(Map<Long, List<Long>> successors, Set<Long> within) {
            this.successors = successors;
            this.within = within;
        }

        List<Set<Long>> find() {
            for (long address : within) {
                if (!numbers.containsKey(address)) {
                    begin(address);
                    search();
                }
            }
            return found;
        }

        private void begin(long address) {
            earliest.put(address, numbers.size());
            numbers.put(address, numbers.size());
            open.push(address);
            isOpen.add(address);
            visits.push(new Visit(address, successors.get(address).stream().filter(within::contains).iterator()));
        }

        private void search() {
            while (!visits.isEmpty()) {
                Visit visit = visits.peek();
                if (!visit.successors.hasNext()) {
                    visits.pop();
                    end(visit.address);
                    continue;
                }
                long next = visit.successors.next();
                if (!numbers.containsKey(next)) {
                    begin(next);
                } else if (isOpen.contains(next)) {
                    earliest.merge(visit.address, numbers.get(next), Math::min);
                }
            }
        }

        private void end(long address) {
            if (!visits.isEmpty()) {
                earliest.merge(visits.peek().address, earliest.get(address), Math::min);
            }
            if (!earliest.get(address).equals(numbers.get(address))) {
                return;
            }
            Set<Long> component = new HashSet<>();
            long member;
            do {
                member = open.pop();
                isOpen.remove(member);
                component.add(member);
            } while (member != address);
            if (component.size() > 1 || successors.get(address).contains(address)) {
                found.add(component);
            }
        }
    }
}
