package org.perfcontracts.cpu;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Names for what drivers do besides: what always comes where code does what a device tells of is called so; what comes only together with that is called after it,
 * with a number; and what nothing is known of after the function that it is in.
 */
final class EnvironmentNames {
    private final LongFunction<String> functions;
    private final Function<Variations.Variation, List<String>> events;
    private final Function<Variations.Variation, BitSet> passing;
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * Names as they are given by these.
     *
     * @param functions names the function that an instruction is in
     * @param events    what code does
     * @param passing   the numbers of the polls that pass it
     */
    EnvironmentNames(LongFunction<String> functions, Function<Variations.Variation, List<String>> events, Function<Variations.Variation, BitSet> passing) {
        this.functions = functions;
        this.events = events;
        this.passing = passing;
    }

    /**
     * The name of each, no two of them equal; what costs most comes first.
     *
     * @param brought those of which packets tell whether they come: these are called after their functions
     * @param given   names of some of these
     */
    Map<Variations.Variation, String> of(List<Variations.Variation> every, Set<Variations.Variation> brought, Map<Variations.Variation, String> given) {
        Map<Variations.Variation, String> names = new HashMap<>(given);
        every.stream().filter(brought::contains).forEach(each -> names.computeIfAbsent(each, _ -> numbered(functions.apply(each.address()))));
        Map<String, BitSet> known = new LinkedHashMap<>();
        List<Variations.Variation> all = every.stream().filter(each -> !names.containsKey(each)).toList();
        List<String> rarest = all.stream().flatMap(each -> events.apply(each).stream()).distinct()
                .sorted(Comparator.comparing((String event) -> polls(doing(all, event, Map.of())).cardinality()).thenComparing(Comparator.naturalOrder())).toList();
        for (String event : rarest) {
            List<Variations.Variation> doing = doing(all, event, known);
            if (!doing.isEmpty()) {
                BitSet polls = polls(doing);
                // There may be several ways to do it, and more to be done for it.
                names.put(all.stream().filter(each -> !names.containsKey(each) && passing.apply(each).equals(polls)).findFirst().orElse(doing.getFirst()), event);
                known.put(event, polls);
            }
        }
        for (Variations.Variation each : all) {
            if (!names.containsKey(each)) {
                names.put(each, numbered(within(passing.apply(each), known).orElseGet(() -> functions.apply(each.address()))));
            }
        }
        return names;
    }

    /** What does it, but where that comes only with something rarer, and so is how that is done. */
    private List<Variations.Variation> doing(List<Variations.Variation> all, String event, Map<String, BitSet> known) {
        return all.stream().filter(each -> events.apply(each).contains(event) && within(passing.apply(each), known).isEmpty()).toList();
    }

    private BitSet polls(List<Variations.Variation> variations) {
        BitSet polls = new BitSet();
        variations.forEach(each -> polls.or(passing.apply(each)));
        return polls;
    }

    /** The rarest of what comes whenever this does. */
    private static Optional<String> within(BitSet polls, Map<String, BitSet> known) {
        String rarest = null;
        for (Map.Entry<String, BitSet> each : known.entrySet()) {
            BitSet without = (BitSet) polls.clone();
            without.andNot(each.getValue());
            if (without.isEmpty() && (rarest == null || each.getValue().cardinality() < known.get(rarest).cardinality())) {
                rarest = each.getKey();
            }
        }
        return Optional.ofNullable(rarest);
    }

    private String numbered(String name) {
        return name + "." + numbers.merge(name, 1, Integer::sum);
    }
}
