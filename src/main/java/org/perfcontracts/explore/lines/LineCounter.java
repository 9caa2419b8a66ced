package org.perfcontracts.explore.lines;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.perfcontracts.explore.code.Code;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Gathers and counts the cache lines that execution touches. Two places count as one line only where that is certain: at open addresses,
 * where they have the same unknown and lie in one line wherever that may be. Safe for use by several threads.
 */
public final class LineCounter {
    private final Terms terms;
    private final Code code;
    private final LongFunction<String> places;
    private final Map<Term, Split> splits = new ConcurrentHashMap<>();
    private final Map<Term, Long> remainders = new ConcurrentHashMap<>();

    /**
     * A counter for execution of the given code.
     *
     * @param places says what the byte at an address belongs to
     */
    public LineCounter(Terms terms, Code code, LongFunction<String> places) {
        this.terms = terms;
        this.code = code;
        this.places = places;
    }

    /** An address as an unknown and a number, and what bounds show in it. */
    private record Split(Term unknown, long plus, Interval shown) {
    }

    /**
     * A number of lines.
     *
     * @param exact whether there are just as many; otherwise there are no more
     */
    public record Count(long lines, boolean exact) {
    }

    /** Says what the byte at an address belongs to. */
    public LongFunction<String> places() {
        return places;
    }

    // ---- gathering

    /** What a piece of a trace touches. */
    public Touches of(Trace trace, Trace.Piece piece) {
        long[] instructions = trace.instructions(piece.from());
        Set<Long> lines = new HashSet<>();
        long last = 0;
        for (int i = 0; i < piece.instructions(); i++) {
            if (instructions[i] != last) {
                last = instructions[i];
                addCode(last, lines);
            }
        }
        NavigableMap<Long, Long> data = new TreeMap<>();
        Set<OpenPlace> open = new LinkedHashSet<>();
        for (Trace.Access access : trace.accesses(piece.fromAccess()).subList(0, piece.accesses())) {
            if (access.address() instanceof Constant known && !isElsewhere(access.region())) {
                Touches.add(data, known.toLong(), access.bytes());
            } else {
                open.add(place(access));
            }
        }
        return new Touches(lines, data, open);
    }

    private void addCode(long address, Set<Long> lines) {
        long end = code.at(address).next();
        for (long line = Touches.lineOf(address); line <= Touches.lineOf(end - 1); line++) {
            lines.add(line);
        }
    }

    private OpenPlace place(Trace.Access access) {
        Split split = splits.computeIfAbsent(access.address(), this::split);
        BigInteger low = split.shown.low();
        BigInteger high = split.shown.high();
        if (access.bounds() != null) {
            low = low.max(unsigned(access.bounds().low()));
            high = high.min(unsigned(access.bounds().high()));
        }
        if (access.region() != null) {
            low = low.max(unsigned(access.region().address()));
            high = high.min(unsigned(access.region().end() - access.bytes()));
        }
        if (low.compareTo(high) > 0) {      // no such access can happen
            high = low;
        }
        long last = Touches.lineOf(high.longValue()) + Touches.lineOf((high.longValue() & Touches.LINE - 1) + access.bytes() - 1);
        return new OpenPlace(where(access.region(), low.longValue(), high.longValue()), isElsewhere(access.region()), split.unknown, split.plus,
                access.bytes(), Touches.lineOf(low.longValue()), last);
    }

    /** The objects of a region of objects stand for others, which lie somewhere else. */
    private static boolean isElsewhere(Region region) {
        return region != null && region.kind() == Region.Kind.OBJECTS;
    }

    private String where(Region region, long low, long high) {
        if (region != null) {
            return isElsewhere(region) ? Touches.BEHIND_POINTERS : region.name();
        }
        // What many things share the name of is no one piece of memory.
        String first = places.apply(low);
        return first.equals(places.apply(high)) && !first.equals(Touches.VARIABLES) ? first : Touches.OTHER;
    }

    private static BigInteger unsigned(long number) {
        return new BigInteger(Long.toUnsignedString(number));
    }

    private Split split(Term address) {
        BigInteger plus = Linear.of(address).constant();
        return new Split(terms.sub(address, terms.constant(address.width(), plus)), plus.longValue(), Interval.of(address));
    }

    /** What is touched, by what it lies in. */
    public Map<String, Touches> split(Touches touches) {
        Map<String, NavigableMap<Long, Long>> data = new TreeMap<>();
        touches.data().forEach((line, bytes) -> {
            for (long left = bytes; left != 0; left &= left - 1) {
                int at = Long.numberOfTrailingZeros(left);
                String where = places.apply(line * Touches.LINE + at);
                data.computeIfAbsent(where, _ -> new TreeMap<>()).merge(line, 1L << at, (a, b) -> a | b);
            }
        });
        Map<String, Touches> split = new TreeMap<>();
        if (!touches.code().isEmpty()) {
            split.put(Touches.CODE, new Touches(new HashSet<>(touches.code()), new TreeMap<>(), new LinkedHashSet<>()));
        }
        data.forEach((where, lines) -> split.merge(where, new Touches(new HashSet<>(), lines, new LinkedHashSet<>()), Touches::and));
        for (OpenPlace place : touches.open()) {
            split.merge(place.where(), new Touches(new HashSet<>(), new TreeMap<>(), new LinkedHashSet<>(Set.of(place))), Touches::and);
        }
        return split;
    }

