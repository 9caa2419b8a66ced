package org.perfcontracts.expr;

/** What the rewriting rules ask of a term: what stands at its top, and where its parts begin. */
final class Shape {
    private Shape() {
    }

    static boolean isZero(Term term) {
        return term instanceof Constant c && c.isZero();
    }

    static boolean is(Operator operator, Term term) {
        return term instanceof Operation o && o.operator() == operator;
    }

    /** Whether the term is a concatenation. */
    static boolean isParted(Term term) {
        return is(Operator.CONCAT, term);
    }

    /** Whether the term is a sum, a negation or a multiple. */
    static boolean isSum(Term term) {
        return term instanceof Operation o && (o.operator() == Operator.ADD || o.operator() == Operator.NEG || isMultiple(o));
    }

    static boolean isMultiple(Operation o) {
        return o.operator() == Operator.MUL && o.argument(1) instanceof Constant;
    }

    static boolean areComplements(Term a, Term b) {
        return a instanceof Operation x && x.operator() == Operator.NOT && x.argument(0) == b
                || b instanceof Operation y && y.operator() == Operator.NOT && y.argument(0) == a;
    }

    static boolean hasConstantPart(Operation concat) {
        for (Term part : concat.arguments()) {
            if (part instanceof Constant) {
                return true;
            }
        }
        return false;
    }

    /** Whether all bits from a place up are constant zeros, or the term is a constant. */
    static boolean hasZeroTop(Term term, int used) {
        if (term instanceof Constant) {
            return true;
        }
        return isParted(term) && ((Operation) term).argument(0) instanceof Constant top && top.isZero()
                && term.width() - top.width() <= used;
    }

    /** How many low bits are constant zeros, as in numbers counted in fours. */
    static int lowZeros(Term term) {
        if (term instanceof Constant c) {
            return c.isZero() ? c.width() : c.value().getLowestSetBit();
        }
        if (isParted(term) && ((Operation) term).argument(((Operation) term).arity() - 1) instanceof Constant low) {
            return low.isZero() ? low.width() : low.value().getLowestSetBit();
        }
        return 0;
    }

    /** The lowest bits of the parts of both terms, in order, and the width. */
    static int[] cuts(Term a, Term b) {
        boolean[] cut = new boolean[a.width() + 1];
        cut[0] = true;
        cut[a.width()] = true;
        markCuts(a, cut);
        markCuts(b, cut);
        int count = 0;
        for (boolean c : cut) {
            count += c ? 1 : 0;
        }
        int[] places = new int[count];
        int next = 0;
        for (int i = 0; i < cut.length; i++) {
            if (cut[i]) {
                places[next++] = i;
            }
        }
        return places;
    }

    private static void markCuts(Term term, boolean[] cut) {
        if (!isParted(term)) {
            return;
        }
        Operation concat = (Operation) term;
        int low = 0;
        for (int i = concat.arity() - 1; i >= 0; i--) {
            cut[low] = true;
            low += concat.argument(i).width();
        }
    }
}
