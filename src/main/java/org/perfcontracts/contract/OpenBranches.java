package org.perfcontracts.contract;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.state.Rounds;
import org.perfcontracts.x86.Instruction;

/** Branches that go one way on some path, or at some time, and another way on another: those that a processor can predict wrongly. */
final class OpenBranches {
    private final LongFunction<Instruction> code;
    /** By the address of a branch, what is executed behind it. */
    private final Map<Long, Long> next = new HashMap<>();
    private final Set<Long> open = new HashSet<>();

    private OpenBranches(LongFunction<Instruction> code) {
        this.code = code;
    }

    /** The addresses of those that the paths of an exploration execute. */
    static Set<Long> of(List<Path> paths, LongFunction<Instruction> code) {
        OpenBranches branches = new OpenBranches(code);
        for (Path path : paths) {
            branches.look(path.trace().instructions(0));
            for (Rounds rounds : path.rounds()) {
                rounds.ways().forEach(way -> branches.look(around(way.trace(), way.piece(), rounds.header())));
            }
        }
        return branches.open;
    }

    /** A way round a loop comes to where it begins. */
    private static long[] around(Trace trace, Trace.Piece piece, long header) {
        long[] round = Arrays.copyOf(trace.instructions(piece.from()), piece.instructions() + 1);
        round[piece.instructions()] = header;
        return round;
    }

    private void look(long[] instructions) {
        for (int i = 0; i + 1 < instructions.length; i++) {
            Long before = next.putIfAbsent(instructions[i], instructions[i + 1]);
            if (before != null && before != instructions[i + 1] && isBranch(code.apply(instructions[i]))) {
                open.add(instructions[i]);
            }
        }
    }

    /** Returns are told where to by the call. */
    private static boolean isBranch(Instruction instruction) {
        return instruction.flow() != Instruction.Flow.NEXT && !instruction.isReturn();
    }
}
