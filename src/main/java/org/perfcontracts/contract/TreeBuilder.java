package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Term;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Solver;

/**
 * Finds the questions that tell classes apart: at each node the statement after which the fewest classes are left on both sides. A class is left
 * wherever the solver cannot exclude that it has an input there. So a leaf names all classes that can come there, and a leaf of one
 * class is reached by inputs of this class only, as classes cover all inputs.
 */
final class TreeBuilder {
    private static final int MOST_QUESTIONS = 20_000;
    private static final int MOST_NODES = 300;

    private final ConditionNamer namer;
    private final Solver solver;
    private final BooleanSupplier over;
    private final Map<Entry, List<Assignment>> examples = new HashMap<>();
    private int questions;
    private int nodes;

    /**
     * A builder of trees.
     *
     * @param over whether there is no time left
     */
    TreeBuilder(ConditionNamer namer, Solver solver, BooleanSupplier over) {
        this.namer = namer;
        this.solver = solver;
        this.over = over;
    }

    /** A class: a condition that holds of all its inputs, and its words. */
    record Entry(String name, Term term, ConditionNamer.Words words) {
    }

    /** A statement that may become a question, and how it is denied. */
    private record Question(Atom atom, Atom opposite) {
    }

    /** A question with the classes that are left on both sides. */
    private record Split(Question question, List<Entry> then, List<Entry> otherwise) {
        long weight() {
            return (long) then.size() * then.size() + (long) otherwise.size() * otherwise.size();
        }

        /** A class alone, with the shortest words, is said first. */
        long unevenness() {
            return -Math.abs(then.size() - otherwise.size());
        }
    }

    /**
     * The tree of classes that together hold every input that meets the assumptions.
     *
     * @param classes at least one
     */
    DecisionTree of(List<Entry> classes, List<Term> assumptions) {
        return grow(classes, Conjunction.TRUE, assumptions);
    }

    private DecisionTree grow(List<Entry> left, Conjunction path, List<Term> assumptions) {
        Split best = left.size() < 2 || nodes >= MOST_NODES ? null : best(left, path, assumptions);
        if (best == null) {
            return new DecisionTree.Leaf(left.stream().map(Entry::name).sorted().toList());
        }
        nodes++;
        Atom yes = best.question.atom;
        Atom no = best.question.opposite;
        DecisionTree then = grow(best.then, path.and(yes), with(assumptions, yes));
        DecisionTree otherwise = grow(best.otherwise, path.and(no), with(assumptions, no));
        return then.size() <= otherwise.size()
                ? new DecisionTree.Choice(namer.statement(yes, path.and(yes)), then, otherwise)
                : new DecisionTree.Choice(namer.statement(no, path.and(no)), otherwise, then);
    }

    private Split best(List<Entry> left, Conjunction path, List<Term> conditions) {
        Split best = null;
        for (Question question : questions(left, path)) {
            List<Entry> then = left.stream().filter(each -> isPossible(each, with(conditions, question.atom))).toList();
            List<Entry> otherwise = left.stream().filter(each -> isPossible(each, with(conditions, question.opposite))).toList();
            Split split = new Split(question, then, otherwise);
            boolean tells = !then.isEmpty() && !otherwise.isEmpty() && then.size() + otherwise.size() < 2 * left.size();
            if (tells && (best == null || ORDER.compare(split, best) < 0)) {
                best = split;
            }
        }
        return best;
    }

    private static final Comparator<Split> ORDER = Comparator.comparingLong(Split::weight).thenComparingLong(Split::unevenness)
            .thenComparing(split -> split.question.atom.text().length()).thenComparing(split -> split.question.atom.text());

    private List<Term> with(List<Term> conditions, Atom atom) {
        List<Term> all = new ArrayList<>(conditions);
        all.add(atom.term());
        return all;
    }

    /** The statements of the classes' words whose names have a meaning on this path. */
    private List<Question> questions(List<Entry> left, Conjunction path) {
        Map<Term, Question> found = new LinkedHashMap<>();
        for (Entry each : left) {
            for (Conjunction conjunction : each.words().cover()) {
                for (Atom said : conjunction.atoms()) {
                    Atom atom = namer.widened(said);
                    if (path.atoms().stream().noneMatch(known -> known.term() == atom.term()) && ConditionNamer.hasMeaning(atom, conjunction, path)) {
                        found.computeIfAbsent(atom.term(), _ -> new Question(atom, namer.opposite(atom, conjunction)));
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    private boolean isPossible(Entry entry, List<Term> conditions) {
        List<Assignment> known = examples.computeIfAbsent(entry, _ -> new ArrayList<>());
        if (known.stream().map(Evaluator::new).anyMatch(evaluator -> conditions.stream().allMatch(evaluator::isTrue))) {
            return true;
        }
        if (questions >= MOST_QUESTIONS || over.getAsBoolean()) {
            return true;
        }
        questions++;
        List<Term> all = new ArrayList<>(conditions);
        all.add(entry.term());
        Answer answer = solver.check(all);
        if (answer instanceof Answer.Satisfiable(Assignment model)) {
            known.add(model);
        }
        return answer.isPossible();
    }
}
