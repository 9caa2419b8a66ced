package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.state.Exit;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Where paths leave loops, as conditions: {@code loop at router.c:57 left at: router.c:61}. Like the outcome of an operation, that is settled by what is executed
 * and has a symbol, as paths note each arrival at a loop or none.
 */
final class LoopWords {
    /** More places than these tell nobody anything. */
    private static final int MOST_PLACES = 8;

    private static final String LOOP = "loop at ";

    private final Terms terms;
    private final LongFunction<String> places;
    /** By header, the places where any path leaves the loop. */
    private final Map<Long, TreeSet<String>> exits = new TreeMap<>();

    /**
     * The words for paths.
     *
     * @param places says where an address is
     */
    LoopWords(Terms terms, LongFunction<String> places, Collection<Path> paths) {
        this.terms = terms;
        this.places = places;
        paths.forEach(path -> path.exits().forEach(exit -> exits.computeIfAbsent(exit.header(), _ -> new TreeSet<>()).add(places.apply(exit.last()))));
        exits.values().removeIf(all -> all.size() < 2 || all.size() > MOST_PLACES || all.contains(""));
    }

    /** Where a path leaves its loops, as far as there are several places for that. */
    List<Term> of(Path path) {
        List<Term> conditions = new ArrayList<>();
        Map<String, Integer> arrivals = new HashMap<>();
        for (Exit exit : path.exits()) {
            if (exits.containsKey(exit.header())) {
                String loop = LOOP + places.apply(exit.header());
                int arrival = arrivals.merge(loop + " " + exit.header(), 1, Integer::sum);
                List<String> all = List.copyOf(exits.get(exit.header()));
                String name = loop + same(exit.header()) + (arrival == 1 ? "" : ", time " + arrival) + " left at";
                conditions.add(OutcomeSymbol.is(terms, name, all, all.indexOf(places.apply(exit.last()))));
            }
        }
        return conditions;
    }

    /** Whether a field is such a place. */
    static boolean isOf(Field field) {
        return field.name().startsWith(LOOP);
    }

    /** Whether a condition is one of these. */
    static boolean isOf(Term condition) {
        return isPlace(condition) || condition instanceof Operation o && o.arguments().stream().anyMatch(LoopWords::isPlace);
    }

    private static boolean isPlace(Term term) {
        return term instanceof Symbol symbol && OutcomeSymbol.is(symbol) && symbol.name().startsWith(LOOP);
    }

    /** Tells loops of one line apart. */
    private String same(long header) {
        List<Long> alike = exits.keySet().stream().filter(other -> places.apply(other).equals(places.apply(header))).toList();
        return alike.size() < 2 ? "" : " #" + (alike.indexOf(header) + 1);
    }
}
