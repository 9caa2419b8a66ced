package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;

/** Writes terms as a person would: infix, with the names of fields for the bytes that they are made of. */
final class Infix {
    private static final int LONGEST = 400;
    /** What is longer by itself is left out of what it is a part of: terms that share parts, as hashes do, would grow without end. */
    private static final int LONGEST_PART = 4 * LONGEST;
    private static final String LEFT_OUT = "…";

    private final Layout layout;
    private final Map<Term, String> values = new HashMap<>();
    private final Map<Term, String> conditions = new HashMap<>();
    private final Map<Term, String> negations = new HashMap<>();

    Infix(Layout layout) {
        this.layout = layout;
    }

    /** A condition in words, cut short where it grows too long to read. */
    String condition(Term term) {
        String text = condition(term, true);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + LEFT_OUT;
    }

    private String condition(Term term, boolean holds) {
        return once(term, holds ? conditions : negations, () -> spelled(term, holds));
    }

    /** The text of a term, which is made once and left out where it is too long. */
    private static String once(Term term, Map<Term, String> made, Supplier<String> spelled) {
        String text = made.get(term);
        if (text == null) {
            text = spelled.get();
            text = text.length() <= LONGEST_PART ? text : LEFT_OUT;
            made.put(term, text);
        }
        return text;
    }

    private String spelled(Term term, boolean holds) {
        if (!(term instanceof Operation o)) {
            return term instanceof Constant c ? c.isZero() == holds ? "never" : "always" : value(term) + (holds ? " = 1" : " = 0");
        }
        return switch (o.operator()) {
            case NOT -> condition(o.argument(0), !holds);
            case EQ -> comparison(o.argument(0), holds ? " = " : " ≠ ", holds ? " = " : " ≠ ", o.argument(1));
            case ULT, SLT -> holds
                    ? comparison(o.argument(0), " < ", " > ", o.argument(1))
                    : comparison(o.argument(0), " ≥ ", " ≤ ", o.argument(1));
            case AND -> "(" + condition(o.argument(0), holds) + (holds ? " and " : " or ") + condition(o.argument(1), holds) + ")";
            case OR -> "(" + condition(o.argument(0), holds) + (holds ? " or " : " and ") + condition(o.argument(1), holds) + ")";
            case FEQ -> isSame(o) ? value(o.argument(0)) + (holds ? " is a number" : " is no number") : floating(o, " = ", holds);
            case FLT -> floating(o, " < ", holds);
            case FLE -> floating(o, " ≤ ", holds);
            default -> value(term) + (holds ? " = 1" : " = 0");
        };
    }

    private static boolean isSame(Operation o) {
        return o.argument(0) == o.argument(1);
    }

    /** What is not less need not be greater or equal: it may be no number. */
    private String floating(Operation o, String relation, boolean holds) {
        String text = number(o.argument(0)) + relation + number(o.argument(1));
        return holds ? text : "not " + text;
    }

    /** A floating-point number in words. */
    private String number(Term term) {
        return switch (term) {
            case Constant c when c.width() == Float.SIZE -> Float.toString(Float.intBitsToFloat((int) c.toLong()));
            case Constant c when c.width() == Double.SIZE -> Double.toString(Double.longBitsToDouble(c.toLong()));
            default -> operand(term);
        };
    }

    private String floating(Operation o, String operator) {
        return o.arguments().stream().map(this::number).collect(Collectors.joining(operator));
    }

    private String function(Operation o, String name) {
        return name + "(" + floating(o, ", ") + ")";
    }

    private static String type(Operation o) {
        return o.width() == Float.SIZE ? "float" : "double";
    }

    /** A comparison, turned round where a sum would stand before a simpler side. */
    private String comparison(Term left, String relation, String turned, Term right) {
        if (isSum(left) && !isSum(right) && !(right instanceof Constant)) {
            return value(right) + turned + value(left);
        }
        return value(left) + relation + value(right);
    }

    private static boolean isSum(Term term) {
        return term instanceof Operation o && (o.operator() == Operator.ADD || o.operator() == Operator.NEG);
    }

    /** A value in words. */
    String value(Term term) {
        return switch (term) {
            case Constant c -> number(c.value());
            case Symbol s -> name(s, 0, s.width()).orElse(s.name());
            case Operation o -> once(o, values, () -> spelled(o));
        };
    }

