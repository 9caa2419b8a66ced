package org.perfcontracts.explore.state;

/** What a state takes to be so of a cut loop while it is tried whether that stays true: if it does not, what the state has come across need not be. */
public final class Hypothesis {
    /** Nothing is supposed. */
    public static final Hypothesis NONE = new Hypothesis(null);

    private final Hypothesis around;
    private volatile boolean refuted;

    private Hypothesis(Hypothesis around) {
        this.around = around;
    }

    /** A hypothesis within this one. */
    public Hypothesis within() {
        return new Hypothesis(this);
    }

    /** Says that something does not stay true. */
    public void refute() {
        refuted = true;
    }

    /** Whether it, or one around it, is refuted. */
    public boolean isRefuted() {
        for (Hypothesis each = this; each != null; each = each.around) {
            if (each.refuted) {
                return true;
            }
        }
        return false;
    }
}
