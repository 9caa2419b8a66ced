package org.perfcontracts.explore.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Puts a symbol in the place of each product, the same for equal ones. What holds whatever the products are holds of the products too,
 * and is found out much faster: that {@code credit - bytes * price} is not above {@code credit} where {@code bytes * price} is not.
 */
final class Products {
    private final Terms terms;
    private final Map<Term, Term> standIns = new HashMap<>();
    private final Map<Term, Term> symbols = new HashMap<>();
    private final Set<Term> seen = new HashSet<>();

    private Products(Terms terms) {
        this.terms = terms;
    }

    /** The conditions without products; empty where there is none in the last, so that nothing would be gained. */
    static List<Term> generalised(Terms terms, List<Term> conditions) {
        Products products = new Products(terms);
        products.collect(conditions.getLast());
        if (products.standIns.isEmpty()) {
            return List.of();
        }
        conditions.forEach(products::collect);
        Substitution substitution = new Substitution(terms, products.standIns);
        return conditions.stream().map(substitution::apply).toList();
    }

    private void collect(Term term) {
        if (!(term instanceof Operation operation) || !seen.add(term)) {
            return;
        }
        if (operation.operator() == Operator.MUL) {
            standIns.put(operation, standIn(operation));
        } else {
            operation.arguments().forEach(this::collect);
        }
    }

    /** Products of one term with a number and with its negative have stand-ins that are negatives of each other, as a difference needs. */
    private Term standIn(Operation product) {
        List<Term> arguments = new ArrayList<>(product.arguments());
        if (arguments.getLast() instanceof Constant factor && factor.value().testBit(factor.width() - 1)) {
            arguments.set(arguments.size() - 1, terms.neg(factor));
            return terms.neg(symbol(terms.like(product, arguments)));
        }
        return symbol(product);
    }

    private Term symbol(Term product) {
        return symbols.computeIfAbsent(product, _ -> terms.symbol("product#" + symbols.size(), product.width()));
    }
}
