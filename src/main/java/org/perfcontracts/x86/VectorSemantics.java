package org.perfcontracts.x86;

import java.util.Map;

/** What the vector instructions do. */
final class VectorSemantics {
    private VectorSemantics() {
    }

    /** The handlers by mnemonic. A string instruction of the same mnemonic ({@code movsd}, {@code cmpsd}) is told apart before. */
    static Map<String, Handler> handlers() {
        return Map.of();
    }
}
