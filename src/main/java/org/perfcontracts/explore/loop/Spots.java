package org.perfcontracts.explore.loop;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.perfcontracts.explore.memory.Choices;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.memory.Strides;
import org.perfcontracts.explore.memory.Tables;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Tells of pointers which elements of regions they lead to, for the form {@link Form.Element}. */
final class Spots {
    private static final int MOST = 8;
    /** Numbers in a table at which is looked one by one. */
    private static final int MOST_NUMBERS = 4096;
    private static final Form.Spot NULL = new Form.Spot.Known(0);

    private final Terms terms;
    private final Resolver resolver;
    private final Regions regions;
    private final Tables tables;

    Spots(Means means) {
        this.terms = means.terms();
        this.resolver = means.resolver();
        this.regions = means.regions();
        this.tables = means.tables();
    }

    // ---- which

    /** The form of a pointer with a value before the loop, or in other states; empty where it leads, or may lead, anywhere else. */
    Optional<Form.Element> element(Map<State, Term> values) {
        return form(values, this::isInside);
    }

    /** The same as long as it is not known how far it may lead. */
    Optional<Form.Element> likely(Map<State, Term> values) {
        return form(values, (_, _) -> true);
    }

    private Optional<Form.Element> form(Map<State, Term> values, BiPredicate<State, Term> isProved) {
        Set<Form.Spot> spots = new LinkedHashSet<>();
        boolean all = !regions.all().isEmpty() && values.entrySet().stream().allMatch(entry -> add(entry.getKey(), entry.getValue(), isProved, spots));
        return all ? form(spots) : Optional.empty();
    }

    /** The form of a pointer that leads to either of some spots; of several known ones in one region it leads to any like them. */
    Optional<Form.Element> form(Set<Form.Spot> spots) {
        Set<Form.Spot> some = new LinkedHashSet<>();
        for (Form.Spot spot : spots) {
            boolean isOneOfMany = spot instanceof Form.Spot.Known(long place) && spots.stream().anyMatch(
                    other -> other != spot && inElement(place).isPresent() && isLike(other, inElement(place).get()));
            some.add(isOneOfMany ? inElement(((Form.Spot.Known) spot).place()).get() : spot);
        }
        return some.isEmpty() || some.size() > MOST ? Optional.empty() : Optional.of(new Form.Element(List.copyOf(some)));
    }

    /** Whether a pointer may lead to a region: only then is it more than a number. */
    boolean leadsSomewhere(Form.Element form) {
        return form.spots().stream().anyMatch(spot -> !(spot instanceof Form.Spot.Known(long place)) || regions.at(place).isPresent());
    }

    private boolean isLike(Form.Spot spot, Form.Spot.InElement other) {
        return spot.equals(other) || spot instanceof Form.Spot.Known(long place) && inElement(place).filter(other::equals).isPresent();
    }

    private Optional<Form.Spot.InElement> inElement(long place) {
        return regions.at(place).map(region -> new Form.Spot.InElement(region, (int) Long.remainderUnsigned(place - region.address(), region.elementSize())));
    }

    private boolean add(State state, Term pointer, BiPredicate<State, Term> isProved, Set<Form.Spot> into) {
        Term value = Choices.lifted(terms, pointer);
        if (value.width() != Long.SIZE) {
            return false;
        }
        if (value instanceof Operation o && o.operator() == Operator.ITE) {
            Term condition = o.argument(0);
            return (!mayBe(state, condition) || add(state, o.argument(1), isProved, into)) && (!mayBe(state, terms.not(condition)) || add(state, o.argument(2), isProved, into));
        }
        if (value instanceof Constant known) {
            Form.Spot.Known spot = new Form.Spot.Known(known.toLong());
            into.add(spot);
            // Nodes that packets change, and such beside them that they only read.
            return leads(state, known.toLong());
        }
        Optional<Form.Spot> spot = spot(state, value).filter(_ -> isProved.test(state, value));
        if (spot.isEmpty()) {
            return addEach(state, value, into);
        }
        into.add(spot.get());
        return true;
    }

    /** Whether a number is no pointer, or one to memory. */
    private static boolean leads(State state, long number) {
        return number == 0 || state.memory.isMapped(number, 1);
    }

    /** The spots of a pointer that memory holds which packets do not change, as the first of a chain in a table of such; false for others. */
    private boolean addEach(State state, Term value, Set<Form.Spot> into) {
        long[] numbers = tables.numbers(value, MOST_NUMBERS).orElse(new long[0]);
        Set<Form.Spot> spots = new LinkedHashSet<>();
        for (long place : numbers) {
            spots.add(inElement(place).<Form.Spot>map(each -> each).orElse(new Form.Spot.Known(place)));
        }
        boolean leads = !spots.isEmpty() && spots.size() <= MOST && Arrays.stream(numbers).allMatch(place -> leads(state, place));
        if (leads) {
            into.addAll(spots);
        }
        return leads;
    }

    private boolean mayBe(State state, Term condition) {
        return !state.constraints.contains(terms.not(condition)) && (state.constraints.contains(condition) || resolver.ask(state, condition).isPossible());
    }

