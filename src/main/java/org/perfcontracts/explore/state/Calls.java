package org.perfcontracts.explore.state;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.perfcontracts.explore.code.LibraryFunction;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.lines.LineCounter;
import org.perfcontracts.expr.Term;

/**
 * The calls of library functions in a state's past, immutable: those under way, the innermost first, and those that have
 * returned, the last first. What they cost is worked out when the exploration is over and it is clear which states count.
 */
public record Calls(Open open, Done done) {
    public static final Calls NONE = new Calls(null, null);

    /** A call under way: from which instruction and access on, in which frame, and what it was made in. */
    record Open(LibraryFunction function, int depth, int from, int fromAccess, Open outer) {
    }

    /** A call that has returned: its instructions from one index up to, not including, another; what it can return. */
    record Done(LibraryFunction function, int from, int to, int fromAccess, int toAccess, Returned returned, Done earlier) {
        boolean isWithin(Done other) {
            return other != this && other.from <= from && to <= other.to;
        }
    }

    /**
     * What a call can return, in the bits that tell outcomes apart.
     *
     * @param values all that are possible when it returns; empty where they are many or of no interest
     * @param bits   the bits as a term; empty where they are of no interest
     */
    public record Returned(List<Long> values, Optional<Term> bits) {
        /** Of a function that has one outcome. */
        public static final Returned NOTHING = new Returned(List.of(), Optional.empty());
    }

    /** Where the innermost call under way began in a trace; its beginning where there is none whose cost is wanted. */
    public Trace.Piece sinceCall(Trace trace) {
        return open == null || open.function.purpose() == LibraryFunction.Purpose.OUTCOME ? trace.piece(0, 0) : trace.piece(open.from, open.fromAccess);
    }

    /** With a function whose first instruction is the next of the trace. */
    public Calls entered(LibraryFunction function, int depth, Trace trace) {
        return new Calls(new Open(function, depth, trace.length(), trace.accessCount(), open), done);
    }

    /** With the functions returned from whose frames were deeper than the one where execution goes on. */
    public Calls returnedTo(int depth, Trace trace, Function<LibraryFunction, Returned> returned) {
        Open under = open;
        Done over = done;
        while (under != null && under.depth > depth) {
            over = new Done(under.function, under.from, trace.length(), under.fromAccess, trace.accessCount(),
                    returned.apply(under.function), over);
            under = under.outer;
        }
        return under == open ? this : new Calls(under, over);
    }

    /**
     * What a state's calls cost, with those in the complete iterations of its cut loops.
     *
     * @param before the calls up to which nothing is wanted, of a past of the state's
     * @param cuts those of the cut loops that the state has come through since then
     * @param lines counts cache lines
     */
    public static Set<Call> of(State state, Calls before, List<CutLoop> cuts, MarkPoints marks, LineCounter lines) {
        Set<Call> calls = new LinkedHashSet<>();
        for (Done done = state.calls.done; done != before.done; done = done.earlier) {
            calls.add(call(state, done, marks, lines));
        }
        cuts.forEach(cut -> calls.addAll(cut.calls()));
        return calls;
    }

    /** The calls of a state's past that are part of no other, in their order, without those in complete iterations of cut loops. */
    public static List<Operation> operations(State state) {
        List<Done> all = new ArrayList<>();
        for (Done done = state.calls.done; done != null; done = done.earlier) {
            all.add(done);
        }
        return all.reversed().stream().filter(done -> all.stream().noneMatch(done::isWithin)).map(done -> new Operation(
                done.function.name(), regions(state.trace, done, within(state, done)), done.returned.values, done.returned.bits)).toList();
    }

    private static List<CutLoop> within(State state, Done done) {
        return state.cuts.stream().filter(cut -> cut.position() >= done.from && cut.position() < done.to).toList();
    }

    private static Call call(State state, Done done, MarkPoints marks, LineCounter lines) {
        List<CutLoop> cuts = within(state, done);
        long[] instructions = new long[done.to - done.from];
        System.arraycopy(state.trace.instructions(done.from), 0, instructions, 0, instructions.length);
        Map<String, Long> passages = marks.passages(state.trace, done.from, done.to);
        Cost cost = Cost.of(state.trace, new Trace.Piece(done.from, done.to, done.fromAccess, done.toAccess), cuts, passages, lines);
        return new Call(done.function.name(), regions(state.trace, done, cuts), done.returned.values,
                cost.formulas(), cost.exact(), passages,
                CutLoop.marks(cuts), most(cuts, instructions, passages));
    }

    private static List<String> regions(Trace trace, Done done, List<CutLoop> cuts) {
        Set<String> names = new LinkedHashSet<>(trace.regions(done.fromAccess, done.toAccess));
        cuts.forEach(cut -> names.addAll(cut.regions()));
        return new ArrayList<>(names);
    }

    private static Map<String, Long> most(List<CutLoop> cuts, long[] instructions, Map<String, Long> passages) {
        Set<String> points = new LinkedHashSet<>();
        cuts.forEach(cut -> points.addAll(cut.rates().keySet()));
        Map<String, Long> most = new TreeMap<>();
        for (String point : points) {
            CutLoop.most(cuts, Map.of(point, 1L)).ifPresent(inside -> most.put(point, inside + CutLoop.outside(point, instructions, passages)));
        }
        return most;
    }
}
