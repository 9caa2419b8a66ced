package org.perfcontracts.image;

import java.util.HashMap;
import java.util.Map;

/**
 * A section of texts that others name by their offset. Linkers let texts share their ends; a file in which a few bytes
 * stand for gigabytes of text is refused.
 */
final class StringTable {
    private static final int SHARING = 16;
    private static final int SMALL = 1 << 16;

    private final ByteReader section;
    private final Map<Long, String> known = new HashMap<>();
    private long allowance;

    StringTable(ByteReader section) {
        this.section = section;
        this.allowance = SMALL + (long) SHARING * section.remaining();
    }

    String text(long offset) throws FormatException {
        String text = known.get(offset);
        if (text == null) {
            section.seek(offset);
            text = section.text();
            allowance -= text.length();
            if (allowance < 0) {
                throw section.fault("texts that overlap more than linkers let them");
            }
            known.put(offset, text);
        }
        return text;
    }
}