    private Optional<Form.Spot> spot(State state, Term value) {
        if (!resolver.hasModel(state)) {
            return Optional.empty();
        }
        long sample = state.evaluator().toLong(value);
        // An index of which not enough is known yet leads out of the array, which is where the sum begins.
        long place = regions.at(sample).isPresent() ? sample : Linear.of(value).constant().longValue();
        Optional<Region> region = regions.at(place);
        if (region.isEmpty()) {
            return Optional.empty();
        }
        Term distance = terms.sub(value, terms.constant(Long.SIZE, region.get().address()));
        if (!goesByElements(distance, region.get().elementSize())) {
            return Optional.empty();
        }
        return Optional.of(new Form.Spot.InElement(region.get(), (int) Long.remainderUnsigned(place - region.get().address(), region.get().elementSize())));
    }

    /** Whether an address stays in the region in which it is in the state's model. */
    private boolean isInside(State state, Term value) {
        Region region = regions.at(state.evaluator().toLong(value)).orElse(null);
        if (region == null) {
            return false;
        }
        Term distance = terms.sub(value, terms.constant(Long.SIZE, region.address()));
        Term inside = terms.ult(distance, terms.constant(Long.SIZE, region.elementSize() * region.count()));
        return inside == terms.yes() || !resolver.ask(state, terms.not(inside)).isPossible();
    }

    /** Whether a distance goes by whole elements: a sum of numbers each of which counts for a multiple of an element's size, too small to wrap around. */
    private static boolean goesByElements(Term distance, int size) {
        Map<List<Term>, BigInteger> factors = new HashMap<>();
        for (Linear.Monomial monomial : Linear.of(distance).monomials()) {
            BigInteger coefficient = monomial.coefficient();
            BigInteger factor = coefficient.testBit(Long.SIZE - 1) ? coefficient.subtract(BigInteger.ONE.shiftLeft(Long.SIZE)) : coefficient;
            factors.merge(digits(monomial.term()), factor.shiftLeft(Strides.lowZeros(monomial.term())), BigInteger::add);
        }
        BigInteger most = BigInteger.ZERO;
        for (Map.Entry<List<Term>, BigInteger> each : factors.entrySet()) {
            int bits = each.getKey().stream().mapToInt(Term::width).sum();
            most = most.add(each.getValue().abs().shiftLeft(bits));
            if (each.getValue().mod(BigInteger.valueOf(size)).signum() != 0) {
                return false;
            }
        }
        return Integer.bitCount(size) == 1 || most.bitLength() < Long.SIZE;
    }

    /** What a number is made of from its highest bits on, without zeros at either end. */
    private static List<Term> digits(Term term) {
        if (!(term instanceof Operation o) || o.operator() != Operator.CONCAT) {
            return List.of(term);
        }
        List<Term> digits = new ArrayList<>(o.arguments());
        while (!digits.isEmpty() && isZero(digits.getFirst())) {
            digits.removeFirst();
        }
        if (!digits.isEmpty() && isZero(digits.getLast())) {
            digits.removeLast();
        }
        return digits;
    }

    private static boolean isZero(Term term) {
        return term instanceof Constant constant && constant.isZero();
    }

    // ---- any of them

    /** Any address of a form, over symbols whose names begin as given; what they must meet is assumed in the state, of which the model is kept. */
    Term any(Form.Element form, String prefix, State state, Term before, Map<Symbol, BigInteger> values) {
        Symbol which = terms.symbol(prefix + ".which", Integer.SIZE - Integer.numberOfLeadingZeros(form.spots().size()));
        Term any = null;
        int first = 0;
        for (int i = form.spots().size() - 1; i >= 0; i--) {
            Form.Spot spot = form.spots().get(i);
            long at = before instanceof Constant known ? known.toLong() : state.model != null ? state.evaluator().toLong(before) : 0;
            first = spot.has(at) ? i : first;
            String name = prefix + ".element" + i;
            Term address = switch (spot) {
                case Form.Spot.Known(long place) -> terms.constant(Long.SIZE, place);
                case Form.Spot.InElement inElement -> element(inElement, name, state, at, values);
            };
            any = any == null ? address : terms.ite(terms.eq(which, terms.constant(which.width(), i)), address, any);
        }
        values.put(which, BigInteger.valueOf(first));
        return any;
    }

    private Term element(Form.Spot.InElement spot, String name, State state, long before, Map<Symbol, BigInteger> values) {
        Region region = spot.region();
        int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(region.count() - 1));
        Symbol index = terms.symbol(name, bits);
        Term within = terms.ule(index, terms.constant(bits, region.count() - 1));
        if (within != terms.yes()) {
            state.assume(within);
        }
        values.put(index, spot.has(before) ? BigInteger.valueOf((before - region.address()) / region.elementSize()) : BigInteger.ZERO);
        return terms.add(terms.mul(terms.zext(index, Long.SIZE), terms.constant(Long.SIZE, region.elementSize())),
                terms.constant(Long.SIZE, region.address() + spot.offset()));
    }
}
