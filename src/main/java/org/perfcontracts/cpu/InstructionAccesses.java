package org.perfcontracts.cpu;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.perfcontracts.explore.code.Trace.Access;
import org.perfcontracts.explore.input.Delivery;
import org.perfcontracts.explore.lines.Touches;
import org.perfcontracts.expr.Constant;

/** What one instruction accesses each time, in polls and on paths. */
final class InstructionAccesses {
    static final InstructionAccesses NONE = new InstructionAccesses();

    private static final int LINE_SHIFT = 6;
    private static final int MOST_PLACES = 4;

    private long least = Long.MAX_VALUE;
    private long most;
    private int length;
    private final Map<Long, Integer> places = new HashMap<>();
    private final Set<String> events = new HashSet<>();
    private boolean isAligned = true;
    /** Whether an address is not known. */
    private boolean isSomewhere;

    void add(Trace trace, int i, List<Delivery.Event> possible) {
        int count = trace.accessCount(i);
        least = Math.min(least, count);
        most = Math.max(most, count);
        length = trace.instructionLength(i);
        for (int k = 0; k < count; k++) {
            long address = trace.accessAddress(i, k);
            add(address, trace.accessSize(i, k), k);
            for (Delivery.Event event : trace.isStore(i, k) ? possible : List.<Delivery.Event>of()) {
                if (event.isSeenBy(address, trace.accessSize(i, k))) {
                    events.add(event.name());
                }
            }
        }
    }

    /** What one passage on a path accesses: it may be anywhere, if it is not known where. */
    void add(List<Access> made) {
        least = Math.min(least, made.size());
        most = Math.max(most, made.size());
        length = Math.max(length, 1);
        for (int k = 0; k < made.size(); k++) {
            if (made.get(k).address() instanceof Constant address) {
                add(address.toLong(), made.get(k).bytes(), k);
            } else {
                isAligned = false;
                isSomewhere = true;
            }
        }
    }

    private void add(long address, int size, int number) {
        isAligned &= Long.remainderUnsigned(address, size) == 0;
        if (places.size() < MOST_PLACES) {
            places.putIfAbsent(address, number);
        }
    }

    Set<String> events() {
        return events;
    }

    long least() {
        return Math.min(least, most);
    }

    long most() {
        return most;
    }

    /** By the places of the first of them. */
    Map<String, Long> lines(LongFunction<String> names) {
        Map<String, Long> lines = new TreeMap<>();
        if (isSomewhere) {
            lines.put(Touches.OTHER, 2 * most);
        }
        places.keySet().stream().map(names::apply).distinct().forEach(place -> lines.put(place, most * (isAligned ? 1 : 2)));
        return lines;
    }

    void addCode(long address, Set<Long> lines) {
        for (long line = address >>> LINE_SHIFT; line <= address + Math.max(length, 1) - 1 >>> LINE_SHIFT; line++) {
            lines.add(line);
        }
    }
}
