package org.perfcontracts.report;

import java.util.List;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.decision.Speed;

/** Time estimated from instructions, always with the words that it is an estimate. */
final class Estimates {
    static final List<String> COLUMNS = List.of("est. ns", "est. Mpps a core");

    private Estimates() {
    }

    static String words(Speed speed, String level) {
        return "The nanoseconds and million packets a second are estimates: instructions divided by " + Numbers.plain(speed.hertz() / 1e9)
                + " GHz times " + Numbers.plain(speed.instructionsPerCycle()) + " instructions a cycle, as given. The contract bounds instructions, "
                + "not time." + scope(level);
    }

    /** What the figures of a level leave out, a sentence with a blank before it; empty where nothing. */
    static String scope(String level) {
        return level.equals("nf") ? " The level is nf: what the driver, DPDK and the main loop take comes on top." : "";
    }

    /** A packet's nanoseconds, and packets a second. */
    static List<String> cells(Speed speed, Interval instructions) {
        return cells(speed, instructions.low(), instructions.high());
    }

    static List<String> cells(Speed speed, double least, double most) {
        return List.of(
                Numbers.range(speed.nanoseconds(least), speed.nanoseconds(most)),
                least > 0 ? Numbers.range(speed.millionPacketsPerSecond(most), speed.millionPacketsPerSecond(least)) : "");
    }
}
