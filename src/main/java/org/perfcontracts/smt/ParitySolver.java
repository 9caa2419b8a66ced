package org.perfcontracts.smt;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Takes terms out of the conditions that mix symbols by exclusive or, as hashes by cyclic redundancy checks do: searching is a bad way to
 * solve linear equations. Where symbols occur in such terms only, each bit that is linearly independent of those before may be either,
 * whatever the rest is: a symbol stands for it. From a model of what is left the values of the symbols follow by Gaussian elimination.
 */
final class ParitySolver implements Solver {
    /** Of so many others at most may a bit that is not independent be the parity, for its term to be taken out. */
    private static final int MOST_IN_DEPENDENT = 4;

    private static final int MOST_FUNCTIONS = 10_000;

    private final Terms terms;
    private final Solver next;
    private final Parities parities = new Parities();
    private final Map<Term, ParityFunction> functions = new HashMap<>();

    ParitySolver(Terms terms, Solver next) {
        this.terms = terms;
        this.next = next;
    }

    @Override
    public Answer check(List<Term> conditions) {
        if (conditions.stream().noneMatch(parities::mayMix)) {
            return next.check(conditions);
        }
        Set<Operation> left = new HashSet<>();
        while (true) {
            Parities.Found found = parities.in(conditions, left);
            Elimination elimination = new Elimination(found.symbols());
            Map<Term, Term> stands = new LinkedHashMap<>();
            boolean isWhole = true;
            for (Operation term : found.mixing()) {
                Term stand = elimination.add(term);
                if (stand == null) {
                    isWhole = false;
                    left.add(term);     // and its symbols may no longer be anything
                } else {
                    stands.put(term, stand);
                }
            }
            if (isWhole) {
                return checkWith(conditions, stands, elimination, left);
            }
        }
    }

    /** What depends on what is said of its symbols is first taken for a function of them: what they can be the rest may tell. */
    private Answer checkWith(List<Term> conditions, Map<Term, Term> stands, Elimination elimination, Set<Operation> left) {
        Map<Term, Term> all = new LinkedHashMap<>(stands);
        left.forEach(term -> all.put(term, over(term, function(term, parities.under(term).orElseThrow()))));
        Answer answer = left.isEmpty() ? new Answer.Unknown("nothing is left") : checkReplaced(conditions, all, elimination);
        if (!(answer instanceof Answer.Unknown)) {
            return answer;
        }
        return stands.isEmpty() ? next.check(conditions) : checkReplaced(conditions, stands, elimination);
    }

    private Term function(Term term, Parity parity) {
        if (functions.size() > MOST_FUNCTIONS) {
            functions.clear();
        }
        return terms.function(functions.computeIfAbsent(term, _ -> new ParityFunction(parity)), List.copyOf(parity.symbols()));
    }

    /** A term when something stands for the parity under it. */
    private Term over(Term term, Term stand) {
        return Parities.isEquation(term) ? terms.eq(stand, terms.constant(stand.width(), 0)) : stand;
    }

    private Answer checkReplaced(List<Term> conditions, Map<Term, Term> stands, Elimination elimination) {
        Substitution substitution = new Substitution(terms, stands);
        Answer answer = next.check(conditions.stream().map(substitution::apply).toList());
        if (!(answer instanceof Answer.Satisfiable(Assignment model))) {
            return answer;
        }
        Assignment solved = elimination.solve(model);
        Evaluator evaluator = new Evaluator(solved);
        return conditions.stream().allMatch(evaluator::isTrue) ? new Answer.Satisfiable(solved) : next.check(conditions);
    }

    @Override
    public void close() {
        next.close();
    }

    /** Linear equations over bits: each bit of a mixing term is the parity of bits of symbols. */
    private final class Elimination {
        private final Set<Symbol> fixed;
        /** Bits of symbols that occur in mixing terms only, and others with the bits that stand for independent ones, each with its number. */
        private final Map<Parity.Bit, Integer> open = new HashMap<>();
        private final List<Parity.Bit> openBits = new ArrayList<>();
        private final Map<Parity.Bit, Integer> given = new HashMap<>();
        private final List<Parity.Bit> givenBits = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();

