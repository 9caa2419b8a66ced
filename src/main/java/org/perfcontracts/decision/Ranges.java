package org.perfcontracts.decision;

import java.util.List;
import org.perfcontracts.formula.Pcv;

/** Whether values are those that a contract allows for its PCVs. */
public final class Ranges {
    private Ranges() {
    }

    /**
     * The PCV of a name.
     *
     * @throws IllegalArgumentException if there is none; the message tells which there are
     */
    public static Pcv find(List<Pcv> pcvs, String name) {
        return pcvs.stream().filter(pcv -> pcv.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown PCV '" + name + "'; known: " + Classes.known(pcvs.stream().map(Pcv::name).toList())));
    }

    /**
     * The PCV of a name, whose range has the values.
     *
     * @throws IllegalArgumentException if it has not, or if there is no such PCV
     */
    public static Pcv check(List<Pcv> pcvs, String name, Interval values) {
        Pcv pcv = find(pcvs, name);
        if (values.low() < pcv.low() || pcv.high().isPresent() && values.high() > pcv.high().getAsLong()) {
            throw new IllegalArgumentException(name + " = " + values + " is outside of its range, " + text(pcv));
        }
        return pcv;
    }

    /** The range of a PCV in words. */
    public static String text(Pcv pcv) {
        return pcv.high().isPresent() ? pcv.low() + "…" + pcv.high().getAsLong() : pcv.low() + " and up";
    }
}
