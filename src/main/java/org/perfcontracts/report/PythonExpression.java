package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A relation of fields as Python, from the words of a condition: sums, products and remainders of fields and numbers, in integers that do
 * not wrap, which is what the words mean where they have no caveat.
 */
final class PythonExpression {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(2\\^\\d{1,3}|0x[0-9a-f]+|\\d+|[A-Za-z_][\\w.]*(?:\\[\\d+\\][\\w.]*)*|[-+·()\\[\\]=≠<>≤≥])");

    private final List<String> tokens;
    private final Set<String> fields = new TreeSet<>();
    private int next;

    /**
     * A relation.
     *
     * @param text   an expression of Python in which {@code f} is a dictionary of fields
     * @param fields that it needs
     */
    record Relation(String text, Set<String> fields) {
    }

    /** The words are more than such a relation. */
    private static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;
    }

    private PythonExpression(List<String> tokens) {
        this.tokens = tokens;
    }

    /** The relation that the words are, if they are one. */
    static Optional<Relation> of(String words) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(words);
        int at = 0;
        while (matcher.find(at) && matcher.start() == at) {
            tokens.add(matcher.group(1));
            at = matcher.end();
        }
        if (!words.substring(at).isBlank()) {
            return Optional.empty();
        }
        PythonExpression reader = new PythonExpression(tokens);
        try {
            String text = reader.relation();
            return reader.token().isEmpty() ? Optional.of(new Relation(text, reader.fields)) : Optional.empty();
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }

    private String token() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private boolean accept(String wanted) {
        boolean there = token().equals(wanted);
        next += there ? 1 : 0;
        return there;
    }

    private void expect(String wanted) throws UnreadableException {
        if (!accept(wanted)) {
            throw new UnreadableException();
        }
    }

    private String relation() throws UnreadableException {
        String left = sum();
        String operator = switch (token()) {
            case "=" -> " == ";
            case "≠" -> " != ";
            case "<" -> " < ";
            case ">" -> " > ";
            case "≤" -> " <= ";
            case "≥" -> " >= ";
            default -> throw new UnreadableException();
        };
        next++;
        return left + operator + sum();
    }

    private String sum() throws UnreadableException {
        String sum = (accept("-") ? "-" : "") + product();
        while (token().equals("+") || token().equals("-")) {
            String operator = tokens.get(next++);
            sum += " " + operator + " " + product();
        }
        return sum;
    }

    private String product() throws UnreadableException {
        String product = factor();
        while (accept("·")) {
            product += " * " + factor();
        }
        return accept("mod") ? product + " % " + factor() : product;
    }

    private String factor() throws UnreadableException {
        if (accept("(")) {
            String inner = sum();
            expect(")");
            return "(" + inner + ")";
        }
        if (accept("[")) {
            String inner = relation();
            expect("]");
            return "int(" + inner + ")";
        }
        String word = token();
        next++;
        if (word.startsWith("2^")) {
            return "2 ** " + word.substring(2);
        }
        if (word.matches("0x[0-9a-f]+|\\d+")) {
            return word;
        }
        if (!word.matches("[A-Za-z_].*") || word.equals("mod")) {
            throw new UnreadableException();
        }
        fields.add(word);
        return "f[" + PythonModule.quoted(word) + "]";
    }
}
