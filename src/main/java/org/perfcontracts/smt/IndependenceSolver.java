package org.perfcontracts.smt;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;

/**
 * Splits the conditions into groups that share no symbol and asks for each group alone: they hold together if each
 * group does. The group of the latest condition is asked first, for the others are most often known.
 */
final class IndependenceSolver implements Solver {
    private final Solver next;
    private final Symbols symbols;
    private final Statistics statistics;

    IndependenceSolver(Solver next, Symbols symbols, Statistics statistics) {
        this.next = next;
        this.symbols = symbols;
        this.statistics = statistics;
    }

    @Override
    public Answer check(List<Term> conditions) {
        List<List<Term>> groups = groups(conditions);
        if (groups.size() == 1) {
            return next.check(conditions);
        }
        statistics.countAnswer(Statistics.Link.INDEPENDENCE);
        Map<Symbol, BigInteger> values = new HashMap<>();
        Answer.Unknown unknown = null;
        for (List<Term> group : groups) {
            switch (next.check(group)) {
                case Answer.Unsatisfiable impossible -> {
                    return impossible;
                }
                case Answer.Unknown nothing -> unknown = nothing;
                case Answer.Satisfiable(Assignment model) ->
                        symbols.of(group).forEach(symbol -> values.put(symbol, model.value(symbol)));
            }
        }
        return unknown != null ? unknown : new Answer.Satisfiable(Assignment.of(values));
    }

    @Override
    public void close() {
        next.close();
    }

    /** The groups, each in the order of the list; first the one of the last condition, then that of the last not in it, … */
    private List<List<Term>> groups(List<Term> conditions) {
        Partition partition = new Partition(conditions.size());
        Map<Symbol, Integer> firstUse = new HashMap<>();
        for (int i = 0; i < conditions.size(); i++) {
            for (Symbol symbol : symbols.of(conditions.get(i))) {
                Integer first = firstUse.putIfAbsent(symbol, i);
                if (first != null) {
                    partition.join(first, i);
                }
            }
        }
        Map<Integer, List<Term>> byRoot = new HashMap<>();
        List<List<Term>> groups = new ArrayList<>();
        for (int i = conditions.size() - 1; i >= 0; i--) {
            byRoot.computeIfAbsent(partition.root(i), _ -> {
                List<Term> group = new ArrayList<>();
                groups.add(group);
                return group;
            });
        }
        for (int i = 0; i < conditions.size(); i++) {
            byRoot.get(partition.root(i)).add(conditions.get(i));
        }
        return groups;
    }

    /** Places joined into disjoint sets. */
    private static final class Partition {
        private final int[] parent;

        Partition(int size) {
            parent = new int[size];
            for (int i = 0; i < size; i++) {
                parent[i] = i;
            }
        }

        int root(int place) {
            int root = place;
            while (parent[root] != root) {
                parent[root] = parent[parent[root]];
                root = parent[root];
            }
            return root;
        }

        void join(int a, int b) {
            parent[root(b)] = root(a);
        }
    }
}
