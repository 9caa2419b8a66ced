package org.perfcontracts.x86;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The vector instructions as they are declared: a mnemonic, its forms and what it does. */
final class VectorTable {
    /** What a vector instruction does. */
    interface Effect {
        void execute(VectorFrame frame);
    }

    private final Map<String, Handler> handlers = new HashMap<>();
    private final Map<String, Handler> evexHandlers = new HashMap<>();
    private final Set<String> isAligned = new HashSet<>();
    /** The effects of AVX mnemonics, for AVX-512 to take. */
    private final Map<String, Effect> effects = new HashMap<>();

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

    /** Declares a mnemonic of AVX-512; it is given with its "v". */
    void evex(String mnemonic, Effect effect) {
        addEvex(mnemonic, VectorForm.EVEX, effect);
    }

    /** Declares mnemonics of AVX-512 that do what the AVX ones of the same names do, on vectors of any width. */
    void evexToo(String... mnemonics) {
        for (String mnemonic : mnemonics) {
            evexAs(mnemonic, mnemonic);
        }
    }

    /** Declares a mnemonic of AVX-512 that does what an AVX one of another name does, on vectors of any width. */
    void evexAs(String mnemonic, String as) {
        Effect effect = effects.get(as);
        if (effect == null) {
            throw new IllegalStateException(as + " is not declared");
        }
        addEvex(mnemonic, isAligned.contains(as) ? VectorForm.EVEX_ALIGNED : VectorForm.EVEX, effect);
    }

    private void addEvex(String mnemonic, VectorForm form, Effect effect) {
        Handler before = evexHandlers.put(mnemonic, (instruction, machine) -> effect.execute(new VectorFrame(instruction, machine, form)));
        if (before != null) {
            throw new IllegalStateException(mnemonic + " is declared twice for AVX-512");
        }
    }

    private void add(String mnemonic, VectorForm form, Effect effect) {
        effects.put(mnemonic, effect);
        if (form == VectorForm.VEX_ALIGNED) {
            isAligned.add(mnemonic);
        }
        Handler before = handlers.put(mnemonic, (instruction, machine) -> effect.execute(new VectorFrame(instruction, machine, form)));
        if (before != null) {
            throw new IllegalStateException(mnemonic + " is declared twice");
        }
    }

    /** What was declared for AVX-512, by mnemonic. */
    Map<String, Handler> evexHandlers() {
        return Map.copyOf(evexHandlers);
    }

    /** What was declared for SSE and AVX, by mnemonic. */
    Map<String, Handler> handlers() {
        return Map.copyOf(handlers);
    }
}
