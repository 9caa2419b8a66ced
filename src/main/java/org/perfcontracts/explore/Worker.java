package org.perfcontracts.explore;

import java.util.List;
import org.perfcontracts.explore.code.ControlFlow;
import org.perfcontracts.explore.loop.Means;
import org.perfcontracts.explore.loop.Runner;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.state.Activation;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Frame;
import org.perfcontracts.explore.state.Run;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.x86.Instruction;
import org.perfcontracts.x86.Semantics;
import org.perfcontracts.x86.StopException;

/** Runs states, one at a time, with a solver of its own. */
final class Worker implements Runner {
    private final Program program;
    private final Control control;
    private final Turn turn = new Turn();
    private final Decisions decisions;
    private final Processor processor;
    private final Transfers transfers;
    private final Unrolling unrolling;

    /**
     * A worker.
     *
     * @param packets that a device delivers together at most
     */
    Worker(Program program, Solver solver, Control control, int packets) {
        Resolver resolver = new Resolver(program.terms(), solver);
        this.program = program;
        this.control = control;
        this.decisions = new Decisions(program, resolver, turn);
        this.processor = new Processor(program, decisions, new Accesses(program, resolver, decisions, turn), turn);
        this.transfers = new Transfers(program, resolver);
        this.unrolling = new Unrolling(new Means(program.terms(), program.code(), program.lines(), program.marks(), program.opaques(), program.regions(), program.tables(), resolver, this, program::assumeEnd),
                control.budget().forksOfLoop(), packets);
    }

    @Override
    public String stopReason() {
        return control.mustStop() ? control.reason() : null;
    }

    @Override
    public void runAll(Run whole) {
        for (State next = whole.frontier().poll(); next != null; next = whole.frontier().poll()) {
            runOne(next, whole);
        }
    }

    /** Runs a state until its path ends, it leaves the run, or another exploration of it takes over. */
    void runOne(State start, Run within) {
        State outerState = turn.state;
        Run outerRun = turn.run;
        turn.state = start;
        turn.run = within;
        try {
            while (proceeds()) {
                step();
            }
        } catch (StopException stop) {
            if (stop.kind() != StopException.Kind.IMPOSSIBLE && !isCutInstead(stop)) {
                turn.run.finish(turn.state, endBy(stop, turn.state.instructionPointer));
            }
        } finally {
            turn.state = outerState;
            turn.run = outerRun;
        }
    }

    private boolean isCutInstead(StopException stop) {
        return stop.kind() == StopException.Kind.UNRESOLVED && (turn.state.isVoid() || unrolling.cutsInstead(turn.state, turn.run));
    }

    private static End endBy(StopException stop, long address) {
        return switch (stop.kind()) {
            case UNSUPPORTED -> new End.Stopped(End.Kind.UNSUPPORTED, stop.getMessage(), address);
            case SYSTEM_CALL -> new End.Stopped(End.Kind.SYSTEM_CALL, stop.getMessage(), address);
            case UNRESOLVED -> new End.Stopped(End.Kind.UNRESOLVED, stop.getMessage(), address);
            case FAULT -> new End.Faults(stop.getMessage(), address);
            case IMPOSSIBLE -> throw new IllegalArgumentException("no end of a path: " + stop.getMessage());
        };
    }

    /** Whether the state has another instruction to execute here and now. */
    private boolean proceeds() {
        End end = program.endOf(turn.state);
        if (end != null) {
            turn.run.finish(turn.state, end);
            return false;
        }
        if (program.clock().contains(turn.state.instructionPointer)) {
            return tellTime();
        }
        if (turn.run.takes(turn.state)) {
            return false;
        }
        control.awaitTurn();
        if (control.mustStop()) {
            turn.run.finish(turn.state, new End.Stopped(End.Kind.BUDGET, control.reason(), turn.state.instructionPointer));
            return false;
        }
        if (turn.state.trace.length() > control.budget().stepsOfPath()) {
            turn.run.finish(turn.state, new End.Endless(
                    "more than " + control.budget().stepsOfPath() + " instructions on one path", turn.state.instructionPointer));
            return false;
        }
        if (Unrolling.leave(turn.state) && turn.run.frontier().hasInside(Activation.Stack.size(turn.state.active))) {
            turn.run.frontier().push(turn.state);
            return false;
        }
        ControlFlow.Loop loop = program.flow(turn.state.frame.root()).loopAt(turn.state.instructionPointer);
        return loop == null || !turn.state.forced.isEmpty() || unrolling.goesOn(turn.state, loop, turn.run);
    }

    /** Passes over a function of the kernel's that tells the time; whether the state can go on. */
    private boolean tellTime() {
        Frame frame = turn.state.frame;
        if (!program.clock().call(turn.state)) {
            throw new StopException(StopException.Kind.SYSTEM_CALL, "a function of the kernel's [vdso] that does not tell the time");
        }
        if (frame.returnAddress() == turn.state.instructionPointer) {
            transfers.leave(turn.state, frame);
        }
        return proceeds();
    }

    private void step() {
        State state = turn.state;
        Instruction instruction = program.code().at(state.instructionPointer);
        turn.instruction = instruction;
        turn.accesses.clear();
        decisions.begin();
        long next = Semantics.execute(instruction, processor);
        state.forced = List.of();
        state.trace = state.trace.append(instruction.address(), turn.accesses);
        control.countInstruction();
        transfers.move(state, instruction, next);
    }
}
