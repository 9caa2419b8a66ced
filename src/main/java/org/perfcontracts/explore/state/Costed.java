package org.perfcontracts.explore.state;

import java.util.Map;
import java.util.Set;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;

/** Something that was executed in one way, and what it costs. */
public interface Costed {
    /** A formula for each metric. */
    Map<Metric, Polynomial> cost();

    /** Whether a metric's formula is exact rather than an upper bound. */
    boolean exact(Metric metric);

    /** How often each PCV mark is passed outside the complete iterations of cut loops. */
    Map<String, Long> passages();

    /** The names of PCV marks that its cut loops can pass in complete iterations. */
    Set<String> looped();
}
