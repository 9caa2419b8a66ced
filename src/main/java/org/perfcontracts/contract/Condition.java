package org.perfcontracts.contract;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Which inputs a class holds, in the words of network protocols.
 *
 * @param alternatives of which at least one holds; each is a list of statements that hold together, and an empty list
 *                     is every input
 * @param exact        whether the class holds all such inputs, where the words say so in such a state; otherwise every input of the class
 *                     is such a one, but what the class holds also depends on what these words do not say (state, the outcome of a loop)
 */
public record Condition(List<List<String>> alternatives, boolean exact) {
    /** What the text of a condition that is not exact ends with. */
    public static final String AMONG_OTHERS = "(among others)";

    /** Copies the alternatives. */
    public Condition {
        alternatives = alternatives.stream().map(List::copyOf).toList();
    }

    /** The condition in one line. */
    public String text() {
        String text = alternatives.isEmpty()
                ? "no input"
                : alternatives.stream().map(Condition::conjunction).collect(Collectors.joining(", or "));
        return exact ? text : text + " " + AMONG_OTHERS;
    }

    private static String conjunction(List<String> statements) {
        return statements.isEmpty() ? "every input" : String.join(" and ", statements);
    }

    @Override
    public String toString() {
        return text();
    }
}
