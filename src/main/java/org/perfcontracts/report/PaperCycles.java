package org.perfcontracts.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.perfcontracts.contract.CycleEstimator;
import org.perfcontracts.cpu.MemoryPages;
import org.perfcontracts.cpu.PacketTiming;
import org.perfcontracts.cpu.TimedPacket;
import org.perfcontracts.timing.MachineProfile;

/**
 * Cycles of the packets of a paper's classes, estimated and measured, beside those that it has published.
 *
 * @param machine   that estimates are for
 * @param processor what this machine's processor calls itself; empty where it says nothing
 * @param source    where the published figures are from; empty where there are none
 * @param others    what others say of the errors of their estimates, by their names
 * @param rows      in the paper's order
 */
public record PaperCycles(MachineProfile machine, String processor, String source, Map<String, String> others, List<Row> rows) {
    /** Copies the collections. */
    public PaperCycles {
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
        rows = List.copyOf(rows);
    }

    /**
     * One class, at one size where the cost depends on that.
     *
     * @param name      the paper's, with the size where there are several rows
     * @param estimate  for the path that the packet took; empty where that is not known
     * @param timing    of the packet; empty where it was not executed, or is of another class
     * @param published the paper's bound and its measurement; empty where it has none for this size
     */
    public record Row(String name, Optional<CycleEstimator.Single> estimate, Optional<PacketTiming> timing, Optional<Validation.Comparison> published) {
        /** What the packet took; empty where it was not timed. */
        Optional<TimedPacket> packet() {
            return timing.flatMap(came -> came instanceof PacketTiming.Timed(TimedPacket packet, MemoryPages _) ? Optional.of(packet) : Optional.empty());
        }

        /** Of the program that was timed. */
        Optional<MemoryPages> pages() {
            return timing.flatMap(came -> came instanceof PacketTiming.Timed(TimedPacket _, MemoryPages pages) ? Optional.of(pages) : Optional.empty());
        }

        /** Why it could not be timed. */
        Optional<String> failure() {
            return timing.flatMap(came -> came instanceof PacketTiming.Failed(String why) ? Optional.of(why) : Optional.empty());
        }
    }
}
