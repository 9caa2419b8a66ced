package org.perfcontracts.explore.memory;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Pointers that are one of several, chosen by a condition. */
public final class Choices {
    private Choices() {
    }

    /** A pointer with the choice at its top, where bytes that are the same either way were taken out of it, as by memory; a number may be added to it. */
    public static Term lifted(Terms terms, Term pointer) {
        if (!(pointer instanceof Operation operation)) {
            return pointer;
        }
        return switch (operation.operator()) {
            case ADD -> operation.arity() == 2 && operation.argument(1) instanceof Constant ? terms.add(lifted(terms, operation.argument(0)), operation.argument(1)) : pointer;
            case CONCAT -> lifted(terms, operation);
            default -> pointer;
        };
    }

    private static Term lifted(Terms terms, Operation parts) {
        List<Term> open = parts.arguments().stream().filter(part -> !(part instanceof Constant)).toList();
        if (open.size() != 1 || !(open.getFirst() instanceof Operation choice) || choice.operator() != Operator.ITE) {
            return parts;
        }
        return terms.ite(choice.argument(0), with(terms, parts, choice, choice.argument(1)), with(terms, parts, choice, choice.argument(2)));
    }

    private static Term with(Terms terms, Operation parts, Term choice, Term chosen) {
        List<Term> all = new ArrayList<>(parts.arguments());
        all.replaceAll(part -> part == choice ? chosen : part);
        return terms.concat(all.toArray(Term[]::new));
    }
}
