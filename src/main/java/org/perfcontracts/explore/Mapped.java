package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.x86.StopException;

/** Whether there is memory where an access leads: where there may be none, that it faults is one of the ways. */
final class Mapped {
    private static final int STACK_POINTER = 4;

    private final Program program;
    private final Terms terms;
    private final Decisions decisions;
    private final Turn turn;

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
                outside.add(terms.and(terms.ult(terms.constant(64, at - bytes), address), terms.ult(address, terms.constant(64, mapping.start()))));
                at = mapping.end();
            }
        }
        if (Long.compareUnsigned(at, high) <= 0) {
            outside.add(terms.ult(terms.constant(64, at - bytes), address));
        }
        if (!outside.isEmpty() && decisions.decide(terms.any(outside))) {
            throw fault("reads", bytes);
        }
    }

    /**
     * Faults where nothing is mapped.
     *
     * @param verb what is done, {@code reads} or {@code writes}
     */
    void check(long address, int bytes, String verb) {
        if (!turn.state.memory.isMapped(address, bytes)) {
            throw fault(verb, bytes);
        }
    }

    /** Faults where one of a few addresses may lead outside of mapped memory. */
    void check(Term address, AddressRange range, int bytes, String verb) {
        List<Term> outside = new ArrayList<>();
        Term index = range.index(terms, address);
        for (int i = 0; i < range.count(); i++) {
            int first = i;
            while (i < range.count() && !turn.state.memory.isMapped(range.at(i), bytes)) {
                i++;
            }
            if (i > first) {
                outside.add(between(index, first, i - 1));
            }
        }
        if (!outside.isEmpty() && decisions.decide(terms.any(outside))) {
            throw fault(verb, bytes);
        }
    }

    private Term between(Term index, long low, long high) {
        return terms.and(terms.ule(terms.constant(index.width(), low), index), terms.ule(index, terms.constant(index.width(), high)));
    }

    /** The fault of an access. */
    static StopException fault(String verb, int bytes) {
        return new StopException(StopException.Kind.FAULT, verb + " " + bytes + (bytes == 1 ? " byte" : " bytes") + " where nothing is mapped");
    }
}
