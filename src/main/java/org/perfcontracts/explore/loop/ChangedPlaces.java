package org.perfcontracts.explore.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.x86.Flag;

/** The places that an iteration has changed, compared with the state at the loop's header. */
final class ChangedPlaces {
    private final State start;
    private final State header;
    private final List<State> rounds;
    private final Set<Place> known;

    private ChangedPlaces(State start, State header, List<State> rounds, Set<Place> known) {
        this.start = start;
        this.header = header;
        this.rounds = rounds;
        this.known = known;
    }

    /**
     * The places that are not known to be changed, and that some way round changes.
     *
     * @param start the state before the loop, which is told of each
     */
    static List<Place> of(State start, State header, List<State> rounds, Set<Place> known) {
        return new ChangedPlaces(start, header, rounds, known).all();
    }

    private List<Place> all() {
        List<Place> changed = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            addIfChanged(new Place.General(i), changed);
        }
        for (Place.Cell cell : changedCells()) {
            addIfChanged(cell, changed);
        }
        for (int i = 0; i < header.vectors.length; i++) {
            addIfChanged(new Place.Vector(i), changed);
        }
        for (int i = 0; i < header.masks.length; i++) {
            addIfChanged(new Place.Mask(i), changed);
        }
        for (Flag flag : Flag.values()) {
            addIfChanged(new Place.FlagBit(flag), changed);
        }
        return changed;
    }

    private void addIfChanged(Place place, List<Place> changed) {
        if (known.contains(place)) {
            return;
        }
        Term before = place.read(header);
        if (rounds.stream().anyMatch(end -> place.read(end) != before)) {
            place.noteUse(start);
            changed.add(place);
        }
    }

    /** The changed bytes of memory, put together as they are stored. */
    private List<Place.Cell> changedCells() {
        TreeSet<Long> changed = new TreeSet<>();
        rounds.forEach(end -> changed.addAll(end.memory.differences(header.memory)));
        known.forEach(place -> {
            if (place instanceof Place.Cell cell) {
                changed.subSet(cell.address(), cell.address() + cell.bytes()).clear();
            }
        });
        Map<Long, Integer> stored = storedSizes();
        List<Place.Cell> cells = new ArrayList<>();
        while (!changed.isEmpty()) {
            long address = changed.first();
            Place.Cell cell = cellAt(address, stored);
            cells.add(cell);
            changed.subSet(cell.address(), cell.address() + cell.bytes()).clear();
        }
        return cells;
    }

    private Place.Cell cellAt(long address, Map<Long, Integer> stored) {
        Integer size = stored.get(address);
        if (size == null) {
            return new Place.Cell(address, 1);
        }
        boolean overlaps = known.stream().anyMatch(place -> place instanceof Place.Cell other
                && other.address() > address && other.address() < address + size);
        return new Place.Cell(address, overlaps ? 1 : size);
    }

    /** The smallest size with which each address is stored to, where the address is known. */
    private Map<Long, Integer> storedSizes() {
        Map<Long, Integer> sizes = new TreeMap<>();
        for (State end : rounds) {
            for (Trace.Access access : end.trace.accesses(header.trace.accessCount())) {
                if (access.store() && access.address() instanceof Constant address) {
                    sizes.merge(address.toLong(), access.bytes(), Math::min);
                }
            }
        }
        return sizes;
    }
}
