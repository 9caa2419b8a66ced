package org.perfcontracts.x86;

import java.util.Map;

/** What each instruction does to a state. */
public final class Semantics {
    private static final Map<String, Handler> VECTOR = VectorSemantics.handlers();

    private Semantics() {
    }

    /**
     * Executes one instruction.
     *
     * @return the address of the next one
     * @throws StopException where the instruction cannot be executed; the machine may have been changed in part
     */
    public static long execute(Instruction instruction, Machine machine) {
        Handler handler = VECTOR.get(instruction.mnemonic());
        if (handler == null || instruction.encoding() == Instruction.Encoding.OTHER) {
            throw Operands.unsupported(instruction);
        }
        handler.execute(instruction, machine);
        return instruction.next();
    }
}
