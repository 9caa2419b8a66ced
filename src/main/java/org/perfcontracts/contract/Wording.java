package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Solver;

/**
 * Says conditions in the words of a layout: as alternatives, each a conjunction of atoms.
 *
 * <p>What a compiler leaves of {@code ihl > 5} may be a mask and a signed comparison, or a subtraction and an unsigned
 * one, of a byte that holds another field as well. So a condition on one field is not parsed but asked for the values
 * under which it holds, and one on few narrow fields for the combinations of their values.
 */
final class Wording {
    /** Alternatives beyond which a condition is written as it is. */
    private static final int MOST_ALTERNATIVES = 16;

    private final Terms terms;
    private final FieldValues values;
    private final Footprint footprint;
    private final Layout layout;
    private final Map<Term, List<Conjunction>> known = new HashMap<>();

    Wording(Terms terms, Solver solver, Footprint footprint, Layout layout) {
        this.terms = terms;
        this.values = new FieldValues(terms, solver, footprint);
        this.footprint = footprint;
        this.layout = layout;
    }

    /** The conjunction of the conditions as alternatives that together mean the same; none where it cannot hold. */
    List<Conjunction> of(List<Term> conditions) {
        List<Conjunction> alternatives = List.of(Conjunction.TRUE);
        for (Term condition : byField(conditions)) {
            List<Conjunction> product = product(alternatives, of(condition));
            alternatives = product.size() <= MOST_ALTERNATIVES ? product : product(alternatives, asItIs(condition));
        }
        return alternatives;
    }

    /** The conjuncts; those on one and the same field are put together first, as two bytes may be compared one by one. */
    private List<Term> byField(List<Term> conditions) {
        Map<List<Field>, Term> groups = new LinkedHashMap<>();
        List<Term> rest = new ArrayList<>();
        for (Term condition : conditions) {
            for (Term conjunct : flatten(condition, Operator.AND)) {
                List<Field> fields = fieldsOf(conjunct);
                if (fields.size() == 1) {
                    groups.merge(fields, conjunct, terms::and);
                } else {
                    rest.add(conjunct);
                }
            }
        }
        List<Term> all = new ArrayList<>(groups.values());
        all.addAll(rest);
        return all;
    }

    private List<Conjunction> product(List<Conjunction> left, List<Conjunction> right) {
        Set<Conjunction> product = new LinkedHashSet<>();
        for (Conjunction a : left) {
            for (Conjunction b : right) {
                both(a, b).ifPresent(product::add);
            }
        }
        return List.copyOf(product);
    }

    /** The conjunction of two, with one atom a field; empty where a field has no value left. */
    private Optional<Conjunction> both(Conjunction a, Conjunction b) {
        Map<Field, ValueSet> sets = new LinkedHashMap<>();
        Set<Atom> rest = new LinkedHashSet<>();
        for (Atom atom : concatenation(a.atoms(), b.atoms())) {
            if (atom instanceof Atom.Within within) {
                sets.merge(within.field(), within.values(), ValueSet::intersect);
            } else {
                rest.add(atom);
            }
        }
        if (sets.values().stream().anyMatch(ValueSet::isEmpty)) {
            return Optional.empty();
        }
        List<Atom> atoms = new ArrayList<>();
        sets.forEach((field, set) -> atoms.add(within(field, set)));
        atoms.addAll(rest);
        return Optional.of(new Conjunction(atoms));
    }