    // ---- counting

    /** How many lines are touched. */
    public Count count(Touches touches) {
        Count open = open(touches.open(), touches.data());
        return new Count(touches.code().size() + touches.data().size() + open.lines, open.exact);
    }

    /** How many lines something touches at most that something else does not. */
    public long countMore(Touches touches, Touches other) {
        long code = touches.code().stream().filter(line -> !other.code().contains(line)).count();
        long data = touches.data().keySet().stream().filter(line -> !other.data().containsKey(line)).count();
        return code + data + open(touches.open().stream().filter(place -> !other.open().contains(place)).toList(), other.data()).lines();
    }

    /** How many lines open places take that are not among those of known places. */
    public Count open(Collection<OpenPlace> places, NavigableMap<Long, Long> known) {
        List<OpenPlace> elsewhere = places.stream().filter(OpenPlace::isElsewhere).toList();
        List<OpenPlace> here = places.stream().filter(place -> !place.isElsewhere()).toList();
        long lines = byUnknown(elsewhere).values().stream().mapToLong(fields -> most(fields, Remainders.ANY)).sum();
        boolean exact = elsewhere.isEmpty();
        for (List<OpenPlace> together : overlapping(here)) {
            Count count = openTogether(together, known);
            lines += count.lines;
            exact &= count.exact;
        }
        return new Count(lines, exact);
    }

    /** Places apart from each other by where they can lie: those of different lists cannot share a line. */
    private static List<List<OpenPlace>> overlapping(Collection<OpenPlace> places) {
        List<OpenPlace> ordered = new ArrayList<>(places);
        ordered.sort(Comparator.comparingLong(OpenPlace::first));
        List<List<OpenPlace>> lists = new ArrayList<>();
        long end = -1;
        for (OpenPlace place : ordered) {
            if (lists.isEmpty() || place.first() > end) {
                lists.add(new ArrayList<>());
            }
            lists.getLast().add(place);
            end = Math.max(end, place.last());
        }
        return lists;
    }

    private Count openTogether(List<OpenPlace> places, NavigableMap<Long, Long> known) {
        Map<Term, List<OpenPlace>> byUnknown = byUnknown(places);
        long lines = 0;
        boolean exact = byUnknown.size() == 1;
        for (Map.Entry<Term, List<OpenPlace>> entry : byUnknown.entrySet()) {
            long remainders = this.remainders.computeIfAbsent(entry.getKey(), Remainders::of);
            long most = most(entry.getValue(), remainders);
            exact &= most == least(entry.getValue(), remainders);
            lines += Math.min(most, free(entry.getValue(), known, most));
        }
        long free = free(places, known, lines);
        boolean apart = known.subMap(firstOf(places), true, lastOf(places), true).isEmpty();
        boolean isOneLine = firstOf(places) == lastOf(places);
        return new Count(Math.min(lines, free), free == 0 || isOneLine || exact && apart && lines <= free);
    }

    private static Map<Term, List<OpenPlace>> byUnknown(List<OpenPlace> places) {
        Map<Term, List<OpenPlace>> byUnknown = new LinkedHashMap<>();
        places.forEach(place -> byUnknown.computeIfAbsent(place.unknown(), _ -> new ArrayList<>()).add(place));
        return byUnknown;
    }

    private static long most(List<OpenPlace> places, long remainders) {
        return Remainders.members(remainders).mapToLong(remainder -> linesAt(places, remainder)).max().getAsLong();
    }

    private static long least(List<OpenPlace> places, long remainders) {
        return Remainders.members(remainders).mapToLong(remainder -> linesAt(places, remainder)).min().getAsLong();
    }

    /** How many lines the places take, where their unknown leaves a remainder when it is divided by the size of a line. */
    private static long linesAt(List<OpenPlace> places, int remainder) {
        Set<Long> lines = new HashSet<>();
        for (OpenPlace place : places) {
            long from = place.plus() + remainder;
            for (long line = from >> 6; line <= from + place.bytes() - 1 >> 6; line++) {
                lines.add(line);
            }
        }
        return lines.size();
    }

    /** How many lines there are where places can lie that are not among the known ones; any number above a bound where there are more. */
    private static long free(List<OpenPlace> places, NavigableMap<Long, Long> known, long bound) {
        long all = lastOf(places) - firstOf(places) + 1;
        return all < 0 || all - known.size() >= bound && bound > 0 ? Math.max(all, bound) : all - known.subMap(firstOf(places), true, lastOf(places), true).size();
    }

    private static long firstOf(List<OpenPlace> places) {
        return places.stream().mapToLong(OpenPlace::first).min().getAsLong();
    }

    private static long lastOf(List<OpenPlace> places) {
        return places.stream().mapToLong(OpenPlace::last).max().getAsLong();
    }

    /** The same where open places that can lie in no more than so many lines touch them all. */
    public Touches filled(Touches touches, int most) {
        Touches all = touches;
        for (OpenPlace place : touches.open()) {
            if (place.lines() <= most && !place.isElsewhere()) {
                all = all.filled(place);
            }
        }
        return all;
    }
}
