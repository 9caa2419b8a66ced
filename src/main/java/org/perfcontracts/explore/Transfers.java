package org.perfcontracts.explore;

import java.util.List;
import java.util.Optional;
import org.perfcontracts.explore.code.LibraryFunction;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.state.Calls;
import org.perfcontracts.explore.state.Frame;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.Instruction;

/** Where execution goes on: frames, jumps whose targets are learned, and calls of functions of the stateful library. */
final class Transfers {
    private static final int RAX = 0;
    private static final int RSP = 4;
    private static final int MOST_OUTCOMES = 4;

    private final Program program;
    private final Terms terms;
    private final Resolver resolver;

    Transfers(Program program, Resolver resolver) {
        this.program = program;
        this.terms = program.terms();
        this.resolver = resolver;
    }

    /** Has a state go on at an address after an instruction. */
    void move(State state, Instruction done, long next) {
        state.last = done.address();
        if (done.isCall()) {
            long stackPointer = stackPointer(state);
            state.frame = new Frame(state.frame, state.frame.depth() + 1, next, done.address(), done.next(), stackPointer);
            state.last = 0;
        } else if (done.isReturn()) {
            returnTo(state, next);
        } else if (done.isBranch() && done.target().isEmpty()) {
            program.learnJump(done.address(), next);
        }
        state.instructionPointer = next;
        followCalls(state, done);
    }

    /** Leaves a frame whose function was passed over, as if it had returned. */
    void leave(State state, Frame frame) {
        state.last = frame.callSite();
        state.frame = frame.caller();
        endCalls(state);
    }

    /** Notes where functions of the stateful library begin and end; what jumps to one from elsewhere calls it and returns from both. */
    private void followCalls(State state, Instruction done) {
        endCalls(state);
        if (!done.isCall() && !done.isBranch()) {
            return;
        }
        LibraryFunction function = program.marks().functionAt(state.instructionPointer);
        if (function != null && (done.isCall() || !function.contains(done.address()))) {
            state.calls = state.calls.entered(function, state.frame.depth(), state.trace);
        }
    }

    private void endCalls(State state) {
        state.calls = state.calls.returnedTo(state.frame.depth(), state.trace, function -> returned(state, function));
    }

    /** The values that tell a function's outcomes apart, as far as they are few. */
    private Calls.Returned returned(State state, LibraryFunction function) {
        if (function.returnedBits() == 0) {
            return Calls.Returned.NOTHING;
        }
        Term value = terms.extract(state.generals[RAX], function.returnedBits() - 1, 0);
        if (value instanceof Constant known) {
            return new Calls.Returned(List.of(known.toLong()), Optional.of(value));
        }
        List<Resolver.Value> values = resolver.values(state, value, MOST_OUTCOMES);
        return new Calls.Returned(values == null ? List.of() : values.stream().map(Resolver.Value::value).sorted().toList(), Optional.of(value));
    }

    private static long stackPointer(State state) {
        return state.generals[RSP] instanceof Constant constant ? constant.toLong() : 0;
    }

    private static void returnTo(State state, long next) {
        long popped = stackPointer(state) - 8;
        for (Frame frame = state.frame; frame != null; frame = frame.caller()) {
            if (frame.returnAddress() == next && frame.stackPointer() == popped) {
                state.last = frame.callSite();
                state.frame = frame.caller() != null ? frame.caller()
                        : new Frame(null, frame.depth() - 1, next, 0, 0, 0);
                return;
            }
        }
        state.last = 0;
        state.frame = new Frame(null, state.frame.depth() - 1, next, 0, 0, 0);
    }
}
