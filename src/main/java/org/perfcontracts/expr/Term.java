package org.perfcontracts.expr;

/**
 * A bit-vector term. Terms are hash-consed by the {@link Terms} that made them: within one {@code Terms}, equal terms
 * are the same object, so {@code ==} and {@link Object#equals} both decide structural equality.
 */
public abstract sealed class Term permits Constant, Symbol, Operation {
    private final int id;
    private final int width;
    private final int hash;

    Term(int id, int width, int hash) {
        this.id = id;
        this.width = width;
        this.hash = hash;
    }

    /** A number unique within the {@link Terms} that made this term; older terms have smaller ones. */
    public final int id() {
        return id;
    }

    /** Width in bits, 1 to {@value Terms#MAX_WIDTH}. */
    public final int width() {
        return width;
    }

    @Override
    public final int hashCode() {
        return hash;
    }

    @Override
    public final boolean equals(Object other) {
        return this == other;
    }

    @Override
    public final String toString() {
        return Printer.print(this);
    }
}
