package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Symbols for what is settled by execution and has outcomes with names, such as what an operation returns. Their names have all of these. */
final class OutcomeSymbol {
    private static final String BEFORE_OUTCOMES = ": ";
    private static final String BETWEEN_OUTCOMES = " | ";

    private OutcomeSymbol() {
    }

    /**
     * The condition that it has one of its outcomes.
     *
     * @param outcomes at least two
     */
    static Term is(Terms terms, String name, List<String> outcomes, int index) {
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(outcomes.size() - 1);
        return terms.eq(terms.symbol(name + BEFORE_OUTCOMES + String.join(BETWEEN_OUTCOMES, outcomes), width), terms.constant(width, index));
    }

    /** Whether a symbol is such a one. */
    static boolean is(Symbol symbol) {
        return symbol.name().contains(BETWEEN_OUTCOMES);
    }

    /** What a symbol stands for, as something that has values. */
    static Field field(Symbol symbol) {
        String name = symbol.name();
        return new Field(name.substring(0, name.lastIndexOf(BEFORE_OUTCOMES, name.indexOf(BETWEEN_OUTCOMES))),
                List.of(new Field.Part(name, symbol.width(), 0, symbol.width())), Field.Notation.OUTCOME);
    }

    /** That it has one of some outcomes, in words; null where it has all of them, or none. */
    static String says(Field field, ValueSet set) {
        String symbol = field.parts().getFirst().symbol();
        List<String> all = List.of(symbol.substring(field.name().length() + BEFORE_OUTCOMES.length()).split(" \\| "));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (set.contains(BigInteger.valueOf(i))) {
                names.add(all.get(i));
            }
        }
        return names.isEmpty() || names.size() == all.size() ? null : field.name() + BEFORE_OUTCOMES + String.join(" or ", names);
    }
}
