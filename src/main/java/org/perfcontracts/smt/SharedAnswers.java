package org.perfcontracts.smt;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Function;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;

/**
 * What several solver chains have found out, for questions that differ in nothing but the names of their symbols. Exploration asks
 * many of these: a loop is met again on each way that leads to it, and numbers its symbols from where that way has come. Safe for use by
 * several threads; the chains may work on different terms, but of the same functions.
 */
public final class SharedAnswers {
    /** Answers kept, of some kilobytes where they are models; then all are forgotten. */
    private static final int MOST_ANSWERS = 32_768;

    private final Map<Question.Likeness, Found> answers = new ConcurrentHashMap<>();
    private final Map<Function, Integer> functions = new IdentityHashMap<>();

    /** An answer, for whatever the symbols are called. */
    private sealed interface Found {
        /** The conditions cannot hold together. */
        record Impossible() implements Found {
        }

        /** They can: with these values, of the symbols in the order in which the question has them. */
        record Possible(List<BigInteger> values) implements Found {
        }
    }

    /** What conditions ask, to be looked up here. */
    Question question(List<Term> conditions) {
        return Question.of(conditions, this::number);
    }

    /** Of a function, which is what it is by being the object that it is. */
    private int number(Function function) {
        synchronized (functions) {
            return functions.computeIfAbsent(function, _ -> functions.size() + 1);
        }
    }

    /** The answer to a question that is like one before, said of its own symbols. */
    Optional<Answer> to(Question question) {
        return Optional.ofNullable(answers.get(question.likeness())).map(found -> switch (found) {
            case Found.Impossible _ -> new Answer.Unsatisfiable();
            case Found.Possible(List<BigInteger> values) -> new Answer.Satisfiable(model(question.symbols(), values));
        });
    }

    /** Keeps an answer, if it is one. */
    void keep(Question question, Answer answer) {
        if (answers.size() >= MOST_ANSWERS) {
            answers.clear();
        }
        switch (answer) {
            case Answer.Unsatisfiable _ -> answers.put(question.likeness(), new Found.Impossible());
            case Answer.Satisfiable(Assignment model) ->
                    answers.put(question.likeness(), new Found.Possible(question.symbols().stream().map(model::value).toList()));
            case Answer.Unknown _ -> {
            }
        }
    }

    private static Assignment model(List<Symbol> symbols, List<BigInteger> values) {
        Map<Symbol, BigInteger> model = new HashMap<>();
        for (int i = 0; i < symbols.size(); i++) {
            model.put(symbols.get(i), values.get(i));
        }
        return Assignment.of(model);
    }
}
