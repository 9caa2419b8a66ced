package org.perfcontracts.explore.input;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.ElfSymbol;
import org.perfcontracts.image.FormatException;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/**
 * The functions that the kernel maps into every process to tell the time (vdso(7)). They belong to the environment, not to the
 * program: their own instructions are not counted, here or on the CPU, and the time that they tell is a symbol.
 */
public final class KernelClock {
    private static final String MAPPING = "[vdso]";
    private static final int PAGE = 4096;
    private static final long NANOSECONDS = 1_000_000_000;
    private static final long MICROSECONDS = 1_000_000;
    private static final int RAX = 0;
    private static final int RSP = 4;
    private static final int RSI = 6;
    private static final int RDI = 7;
    /** What a function may change (System V ABI, section 3.2.1): rax, rcx, rdx, rsi, rdi, r8 to r11. */
    private static final int[] CLOBBERED = {0, 1, 2, 6, 7, 8, 9, 10, 11};

    private final Terms terms;
    private final Mapping mapping;
    private final Map<Long, String> functions = new HashMap<>();

    public KernelClock(Terms terms, Snapshot snapshot) {
        this.terms = terms;
        this.mapping = snapshot.mappings().stream().filter(each -> each.name().equals(MAPPING)).findFirst().orElse(null);
        if (mapping != null) {
            readFunctions(snapshot);
        }
    }

    private void readFunctions(Snapshot snapshot) {
        byte[] image = new byte[(int) (mapping.end() - mapping.start())];
        for (int offset = 0; offset < image.length; offset += PAGE) {
            byte[] page = snapshot.page(mapping.start() + offset);
            if (page != null) {
                snapshot.used(mapping.start() + offset, PAGE);
                System.arraycopy(page, 0, image, offset, PAGE);
            }
        }
        try {
            for (ElfSymbol symbol : ElfFile.of(MAPPING, image).symbols()) {
                functions.put(mapping.start() + symbol.address(), symbol.name().replace("__vdso_", ""));
            }
        } catch (FormatException unreadable) {
            // Then no function is known, and a path that enters the mapping stops there by name.
            functions.clear();
        }
    }

    public boolean contains(long address) {
        return mapping != null && mapping.contains(address);
    }

    /** Does what the function at the state's instruction pointer does, and returns to its caller; whether it is known. */
    public boolean call(State state) {
        String function = functions.get(state.instructionPointer);
        if (function == null || !(state.generals[RSP] instanceof Constant stackPointer)) {
            return false;
        }
        boolean done = switch (function) {
            case "clock_gettime" -> tell(state, state.generals[RSI], NANOSECONDS);
            case "gettimeofday" -> tell(state, state.generals[RDI], MICROSECONDS);
            case "time" -> tellSeconds(state, state.generals[RDI]);
            default -> false;
        };
        if (!done || !(state.memory.load(stackPointer.toLong(), 8) instanceof Constant back)) {
            return false;
        }
        state.generals[RSP] = terms.constant(64, stackPointer.toLong() + 8);
        state.instructionPointer = back.toLong();
        return true;
    }

    /** Fills a structure of seconds and a fraction counted in parts of the given number. */
    private boolean tell(State state, Term address, long parts) {
        if (!(address instanceof Constant place) || !state.memory.isMapped(place.toLong(), 16)) {
            return false;
        }
        Symbol seconds = fresh(state, "seconds");
        Symbol fraction = fresh(state, "fraction");
        state.assume(terms.ult(fraction, terms.constant(64, parts)));
        state.memory.store(place.toLong(), seconds);
        state.memory.store(place.toLong() + 8, fraction);
        return returning(state, place, List.of(seconds, fraction), terms.constant(64, 0));
    }

    private boolean tellSeconds(State state, Term address) {
        Symbol seconds = fresh(state, "seconds");
        if (!(address instanceof Constant place)) {
            return false;
        }
        if (!place.isZero()) {
            if (!state.memory.isMapped(place.toLong(), 8)) {
                return false;
            }
            state.memory.store(place.toLong(), seconds);
        }
        return returning(state, place, place.isZero() ? List.of() : List.of(seconds), seconds);
    }

    /** Returns a value, where some words of the time were told to an address. */
    private boolean returning(State state, Constant place, List<Term> words, Term value) {
        List<Term> told = new ArrayList<>(List.of(place, terms.constant(64, words.size())));
        told.addAll(words);
        told.add(value);
        state.noteTold(told);
        for (int register : CLOBBERED) {
            state.generals[register] = fresh(state, "clobbered");
        }
        state.generals[RAX] = value;
        return true;
    }

    /** A new symbol; the state's model gives it zero, which every use of it here allows. */
    private Symbol fresh(State state, String purpose) {
        Symbol symbol = terms.symbol("clock#" + state.nextSymbol++ + "." + purpose, 64);
        if (state.model != null) {
            state.setModel(state.model.with(Assignment.of(Map.of(symbol, BigInteger.ZERO))));
        }
        return symbol;
    }
}
