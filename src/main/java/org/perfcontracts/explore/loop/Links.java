package org.perfcontracts.explore.loop;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.memory.Tables;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Pointers that a loop follows in memory which holds what it held in the snapshot, as from node to node of a tree: which there are, and how
 * many follow each other at most.
 */
final class Links {
    private static final int MOST = 1 << 12;
    /** So many new numbers are looked at one by one, whether they can be. */
    private static final int MOST_ASKED = 64;

    private final Terms terms;
    private final Resolver resolver;
    private final Tables tables;

    Links(Means means) {
        this.terms = means.terms();
        this.resolver = means.resolver();
        this.tables = means.tables();
    }

    // ---- which

    /** The form of what holds one of some numbers, or a value in one of some states; empty where that is more than pointers to memory, and null. */
    Optional<Form> oneOf(List<Long> known, Map<State, Term> values) {
        TreeSet<Long> all = new TreeSet<>(known);
        for (Map.Entry<State, Term> each : values.entrySet()) {
            Optional<long[]> numbers = each.getValue().width() == Long.SIZE ? tables.numbers(each.getValue(), MOST) : Optional.empty();
            if (numbers.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(possible(each.getKey(), each.getValue(), Arrays.stream(numbers.get()).filter(number -> !all.contains(number)).boxed().toList()));
        }
        boolean lead = all.stream().allMatch(number -> number == 0 || tables.isMapped(number));
        return lead && all.size() > 1 && all.size() <= MOST ? Optional.of(new Form.OneOf(List.copyOf(all))) : Optional.empty();
    }

    /**
     * The form with the numbers that are found by following those it has, so that a long list takes few rounds: they are only more than
     * were seen.
     *
     * @param pointer what the place holds at the header
     * @param values what it holds when it comes round
     */
    Form.OneOf followed(Form.OneOf form, Term pointer, List<Term> values) {
        TreeSet<Long> all = new TreeSet<>(form.numbers());
        for (Term value : values) {
            tables.reading(value, pointer).ifPresent(reading -> {
                List<Long> open = List.copyOf(all);
                while (!open.isEmpty() && all.size() < MOST) {
                    open = open.stream().filter(tables::isMapped).map(reading::applyAsLong).filter(tables::isMapped).distinct().filter(all::add).toList();
                }
            });
        }
        return all.size() <= MOST ? new Form.OneOf(List.copyOf(all)) : form;
    }

    private List<Long> possible(State state, Term value, List<Long> numbers) {
        return value instanceof Constant || numbers.size() > MOST_ASKED ? numbers
                : numbers.stream().filter(number -> resolver.ask(state, terms.eq(value, terms.constant(Long.SIZE, number))).isPossible()).toList();
    }

    /** Whether a value that a place holds when it comes round was read from memory by the iteration, as the pointer to the next node is. */
    boolean isFollowed(Place place, State header, List<State> rounds) {
        return rounds.stream().allMatch(end -> place.read(end) instanceof Constant next && tables.isMapped(next.toLong())
                && end.trace.accesses(header.trace.accessCount()).stream().anyMatch(access -> reads(access, next, header)));
    }

    private static boolean reads(Trace.Access access, Term next, State header) {
        return !access.store() && access.bytes() == Long.BYTES && access.region() == null && access.address() instanceof Constant at
                && header.memory.load(at.toLong(), Long.BYTES) == next;
    }

    // ---- any of them

    /** Any number of a form, by the symbol that says which. */
    Term any(Form.OneOf form, Symbol which) {
        return tables.oneOf(which, form.numbers().stream().mapToLong(Long::longValue).toArray());
    }

    /** The symbol that says which, whose name begins as given. */
    Symbol which(Form.OneOf form, String prefix) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(form.numbers().size() - 1);
        return terms.symbol(prefix + ".of" + form.numbers().size(), bits);
    }

    // ---- how many

    /**
     * How often a loop comes round at most in which a place goes from one number of a form to another; empty where it may come back to one,
     * or goes by more than them.
     */
    OptionalLong mostRounds(Form.OneOf form, Symbol which, Place place, State header, List<State> rounds) {
        Map<Long, List<Long>> next = new HashMap<>();
        for (int i = 0; i < form.numbers().size(); i++) {
            List<Long> here = new ArrayList<>();
            for (State end : rounds) {
                Substitution at = new Substitution(terms, Map.of(which, terms.constant(which.width(), BigInteger.valueOf(i))));
                boolean occurs = end.constraints.subList(header.constraints.size(), end.constraints.size()).stream().noneMatch(each -> at.apply(each) == terms.no());
                Optional<long[]> numbers = occurs ? tables.numbers(at.apply(place.read(end)), MOST) : Optional.of(new long[0]);
                if (numbers.isEmpty()) {
                    return OptionalLong.empty();
                }
                Arrays.stream(numbers.get()).forEach(here::add);
            }
            next.put(form.numbers().get(i), here);
        }
        return longest(next);
    }

    /** The most steps from one number to the next; empty where they go in a circle. */
    private static OptionalLong longest(Map<Long, List<Long>> next) {
        Map<Long, Long> steps = new HashMap<>();
        long most = 0;
        // Numbers from which none goes on but to such as are done come first.
        List<Long> open = new ArrayList<>(next.keySet());
        while (!open.isEmpty()) {
            List<Long> done = open.stream().filter(number -> next.get(number).stream().allMatch(to -> steps.containsKey(to) || !next.containsKey(to))).toList();
            if (done.isEmpty()) {
                return OptionalLong.empty();
            }
            for (long number : done) {
                long here = next.get(number).stream().mapToLong(to -> 1 + steps.getOrDefault(to, 0L)).max().orElse(0);
                most = Math.max(most, here);
                steps.put(number, here);
            }
            open.removeAll(new TreeSet<>(done));
        }
        return OptionalLong.of(most);
    }
}
