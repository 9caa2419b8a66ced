package org.perfcontracts.contract;

import java.util.Locale;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Polynomial;

/**
 * How many cycles a model of a machine says that packets of a class take, the slowest of its paths: estimates, and a bound under the model's assumptions.
 *
 * @param warm  in hundredths of cycles, where all that is touched is in the nearest cache
 * @param cold  the same where it is in none
 * @param bound the same where all goes as badly as the model allows
 */
public record CycleEstimate(Formula warm, Formula cold, Formula bound) {
    /** So many parts of a cycle are counted. */
    public static final int PARTS = 100;
    /** From so many cycles on, parts are of no interest. */
    private static final int MANY = 20;

    /** The formula of a case, in hundredths of cycles. */
    public Formula of(CycleCase which) {
        return switch (which) {
            case WARM -> warm;
            case COLD -> cold;
            case BOUND -> bound;
        };
    }

    /** A formula of hundredths in cycles, for people. */
    public static String text(Formula formula) {
        return formula.alternatives().stream().map(CycleEstimate::text).reduce((a, b) -> a + ", " + b)
                .map(all -> formula.alternatives().size() == 1 ? all : "max(" + all + ")").orElseThrow();
    }

    private static String text(Polynomial polynomial) {
        return polynomial.text(hundredths -> hundredths >= MANY * PARTS ? Long.toString(Math.round((double) hundredths / PARTS))
                : String.format(Locale.ROOT, "%.1f", (double) hundredths / PARTS).replaceFirst("\\.0$", ""));
    }
}
