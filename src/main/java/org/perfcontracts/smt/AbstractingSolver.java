package org.perfcontracts.smt;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Puts a symbol in the place of each {@link Operator#FUNCTION}, about which the next solver is told what holds of all its values.
 * That nothing meets the conditions then holds all the more for the function itself. A model is checked by computing; one that
 * takes a value which the function does not have there teaches another condition, and the question is asked again, a few times.
 */
final class AbstractingSolver implements Solver {
    private static final int MOST_ROUNDS = 8;
    /** What was learned about one value beyond this is forgotten, the oldest first. */
    private static final int MOST_LEARNED = 48;
    private static final int MOST_KEPT = 20_000;

    private final Terms terms;
    private final Solver next;
    private final Pieces pieces;
    private final Map<Term, Set<Operation>> functionsIn = new HashMap<>();
    private final Map<Term, Term> stands = new HashMap<>();
    private final Map<Operation, Value> values = new HashMap<>();

    /** A function's value: the symbol that stands for it, its arguments with such symbols in them, and what is told about it. */
    private record Value(Operation operation, Symbol symbol, List<Term> arguments, List<Term> facts, Deque<Term> learned) {
        void learn(List<Term> lemmas) {
            lemmas.stream().filter(lemma -> !learned.contains(lemma)).forEach(learned::addLast);
            while (learned.size() > MOST_LEARNED) {
                learned.removeFirst();
            }
        }
    }

    AbstractingSolver(Terms terms, Solver next) {
        this.terms = terms;
        this.next = next;
        this.pieces = new Pieces(terms);
    }

    @Override
    public Answer check(List<Term> conditions) {
        Set<Operation> functions = new LinkedHashSet<>();
        conditions.forEach(condition -> functions.addAll(functionsIn(condition)));
        if (functions.isEmpty()) {
            return next.check(conditions);
        }
        List<Value> used = functions.stream().map(this::value).toList();
        List<Term> plain = conditions.stream().map(this::plain).toList();
        Pieces.Result possible = pieces.of(used.stream().map(value -> new Pieces.Use(value.operation.function(), value.symbol, value.arguments)).toList(), plain);
        if (possible.isImpossible()) {
            return new Answer.Unsatisfiable();
        }
        Answer answer = new Answer.Unknown("what its functions compute");
        for (int round = 0; round < MOST_ROUNDS; round++) {
            answer = next.check(told(plain, possible, used));
            if (!(answer instanceof Answer.Satisfiable(Assignment model))) {
                return answer;
            }
            if (satisfies(model, conditions)) {
                return answer;
            }
            List<Term> guesses = new ArrayList<>(learn(used, model));
            if (round == 0 && !possible.guesses().isEmpty()) {
                guesses = possible.guesses();
            }
            if (!guesses.isEmpty()) {
                List<Term> asked = told(plain, possible, used);
                asked.addAll(guesses);
                if (next.check(asked) instanceof Answer.Satisfiable(Assignment guessed) && satisfies(guessed, conditions)) {
                    return new Answer.Satisfiable(guessed);
                }
            }
        }
        return new Answer.Unknown("what its functions compute");
    }

    /** The conditions with all that is known of the functions in them by now. */
    private static List<Term> told(List<Term> plain, Pieces.Result possible, List<Value> used) {
        List<Term> told = new ArrayList<>(plain);
        told.addAll(possible.conditions());
        for (Value value : used) {
            told.addAll(value.facts);
            told.addAll(value.learned);
        }
        return told;
    }

    private static boolean satisfies(Assignment model, List<Term> conditions) {
        Evaluator evaluator = new Evaluator(model);
        return conditions.stream().allMatch(evaluator::isTrue);
    }

    /** Notes why a model is none, and gives conditions under which one like it may be. */
    private List<Term> learn(List<Value> used, Assignment model) {
        List<Term> guesses = new ArrayList<>();
        Evaluator evaluator = new Evaluator(model);
        for (Value value : used) {
            List<BigInteger> where = value.arguments.stream().map(evaluator::value).toList();
            BigInteger taken = evaluator.value(value.symbol);
            if (!taken.equals(value.operation.function().apply(where))) {
                value.learn(value.operation.function().lemmas(terms, value.arguments, value.symbol, where, taken));
                Term guess = value.operation.function().guess(terms, value.arguments, where, taken);
                if (guess != terms.yes() && guess != terms.no()) {
                    guesses.add(guess);
                }
            }
        }
        return guesses;
    }

    private Term plain(Term condition) {
        if (functionsIn(condition).isEmpty()) {
            return condition;
        }
        return stands.computeIfAbsent(condition, this::substituted);
    }

    private Term substituted(Term term) {
        Map<Term, Term> replacements = new HashMap<>();
        functionsIn(term).forEach(function -> replacements.put(function, value(function).symbol));
        return new Substitution(terms, replacements).apply(term);
    }

    private Value value(Operation operation) {
        Value known = values.get(operation);
        if (known != null) {
            return known;
        }
        List<Term> arguments = operation.arguments().stream().map(this::plain).toList();
        Symbol symbol = terms.symbol("function#" + operation.id(), operation.width());
        Value value = new Value(operation, symbol, arguments, operation.function().facts(terms, arguments, symbol).stream()
                .filter(fact -> fact != terms.yes()).toList(), new ArrayDeque<>());
        values.put(operation, value);
        return value;
    }

    /** The functions in a term, and those in their arguments. */
    private Set<Operation> functionsIn(Term term) {
        if (!(term instanceof Operation)) {
            return Set.of();
        }
        Set<Operation> known = functionsIn.get(term);
        if (known == null) {
            if (functionsIn.size() > MOST_KEPT) {
                functionsIn.clear();
                stands.clear();
                values.clear();
            }
            known = collect(term);
            functionsIn.put(term, known);
        }
        return known;
    }

    private static Set<Operation> collect(Term top) {
        Set<Operation> functions = new LinkedHashSet<>();
        Collection<Term> seen = new HashSet<>();
        Deque<Term> open = new ArrayDeque<>();
        open.push(top);
        while (!open.isEmpty()) {
            if (open.pop() instanceof Operation operation && seen.add(operation)) {
                if (operation.operator() == Operator.FUNCTION) {
                    functions.add(operation);
                }
                operation.arguments().forEach(open::push);
            }
        }
        return functions;
    }

    @Override
    public void close() {
        next.close();
    }
}
