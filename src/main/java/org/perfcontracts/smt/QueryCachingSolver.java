package org.perfcontracts.smt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.expr.Term;

/**
 * Remembers what was decided of a set of conditions, and concludes: what contains conditions that cannot hold together
 * cannot hold; what is contained in conditions that can, can, under the same model.
 */
final class QueryCachingSolver implements Solver {
    /** Sets remembered; then all are forgotten. */
    private static final int MOST_SETS = 16_384;
    /** Larger sets that are looked at for one question. */
    private static final int MOST_COMPARED = 32;

    private final Solver next;
    private final Statistics statistics;
    private final Map<Set<Term>, Answer> answers = new HashMap<>();
    /** Sets that cannot hold, from their youngest condition to their oldest, under the youngest: old ones are in many sets. */
    private final Map<Term, List<Term[]>> impossible = new HashMap<>();
    /** Sets that can hold, under each of their conditions. */
    private final Map<Term, List<Set<Term>>> possible = new HashMap<>();

    QueryCachingSolver(Solver next, Statistics statistics) {
        this.next = next;
        this.statistics = statistics;
    }

    @Override
    public Answer check(List<Term> conditions) {
        Set<Term> asked = new HashSet<>(conditions);
        Answer known = known(asked);
        if (known != null) {
            statistics.countAnswer(Statistics.Link.CACHE);
            return known;
        }
        Answer answer = next.check(conditions);
        remember(asked, answer);
        return answer;
    }

    @Override
    public void close() {
        forget();
        next.close();
    }

    private Answer known(Set<Term> asked) {
        Answer same = answers.get(asked);
        if (same != null) {
            return same;
        }
        return containsImpossible(asked) ? new Answer.Unsatisfiable() : answerOfLarger(asked);
    }

    private boolean containsImpossible(Set<Term> asked) {
        for (Term condition : asked) {
            List<Term[]> smaller = impossible.get(condition);
            for (int i = 0; smaller != null && i < smaller.size(); i++) {
                if (containsAll(asked, smaller.get(i))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean containsAll(Set<Term> asked, Term[] conditions) {
        for (Term condition : conditions) {
            if (!asked.contains(condition)) {
                return false;
            }
        }
        return true;
    }

    private Answer answerOfLarger(Set<Term> asked) {
        List<Set<Term>> candidates = null;
        for (Term condition : asked) {
            List<Set<Term>> containing = possible.get(condition);
            if (containing == null) {
                return null;
            }
            if (candidates == null || containing.size() < candidates.size()) {
                candidates = containing;
            }
        }
        if (candidates == null) {
            return null;
        }
        int last = Math.max(0, candidates.size() - MOST_COMPARED);
        for (int i = candidates.size() - 1; i >= last; i--) {
            if (candidates.get(i).containsAll(asked)) {
                return answers.get(candidates.get(i));
            }
        }
        return null;
    }

    private void remember(Set<Term> asked, Answer answer) {
        if (answers.size() >= MOST_SETS) {
            forget();
        }
        answers.put(asked, answer);
        switch (answer) {
            case Answer.Satisfiable _ -> asked.forEach(condition -> listAt(possible, condition).add(asked));
            case Answer.Unsatisfiable _ -> {
                Term[] conditions = asked.toArray(Term[]::new);
                Arrays.sort(conditions, Comparator.comparingInt(Term::id).reversed());
                if (conditions.length > 0) {
                    listAt(impossible, conditions[0]).add(conditions);
                }
            }
            case Answer.Unknown _ -> {
            }
        }
    }

    private static <T> List<T> listAt(Map<Term, List<T>> index, Term condition) {
        return index.computeIfAbsent(condition, _ -> new ArrayList<>());
    }

    private void forget() {
        answers.clear();
        impossible.clear();
        possible.clear();
    }
}
