package org.perfcontracts.x86;

/** What an instruction does to a state, and where execution goes on. */
@FunctionalInterface
interface Effect {
    /** Changes the machine; returns the address of the next instruction, or throws {@link StopException}. */
    long execute(Instruction instruction, Machine machine);

    /** The effect of a handler: the next instruction follows. */
    static Effect of(Handler handler) {
        return (instruction, machine) -> {
            handler.execute(instruction, machine);
            return instruction.next();
        };
    }
}
