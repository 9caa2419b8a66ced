package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Mixing;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Opaque symbols: each stands for a value that no solver can reason about, such as a hash. In constraints they can have any
 * value, so no path is lost; what a path's witness needs is that each is computed from its definition. Equal terms have
 * the same symbol. Safe for use by several threads.
 */
public final class Opaques {
    /** A checksum's sums and folds stay below, the rounds of hash functions reach it. */
    private static final int DEEPEST = 6;
    private static final int NARROWEST = 16;

    private final Terms terms;
    private final Map<Term, Symbol> symbols = new ConcurrentHashMap<>();
    private final Map<Symbol, Term> definitions = new ConcurrentHashMap<>();
    /** The symbols that opaque ones are made of in the end, none of which is opaque: a hash is made of earlier rounds many times over. */
    private final Map<Symbol, Set<Symbol>> bases = new ConcurrentHashMap<>();
    private final Symbols symbolsOf = new Symbols();
    private final ThreadLocal<Mixing> mixing = ThreadLocal.withInitial(() -> new Mixing(symbol -> isOpaque(symbol) ? DEEPEST - 1 : 0));

    public Opaques(Terms terms) {
        this.terms = terms;
    }

    /** A term with the same value: the one given, or an opaque symbol in its place, widened by zeros if the term is. */
    public Term shallow(Term value) {
        if (value instanceof Operation o && o.operator() == Operator.CONCAT && o.arity() == 2 && o.argument(0) instanceof Constant zeros && zeros.isZero()) {
            return terms.zext(shallow(o.argument(1)), value.width());
        }
        if (!(value instanceof Operation) || value.width() < NARROWEST || mixing.get().depth(value) < DEEPEST) {
            return value;
        }
        return symbols.computeIfAbsent(value, this::define);
    }

    private Symbol define(Term value) {
        Symbol symbol = terms.symbol("opaque@" + value.id(), value.width());
        bases.put(symbol, symbolsOf.of(value).stream().flatMap(each -> bases.getOrDefault(each, Set.of(each)).stream()).collect(Collectors.toUnmodifiableSet()));
        definitions.put(symbol, value);
        return symbol;
    }

    boolean isOpaque(Symbol symbol) {
        return definitions.containsKey(symbol);
    }

    /** Whether there are any. */
    boolean isEmpty() {
        return definitions.isEmpty();
    }

    /** What an opaque symbol stands for; empty for any other symbol. */
    public Optional<Term> definition(Symbol symbol) {
        return Optional.ofNullable(definitions.get(symbol));
    }

    /** Whether a condition holds for a symbol or, if it is opaque, for all that it is made of. */
    public boolean isMadeOf(Symbol symbol, Predicate<Symbol> condition) {
        return bases.getOrDefault(symbol, Set.of(symbol)).stream().allMatch(condition);
    }

    /** The opaque symbols among the given ones and those in their definitions, and so on. */
    public Set<Symbol> reachedFrom(Set<Symbol> some) {
        Set<Symbol> reached = new HashSet<>();
        some.forEach(symbol -> reach(symbol, reached));
        return reached;
    }

    private void reach(Symbol symbol, Set<Symbol> reached) {
        Term definition = definitions.get(symbol);
        if (definition != null && reached.add(symbol)) {
            symbolsOf.of(definition).forEach(each -> reach(each, reached));
        }
    }

    /** The values that opaque symbols have where the symbols that they are made of have the given ones, with those. */
    public Map<Symbol, BigInteger> values(Set<Symbol> opaque, Assignment others) {
        Map<Symbol, BigInteger> values = new HashMap<>();
        opaque.forEach(symbol -> value(symbol, others, values));
        return values;
    }

    private BigInteger value(Symbol symbol, Assignment others, Map<Symbol, BigInteger> values) {
        BigInteger known = values.get(symbol);
        if (known != null) {
            return known;
        }
        Term definition = definitions.get(symbol);
        BigInteger value;
        if (definition == null) {
            value = others.value(symbol);
        } else {
            Map<Symbol, BigInteger> parts = new HashMap<>();
            symbolsOf.of(definition).forEach(part -> parts.put(part, value(part, others, values)));
            value = new Evaluator(Assignment.of(parts)).value(definition);
        }
        values.put(symbol, value);
        return value;
    }
}