    private static String number(BigInteger value) {
        return value.bitLength() <= 16 ? value.toString() : "0x" + value.toString(16);
    }

    private String spelled(Operation o) {
        return switch (o.operator()) {
            case ADD, NEG -> sum(o);
            case MUL -> operand(o.argument(1)) + "·" + operand(o.argument(0));
            case CONCAT -> concat(o);
            case EXTRACT -> extract(o);
            case SEXT -> value(o.argument(0));
            case FUNCTION -> o.function().name() + o.arguments().stream().map(this::value).collect(Collectors.joining(", ", "[", "]"));
            case NOT -> "~" + operand(o.argument(0));
            case ITE -> "(" + condition(o.argument(0)) + " ? " + value(o.argument(1)) + " : " + value(o.argument(2)) + ")";
            case AND -> infix(o, " & ");
            case OR -> infix(o, " | ");
            case XOR -> infix(o, " ^ ");
            case UDIV, SDIV -> infix(o, " / ");
            case UREM, SREM -> infix(o, " mod ");
            case SHL -> infix(o, " << ");
            case LSHR, ASHR -> infix(o, " >> ");
            case EQ, ULT, SLT, FEQ, FLT, FLE -> "[" + condition(o) + "]";
            case FADD -> floating(o, " + ");
            case FSUB -> floating(o, " - ");
            case FMUL -> floating(o, "·");
            case FDIV -> floating(o, " / ");
            case FSQRT -> function(o, "sqrt");
            case FMA -> function(o, "fma");
            case FROUND -> function(o, "round");
            case FTOF -> function(o, type(o));
            case STOF, UTOF -> type(o) + "(" + value(o.argument(0)) + ")";
            case FTOS, FTOU -> function(o, "integer");
        };
    }

    private String infix(Operation o, String operator) {
        return o.arguments().stream().map(this::operand).collect(Collectors.joining(operator));
    }

    private String operand(Term term) {
        String text = value(term);
        return text.contains(" ") && !text.endsWith("]") ? "(" + text + ")" : text;
    }

    private String sum(Term term) {
        Linear linear = Linear.of(term);
        BigInteger half = BigInteger.ONE.shiftLeft(linear.width() - 1);
        Map<Term, BigInteger> coefficients = new LinkedHashMap<>();
        BigInteger constant = signed(linear.constant(), half);
        for (Linear.Monomial monomial : linear.monomials()) {
            constant = constant.add(collect(monomial.term(), signed(monomial.coefficient(), half), coefficients));
        }
        StringBuilder negative = new StringBuilder();
        StringBuilder positive = new StringBuilder();
        coefficients.forEach((part, coefficient) -> {
            String factor = coefficient.abs().equals(BigInteger.ONE) ? "" : number(coefficient.abs()) + "·";
            append(coefficient.signum() < 0 ? negative : positive, coefficient.signum() < 0, factor + operand(part));
        });
        if (constant.signum() != 0) {
            append(constant.signum() < 0 ? negative : positive, constant.signum() < 0, number(constant.abs()));
        }
        return positive.isEmpty() ? negative.toString().replaceFirst("^ - ", "-") : positive.toString() + negative;
    }

    /** Adds a part of a sum, of which multiples of narrower sums are parts as well if these never wrap; gives what is constant in it. */
    private static BigInteger collect(Term term, BigInteger factor, Map<Term, BigInteger> into) {
        if (term instanceof Operation o && o.operator() == Operator.CONCAT) {
            List<Term> parts = new ArrayList<>(o.arguments());
            if (parts.getFirst() instanceof Constant top && top.isZero()) {
                parts.removeFirst();
            }
            int shift = parts.size() > 1 && parts.getLast() instanceof Constant low && low.isZero() ? parts.removeLast().width() : 0;
            if (parts.size() == 1 && (o.arity() > 1 || shift > 0)) {
                return collect(parts.getFirst(), factor.shiftLeft(shift), into);
            }
        }
        Linear linear = Linear.of(term);
        boolean isMultiple = linear.monomials().stream().noneMatch(monomial -> monomial.term() == term);
        if ((isSum(term) || isMultiple) && !wraps(linear)) {
            BigInteger constant = linear.constant().multiply(factor);
            for (Linear.Monomial monomial : linear.monomials()) {
                constant = constant.add(collect(monomial.term(), factor.multiply(monomial.coefficient()), into));
            }
            return constant;
        }
        into.merge(term, factor, BigInteger::add);
        return BigInteger.ZERO;
    }

