package org.perfcontracts.smt;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
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
    private static final int MOST_FAMILIES = 64;
    private static final int MOST_KEPT = 50_000;

    private final Terms terms;
    private final Symbols symbols = new Symbols();
    private final Map<Family, Known> known = new HashMap<>();

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
            List<Integer> left = known(family.getKey()).left(family.getValue(), conditions);
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

    /** What was computed of a family: the pieces on which each condition may hold, empty of one that speaks of something else, too. */
    private final class Known {
        private final Family family;
        private final Index index;
        private final Symbol stand;
        private final Substitution substitution;
        private final Map<Symbol, Function> functions = new HashMap<>();
        private final Map<Term, Optional<BitSet>> met = new HashMap<>();

        Known(Family family) {
            this.family = family;
            this.index = Index.of(family.argument);
            this.stand = index == null ? null : terms.symbol("index of a piece", index.term.width());
            this.substitution = index == null ? null : new Substitution(terms, Map.of(index.term, stand));
        }

        /** The pieces on which no condition fails; null where none of the conditions can be computed. */
        List<Integer> left(List<Use> uses, List<Term> conditions) {
            uses.forEach(use -> functions.put(use.symbol, use.function));
            BitSet left = null;
            for (Term condition : conditions) {
                Optional<BitSet> pieces = met.computeIfAbsent(condition, this::pieces);
                if (pieces.isPresent() && left == null) {
                    left = (BitSet) pieces.get().clone();
                } else if (pieces.isPresent()) {
                    left.and(pieces.get());
                }
            }
            return left == null ? null : left.stream().boxed().toList();
        }

        /** All functions in a condition are among those that are known: it is asked together with them. */
        private Optional<BitSet> pieces(Term condition) {
            Term plain = substitution == null ? condition : substitution.apply(condition);
            Set<Symbol> in = symbols.of(plain);
            if (!in.stream().allMatch(symbol -> functions.containsKey(symbol) || symbol == stand) || in.stream().noneMatch(functions::containsKey)) {
                return Optional.empty();
            }
            BitSet pieces = new BitSet();
            for (int piece = 0; piece < family.partition.size(); piece++) {
                pieces.set(piece, mayMeet(plain, in, piece));
            }
            return Optional.of(pieces);
        }

        private boolean mayMeet(Term condition, Set<Symbol> in, int piece) {
            Map<Symbol, BigInteger> values = new HashMap<>();
            for (Symbol symbol : in) {
                if (symbol == stand) {
                    Optional<BigInteger> place = family.partition.only(piece).flatMap(index::valueAt);
                    if (place.isEmpty()) {
                        return true;
                    }
                    values.put(stand, place.get());
                } else {
                    values.put(symbol, functions.get(symbol).on(piece));
                }
            }
            return new Evaluator(Assignment.of(values)).isTrue(condition);
        }
    }

    private Known known(Family family) {
        if (known.size() > MOST_FAMILIES || known.values().stream().mapToInt(each -> each.met.size()).sum() > MOST_KEPT) {
            known.clear();
        }
        return known.computeIfAbsent(family, Known::new);
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
