package org.perfcontracts.explore.lines;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * What some execution touches. Immutable. A line is an address divided by {@link #LINE}; code and data are told apart, so that a line of
 * both counts twice: processors keep them in caches of their own.
 *
 * @param code lines of instructions
 * @param data lines of data at known addresses, and of each which of its bytes: bit 0 is the first
 * @param open data at open addresses
 */
public record Touches(Set<Long> code, NavigableMap<Long, Long> data, Set<OpenPlace> open) {
    /** The bytes of a line. */
    public static final int LINE = 64;
    /** What touches nothing. */
    public static final Touches NONE = new Touches(Set.of(), new TreeMap<>(), Set.of());

    /** What code lies in. */
    public static final String CODE = "code";
    /** What pointers of abstract state lead to. */
    public static final String BEHIND_POINTERS = "behind pointers";
    /** Variables that are too small to be told from each other. */
    public static final String VARIABLES = "variables";
    /** Whatever has no name. */
    public static final String OTHER = "other memory";

    private static final int SHIFT = 6;

    /** Keeps others from changing the collections, which it takes over. */
    public Touches {
        code = Collections.unmodifiableSet(code);
        data = Collections.unmodifiableNavigableMap(data);
        open = Collections.unmodifiableSet(open);
    }

    /** The line of an address. */
    public static long lineOf(long address) {
        return address >>> SHIFT;
    }

    /** Adds bytes at a known address to lines of data. */
    static void add(NavigableMap<Long, Long> data, long address, int bytes) {
        long end = address + bytes;
        for (long at = address; at < end; at = (lineOf(at) + 1) << SHIFT) {
            int from = (int) (at & LINE - 1);
            int count = (int) Math.min(LINE - from, end - at);
            long mask = (count == LINE ? -1L : (1L << count) - 1) << from;
            data.merge(lineOf(at), mask, (a, b) -> a | b);
        }
    }

    /** What either touches. */
    public Touches and(Touches other) {
        if (other.code.isEmpty() && other.data.isEmpty() && other.open.isEmpty()) {
            return this;
        }
        Set<Long> allCode = new HashSet<>(code);
        allCode.addAll(other.code);
        NavigableMap<Long, Long> allData = new TreeMap<>(data);
        other.data.forEach((line, bytes) -> allData.merge(line, bytes, (a, b) -> a | b));
        Set<OpenPlace> allOpen = new LinkedHashSet<>(open);
        allOpen.addAll(other.open);
        return new Touches(allCode, allData, allOpen);
    }

    /** The same with only those of the open places that are of a kind. */
    public Touches withOpen(Predicate<OpenPlace> kind) {
        Set<OpenPlace> some = new LinkedHashSet<>(open);
        some.removeIf(kind.negate());
        return new Touches(code, data, some);
    }

    /** The same with only those of the lines of code, of the lines of data and of the open places that are of a kind. */
    public Touches only(LongPredicate ofCode, LongPredicate ofData, Predicate<OpenPlace> ofOpen) {
        Set<Long> someCode = new HashSet<>(code);
        someCode.removeIf(line -> !ofCode.test(line));
        NavigableMap<Long, Long> someData = new TreeMap<>(data);
        someData.keySet().removeIf(line -> !ofData.test(line));
        return new Touches(someCode, someData, withOpen(ofOpen).open);
    }

    /** The same with all the lines of an open place in place of it. */
    Touches filled(OpenPlace place) {
        NavigableMap<Long, Long> all = new TreeMap<>(data);
        for (long line = place.first(); line <= place.last(); line++) {
            all.put(line, -1L);
        }
        Set<OpenPlace> rest = new LinkedHashSet<>(open);
        rest.remove(place);
        return new Touches(code, all, rest);
    }
}
