package org.perfcontracts.contract;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * What it depends on whether an input is of a class, where the words of its condition do not say all: the fields of state, the loops and what else is asked where paths of the
 * class part from those paths of others that the same words are true of.
 */
final class OtherGrounds {
    /** More pairs of paths are not compared, of all classes together. */
    private static final long MOST_PAIRS = 200_000;
    /** What words begin with that are no field of state. */
    private static final String THE = "the ";
    private static final Pattern STATE = Pattern.compile("state#\\d+\\.(.+?)(?:\\.somewhere)?");
    private static final Pattern LOOP = Pattern.compile("loop#\\d+@([0-9a-f]+)\\..*");

    private final Terms terms;
    private final InputSpace space;
    private final LongFunction<String> places;
    private final Collection<Region> all;
    private final BooleanSupplier over;
    private final Symbols symbols = new Symbols();
    private long pairs;

    /**
     * The grounds of classes of one exploration.
     *
     * @param places says where an address is; empty where that is not known
     * @param all    the regions of all its paths
     * @param over   whether there is no time left for words
     */
    OtherGrounds(Exploration exploration, InputSpace space, LongFunction<String> places, Collection<Region> all, BooleanSupplier over) {
        this.over = over;
        this.terms = exploration.terms();
        this.space = space;
        this.places = places;
        this.all = all;
    }

    /**
     * The grounds for the inputs of some regions, in words: those that most of their paths have, and fields of state rather than loops through it. Empty where
     * there are none that have words.
     */
    List<String> of(List<Region> regions) {
        List<Region> others = all.stream().filter(other -> regions.stream().noneMatch(each -> each == other)).toList();
        pairs += (long) regions.size() * others.size();
        if (pairs > MOST_PAIRS || over.getAsBoolean()) {
            return List.of();
        }
        Map<String, Integer> uses = new TreeMap<>();
        for (Region region : regions) {
            parting(region, others).ifPresent(condition -> words(condition).forEach(word -> uses.merge(word, 1, Integer::sum)));
        }
        if (uses.keySet().stream().anyMatch(word -> !word.startsWith(THE))) {
            uses.keySet().removeIf(word -> word.startsWith(THE));
        }
        int most = uses.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        uses.values().removeIf(count -> count < most);
        return List.copyOf(uses.keySet());
    }

    /** Where a path parts from that one of the others, of those that the same words are true of, that goes with it the longest. */
    private Optional<Term> parting(Region region, List<Region> others) {
        Set<Term> denied = new HashSet<>();
        region.told().forEach(told -> denied.add(terms.not(told)));
        int longest = -1;
        for (Region other : others) {
            if (other.told().stream().noneMatch(denied::contains)) {
                longest = Math.max(longest, together(region.full(), other.full()));
            }
        }
        return longest < 0 || longest >= region.full().size() ? Optional.empty() : Optional.of(region.full().get(longest));
    }

    private static int together(List<Term> a, List<Term> b) {
        int length = 0;
        while (length < a.size() && length < b.size() && a.get(length) == b.get(length)) {
            length++;
        }
        return length;
    }

    private Set<String> words(Term condition) {
        Set<String> words = new TreeSet<>();
        for (Symbol symbol : symbols.of(condition)) {
            if (!space.symbols().contains(symbol)) {
                word(symbol.name()).ifPresent(words::add);
            }
        }
        return words;
    }

    /** Empty of what stands for something else, such as a hash. */
    private Optional<String> word(String symbol) {
        Matcher state = STATE.matcher(symbol);
        if (state.matches()) {
            return Optional.of(state.group(1));
        }
        Matcher loop = LOOP.matcher(symbol);
        if (loop.matches()) {
            String place = places.apply(Long.parseUnsignedLong(loop.group(1), 16));
            return Optional.of(THE + "loop at " + (place.isEmpty() ? "0x" + loop.group(1) : place));
        }
        if (symbol.startsWith("tsc#") || symbol.startsWith("clock#")) {
            return Optional.of(THE + "time");
        }
        if (symbol.startsWith("random#")) {
            return Optional.of("a random number");
        }
        return symbol.startsWith("undefined#") ? Optional.of("what the architecture leaves undefined") : Optional.empty();
    }
}
