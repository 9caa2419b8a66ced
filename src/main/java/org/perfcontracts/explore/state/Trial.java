package org.perfcontracts.explore.state;

/** What a state takes to be so of a cut loop while it is tried whether that stays true: if it does not, what the state has come across need not be. */
public final class Trial {
    /** Nothing is tried. */
    public static final Trial NONE = new Trial(null);

    private final Trial around;
    private volatile boolean hasFailed;

    private Trial(Trial around) {
        this.around = around;
    }

    /** A trial within this one. */
    public Trial within() {
        return new Trial(this);
    }

    /** Says that something does not stay true. */
    public void fail() {
        hasFailed = true;
    }

    /** Whether it, or one around it, has failed. */
    public boolean hasFailed() {
        for (Trial each = this; each != null; each = each.around) {
            if (each.hasFailed) {
                return true;
            }
        }
        return false;
    }
}
