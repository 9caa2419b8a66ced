package org.perfcontracts.expr;

/** The choice between two terms by a condition. */
final class ChoiceRules {
    private final Terms terms;

    ChoiceRules(Terms terms) {
        this.terms = terms;
    }

    Term ite(Term condition, Term then, Term otherwise) {
        // ite(0, x, y) => y
        // ite(1, x, y) => x
        if (condition instanceof Constant c) {
            return c.isZero() ? otherwise : then;
        }
        // ite(p, x, x) => x
        if (then == otherwise) {
            return then;
        }
        // ite(~p, x, y) => ite(p, y, x)
        if (condition instanceof Operation o && o.operator() == Operator.NOT) {
            return ite(o.argument(0), otherwise, then);
        }
        // ite(p, ite(p, x, y), z) => ite(p, x, z)
        if (then instanceof Operation o && o.operator() == Operator.ITE && o.argument(0) == condition) {
            return ite(condition, o.argument(1), otherwise);
        }
        // ite(p, x, ite(p, y, z)) => ite(p, x, z)
        if (otherwise instanceof Operation o && o.operator() == Operator.ITE && o.argument(0) == condition) {
            return ite(condition, then, o.argument(2));
        }
        if (then.width() == 1) {
            Term connective = ofConditions(condition, then, otherwise);
            if (connective != null) {
                return connective;
            }
        }
        return terms.make(Operator.ITE, then.width(), 0, condition, then, otherwise);
    }

    private Term ofConditions(Term condition, Term then, Term otherwise) {
        // ite(p, 1:1, q) => p | q
        // ite(p, p, q) => p | q
        if (then == terms.yes() || then == condition) {
            return terms.or(condition, otherwise);
        }
        // ite(p, q, 0:1) => p & q
        // ite(p, q, p) => p & q
        if (otherwise == terms.no() || otherwise == condition) {
            return terms.and(condition, then);
        }
        // ite(p, 0:1, q) => ~p & q
        if (then == terms.no()) {
            return terms.and(terms.not(condition), otherwise);
        }
        // ite(p, q, 1:1) => ~p | q
        if (otherwise == terms.yes()) {
            return terms.or(terms.not(condition), then);
        }
        return null;
    }
}
