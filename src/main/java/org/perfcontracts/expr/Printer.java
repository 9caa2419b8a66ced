package org.perfcontracts.expr;

import java.util.Locale;

/** Terms as S-expressions, cut short where they grow too long to read. For diagnostics. */
final class Printer {
    private static final int LIMIT = 2_000;

    private Printer() {
    }

    static String print(Term term) {
        StringBuilder out = new StringBuilder();
        append(term, out);
        return out.toString();
    }

    private static void append(Term term, StringBuilder out) {
        if (out.length() > LIMIT) {
            out.append('…');
            return;
        }
        switch (term) {
            case Constant constant -> out.append("0x").append(constant.value().toString(16)).append(':').append(term.width());
            case Symbol symbol -> out.append(symbol.name());
            case Operation operation -> {
                out.append('(').append(operation.operator().name().toLowerCase(Locale.ROOT));
                if (operation.operator() == Operator.EXTRACT) {
                    out.append('[').append(operation.low() + operation.width() - 1).append(':').append(operation.low()).append(']');
                } else if (operation.operator() == Operator.SEXT) {
                    out.append('[').append(operation.width()).append(']');
                } else if (operation.operator() == Operator.FUNCTION) {
                    out.append('[').append(operation.function().name()).append(']');
                }
                for (Term argument : operation.arguments()) {
                    out.append(' ');
                    append(argument, out);
                }
                out.append(')');
            }
        }
    }
}