        /** An equation: open bits, of which the first is in no other row, and what their parity is by given bits. */
        private final class Row {
            private final BitSet of = new BitSet();
            private final BitSet by = new BitSet();
            private boolean constant;

            void add(Row other) {
                of.xor(other.of);
                by.xor(other.by);
                constant ^= other.constant;
            }

            int pivot() {
                return of.nextSetBit(0);
            }
        }

        /** @param fixed symbols that other terms say something of */
        Elimination(Set<Symbol> fixed) {
            this.fixed = fixed;
        }

        /** What stands for a mixing term, or the comparison of two; null where some of its bits depend on others in no simple way. */
        Term add(Operation term) {
            Term stand = add(parities.under(term).orElseThrow(), term.id());
            return stand == null ? null : over(term, stand);
        }

        private Term add(Parity parity, int number) {
            Symbol stand = terms.symbol("parity#" + number, parity.width());
            Term[] bits = new Term[parity.width()];
            for (int i = 0; i < bits.length; i++) {
                bits[bits.length - 1 - i] = bit(parity, i, new Parity.Bit(stand, i));
                if (bits[bits.length - 1 - i] == null) {
                    return null;
                }
            }
            return terms.concat(bits);
        }

        private Term bit(Parity parity, int place, Parity.Bit stand) {
            Row row = new Row();
            row.constant = (parity.constant() >>> place & 1) != 0;
            parity.flipped().forEach((bit, flips) -> {
                if ((flips >>> place & 1) == 0) {
                    return;
                }
                if (fixed.contains(bit.symbol())) {
                    row.by.set(number(given, givenBits, bit));
                } else {
                    row.of.set(number(open, openBits, bit));
                }
            });
            for (Row known : rows) {
                if (row.of.get(known.pivot())) {
                    row.add(known);
                }
            }
            if (row.of.isEmpty()) {
                return row.by.cardinality() > MOST_IN_DEPENDENT ? null : sum(row);
            }
            row.by.flip(number(given, givenBits, stand));
            rows.stream().filter(known -> known.of.get(row.pivot())).forEach(known -> known.add(row));
            rows.add(row);
            return term(stand);
        }

        private static int number(Map<Parity.Bit, Integer> numbers, List<Parity.Bit> bits, Parity.Bit bit) {
            return numbers.computeIfAbsent(bit, each -> {
                bits.add(each);
                return bits.size() - 1;
            });
        }

        private Term sum(Row row) {
            Term sum = row.constant ? terms.yes() : terms.no();
            for (int i = row.by.nextSetBit(0); i >= 0; i = row.by.nextSetBit(i + 1)) {
                sum = terms.xor(sum, term(givenBits.get(i)));
            }
            return sum;
        }

        private Term term(Parity.Bit bit) {
            return terms.extract(bit.symbol(), bit.place(), bit.place());
        }

        /** The values of all symbols that follow from those of the given ones. */
        Assignment solve(Assignment model) {
            Map<Symbol, BigInteger> values = new HashMap<>(model.values());
            openBits.forEach(bit -> values.remove(bit.symbol()));
            for (Row row : rows) {
                boolean isSet = row.constant;
                for (int i = row.by.nextSetBit(0); i >= 0; i = row.by.nextSetBit(i + 1)) {
                    isSet ^= model.value(givenBits.get(i).symbol()).testBit(givenBits.get(i).place());
                }
                if (isSet) {
                    Parity.Bit bit = openBits.get(row.pivot());
                    values.merge(bit.symbol(), BigInteger.ONE.shiftLeft(bit.place()), BigInteger::or);
                }
            }
            givenBits.stream().map(Parity.Bit::symbol).filter(symbol -> !fixed.contains(symbol)).forEach(values::remove);
            return Assignment.of(values);
        }
    }
}
