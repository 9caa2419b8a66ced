package org.perfcontracts.contract;

import java.util.Set;
import org.perfcontracts.expr.Term;

/** One statement about the input. Two atoms are equal if they state the same. */
sealed interface Atom {
    /** The statement as a condition. */
    Term term();

    /** The statement in words. */
    String text();

    /** The fields it speaks of. */
    Set<Field> fields();

    /** A field's value is in a set; the words are known to be short. */
    record Within(Field field, ValueSet values, Term term, String text) implements Atom {
        @Override
        public Set<Field> fields() {
            return Set.of(field);
        }
    }

    /**
     * Anything else, written as the term is.
     *
     * @param reading what the text says if its numbers are taken as integers, which never wrap
     * @param caveat  what must be added to the text where the term and that reading may differ
     */
    record Relation(Term term, String text, Term reading, String caveat, Set<Field> fields) implements Atom {
    }
}
