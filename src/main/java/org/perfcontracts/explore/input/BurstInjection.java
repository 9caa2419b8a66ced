package org.perfcontracts.explore.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Snapshot;

/**
 * Puts packets of symbolic content and length into the packet buffers that an array of pointers leads to. The array and what else is in
 * the buffers' structures are put there as they were in the snapshot, too: they come with each burst, and are nothing that packets leave
 * behind for later ones.
 */
final class BurstInjection {
    private static final int LENGTH_BITS = 16;

    private final Terms terms;
    private final Snapshot snapshot;
    private final String name;
    private final long array;
    private final List<PacketBuffer> buffers;
    private final List<Injection.Cell> cells = new ArrayList<>();

    /**
     * The injection into as many buffers.
     *
     * @param name  of the parameter that points to the array
     * @param array its address
     * @throws IllegalArgumentException if the array does not lead to as many
     */
    BurstInjection(Terms terms, Snapshot snapshot, String name, long array, int count) {
        this.terms = terms;
        this.snapshot = snapshot;
        this.name = name;
        this.array = array;
        this.buffers = PacketBuffer.ofArray(snapshot, array, count);
        if (buffers.size() < count) {
            throw new IllegalArgumentException(name + "[" + buffers.size() + "] does not lead to a packet buffer of its own");
        }
    }

    /** Adds the packets to what is injected by other parameters. */
    Injection injection(String countName, Map<Integer, Term> generals, Map<String, Symbol> named, List<Term> assumptions) {
        List<Burst.Frame> frames = new ArrayList<>();
        cells.addAll(PacketBuffer.kept(terms, snapshot, array, 8 * buffers.size(), Set.of()));
        for (PacketBuffer buffer : buffers) {
            frames.add(packet(name + "[" + frames.size() + "]", buffer, assumptions));
        }
        return new Injection(new Inputs(List.of(), named, "", assumptions, Layer.ETHERNET, Optional.of(new Burst(countName, frames))),
                generals, cells);
    }

    private Burst.Frame packet(String frame, PacketBuffer buffer, List<Term> assumptions) {
        Symbol length = terms.symbol(frame + ".length", LENGTH_BITS);
        Injection.assumeRange(terms, length, 0, buffer.longest(), assumptions);
        cells.addAll(buffer.cells(terms, snapshot, length));
        return new Burst.Frame(frame, length, Injection.packet(terms, snapshot, buffer.data(), buffer.longest(), frame, cells));
    }
}
