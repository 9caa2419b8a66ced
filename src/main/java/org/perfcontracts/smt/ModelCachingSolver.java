package org.perfcontracts.smt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Term;

/**
 * Tries the latest models before it asks: of a list known to hold and a further condition or its negation, the model of
 * the list satisfies one. Models that come from the next solver are evaluated before they are believed.
 */
final class ModelCachingSolver implements Solver {
    private static final int MOST_MODELS = 64;

    private final Solver next;
    private final Statistics statistics;
    private final Deque<Model> models = new ArrayDeque<>();

    ModelCachingSolver(Solver next, Statistics statistics) {
        this.next = next;
        this.statistics = statistics;
    }

    @Override
    public Answer check(List<Term> conditions) {
        Model fitting = fitting(conditions);
        if (fitting != null) {
            statistics.countAnswer(Statistics.Link.MODELS);
            return new Answer.Satisfiable(fitting.assignment);
        }
        Answer answer = next.check(conditions);
        if (answer instanceof Answer.Satisfiable(Assignment assignment)) {
            Model model = new Model(assignment);
            if (!model.satisfies(conditions)) {
                return new Answer.Unknown("the solver's model does not satisfy the conditions");
            }
            remember(model);
        }
        return answer;
    }

    @Override
    public void close() {
        models.clear();
        next.close();
    }

    /** The model latest used that satisfies all conditions, now at the front; null if there is none. */
    private Model fitting(List<Term> conditions) {
        Iterator<Model> all = models.iterator();
        while (all.hasNext()) {
            Model model = all.next();
            if (model.satisfies(conditions)) {
                all.remove();
                models.addFirst(model);
                return model;
            }
        }
        return null;
    }

    private void remember(Model model) {
        models.addFirst(model);
        if (models.size() > MOST_MODELS) {
            models.removeLast();
        }
    }

    /** An assignment and which conditions are known to hold under it. */
    private static final class Model {
        /** Conditions evaluated before what the evaluator remembers is given up. */
        private static final int MOST_EVALUATED = 256;
        private static final int MOST_TRUTHS = 8_192;

        private final Assignment assignment;
        private final Map<Term, Boolean> truths = new HashMap<>();
        private Evaluator evaluator;
        private int evaluated;

        Model(Assignment assignment) {
            this.assignment = assignment;
            this.evaluator = new Evaluator(assignment);
        }

        /** The last condition is the one that was not asked about before: the others hold where it came from. */
        boolean satisfies(List<Term> conditions) {
            for (int i = conditions.size() - 1; i >= 0; i--) {
                if (!holds(conditions.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private boolean holds(Term condition) {
            Boolean known = truths.get(condition);
            if (known != null) {
                return known;
            }
            if (++evaluated % MOST_EVALUATED == 0) {
                evaluator = new Evaluator(assignment);
            }
            if (truths.size() >= MOST_TRUTHS) {
                truths.clear();
            }
            boolean truth = evaluator.isTrue(condition);
            truths.put(condition, truth);
            return truth;
        }
    }
}
