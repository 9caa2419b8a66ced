package org.perfcontracts.explore.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.x86.Instruction;
import org.perfcontracts.x86.StopException;

/**
 * The loops that can be reached from an address without leaving the function's activation: calls are taken to return,
 * indirect jumps go where they were seen to go.
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
        Map<Long, List<Long>> predecessors = new HashMap<>();
        Map<Long, List<Long>> backSources = new HashMap<>();
        search(code, root, indirect, predecessors, backSources);
        Map<Long, Loop> loops = new HashMap<>();
        backSources.forEach((header, sources) -> loops.put(header, new Loop(header, body(header, sources, predecessors))));
        return new ControlFlow(loops);
    }

    /** The loop whose header is at an address, or null. */
    public Loop loopAt(long address) {
        return loops.get(address);
    }

    public boolean sameLoops(ControlFlow other) {
        return loops.equals(other.loops);
    }

    private record Visit(long address, Iterator<Long> successors) {
    }

    /** Depth first; an edge to an instruction that is still being visited closes a loop. */
    private static void search(Code code, long root, Map<Long, Set<Long>> indirect,
            Map<Long, List<Long>> predecessors, Map<Long, List<Long>> backSources) {
        Set<Long> seen = new HashSet<>();
        Set<Long> open = new HashSet<>();
        Deque<Visit> stack = new ArrayDeque<>();
        seen.add(root);
        open.add(root);
        stack.push(new Visit(root, successors(code, root, indirect).iterator()));
        while (!stack.isEmpty()) {
            Visit visit = stack.peek();
            if (!visit.successors.hasNext()) {
                open.remove(visit.address);
                stack.pop();
                continue;
            }
            long next = visit.successors.next();
            predecessors.computeIfAbsent(next, _ -> new ArrayList<>()).add(visit.address);
            if (seen.add(next)) {
                open.add(next);
                stack.push(new Visit(next, successors(code, next, indirect).iterator()));
            } else if (open.contains(next)) {
                backSources.computeIfAbsent(next, _ -> new ArrayList<>()).add(visit.address);
            }
        }
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

    private static Set<Long> body(long header, List<Long> sources, Map<Long, List<Long>> predecessors) {
        Set<Long> body = new HashSet<>();
        body.add(header);
        Deque<Long> pending = new ArrayDeque<>(sources);
        while (!pending.isEmpty()) {
            long address = pending.pop();
            if (body.add(address)) {
                pending.addAll(predecessors.getOrDefault(address, List.of()));
            }
        }
        return Set.copyOf(body);
    }
}
