package org.perfcontracts.expr;

/** An unknown value with a name that is unique within its {@link Terms}, such as {@code packet[14]}. */
public final class Symbol extends Term {
    private final String name;

    Symbol(int id, int width, String name, int hash) {
        super(id, width, hash);
        this.name = name;
    }

    /** The name, as it was asked for. */
    public String name() {
        return name;
    }
}
