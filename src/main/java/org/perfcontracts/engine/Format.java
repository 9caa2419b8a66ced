package org.perfcontracts.engine;

import java.util.Locale;

/** How a result is written. */
public enum Format {
    TEXT,
    JSON,
    MARKDOWN,
    HTML;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
