package org.perfcontracts.search;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.Referee;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;

/**
 * Packets that take one path, as far as that is for the packet to say, and differ in the bytes by which they choose where they access abstract state. The same seed gives the
 * same packets in the same states.
 */
final class Lure {
    private static final int TRIES = 512;

    private final Referee referee;
    private final Exploration exploration;
    private final Arrival base;
    private final List<Place> places;
    private final Set<Integer> bound = new HashSet<>();
    private final Random random;
    private long[] references;
    private String usual;

    /** How packets choose. */
    enum Choice {
        /** At random. */
        ANYWHERE,
        /** As near to the place of the first of them as a search finds. */
        TOGETHER
    }

    /**
     * Packets like one that takes the path.
     *
     * @param base meets the path's conditions on the input
     */
    Lure(Referee referee, Exploration exploration, Path path, Arrival base, long seed) {
        this.referee = referee;
        this.exploration = exploration;
        this.base = base;
        this.places = Place.of(exploration, path);
        this.random = new Random(seed);
        Symbols symbols = new Symbols();
        List<Symbol> packet = exploration.inputs().packet();
        path.constraints().stream().map(symbols::of).filter(used -> used.stream().allMatch(exploration.inputs()::contains))
                .forEach(used -> used.stream().map(packet::indexOf).filter(index -> index >= 0).forEach(bound::add));
    }

    /** Whether a class is that of the first packet that was sent, which it is itself if there was none. */
    boolean isUsual(String inputClass) {
        usual = usual == null ? inputClass : usual;
        return usual.equals(inputClass);
    }

    Arrival base() {
        return base;
    }

    /** Whether packets can differ in where they access state. */
    boolean varies() {
        return places.stream().anyMatch(place -> !free(place, Set.of()).isEmpty());
    }

    /** The bytes of a place that are neither bound by the path's conditions nor settled already, within the packet. */
    private List<Integer> free(Place place, Set<Integer> settled) {
        return place.bytes().stream().filter(index -> !bound.contains(index) && !settled.contains(index) && index < base.packet().length).toList();
    }

    /** The next packet, for the state that the process has now. */
    byte[] next(Choice choice) {
        return next(choice, 0);
    }

    /**
     * The next packet, for the state that the process has now.
     *
     * @param offset how many elements behind the place of the first packet those that go together are to go
     */
    byte[] next(Choice choice, long offset) {
        byte[] packet = base.packet().clone();
        Set<Integer> settled = new HashSet<>();
        boolean first = references == null;
        if (first) {
            references = new long[places.size()];
        }
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            List<Integer> free = free(place, settled);
            place.look(referee, exploration, base);
            if (free.isEmpty()) {
                references[i] = first ? place.address(packet) : references[i];
            } else if (first || choice == Choice.ANYWHERE) {
                draw(packet, free);
                references[i] = first ? place.address(packet) : references[i];
            } else {
                approach(packet, free, place, references[i] + offset * place.elementSize());
            }
            settled.addAll(place.bytes());
        }
        return packet;
    }

    private void draw(byte[] packet, List<Integer> free) {
        free.forEach(index -> packet[index] = (byte) random.nextInt(256));
    }

    /** Takes of many draws the one that comes nearest; regions are taken to go round, as hash tables do. */
    private void approach(byte[] packet, List<Integer> free, Place place, long reference) {
        byte[] nearest = packet;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && least >= place.elementSize(); i++) {
            byte[] tried = packet.clone();
            draw(tried, free);
            long apart = Math.abs(place.address(tried) - reference);
            apart = Math.min(apart % place.size(), place.size() - apart % place.size());
            if (apart < least) {
                least = apart;
                nearest = tried;
            }
        }
        System.arraycopy(nearest, 0, packet, 0, packet.length);
    }
}
