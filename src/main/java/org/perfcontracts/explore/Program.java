package org.perfcontracts.explore;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.perfcontracts.explore.code.Code;
import org.perfcontracts.explore.code.ControlFlow;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.input.KernelClock;
import org.perfcontracts.explore.lines.LineCounter;
import org.perfcontracts.explore.memory.AbstractState;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.explore.memory.Nesting;
import org.perfcontracts.explore.memory.Opaques;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.explore.memory.Tables;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Snapshot;

/** What is explored: the code of a stopped process, where a packet's processing starts and where it is over. */
final class Program {
    private final Terms terms;
    private final Snapshot snapshot;
    private final Code code;
    private final LineCounter lines;
    private final MarkPoints marks;
    private final Regions regions;
    private final Map<String, Set<Long>> assumed = new ConcurrentHashMap<>();
    private final Map<String, Set<Long>> ends = new ConcurrentHashMap<>();
    private final Explorer.Until until;
    private final long entry;
    private final Map<Long, Set<Long>> jumps;
    private final Map<Long, ControlFlow> flows = new ConcurrentHashMap<>();
    private final Control control;
    private final Remembered remembered;
    private final Tables tables;
    private final KernelClock clock;
    private final Opaques opaques;

    Program(Terms terms, Snapshot snapshot, Code code, MarkPoints marks, Regions regions, Explorer.Until until, Map<Long, Set<Long>> jumps, Control control, Remembered remembered, Tables tables,
            LineCounter lines) {
        this.terms = terms;
        this.snapshot = snapshot;
        this.code = code;
        this.lines = lines;
        this.marks = marks;
        this.regions = regions;
        this.until = until;
        this.entry = snapshot.instructionPointer();
        this.jumps = jumps;
        this.control = control;
        this.remembered = remembered;
        this.tables = tables;
        this.clock = new KernelClock(terms, snapshot);
        this.opaques = new Opaques(terms);
    }

    Terms terms() {
        return terms;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    Code code() {
        return code;
    }

    /** Counts the cache lines that its execution touches. */
    LineCounter lines() {
        return lines;
    }

    MarkPoints marks() {
        return marks;
    }

    /** The regions of abstract state. */
    Regions regions() {
        return regions;
    }

    /** What is noted of memory outside of regions. */
    Remembered remembered() {
        return remembered;
    }

    /** Notes an access outside of registered state, unless solvers have been told to give up or others look for it by now. */
    void note(Remembered.Access access, long sample, AddressRange bounds, List<Nesting.Level> levels) {
        if (control.isHeard()) {
            remembered.note(access, sample, bounds, levels);
        }
    }

    /** Notes what found state may hold besides what it was taken to hold, after a path that has written that, under the same conditions. */
    void noteWritten(State state) {
        if (control.isHeard() && !state.isVoid()) {
            for (AbstractState.Outgrown each = state.outgrown; each != null; each = each.earlier()) {
                remembered.contents().widen(each);
            }
        }
    }

    /** What large objects hold. */
    Tables tables() {
        return tables;
    }

    /** Notes an assumption that a write to abstract state makes, and where. */
    void assume(String range, long address) {
        assumed.computeIfAbsent(range, _ -> ConcurrentHashMap.newKeySet()).add(address);
    }

    /** Notes that a loop is assumed to come to an end. */
    void assumeEnd(String why, long loop) {
        ends.computeIfAbsent(why, _ -> ConcurrentHashMap.newKeySet()).add(loop);
    }

    /** Notes that an instruction depends on what the processor says of itself. */
    void assumeProcessor(long address) {
        ends.computeIfAbsent("The processor says of itself what it says on this machine (CPUID, XCR0)", _ -> ConcurrentHashMap.newKeySet()).add(address);
    }

    /** Why loops were assumed to come to an end, and that the processor is this one, with their places. */
    Map<String, Set<Long>> ends() {
        return ends;
    }

    /** What writes to abstract state were assumed to keep, with the places that may not keep it. */
    Map<String, Set<Long>> assumed() {
        return assumed;
    }

    /** The values that no solver is asked about. */
    Opaques opaques() {
        return opaques;
    }

    /** The functions by which the kernel tells the time. */
    KernelClock clock() {
        return clock;
    }

    /** How the path of a state ended, or null while it goes on. */
    End endOf(State state) {
        return switch (until) {
            case RETURN -> state.frame.depth() < 0 ? new End.Returned(state.generals[0]) : null;
            case REENTRY -> state.instructionPointer == entry && state.trace.length() > 0 ? new End.Reentered() : null;
        };
    }

    /** The loops of the code that a frame with the given root runs. */
    ControlFlow flow(long root) {
        return flows.computeIfAbsent(root, address -> ControlFlow.of(code, address, jumps));
    }

    /** Notes where an indirect jump goes; the exploration begins anew if that makes loops that were not known. */
    void learnJump(long from, long to) {
        Set<Long> targets = jumps.computeIfAbsent(from, _ -> ConcurrentHashMap.newKeySet());
        if (!targets.add(to)) {
            return;
        }
        for (Map.Entry<Long, ControlFlow> known : flows.entrySet()) {
            if (!known.getValue().sameLoops(ControlFlow.of(code, known.getKey(), jumps))) {
                control.restart();
            }
        }
    }

}
