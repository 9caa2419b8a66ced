package org.perfcontracts.smt;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.FloatDefinitions;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Takes floating-point operations out of the conditions. Comparisons and conversions are replaced by their definitions, the result of
 * arithmetic by a symbol of which some facts are known ({@link FloatFacts}). What then cannot hold cannot hold. A model is believed
 * where the conditions as they were asked hold under it; where not, the next question says what the arithmetic comes to for the
 * arguments that the model chose. After a few of these a second solver is asked that knows arithmetic, which takes long.
 */
final class FloatSolver implements Solver {
    private static final int MOST_ROUNDS = 3;
    /** Conditions whose replacements are remembered. */
    private static final int MOST_REMEMBERED = 16_384;

    private final Terms terms;
    private final Solver next;
    private final Solver exact;
    private final Symbols symbols;
    private final FloatDefinitions definitions;
    private final FloatFacts facts;
    private final Map<Term, Plain> plains = new HashMap<>();
    private final Map<Operation, Term> replacements = new HashMap<>();
    private final Map<Operation, Arithmetic> arithmetic = new HashMap<>();

    /** The result of an operation, whose arguments are free of others, as a symbol. */
    private record Arithmetic(Symbol result, Operation operation, List<Term> facts) {
    }

    /** A condition without floating-point operations, and those of arithmetic that it had. */
    private record Plain(Term condition, Set<Arithmetic> results) {
    }

    /**
     * A solver in front of others.
     *
     * @param next is asked about conditions on integers
     * @param exact is asked about those and equations of a symbol with arithmetic
     */
    FloatSolver(Terms terms, Solver next, Solver exact, Symbols symbols) {
        this.terms = terms;
        this.next = next;
        this.exact = exact;
        this.symbols = symbols;
        this.definitions = new FloatDefinitions(terms);
        this.facts = new FloatFacts(terms, definitions);
    }

    @Override
    public Answer check(List<Term> conditions) {
        List<Term> plain = new ArrayList<>();
        Set<Arithmetic> results = new LinkedHashSet<>();
        for (Term condition : conditions) {
            Plain replaced = plain(condition);
            for (Arithmetic result : replaced.results) {
                if (results.add(result)) {
                    plain.addAll(result.facts);
                }
            }
            plain.add(replaced.condition);
        }
        plain.removeIf(condition -> condition == terms.yes());
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Answer answer = next.check(plain);
            if (!(answer instanceof Answer.Satisfiable(Assignment model))) {
                return answer;
            }
            if (results.isEmpty()) {
                return answer;
            }
            Assignment own = restricted(model, conditions);
            if (holds(conditions, own)) {
                return new Answer.Satisfiable(own);
            }
            addLessons(results, model, plain);
        }
        return askExactly(conditions, plain, results);
    }

    private Answer askExactly(List<Term> conditions, List<Term> plain, Set<Arithmetic> results) {
        List<Term> all = new ArrayList<>(plain);
        results.forEach(result -> all.add(terms.eq(result.result, result.operation)));
        Answer answer = exact.check(all);
        if (!(answer instanceof Answer.Satisfiable(Assignment model))) {
            return answer;
        }
        Assignment own = restricted(model, conditions);
        return holds(conditions, own) ? new Answer.Satisfiable(own) : new Answer.Unknown("the solver's floating-point arithmetic is another");
    }

    @Override
    public void close() {
        next.close();
        exact.close();
    }

    private static boolean holds(List<Term> conditions, Assignment model) {
        Evaluator evaluator = new Evaluator(model);
        return conditions.stream().allMatch(evaluator::isTrue);
    }

    private Assignment restricted(Assignment model, List<Term> conditions) {
        Map<Symbol, BigInteger> values = new HashMap<>();
        symbols.of(conditions).forEach(symbol -> values.put(symbol, model.value(symbol)));
        return Assignment.of(values);
    }

    /** Where the model's arguments are given, the result is what it is, and not what the model says. */
    private void addLessons(Set<Arithmetic> results, Assignment model, List<Term> conditions) {
        Evaluator evaluator = new Evaluator(model);
        for (Arithmetic each : results) {
            BigInteger right = evaluator.value(each.operation);
            if (right.equals(model.value(each.result))) {
                continue;
            }
            Term lesson = terms.eq(each.result, terms.constant(each.result.width(), right));
            for (Term argument : each.operation.arguments()) {
                lesson = terms.or(lesson, terms.ne(argument, terms.constant(argument.width(), evaluator.value(argument))));
            }
            conditions.add(lesson);
        }
    }

    // ---- replacing

    private Plain plain(Term condition) {
        Plain known = plains.get(condition);
        if (known == null) {
            if (plains.size() >= MOST_REMEMBERED) {
                plains.clear();
            }
            known = replace(condition);
            plains.put(condition, known);
        }
        return known;
    }

    private Plain replace(Term condition) {
        List<Operation> floating = floating(condition);
        if (floating.isEmpty()) {
            return new Plain(condition, Set.of());
        }
        Set<Arithmetic> results = new LinkedHashSet<>();
        Map<Operation, Term> here = new HashMap<>();
        for (Operation operation : floating) {
            if (!replacements.containsKey(operation)) {
                replacements.put(operation, replacement(operation, here));
            }
            here.put(operation, replacements.get(operation));
            if (arithmetic.containsKey(operation)) {
                results.add(arithmetic.get(operation));
            }
        }
        return new Plain(new Substitution(terms, here).apply(condition), results);
    }

    /** The floating-point operations in a term, what is needed before what needs it. */
    private static List<Operation> floating(Term top) {
        Set<Term> seen = new HashSet<>();
        List<Operation> found = new ArrayList<>();
        Deque<Term> open = new ArrayDeque<>();      // terms are deeper than the thread's own stack
        open.push(top);
        while (!open.isEmpty()) {
            if (open.pop() instanceof Operation operation && seen.add(operation)) {
                if (operation.operator().isFloating()) {
                    found.add(operation);
                }
                operation.arguments().forEach(open::push);
            }
        }
        found.sort(Comparator.comparingInt(Term::id));
        return found;
    }

    private Term replacement(Operation operation, Map<Operation, Term> earlier) {
        Substitution substitution = new Substitution(terms, earlier);
        List<Term> arguments = operation.arguments().stream().map(substitution::apply).toList();
        Term inner = terms.apply(operation.operator(), operation.width(), operation.low(), arguments);
        if (!(inner instanceof Operation plain) || !plain.operator().isFloating()) {
            return inner;
        }
        if (!plain.operator().isFloatingArithmetic()) {
            return definitions.of(plain);
        }
        Symbol result = terms.symbol("float@" + plain.id(), plain.width());
        arithmetic.put(operation, new Arithmetic(result, plain, facts.of(plain, result)));
        return result;
    }
}
