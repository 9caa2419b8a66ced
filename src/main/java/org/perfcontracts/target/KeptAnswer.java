package org.perfcontracts.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.perfcontracts.image.SnapshotParts;

/**
 * A complete contract of an earlier run, with all that it was made from beside what was asked for.
 *
 * @param parts what of the snapshot the exploration has made use of, code and data alike
 * @param places what was said of addresses, such as {@code router.c:57}: names of PCVs and assumptions are made of it
 * @param assumptions what the exploration had to assume
 * @param answer the contract as text
 */
public record KeptAnswer(SnapshotParts parts, SortedMap<Long, String> places, List<String> assumptions, String answer) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Nothing is missing. */
    public KeptAnswer {
        Objects.requireNonNull(parts);
        Objects.requireNonNull(places);
        Objects.requireNonNull(assumptions);
        Objects.requireNonNull(answer);
    }

    String toText() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers cannot be written as JSON", e);
        }
    }

    /** What {@link #toText} gave; an {@link IllegalArgumentException} where a text is nothing of the kind. */
    static KeptAnswer fromText(String text) {
        try {
            return MAPPER.readValue(text, KeptAnswer.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }
}
