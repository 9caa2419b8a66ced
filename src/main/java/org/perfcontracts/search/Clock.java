package org.perfcontracts.search;

import java.util.HashMap;
import java.util.Map;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.TrafficArrivals;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Interval;

/** When packets arrive: a nanosecond one behind the other, but where time is let pass. */
final class Clock {
    /** In nanoseconds since 1970. */
    static final long START = 1_700_000_000_000_000_000L;
    /** Longer than anything lives, in nanoseconds. */
    static final long AGES = 6_000_000_000_000L;

    private final Inputs inputs;
    private long now = START;

    Clock(Inputs inputs) {
        this.inputs = inputs;
    }

    /** Whether the program is told the time, and it may be any. */
    static boolean isTold(Inputs inputs) {
        if (!inputs.parameters().containsKey(TrafficArrivals.NOW)) {
            return false;
        }
        Interval range = inputs.range(inputs.parameters().get(TrafficArrivals.NOW));
        return range.low().bitLength() < 60 && range.high().bitLength() > 61;
    }

    /** The packet now. */
    Arrival arrival(byte[] packet, Map<String, Long> parameters) {
        Map<String, Long> all = new HashMap<>(parameters);
        if (isTold(inputs)) {
            all.put(TrafficArrivals.NOW, now++);
        }
        return new Arrival(packet, all);
    }

    /** Lets time pass. */
    void pass(long nanoseconds) {
        now += nanoseconds;
    }
}
