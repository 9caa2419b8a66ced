package org.perfcontracts.smt;

import java.util.ArrayList;
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
    /** Sets that cannot hold, under their youngest condition. */
    private final Map<Term, List<Set<Term>>> impossible = new HashMap<>();
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
            for (Set<Term> smaller : impossible.getOrDefault(condition, List.of())) {
                if (asked.containsAll(smaller)) {
                    return true;
                }
            }
        }
        return false;
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
            case Answer.Unsatisfiable _ -> asked.stream()
                    .max((a, b) -> Integer.compare(a.id(), b.id()))
                    .ifPresent(youngest -> listAt(impossible, youngest).add(asked));
            case Answer.Unknown _ -> {
            }
        }
    }

    private static List<Set<Term>> listAt(Map<Term, List<Set<Term>>> index, Term condition) {
        return index.computeIfAbsent(condition, _ -> new ArrayList<>());
    }

    private void forget() {
        answers.clear();
        impossible.clear();
        possible.clear();
    }
}
