package org.perfcontracts.expr;

/** Shifts. Those by a known distance are concatenations of extracts. */
final class ShiftRules {
    private final Terms terms;

    ShiftRules(Terms terms) {
        this.terms = terms;
    }

    Term shl(Term a, int distance) {
        // x << 0 => x
        if (distance == 0) {
            return a;
        }
        // x << w => 0
        if (distance >= a.width()) {
            return terms.constant(a.width(), 0);
        }
        // x << 3 => x[w-4:0] ++ 0:3
        return terms.concat(terms.extract(a, a.width() - distance - 1, 0), terms.constant(distance, 0));
    }

    Term lshr(Term a, int distance) {
        // x >> 0 => x
        if (distance == 0) {
            return a;
        }
        // x >> w => 0
        if (distance >= a.width()) {
            return terms.constant(a.width(), 0);
        }
        // x >> 3 => 0:3 ++ x[w-1:3]
        return terms.zext(terms.extract(a, a.width() - 1, distance), a.width());
    }

    Term ashr(Term a, int distance) {
        // x >>s 0 => x
        // x >>s w => sext(x[w-1:w-1], w)
        // x >>s 3 => sext(x[w-1:3], w)
        int places = Math.min(distance, a.width() - 1);
        return terms.sext(terms.extract(a, a.width() - 1, places), a.width());
    }

    /** For SHL, LSHR and ASHR. */
    Term apply(Operator operator, Term a, Term distance) {
        if (distance instanceof Constant c) {
            int places = c.value().bitLength() > 30 ? a.width() : (int) Math.min(c.toLong(), a.width());
            return switch (operator) {
                case SHL -> shl(a, places);
                case LSHR -> lshr(a, places);
                default -> ashr(a, places);
            };
        }
        // 0 << x => 0
        // 0 >> x => 0
        // 0 >>s x => 0
        if (Shape.isZero(a)) {
            return a;
        }
        return terms.make(operator, a.width(), 0, a, distance);
    }
}
