package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Statements that hold together; none is the condition that always holds. */
record Conjunction(List<Atom> atoms) {
    static final Conjunction TRUE = new Conjunction(List.of());

    Conjunction {
        atoms = List.copyOf(atoms);
    }

    static Conjunction of(Atom atom) {
        return new Conjunction(List.of(atom));
    }

    Term term(Terms terms) {
        return terms.all(atoms.stream().map(Atom::term).toList());
    }

    Conjunction and(Atom atom) {
        List<Atom> all = new ArrayList<>(atoms);
        all.add(atom);
        return new Conjunction(all);
    }

    Conjunction without(Atom atom) {
        List<Atom> rest = new ArrayList<>(atoms);
        rest.remove(atom);
        return new Conjunction(rest);
    }

    Conjunction with(Atom replacement, Atom inPlaceOf) {
        return new Conjunction(atoms.stream().map(atom -> atom.equals(inPlaceOf) ? replacement : atom).toList());
    }

    /** The fields that atoms other than the given one speak of. */
    Set<Field> fieldsBeside(Atom atom) {
        Set<Field> fields = new HashSet<>();
        atoms.stream().filter(other -> !other.equals(atom)).forEach(other -> fields.addAll(other.fields()));
        return fields;
    }
}
