package org.perfcontracts.explore.loop;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.memory.Strides;
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
    private static final int MOST = 4;

    private final Terms terms;
    private final Resolver resolver;
    private final Regions regions;

    Spots(Terms terms, Resolver resolver, Regions regions) {
        this.terms = terms;
        this.resolver = resolver;
        this.regions = regions;
    }

    // ---- which

    /** The form of a pointer with a value before the loop, or in other states; empty where it leads, or may lead, anywhere else. */
    Optional<Form.Element> element(Map<State, Term> values) {
        Set<Form.Spot> spots = new LinkedHashSet<>();
        boolean all = !regions.all().isEmpty() && values.entrySet().stream().allMatch(entry -> add(entry.getKey(), entry.getValue(), spots));
        return all && !spots.isEmpty() && spots.size() <= MOST ? Optional.of(new Form.Element(List.copyOf(spots))) : Optional.empty();
    }

    private boolean add(State state, Term value, Set<Form.Spot> into) {
        if (value.width() != Long.SIZE) {
            return false;
        }
        if (value instanceof Operation o && o.operator() == Operator.ITE) {
            return add(state, o.argument(1), into) && add(state, o.argument(2), into);
        }
        Optional<Form.Spot> spot = spot(state, value);
        spot.ifPresent(into::add);
        return spot.isPresent();
    }

    private Optional<Form.Spot> spot(State state, Term value) {
        if (!(value instanceof Constant) && !resolver.hasModel(state)) {
            return Optional.empty();
        }
        long sample = value instanceof Constant known ? known.toLong() : state.evaluator().toLong(value);
        Optional<Region> region = regions.at(sample);
        if (region.isEmpty()) {
            return Optional.empty();
        }
        Term distance = terms.sub(value, terms.constant(Long.SIZE, region.get().address()));
        if (!goesByElements(distance, region.get().elementSize())) {
            return Optional.empty();
        }
        Term inside = terms.ult(distance, terms.constant(Long.SIZE, region.get().elementSize() * region.get().count()));
        if (inside != terms.yes() && resolver.ask(state, terms.not(inside)).isPossible()) {
            return Optional.empty();
        }
        return Optional.of(new Form.Spot(region.get(), (int) Long.remainderUnsigned(sample - region.get().address(), region.get().elementSize())));
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
            Region region = spot.region();
            int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(region.count() - 1));
            Symbol index = terms.symbol(prefix + ".element" + i, bits);
            Term within = terms.ule(index, terms.constant(bits, region.count() - 1));
            if (within != terms.yes()) {
                state.assume(within);
            }
            Term address = terms.add(terms.mul(terms.zext(index, Long.SIZE), terms.constant(Long.SIZE, region.elementSize())),
                    terms.constant(Long.SIZE, region.address() + spot.offset()));
            any = any == null ? address : terms.ite(terms.eq(which, terms.constant(which.width(), i)), address, any);
            if (before instanceof Constant || state.model != null) {
                long at = before instanceof Constant known ? known.toLong() : state.evaluator().toLong(before);
                boolean here = Long.compareUnsigned(at - region.address(), region.end() - region.address()) < 0;
                first = here ? i : first;
                values.put(index, here ? BigInteger.valueOf((at - region.address()) / region.elementSize()) : BigInteger.ZERO);
            }
        }
        values.put(which, BigInteger.valueOf(first));
        return any;
    }
}
