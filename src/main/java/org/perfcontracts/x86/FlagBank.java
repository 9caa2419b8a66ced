package org.perfcontracts.x86;

import java.util.Arrays;
import java.util.function.Supplier;
import org.perfcontracts.expr.Term;

/**
 * The flags of a state. A flag given by a supplier is computed when it is first read: most flags are never read, and
 * computing them all costs several times what the instructions do. Not for use by several threads; a copy is.
 */
public final class FlagBank {
    /** Under each flag a {@link Term}, or a supplier of one. */
    private final Object[] values;

    private FlagBank(Object[] values) {
        this.values = values;
    }

    /** Flags that all have the given value. */
    public FlagBank(Term value) {
        this(new Object[Flag.values().length]);
        Arrays.fill(values, value);
    }

    /** The value of a flag; one bit. */
    public Term get(Flag flag) {
        if (values[flag.ordinal()] instanceof Term known) {
            return known;
        }
        Term computed = (Term) ((Supplier<?>) values[flag.ordinal()]).get();
        values[flag.ordinal()] = computed;
        return computed;
    }

    /** Sets a flag. */
    public void set(Flag flag, Term value) {
        values[flag.ordinal()] = value;
    }

    /** Sets a flag to what the supplier, which must always give the same term, gives when it is first asked. */
    public void set(Flag flag, Supplier<Term> value) {
        values[flag.ordinal()] = value;
    }

    /** Takes all flags over from another bank. */
    public void setAll(FlagBank other) {
        System.arraycopy(other.values, 0, values, 0, values.length);
    }

    /** A bank that has the same flags now. */
    public FlagBank copy() {
        return new FlagBank(values.clone());
    }
}