    private static List<Atom> concatenation(List<Atom> a, List<Atom> b) {
        List<Atom> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    /** What denies a statement. */
    Atom opposite(Atom atom) {
        return switch (atom) {
            case Atom.Within within -> within(within.field(), within.values().complement());
            case Atom.Relation relation -> relation(terms.not(relation.term()));
        };
    }

    /** The statement that a field's value is in a set. */
    Atom within(Field field, ValueSet set) {
        Term term = field.within(set, terms);
        String text = field.says(set);
        return text != null ? new Atom.Within(field, set, term, text) : relation(term);
    }

    // ---- one condition

    private List<Conjunction> of(Term condition) {
        List<Conjunction> alternatives = known.get(condition);
        if (alternatives == null) {
            alternatives = word(condition);
            known.put(condition, alternatives);
        }
        return alternatives;
    }

    private List<Conjunction> word(Term condition) {
        if (condition == terms.yes()) {
            return List.of(Conjunction.TRUE);
        }
        if (condition == terms.no()) {
            return List.of();
        }
        List<Field> fields = fieldsOf(condition);
        if (fields.size() == 1) {
            Field field = fields.getFirst();
            return values.of(condition, field).map(set -> alternatives(field, set)).orElseGet(() -> asItIs(condition));
        }
        List<Term> conjuncts = flatten(condition, Operator.AND);
        if (conjuncts.size() > 1) {
            return of(conjuncts);
        }
        List<Term> disjuncts = flatten(condition, Operator.OR);
        if (disjuncts.size() > 1) {
            return either(disjuncts);
        }
        if (FieldValues.isEnumerable(fields)) {
            return combinations(condition, fields);
        }
        return choice(condition);
    }

    private List<Field> fieldsOf(Term condition) {
        Map<Symbol, Long> looked = footprint.of(condition);
        List<Field> fields = new ArrayList<>(footprint.fields(condition, layout).stream()
                .flatMap(field -> Flags.of(field, field.bitsOf(looked)).stream()).toList());
        fields.sort(Comparator.comparingInt(Layout::position).thenComparing(Field::name));
        return fields;
    }

    private List<Conjunction> alternatives(Field field, ValueSet set) {
        if (set.isEmpty()) {
            return List.of();
        }
        return set.isAll() ? List.of(Conjunction.TRUE) : List.of(Conjunction.of(within(field, set)));
    }

    /** The condition's arguments under nested applications of a connective, negations of the other one included. */
    private List<Term> flatten(Term condition, Operator connective) {
        List<Term> found = new ArrayList<>();
        flatten(condition, connective, found);
        return found;
    }

    private void flatten(Term condition, Operator connective, List<Term> into) {
        Operator dual = connective == Operator.AND ? Operator.OR : Operator.AND;
        if (condition instanceof Operation o && o.operator() == connective) {
            o.arguments().forEach(argument -> flatten(argument, connective, into));
        } else if (condition instanceof Operation o && o.operator() == Operator.NOT
                && o.argument(0) instanceof Operation negated && negated.operator() == dual) {
            negated.arguments().forEach(argument -> flatten(terms.not(argument), connective, into));
        } else {
            into.add(condition);
        }
    }

    /** Alternatives; those on one and the same field are put together first, as {@code type ≠ 0x0800} is of two bytes. */
    private List<Conjunction> either(List<Term> disjuncts) {
        Map<List<Field>, Term> groups = new LinkedHashMap<>();
        List<Conjunction> alternatives = new ArrayList<>();
        for (Term disjunct : disjuncts) {
            List<Field> fields = fieldsOf(disjunct);
            if (fields.size() == 1) {
                groups.merge(fields, disjunct, terms::or);
            } else {
                alternatives.addAll(of(disjunct));
            }
        }
        groups.values().forEach(group -> alternatives.addAll(of(group)));
        return alternatives.size() <= MOST_ALTERNATIVES ? alternatives : asItIs(terms.any(disjuncts));
    }

    /** If-then-else and exclusive or of conditions as alternatives; anything else as it is, such as a sum of bits, as of a hash. */
    private List<Conjunction> choice(Term condition) {
        boolean negated = condition instanceof Operation o && o.operator() == Operator.NOT;
        Term inner = negated ? ((Operation) condition).argument(0) : condition;
        if (!(inner instanceof Operation o) || o.operator() != Operator.ITE && o.operator() != Operator.XOR || isSumOfBits(o)) {
            return asItIs(condition);
        }
        Term first = o.argument(0);
        Term then = o.operator() == Operator.ITE ? o.argument(1) : terms.not(o.argument(1));
        Term otherwise = o.operator() == Operator.ITE ? o.argument(2) : o.argument(1);
        return either(List.of(
                terms.and(first, negated ? terms.not(then) : then),
                terms.and(terms.not(first), negated ? terms.not(otherwise) : otherwise)));
    }

    private static boolean isSumOfBits(Operation o) {
        return o.operator() == Operator.XOR && o.arguments().stream()
                .anyMatch(argument -> argument instanceof Operation part && (part.operator() == Operator.EXTRACT || isSumOfBits(part)));
    }

    private List<Conjunction> asItIs(Term condition) {
        return List.of(Conjunction.of(relation(condition)));
    }

    private Atom relation(Term condition) {
        IntegerReading reading = IntegerReading.of(condition, terms);
        return new Atom.Relation(
                condition,
                new Infix(layout).condition(condition),
                reading.term(),
                reading.caveat(),
                footprint.fields(condition, layout));
    }

    // ---- combinations of a few narrow fields

    /** A set of combinations as a product of sets of values, or as the complement of one; else as it is. */
    private List<Conjunction> combinations(Term condition, List<Field> fields) {
        Optional<List<ValueSet>> factors = factors(condition, fields);
        if (factors.isPresent()) {
            List<Conjunction> product = List.of(Conjunction.TRUE);
            for (int i = 0; i < fields.size(); i++) {
                product = product(product, alternatives(fields.get(i), factors.get().get(i)));
            }
            return product;
        }
        Optional<List<ValueSet>> excluded = factors(terms.not(condition), fields);
        if (excluded.isEmpty()) {
            return asItIs(condition);
        }
        List<Conjunction> alternatives = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            alternatives.addAll(alternatives(fields.get(i), excluded.get().get(i).complement()));
        }
        return alternatives;
    }

    private Optional<List<ValueSet>> factors(Term condition, List<Field> fields) {
        List<long[]> tuples = values.tuples(condition, fields);
        List<ValueSet> factors = new ArrayList<>();
        long size = 1;
        for (int i = 0; i < fields.size(); i++) {
            Set<Long> projection = new TreeSet<>();
            for (long[] tuple : tuples) {
                projection.add(tuple[i]);
            }
            size *= projection.size();
            List<ValueSet.Run> runs = new ArrayList<>();
            projection.forEach(value -> runs.add(new ValueSet.Run(BigInteger.valueOf(value), BigInteger.valueOf(value))));
            factors.add(ValueSet.union(fields.get(i).width(), runs));
        }
        return size == tuples.size() ? Optional.of(factors) : Optional.empty();
    }
}
