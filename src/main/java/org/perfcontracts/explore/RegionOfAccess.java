package org.perfcontracts.explore;

import java.util.HashSet;
import java.util.Set;
import org.perfcontracts.explore.memory.AbstractState;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.x86.StopException;

/** Which region of abstract state an access lies in, explored each way where that is open. */
final class RegionOfAccess {
    private final Program program;
    private final AbstractState abstractState;
    private final Decisions decisions;
    private final AccessNotes notes;
    private final Turn turn;

    RegionOfAccess(Program program, AbstractState abstractState, Decisions decisions, AccessNotes notes, Turn turn) {
        this.program = program;
        this.abstractState = abstractState;
        this.decisions = decisions;
        this.notes = notes;
        this.turn = turn;
    }

    /** The region that an access lies in, or null; explored each way where it may lie in one, in another or outside. */
    Region of(Term address, int bytes) {
        Set<Region> outside = new HashSet<>();
        while (!decisions.isRepeating(address)) {
            Region region = repeatedRegion(address, bytes);
            if (region == null) {
                region = abstractState.regionOf(turn.state, address).orElse(null);
            }
            if (region == null || outside.contains(region)) {
                if (address instanceof Constant known) {
                    program.regions().touchedBy(known.toLong(), bytes).ifPresent(touched -> {
                        throw acrossEdge(touched, bytes);
                    });
                    return null;
                }
                return otherRegion(address, bytes, outside);
            }
            if (decisions.decide(abstractState.isInside(region, address, bytes))) {
                return region;
            }
            leaveOut(region, address, bytes);
            outside.add(region);
        }
        return null;        // where it was told before which address it is
    }

    /** A value that an address can have shows but one place: of the other regions that it may reach, the one that it lies in, or null. */
    private Region otherRegion(Term address, int bytes, Set<Region> outside) {
        AddressRange range = program.regions().all().isEmpty() ? null : notes.bounds(address);
        if (range == null) {
            return null;
        }
        for (Region region : program.regions().withObjects()) {
            boolean reaches = Long.compareUnsigned(range.low(), region.end()) < 0 && Long.compareUnsigned(region.address(), range.high() + bytes) < 0;
            if (reaches && !outside.contains(region)) {
                if (decisions.decide(abstractState.isInside(region, address, bytes))) {
                    return region;
                }
                leaveOut(region, address, bytes);
            }
        }
        return null;
    }

    /** Bytes that do not all lie in a region are none of its: what an access across its edge finds is not known. */
    private void leaveOut(Region region, Term address, int bytes) {
        if (bytes > 1 && decisions.decide(abstractState.touches(region, address, bytes))) {
            throw acrossEdge(region, bytes);
        }
    }

    private StopException acrossEdge(Region region, int bytes) {
        return new StopException(StopException.Kind.UNRESOLVED, turn.instruction.text() + " accesses " + bytes + " bytes of which only some belong to the state " + region.name());
    }

    /** The region that the next decision to be repeated asks about, if it is one about this access; else null. */
    private Region repeatedRegion(Term address, int bytes) {
        if (!decisions.repeats()) {
            return null;
        }
        for (Region region : program.regions().withObjects()) {
            // Of a region that is smaller than what is accessed nobody asks whether it is inside.
            Term inside = abstractState.isInside(region, address, bytes);
            if (decisions.isRepeating(inside) || inside instanceof Constant && decisions.isRepeating(abstractState.touches(region, address, bytes))) {
                return region;
            }
        }
        return null;
    }
}
