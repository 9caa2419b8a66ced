package org.perfcontracts.smt;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.expr.FloatDefinitions;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * What is true of the results of floating-point arithmetic and cheap to say: what becomes of that which is not a number, signs, and
 * which argument a result cannot exceed. Numbers that are not negative are in the order of their bits.
 */
final class FloatFacts {
    private final Terms terms;
    private final FloatDefinitions definitions;

    FloatFacts(Terms terms, FloatDefinitions definitions) {
        this.terms = terms;
        this.definitions = definitions;
    }

    /** Conditions that hold of the result of an operation. */
    List<Term> of(Operation operation, Term result) {
        List<Term> facts = new ArrayList<>();
        facts.add(keepsWhatIsNoNumber(operation, result));
        Term a = operation.argument(0);
        Term b = operation.arity() > 1 ? operation.argument(1) : null;
        switch (operation.operator()) {
            case FADD -> facts.add(implies(arePositive(a, b), terms.all(List.of(
                    terms.ule(a, result), terms.ule(b, result), isPositive(result)))));
            case FSUB -> ofDifference(a, b, result, facts);
            case FMUL -> ofProduct(a, b, result, facts);
            case FDIV -> ofQuotient(a, b, result, facts);
            case FSQRT -> facts.add(implies(isPositive(a), terms.and(isPositive(result), terms.or(terms.ule(result, a), terms.ule(result, one(a))))));
            case FMA -> facts.add(implies(terms.all(List.of(isFinite(a), isFinite(b), isPositive(operation.argument(2)))),
                    terms.and(terms.ule(operation.argument(2), result), isPositive(result))));
            default -> throw new IllegalArgumentException(operation.operator() + " is not arithmetic");
        }
        return facts;
    }

    private Term keepsWhatIsNoNumber(Operation operation, Term result) {
        Term fact = terms.yes();
        for (Term argument : operation.arguments().reversed()) {
            Term quiet = terms.or(argument, terms.constant(argument.width(), argument.width() == 32 ? 1L << 22 : 1L << 51));
            fact = terms.ite(definitions.isNumber(argument), fact, terms.eq(result, quiet));
        }
        return fact;
    }

    private void ofDifference(Term a, Term b, Term result, List<Term> facts) {
        Term areFinite = terms.and(isFinite(a), isFinite(b));
        Term magnitude = terms.zext(terms.extract(result, result.width() - 2, 0), result.width());
        facts.add(implies(terms.and(areFinite, terms.ule(b, a)), terms.ule(result, a)));
        facts.add(implies(terms.and(areFinite, terms.ult(a, b)), terms.and(
                terms.ule(magnitude, b), terms.extract(result, result.width() - 1, result.width() - 1))));
        facts.add(implies(areFinite, terms.eq(terms.eq(a, b), terms.eq(magnitude, terms.constant(magnitude.width(), 0)))));
    }

    private void ofProduct(Term a, Term b, Term result, List<Term> facts) {
        Term areFinite = terms.and(isFinite(a), isFinite(b));
        facts.add(implies(areFinite, isPositive(result)));
        facts.add(implies(terms.and(areFinite, terms.ule(b, one(b))), terms.ule(result, a)));
        facts.add(implies(terms.and(areFinite, terms.ule(one(b), b)), terms.ule(a, result)));
        facts.add(implies(terms.and(areFinite, terms.ule(a, one(a))), terms.ule(result, b)));
        facts.add(implies(terms.and(areFinite, terms.ule(one(a), a)), terms.ule(b, result)));
    }

    private void ofQuotient(Term a, Term b, Term result, List<Term> facts) {
        Term areFinite = terms.all(List.of(isFinite(a), isFinite(b), terms.ne(b, terms.constant(b.width(), 0))));
        facts.add(implies(areFinite, isPositive(result)));
        facts.add(implies(terms.and(areFinite, terms.ule(b, one(b))), terms.ule(a, result)));
        facts.add(implies(terms.and(areFinite, terms.ule(one(b), b)), terms.ule(result, a)));
    }

    private Term implies(Term premise, Term conclusion) {
        return terms.or(terms.not(premise), conclusion);
    }

    private Term arePositive(Term a, Term b) {
        return terms.and(isPositive(a), isPositive(b));
    }

    /** From plus zero to infinity. */
    private Term isPositive(Term a) {
        return terms.ule(a, infinity(a));
    }

    /** From plus zero, below infinity. */
    private Term isFinite(Term a) {
        return terms.ult(a, infinity(a));
    }

    private Term infinity(Term like) {
        return terms.constant(like.width(), like.width() == 32 ? 0x7f80_0000L : 0x7ff0_0000_0000_0000L);
    }

    private Term one(Term like) {
        return terms.constant(like.width(), like.width() == 32 ? 0x3f80_0000L : 0x3ff0_0000_0000_0000L);
    }
}
