package org.perfcontracts.explore.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.expr.Term;

/**
 * The instructions that a state executed and the accesses that they made, in order. Appending to a trace that was forked
 * starts a new piece, so the common past of states is held once.
 */
public final class Trace {
    private final Trace parent;
    private final int start;
    private final int accessStart;
    private long[] instructions = new long[16];
    private int count;
    private Access[] accesses = new Access[8];
    private int accessCount;
    private boolean frozen;

    /**
     * One access to memory.
     *
     * @param step the index of the instruction that made it
     * @param address its address, 64 bits
     * @param bytes its size
     * @param store whether it writes
     * @param region the region of abstract state that it lies in, or null
     * @param bounds of an open address in no region, where they are known; else null
     */
    public record Access(int step, Term address, int bytes, boolean store, Region region, AddressRange bounds) {
        /** The same with bounds of its address. */
        public Access within(AddressRange range) {
            return new Access(step, address, bytes, store, region, range);
        }
    }

    /**
     * A piece of a trace: instructions and accesses from one index up to, not including, another.
     *
     * @param from the first instruction
     * @param to behind the last instruction
     * @param fromAccess the first access
     * @param toAccess behind the last access
     */
    public record Piece(int from, int to, int fromAccess, int toAccess) {
        public int instructions() {
            return to - from;
        }

        public int accesses() {
            return toAccess - fromAccess;
        }
    }

    public Trace() {
        this(null);
    }

    private Trace(Trace parent) {
        this.parent = parent;
        this.start = parent == null ? 0 : parent.length();
        this.accessStart = parent == null ? 0 : parent.accessCount();
    }

    /** The piece from the given instruction and access on. */
    public Piece piece(int from, int fromAccess) {
        return new Piece(from, length(), fromAccess, accessCount());
    }

    /** How many instructions were executed. */
    public int length() {
        return start + count;
    }

    /** How many accesses were made. */
    public int accessCount() {
        return accessStart + accessCount;
    }

    /** The addresses of the instructions from the given index on. */
    public long[] instructions(int from) {
        long[] all = new long[length() - from];
        for (Trace piece = this; piece != null && piece.length() > from; piece = piece.parent) {
            int first = Math.max(piece.start, from);
            System.arraycopy(piece.instructions, first - piece.start, all, first - from, piece.length() - first);
        }
        return all;
    }

    /** The accesses from the given index on. */
    public List<Access> accesses(int from) {
        Access[] all = new Access[accessCount() - from];
        for (Trace piece = this; piece != null && piece.accessCount() > from; piece = piece.parent) {
            int first = Math.max(piece.accessStart, from);
            System.arraycopy(piece.accesses, first - piece.accessStart, all, first - from, piece.accessCount() - first);
        }
        return new ArrayList<>(Arrays.asList(all));
    }

    /** The names of the regions of abstract state that the accesses from an index up to, not including, another lie in; in that order. */
    public Set<String> regions(int from, int to) {
        Set<String> names = new LinkedHashSet<>();
        for (Access access : accesses(from).subList(0, to - from)) {
            if (access.region() != null && access.region().isNamed()) {
                names.add(access.region().name());
            }
        }
        return names;
    }

    /** This trace or a fresh piece on top of it, to which the caller may append. */
    public Trace append(long instruction, List<Access> made) {
        Trace target = frozen ? new Trace(this) : this;
        if (target.count == target.instructions.length) {
            target.instructions = Arrays.copyOf(target.instructions, target.count * 2);
        }
        target.instructions[target.count++] = instruction;
        for (Access access : made) {
            if (target.accessCount == target.accesses.length) {
                target.accesses = Arrays.copyOf(target.accesses, target.accessCount * 2);
            }
            target.accesses[target.accessCount++] = access;
        }
        return target;
    }

    /** Forbids appending in place, because the trace is now shared. */
    public void freeze() {
        frozen = true;
    }
}
