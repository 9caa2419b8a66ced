package org.perfcontracts.smt;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Function;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Goes through the pieces of functions that share a partition and an argument, such as the fields of the elements to which the
 * pointers in an array lead: conditions on their values, and on the index, are computed on each piece.
 */
final class Pieces {
    private static final int MOST_PIECES = 4096;
    /** So many pieces are told to the solver one by one. */
    private static final int FEW = 8;

    private final Terms terms;
    private final Symbols symbols = new Symbols();

    /** A function's value: what stands for it in the conditions. */
    record Use(Function function, Symbol symbol, List<Term> arguments) {
    }

    /**
     * What came out.
     *
     * @param conditions that hold besides
     * @param guesses conditions under which the others are likely to be met
     */
    record Result(boolean isImpossible, List<Term> conditions, List<Term> guesses) {
    }

    private record Family(Function.Partition partition, Term argument) {
    }

    Pieces(Terms terms) {
        this.terms = terms;
    }

    /** Which pieces meet those of the conditions that speak of nothing else. */
    Result of(List<Use> uses, List<Term> conditions) {
        Map<Family, List<Use>> families = new LinkedHashMap<>();
        for (Use use : uses) {
            use.function.partition().filter(partition -> partition.size() <= MOST_PIECES).ifPresent(partition ->
                    families.computeIfAbsent(new Family(partition, use.arguments.getFirst()), _ -> new ArrayList<>()).add(use));
        }
        List<Term> told = new ArrayList<>();
        List<Term> guesses = new ArrayList<>();
        for (Map.Entry<Family, List<Use>> family : families.entrySet()) {
            List<Integer> left = left(family.getKey(), family.getValue(), conditions);
            if (left == null) {
                continue;
            }
            if (left.isEmpty()) {
                return new Result(true, List.of(), List.of());
            }
            if (left.size() <= FEW) {
                told.add(terms.any(left.stream().map(piece -> here(family.getKey(), family.getValue(), piece)).toList()));
            } else {
                guesses.add(here(family.getKey(), family.getValue(), left.getFirst()));
            }
        }
        return new Result(false, told, guesses);
    }

    private Term here(Family family, List<Use> uses, int piece) {
        Term here = family.partition.within(terms, family.argument, piece);
        for (Use use : uses) {
            here = terms.and(here, terms.eq(use.symbol, terms.constant(use.symbol.width(), use.function.on(piece))));
        }
        return here;
    }

    /** The pieces on which no condition fails; null where none of the conditions can be computed. */
    private List<Integer> left(Family family, List<Use> uses, List<Term> conditions) {
        Index index = Index.of(family.argument);
        Symbol stand = index == null ? null : terms.symbol("index of a piece", index.term.width());
        Substitution substitution = index == null ? null : new Substitution(terms, Map.of(index.term, stand));
        Set<Symbol> values = new HashSet<>();
        uses.forEach(use -> values.add(use.symbol));
        List<Term> computed = new ArrayList<>();
        for (Term condition : conditions) {
            Term plain = substitution == null ? condition : substitution.apply(condition);
            Set<Symbol> in = symbols.of(plain);
            if (in.stream().allMatch(symbol -> values.contains(symbol) || symbol == stand) && in.stream().anyMatch(values::contains)) {
                computed.add(plain);
            }
        }
        if (computed.isEmpty()) {
            return null;
        }
        List<Integer> left = new ArrayList<>();
        for (int piece = 0; piece < family.partition.size(); piece++) {
            if (mayMeet(family, uses, computed, index, stand, piece)) {
                left.add(piece);
            }
        }
        return left;
    }

    private boolean mayMeet(Family family, List<Use> uses, List<Term> conditions, Index index, Symbol stand, int piece) {
        Map<Symbol, BigInteger> values = new HashMap<>();
        uses.forEach(use -> values.put(use.symbol, use.function.on(piece)));
        Optional<BigInteger> place = index == null ? Optional.empty() : family.partition.only(piece).flatMap(index::valueAt);
        place.ifPresent(value -> values.put(stand, value));
        Evaluator evaluator = new Evaluator(Assignment.of(values));
        return conditions.stream().allMatch(condition -> place.isEmpty() && stand != null && symbols.of(condition).contains(stand) || evaluator.isTrue(condition));
    }

    /** What an argument is a multiple of, plus a number. */
    private record Index(Term term, int zeros, BigInteger factor, BigInteger constant) {
        static Index of(Term argument) {
            Linear sum = Linear.of(argument);
            if (sum.monomials().size() != 1) {
                return null;
            }
            Linear.Monomial monomial = sum.monomials().getFirst();
            Term term = monomial.term();
            int zeros = 0;
            if (term instanceof Operation o && o.operator() == Operator.CONCAT && o.argument(0) instanceof Constant top && top.isZero()) {
                boolean isShifted = o.arity() == 3 && o.argument(2) instanceof Constant low && low.isZero();
                if (o.arity() == 2 || isShifted) {
                    zeros = isShifted ? o.argument(2).width() : 0;
                    term = o.argument(1);
                }
            }
            return term instanceof Constant ? null : new Index(term, zeros, monomial.coefficient(), sum.constant());
        }

        Optional<BigInteger> valueAt(BigInteger argument) {
            BigInteger multiple = argument.subtract(constant);
            BigInteger whole = factor.shiftLeft(zeros);
            if (multiple.signum() < 0 || multiple.mod(whole).signum() != 0) {
                return Optional.empty();
            }
            BigInteger value = multiple.divide(whole);
            return value.bitLength() <= term.width() ? Optional.of(value) : Optional.empty();
        }
    }
}
