package org.perfcontracts.engine;

import java.util.Locale;

/** How a result is written. */
public enum Format {
    TEXT,
    JSON,
    MARKDOWN,
    HTML,
    /** Of a contract: its classes by questions, as text. */
    TREE,
    /** Of a contract: a function of Python. */
    PYTHON;

    /** Whether results of all kinds can be written so. */
    public boolean isForAll() {
        return this != TREE && this != PYTHON;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
