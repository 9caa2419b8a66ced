package org.perfcontracts.timing;

import java.util.HashMap;
import java.util.Map;

/** When the lines arrive that are not in a cache before they are touched. */
final class Lines {
    private final double miss;
    private final double next;
    private final int bytes;
    private final Map<Line, Double> data = new HashMap<>();
    private final Map<Long, Double> code = new HashMap<>();

    private record Line(Object base, long number) {
    }

    private double latest;

    /** The lines of a machine that take so long to arrive. */
    Lines(double miss, MachineProfile.Memory memory) {
        this.miss = miss;
        this.next = memory.codeLine();
        this.bytes = memory.lineBytes();
    }

    /** The lines of an access need not come. */
    void here(Step.Access access) {
        for (long line = Math.floorDiv(access.offset(), bytes); line <= Math.floorDiv(access.offset() + access.bytes() - 1, bytes); line++) {
            data.put(new Line(access.base(), line), 0.0);
        }
    }

    /** When the data of an access are there that asks for them at a time. */
    double arrival(Step.Access access, double time) {
        double arrival = time;
        for (long line = Math.floorDiv(access.offset(), bytes); line <= Math.floorDiv(access.offset() + access.bytes() - 1, bytes); line++) {
            arrival = Math.max(arrival, data.computeIfAbsent(new Line(access.base(), line), _ -> time + miss));
        }
        return arrival;
    }

    /** When an instruction is there that is asked for at a time. */
    double arrival(long address, int length, double time) {
        double arrival = time;
        for (long line = Long.divideUnsigned(address, bytes); line <= Long.divideUnsigned(address + length - 1, bytes); line++) {
            arrival = Math.max(arrival, code.computeIfAbsent(line, _ -> ofCode(time)));
        }
        return arrival;
    }

    /** Not all lines of code that are asked for are on their way at once. */
    private double ofCode(double time) {
        latest = Math.max(time + miss, latest + next);
        return latest;
    }
}
