package org.perfcontracts.x86;

/** What an instruction does to a state, for instructions after which the next one follows. */
@FunctionalInterface
interface Handler {
    /** Changes the machine; throws {@link StopException} where the instruction cannot be executed. */
    void execute(Instruction instruction, Machine machine);
}
