package org.perfcontracts.x86;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each instruction does to a state. */
public final class Semantics {
    private static final Map<String, Effect> EFFECTS = effects();
    /** String instructions whose mnemonic a vector instruction has too: {@code movsd} and {@code cmpsd}. */
    private static final Map<String, Effect> STRINGS = effects(StringSemantics.handlers());

    /** Instructions of the encoding EVEX, of which many have the mnemonic of one with VEX. */
    private static final Map<String, Effect> EVEX = effects(VectorSemantics.evexHandlers());

    private Semantics() {
    }

    /**
     * Executes one instruction.
     *
     * @return the address of the next one
     * @throws StopException where the instruction cannot be executed; the machine may have been changed in part
     */
    public static long execute(Instruction instruction, Machine machine) {
        Effect effect = effect(instruction);
        if (effect == null) {
            throw Operands.unsupported(instruction);
        }
        return effect.execute(instruction, machine);
    }

    /** Whether an instruction of this mnemonic and encoding has semantics; some of its forms may still lack them. */
    public static boolean isSupported(Instruction instruction) {
        return effect(instruction) != null;
    }

    private static Effect effect(Instruction instruction) {
        if (instruction.encoding() == Instruction.Encoding.OTHER) {
            return null;
        }
        if (instruction.encoding() == Instruction.Encoding.EVEX) {
            return EVEX.get(instruction.mnemonic());
        }
        if (worksOnString(instruction)) {
            return STRINGS.get(instruction.mnemonic());
        }
        return EFFECTS.get(instruction.mnemonic());
    }

    /** A string instruction has no operand that is shown; a vector instruction always has one. */
    private static boolean worksOnString(Instruction instruction) {
        List<Operand> operands = instruction.operands();
        return operands.size() > 2 && operands.get(0).visibility() == Operand.Visibility.HIDDEN
                && STRINGS.containsKey(instruction.mnemonic());
    }

    private static Map<String, Effect> effects() {
        Map<String, Effect> effects = new HashMap<>(ControlSemantics.effects());
        effects.putAll(effects(MoveSemantics.handlers()));
        effects.putAll(effects(ArithmeticSemantics.handlers()));
        effects.putAll(effects(BitSemantics.handlers()));
        effects.putAll(effects(ShiftSemantics.handlers()));
        effects.putAll(effects(SystemSemantics.handlers()));
        effects.putAll(effects(VectorSemantics.handlers()));
        return effects;
    }

    private static Map<String, Effect> effects(Map<String, Handler> handlers) {
        Map<String, Effect> effects = new HashMap<>();
        handlers.forEach((mnemonic, handler) -> effects.put(mnemonic, Effect.of(handler)));
        return effects;
    }
}
