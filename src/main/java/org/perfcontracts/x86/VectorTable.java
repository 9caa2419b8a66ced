package org.perfcontracts.x86;

import java.util.HashMap;
import java.util.Map;

/** The vector instructions as they are declared: a mnemonic, its forms and what it does. */
final class VectorTable {
    /** What a vector instruction does. */
    interface Effect {
        void execute(VectorFrame frame);
    }

    private final Map<String, Handler> handlers = new HashMap<>();

    /** Declares the SSE mnemonic and, with a "v" before it, the AVX one. */
    void both(String mnemonic, Effect effect) {
        add(mnemonic, VectorForm.LEGACY, effect);
        add("v" + mnemonic, VectorForm.VEX, effect);
    }

    /** Declares both mnemonics of an instruction that takes memory at any address. */
    void unaligned(String mnemonic, Effect effect) {
        add(mnemonic, VectorForm.LEGACY_UNALIGNED, effect);
        add("v" + mnemonic, VectorForm.VEX, effect);
    }

    /** Declares both mnemonics of an instruction that wants aligned memory even under AVX. */
    void aligned(String mnemonic, Effect effect) {
        add(mnemonic, VectorForm.LEGACY, effect);
        add("v" + mnemonic, VectorForm.VEX_ALIGNED, effect);
    }

    /** Declares a mnemonic that SSE has alone. */
    void legacy(String mnemonic, Effect effect) {
        add(mnemonic, VectorForm.LEGACY, effect);
    }

    /** Declares a mnemonic that AVX has alone; it is given with its "v". */
    void vex(String mnemonic, Effect effect) {
        add(mnemonic, VectorForm.VEX, effect);
    }

    private void add(String mnemonic, VectorForm form, Effect effect) {
        Handler before = handlers.put(mnemonic, (instruction, machine) -> effect.execute(new VectorFrame(instruction, machine, form)));
        if (before != null) {
            throw new IllegalStateException(mnemonic + " is declared twice");
        }
    }

    /** What was declared, by mnemonic. */
    Map<String, Handler> handlers() {
        return Map.copyOf(handlers);
    }
}
