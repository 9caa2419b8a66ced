package org.perfcontracts.contract;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which inputs a class holds, in the words of network protocols.
 *
 * @param alternatives of which at least one holds; each is a list of statements that hold together, and an empty list
 *                     is every input
 * @param exact        whether the class holds all such inputs, where the words say so in such a state; otherwise every input of the class
 *                     is such a one, but what the class holds also depends on what these words do not say (state, the outcome of a loop)
 * @param grounds      on what it also depends, such as fields of state; empty where that has no words, and where the condition is exact. A remark only: conditions
 *                     that differ in nothing else are equal
 */
public record Condition(List<List<String>> alternatives, boolean exact, List<String> grounds) {
    /** More grounds tell nobody anything. */
    private static final int MOST_GROUNDS = 4;
    /** A source line, such as {@code nat.c:57}. */
    private static final Pattern LINE = Pattern.compile("([\\w.-]+\\.\\w+):(\\d{1,7})\\b");

    /** Copies the lists. */
    public Condition {
        alternatives = alternatives.stream().map(List::copyOf).toList();
        grounds = List.copyOf(grounds);
    }

    /** A condition without a word of what it also depends on. */
    public Condition(List<List<String>> alternatives, boolean exact) {
        this(alternatives, exact, List.of());
    }

    /** The condition in one line. */
    public String text() {
        String text = alternatives.isEmpty()
                ? "no input"
                : alternatives.stream().map(Condition::conjunction).collect(Collectors.joining(", or "));
        return exact ? text : text + " " + remark();
    }

    /** What is to be said of a condition that is not exact. */
    public String remark() {
        return grounds.isEmpty() || grounds.size() > MOST_GROUNDS ? "(also depends on what has no words)" : "(also depends on " + String.join(", ", grounds) + ")";
    }

    /**
     * The condition as it is compared with that of another build: where it speaks of source lines, only of how far they are from the first one of the same statement, so
     * that lines added above a loop make no other condition of it.
     */
    public Condition withoutLines() {
        return new Condition(alternatives.stream().map(statements -> statements.stream().map(Condition::withoutLines).toList()).toList(), exact);
    }

    private static String withoutLines(String statement) {
        Matcher line = LINE.matcher(statement);
        StringBuilder text = new StringBuilder();
        Optional<Integer> first = Optional.empty();
        while (line.find()) {
            int number = Integer.parseInt(line.group(2));
            first = first.or(() -> Optional.of(number));
            line.appendReplacement(text, Matcher.quoteReplacement(line.group(1) + ":" + (number - first.get())));
        }
        return line.appendTail(text).toString();
    }

    private static String conjunction(List<String> statements) {
        return statements.isEmpty() ? "every input" : String.join(" and ", statements);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition(List<List<String>> those, boolean whole, List<String> _) && alternatives.equals(those) && exact == whole;
    }

    @Override
    public int hashCode() {
        return Objects.hash(alternatives, exact);
    }

    @Override
    public String toString() {
        return text();
    }
}
