package org.perfcontracts.expr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line {@code // before => after} of the rewriting rules. In it x, y, z are terms of w bits, p, q, r conditions, and c, d
 * constants; a colon gives another width. Numbers and constants are as wide as what they are joined with, or have w bits.
 * Operators are Java's, but {@code /}, {@code %}, {@code <} and {@code >>} are unsigned, those with an s are signed, and
 * {@code ++} puts parts side by side; there is no precedence, so mixing them takes parentheses.
 */
record Rule(String where, String text, Node before, Node after) {
    private static final Path RULES = Path.of(System.getProperty("bolt.home", "")).resolve("src/main/java/org/perfcontracts/expr");
    private static final Pattern LINE = Pattern.compile("// (.+) => (.+)");

    /** An expression: a leaf if it has no arguments. */
    record Node(String name, List<Node> arguments, Size width, Size low) {
    }

    /** A number of bits, linear in w. */
    record Size(int factor, int offset) {
        int at(int w) {
            return factor * w + offset;
        }
    }

    /** What makes values of an algebra of terms: the simplifier's alone, or together with what they must be worth. */
    interface Algebra<V> {
        V variable(String name, int width);

        V number(BigInteger value, int width);

        V apply(Operator operator, int width, int low, List<V> arguments);
    }

    @Override
    public String toString() {
        return where + ": " + text;
    }

    /** All the rules, in the order of files and lines. */
    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        try (Stream<Path> files = Files.list(RULES)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Rules.java")).sorted().toList()) {
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    Matcher line = LINE.matcher(lines.get(i));
                    if (line.find()) {
                        rules.add(parse(file.getFileName() + ":" + (i + 1), line.group(1), line.group(2)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rules;
    }

    private static Rule parse(String where, String before, String after) {
        String text = before + " => " + after;
        try {
            return new Rule(where, text, new Parser(before).all(), new Parser(after).all());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + text + ": " + e.getMessage(), e);
        }
    }

    /** The names of the terms and conditions that the rule is about, in their order. */
    private Map<String, Node> variables() {
        Map<String, Node> found = new TreeMap<>();
        collect(before, found);
        return found;
    }

    private static void collect(Node node, Map<String, Node> into) {
        if (node.name().matches("[p-rx-z]")) {
            into.putIfAbsent(node.name(), node);
        }
        node.arguments().forEach(argument -> collect(argument, into));
    }

    /** Builds both sides of a rule for one w; a variable is the same on both. */
    static final class Builder<V> {
        private final Rule rule;
        private final Algebra<V> algebra;
        private final int w;
        private final Map<String, V> variables = new HashMap<>();
        private final Map<String, Integer> widths = new HashMap<>();

        /** Makes the variables, so that what is first by name is first by age. */
        Builder(Rule rule, Algebra<V> algebra, int w) {
            this.rule = rule;
            this.algebra = algebra;
            this.w = w;
            rule.variables().values().forEach(variable -> leaf(variable.name(), widthOf(variable)));
        }

        V before() {
            return build(rule.before(), 0);
        }

        /** What replaces {@link #before}, of the same width. */
        V after(int width) {
            return build(rule.after(), width);
        }

        private V build(Node node, int wanted) {
            int width = widthOf(node) > 0 ? widthOf(node) : wanted > 0 ? wanted : w;
            if (node.arguments().isEmpty()) {
                return leaf(node.name(), width);
            }
            List<Node> nodes = node.arguments();
            Node first = nodes.getFirst();
            return switch (node.name()) {
                case "~" -> make(Operator.NOT, width, build(first, width));
                case "neg" -> make(Operator.NEG, width, build(first, width));
                case "[" -> algebra.apply(Operator.EXTRACT, width, node.low().at(w), List.of(build(first, 0)));
                case "sext" -> make(Operator.SEXT, width, build(first, 0));
                case "++" -> algebra.apply(Operator.CONCAT, width, 0, nodes.stream().map(part -> build(part, 0)).toList());
                case "ite" -> algebra.apply(Operator.ITE, width, 0,
                        List.of(build(first, 1), build(nodes.get(1), width), build(nodes.get(2), width)));
                default -> binary(node.name(), nodes, width);
            };
        }

        private V binary(String name, List<Node> nodes, int width) {
            int operands = Math.max(widthOf(nodes.get(0)), widthOf(nodes.get(1)));
            if (operands == 0) {
                operands = name.contains("=") || name.startsWith("<") && !name.equals("<<") ? w : width;
            }
            V a = build(nodes.get(0), operands);
            V b = build(nodes.get(1), operands);
            return switch (name) {
                case "+" -> make(Operator.ADD, width, a, b);
                case "-" -> make(Operator.ADD, width, a, make(Operator.NEG, width, b));
                case "*" -> make(Operator.MUL, width, a, b);
                case "/" -> make(Operator.UDIV, width, a, b);
                case "%" -> make(Operator.UREM, width, a, b);
                case "&" -> make(Operator.AND, width, a, b);
                case "|" -> make(Operator.OR, width, a, b);
                case "^" -> make(Operator.XOR, width, a, b);
                case "<<" -> make(Operator.SHL, width, a, b);
                case ">>" -> make(Operator.LSHR, width, a, b);
                case ">>s" -> make(Operator.ASHR, width, a, b);
                case "==" -> make(Operator.EQ, 1, a, b);
                case "!=" -> make(Operator.NOT, 1, make(Operator.EQ, 1, a, b));
                case "<" -> make(Operator.ULT, 1, a, b);
                case "<s" -> make(Operator.SLT, 1, a, b);
                case "<=" -> make(Operator.NOT, 1, make(Operator.ULT, 1, b, a));
                case "<=s" -> make(Operator.NOT, 1, make(Operator.SLT, 1, b, a));
                default -> throw new IllegalArgumentException("no operator " + name);
            };
        }

        private V make(Operator operator, int width, V a) {
            return algebra.apply(operator, width, 0, List.of(a));
        }

        private V make(Operator operator, int width, V a, V b) {
            return algebra.apply(operator, width, 0, List.of(a, b));
        }

        private V leaf(String name, int width) {
            if (name.equals("w")) {
                return algebra.number(BigInteger.valueOf(w), width);
            }
            if (Character.isDigit(name.charAt(0))) {
                return algebra.number(new BigInteger(name), width);
            }
            V known = variables.get(name);
            if (known == null) {
                known = algebra.variable(name, width);
                variables.put(name, known);
                widths.put(name, width);
            }
            return known;
        }

        /** 0 where it depends on what stands around. */
        private int widthOf(Node node) {
            if (node.width() != null) {
                return node.width().at(w);
            }
            if (node.arguments().isEmpty()) {
                Integer known = widths.get(node.name());
                return known != null ? known : switch (node.name().charAt(0)) {
                    case 'x', 'y', 'z' -> w;
                    case 'p', 'q', 'r' -> 1;
                    default -> 0;
                };
            }
            return switch (node.name()) {
                case "++" -> node.arguments().stream().mapToInt(part -> widthOf(part) > 0 ? widthOf(part) : w).sum();
                case "==", "!=", "<", "<s", "<=", "<=s" -> 1;
                case "ite" -> Math.max(widthOf(node.arguments().get(1)), widthOf(node.arguments().get(2)));
                default -> node.arguments().stream().mapToInt(this::widthOf).max().orElse(0);
            };
        }
    }

    private static final class Parser {
        private static final Pattern TOKEN = Pattern.compile("\\s*(\\d+|\\w+|\\+\\+|<<|>>s|>>|==|!=|<=s|<=|<s\\b|.)");

        private final List<String> tokens = new ArrayList<>();
        private int next;

        Parser(String text) {
            Matcher token = TOKEN.matcher(text.strip());
            while (token.find()) {
                tokens.add(token.group(1));
            }
        }

        Node all() {
            Node node = expression();
            if (next < tokens.size()) {
                throw new IllegalArgumentException("what is '" + tokens.get(next) + "' doing there?");
            }
            return node;
        }

        private boolean sees(String token) {
            return next < tokens.size() && tokens.get(next).equals(token);
        }

        private boolean take(String token) {
            boolean seen = sees(token);
            next += seen ? 1 : 0;
            return seen;
        }

        private void expect(String token) {
            if (!take(token)) {
                throw new IllegalArgumentException("'" + token + "' is missing before " + tokens.subList(next, tokens.size()));
            }
        }

        private String take() {
            if (next == tokens.size()) {
                throw new IllegalArgumentException("it ends too early");
            }
            return tokens.get(next++);
        }

        private Node expression() {
            Node left = unary();
            if (next == tokens.size() || List.of(")", ",", "]", ":").contains(tokens.get(next))) {
                return left;
            }
            String operator = take();
            List<Node> operands = new ArrayList<>(List.of(left, unary()));
            while (operator.equals("++") && take(operator)) {
                operands.add(unary());
            }
            return new Node(operator, operands, null, null);
        }

        private Node unary() {
            if (take("~")) {
                return new Node("~", List.of(unary()), null, null);
            }
            if (take("-")) {
                return new Node("neg", List.of(unary()), null, null);
            }
            Node node = primary();
            while (take("[")) {
                Size high = size();
                expect(":");
                Size low = size();
                expect("]");
                Size width = new Size(high.factor() - low.factor(), high.offset() - low.offset() + 1);
                node = new Node("[", List.of(node), width, low);
            }
            return node;
        }

        private Node primary() {
            if (take("(")) {
                Node node = expression();
                expect(")");
                return node;
            }
            String name = take();
            if (name.equals("ite")) {
                expect("(");
                Node condition = expression();
                expect(",");
                Node then = expression();
                expect(",");
                Node otherwise = expression();
                expect(")");
                return new Node(name, List.of(condition, then, otherwise), null, null);
            }
            if (name.equals("sext")) {
                expect("(");
                Node inner = expression();
                expect(",");
                Size width = size();
                expect(")");
                return new Node(name, List.of(inner), width, null);
            }
            if (!name.matches("\\d+|[cdepqrwxyz]")) {
                throw new IllegalArgumentException("'" + name + "' is no variable or number");
            }
            return new Node(name, List.of(), take(":") ? shortSize() : null, null);
        }

        private Size shortSize() {
            if (!take("(")) {
                return summand();
            }
            Size size = size();
            expect(")");
            return size;
        }

        private Size size() {
            Size size = summand();
            while (sees("+") || sees("-")) {
                int sign = take().equals("+") ? 1 : -1;
                Size more = summand();
                size = new Size(size.factor() + sign * more.factor(), size.offset() + sign * more.offset());
            }
            return size;
        }

        private Size summand() {
            int number = tokens.get(next).matches("\\d+") ? Integer.parseInt(take()) : -1;
            if (take("w")) {
                return new Size(number < 0 ? 1 : number, 0);
            }
            if (number < 0) {
                throw new IllegalArgumentException("a number of bits is missing");
            }
            return new Size(0, number);
        }
    }
}
