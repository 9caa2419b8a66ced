package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.x86.StopException;

/** Whether there is memory where an access leads: where there may be none, that it faults is one of the ways. */
final class Mapped {
    private static final int STACK_POINTER = 4;
    private static final long PAGE = 4096;

    private final Program program;
    private final Terms terms;
    private final Decisions decisions;
    private final Turn turn;
    /** By the address of a page, whether it can be written. */
    private final Map<Long, Boolean> writable = new HashMap<>();

    /** What an access does. */
    enum Act {
        READS, WRITES;

        /** The word for it. */
        String verb() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Mapped(Program program, Decisions decisions, Turn turn) {
        this.program = program;
        this.terms = program.terms();
        this.decisions = decisions;
        this.turn = turn;
    }

    /** Whether all bytes from one address to another, both included, can be written and are none of the stack. */
    boolean isWritable(long low, long high) {
        long stack = program.snapshot().general(STACK_POINTER);
        long at = low;
        for (Mapping mapping : program.snapshot().mappings()) {
            boolean isUsable = mapping.readable() && mapping.writable() && !mapping.contains(stack);
            at = isUsable && mapping.contains(at) ? mapping.end() : at;
        }
        return Long.compareUnsigned(at, high) > 0;
    }

    /** Faults where an open address between bounds is read and may lead outside of mapped memory. */
    void check(Term address, long low, long high, int bytes) {
        List<Term> outside = new ArrayList<>();
        long at = low;
        for (Mapping mapping : program.snapshot().mappings()) {
            if (mapping.readable() && mapping.contains(at)) {
                at = mapping.end();
            } else if (Long.compareUnsigned(at, mapping.start()) < 0 && Long.compareUnsigned(mapping.start(), high) <= 0 && mapping.readable()) {
                outside.add(terms.and(reaches(address, bytes, at), terms.ult(address, terms.constant(64, mapping.start()))));
                at = mapping.end();
            }
        }
        if (Long.compareUnsigned(at, high) <= 0) {
            outside.add(reaches(address, bytes, at));
        }
        if (!outside.isEmpty() && decisions.decide(terms.any(outside))) {
            throw fault(Act.READS, bytes);
        }
    }

    /** The condition that some bytes from an address on end at a place or behind it; of the first places of all memory there are none that end before. */
    private Term reaches(Term address, int bytes, long place) {
        return Long.compareUnsigned(place, bytes) < 0 ? terms.yes() : terms.ult(terms.constant(64, place - bytes), address);
    }

    /** Faults where nothing is mapped, or what is mapped can only be read and is written. */
    void check(long address, int bytes, Act act) {
        if (!isAllowed(address, bytes, act)) {
            throw fault(act, bytes);
        }
    }

    private boolean isAllowed(long address, int bytes, Act act) {
        return turn.state.memory.isMapped(address, bytes) && (act == Act.READS || canBeWritten(address) && canBeWritten(address + bytes - 1));
    }

    private boolean canBeWritten(long address) {
        return writable.computeIfAbsent(address & -PAGE, page -> program.snapshot().mappings().stream().anyMatch(mapping -> mapping.contains(page) && mapping.writable()));
    }

    /** Faults where one of a few addresses may lead outside of mapped memory, or of what can be written. */
    void check(Term address, AddressRange range, int bytes, Act act) {
        List<Term> outside = new ArrayList<>();
        Term index = range.index(terms, address);
        for (int i = 0; i < range.count(); i++) {
            int first = i;
            while (i < range.count() && !isAllowed(range.at(i), bytes, act)) {
                i++;
            }
            if (i > first) {
                outside.add(between(index, first, i - 1));
            }
        }
        if (!outside.isEmpty() && decisions.decide(terms.any(outside))) {
            throw fault(act, bytes);
        }
    }

    private Term between(Term index, long low, long high) {
        return terms.and(terms.ule(terms.constant(index.width(), low), index), terms.ule(index, terms.constant(index.width(), high)));
    }

    /** The fault of an access. */
    static StopException fault(Act act, int bytes) {
        String where = switch (act) {
            case READS -> " where nothing is mapped";
            case WRITES -> " where nothing can be written";
        };
        return new StopException(StopException.Kind.FAULT, act.verb() + " " + bytes + (bytes == 1 ? " byte" : " bytes") + where);
    }
}
