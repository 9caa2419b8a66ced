package org.perfcontracts.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.TargetException;

/**
 * Many packets of one path, then one of another.
 *
 * @param filler of the many; empty for the last packet alone
 * @param choice where they go
 * @param pause  before the last packet, in nanoseconds
 * @param roll   what is done between; empty for nothing
 */
record Plan(Optional<Lure> filler, Lure.Choice choice, long pause, Arrival last, Optional<Roll> roll) {
    /** Where so many packets in a row are in another class than the first was, there may be no more room for them. */
    static final int SOME_PATIENCE = 16;

    /**
     * The many replace each other: they come so far apart in time that of the first ones just one has lived its time when one more comes, and that goes one element further than
     * where the old one went. So what is looked through to find a place for it is always all that there is.
     *
     * @param lifetime after which one of the many is forgotten, in nanoseconds
     * @param idle     a packet that does little but to let the program forget
     */
    record Roll(long lifetime, Arrival idle) {
    }

    /** A packet alone. */
    static Plan of(Arrival last) {
        return new Plan(Optional.empty(), Lure.Choice.ANYWHERE, 0, last, Optional.empty());
    }

    /** The same with another pause. */
    Plan pausing(long nanoseconds) {
        return new Plan(filler, choice, nanoseconds, last, roll);
    }

    /** The same with a roll. */
    Plan rolling(Roll between) {
        return new Plan(filler, choice, pause, last, Optional.of(between));
    }

    /**
     * Sends the packets.
     *
     * @param known packets of the filler from an earlier run, which come first
     * @param count how many of it there are to be
     * @param patience after so many in another class than the first packet's there are no more of it
     * @return the packets of the filler, fewer where there is no more room for them; if there is none for more than those that are known, nothing else is sent
     */
    List<byte[]> run(Drive drive, Clock clock, List<byte[]> known, int count, int patience) throws TargetException {
        List<byte[]> filled = new ArrayList<>(known);
        if (filler.isPresent()) {
            Lure lure = filler.get();
            long between = between(count);
            drive.send(known.stream().map(packet -> arrival(lure, packet, clock, between)).toList());
            fill(drive, lure, clock, filled, count, patience);
            if (filled.size() == known.size() && count > known.size()) {
                return filled;
            }
            for (int i = 1; roll.isPresent() && i <= count && !drive.isEnded(); i++) {
                drive.send(List.of(clock.arrival(roll.get().idle.packet(), roll.get().idle.parameters())));
                drive.send(List.of(arrival(lure, lure.next(choice, i), clock, between - 1)));
            }
            clock.pass(pause);
        }
        drive.send(List.of(clock.arrival(last.packet(), last.parameters())));
        return filled;
    }

    /** Adds packets of the filler until there are as many as wanted, or patience is at an end: those that are in another class are left out then. */
    private void fill(Drive drive, Lure lure, Clock clock, List<byte[]> filled, int count, int patience) throws TargetException {
        long between = between(count);
        int otherwise = 0;
        while (filled.size() < count && otherwise < patience && !drive.isEnded()) {
            byte[] packet = lure.next(choice);
            filled.add(packet);
            drive.send(List.of(arrival(lure, packet, clock, between)));
            otherwise = lure.isUsual(drive.lastClass()) ? 0 : otherwise + 1;
        }
        if (otherwise >= patience) {
            filled.subList(filled.size() - otherwise, filled.size()).clear();
        }
    }

    private long between(int count) {
        return roll.map(each -> each.lifetime / count + 2).orElse(1L);
    }

    /** A packet of the filler now; the next one comes some nanoseconds later. */
    private static Arrival arrival(Lure lure, byte[] packet, Clock clock, long between) {
        Arrival arrival = clock.arrival(packet, lure.base().parameters());
        clock.pass(between - 1);
        return arrival;
    }
}