    private static boolean wraps(Linear linear) {
        BigInteger most = linear.constant();
        for (Linear.Monomial monomial : linear.monomials()) {
            most = most.add(monomial.coefficient().multiply(Interval.of(monomial.term()).high()));
        }
        return most.bitLength() > linear.width();
    }

    private static void append(StringBuilder out, boolean negative, String text) {
        out.append(negative ? " - " : out.isEmpty() ? "" : " + ").append(text);
    }

    private static BigInteger signed(BigInteger value, BigInteger half) {
        return value.compareTo(half) >= 0 ? value.subtract(half.shiftLeft(1)) : value;
    }

    private String extract(Operation o) {
        Term inner = o.argument(0);
        if (inner instanceof Symbol symbol) {
            Optional<String> name = name(symbol, o.low(), o.width());
            if (name.isPresent()) {
                return name.get();
            }
        }
        if (o.low() == 0 && Interval.of(inner).high().bitLength() <= o.width()) {
            return value(inner);
        }
        if (o.low() == 0) {
            return operand(inner) + " mod 2^" + o.width();
        }
        return operand(inner) + "[" + (o.low() + o.width() - 1) + ":" + o.low() + "]";
    }

    private Optional<String> name(Symbol symbol, int low, int width) {
        Field field = layout.fieldOf(symbol, low);
        boolean isWhole = field.parts().equals(List.of(new Field.Part(symbol.name(), symbol.width(), low, width)));
        return isWhole ? Optional.of(field.name()) : Optional.empty();
    }

    // ---- parts put side by side

    private String concat(Operation o) {
        List<Term> parts = new ArrayList<>(o.arguments());
        if (parts.getFirst() instanceof Constant top && top.isZero()) {
            parts.removeFirst();
        }
        if (parts.size() > 1 && parts.getLast() instanceof Constant low && low.isZero()) {
            parts.removeLast();
            return BigInteger.ONE.shiftLeft(low.width()) + "·" + grouped(parts);
        }
        return ungrouped(parts);
    }

    private String grouped(List<Term> parts) {
        String text = ungrouped(parts);
        return text.contains(" ") ? "(" + text + ")" : text;
    }

    /** The parts with fields put together, from the most significant on. */
    private String ungrouped(List<Term> parts) {
        List<String> words = new ArrayList<>();
        int next = 0;
        while (next < parts.size()) {
            int end = endOfField(parts, next);
            words.add(end > next ? fieldAt(parts.get(next)).name() : operand(parts.get(next)));
            next = Math.max(end, next + 1);
        }
        return String.join(" ∥ ", words);
    }

    /** Where the field that starts at a part ends, exclusive; the start itself if the parts do not make up a field. */
    private int endOfField(List<Term> parts, int start) {
        Field field = fieldAt(parts.get(start));
        if (field == null || start + field.parts().size() > parts.size()) {
            return start;
        }
        int at = start;
        for (Field.Part part : field.parts()) {
            if (!part.equals(partOf(parts.get(at)))) {
                return start;
            }
            at++;
        }
        return at;
    }

    private Field fieldAt(Term term) {
        return switch (term) {
            case Symbol symbol -> layout.fieldOf(symbol, symbol.width() - 1);
            case Operation o when o.operator() == Operator.EXTRACT && o.argument(0) instanceof Symbol symbol ->
                    layout.fieldOf(symbol, o.low() + o.width() - 1);
            default -> null;
        };
    }

    private static Field.Part partOf(Term term) {
        return switch (term) {
            case Symbol symbol -> new Field.Part(symbol.name(), symbol.width(), 0, symbol.width());
            case Operation o when o.operator() == Operator.EXTRACT && o.argument(0) instanceof Symbol symbol ->
                    new Field.Part(symbol.name(), symbol.width(), o.low(), o.width());
            default -> null;
        };
    }
}
