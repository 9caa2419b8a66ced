package org.perfcontracts.x86;

import java.util.Map;

/**
 * What the vector instructions do: SSE to SSE4.2, AVX, AVX2, FMA and AVX-512. Gathers, scatters and the MMX registers are not among
 * them. A memory operand is one load or one store of its width, whatever a mask leaves out.
 */
final class VectorSemantics {
    private static final VectorTable TABLE = table();

    private VectorSemantics() {
    }

    /** The handlers by mnemonic. A string instruction of the same mnemonic ({@code movsd}, {@code cmpsd}) is told apart before. */
    static Map<String, Handler> handlers() {
        return TABLE.handlers();
    }

    /** The handlers of instructions of the encoding EVEX by mnemonic. */
    static Map<String, Handler> evexHandlers() {
        return TABLE.evexHandlers();
    }

    private static VectorTable table() {
        VectorTable table = new VectorTable();
        VectorMoves.declare(table);
        VectorLogic.declare(table);
        VectorArithmetic.declare(table);
        VectorCompares.declare(table);
        VectorShifts.declare(table);
        VectorShuffles.declare(table);
        VectorBlends.declare(table);
        VectorConversions.declare(table);
        VectorStrings.declare(table);
        VectorFloats.declare(table);
        VectorCrypto.declare(table);
        MaskSemantics.declare(table);
        EvexSemantics.declare(table);
        return table;
    }
}
