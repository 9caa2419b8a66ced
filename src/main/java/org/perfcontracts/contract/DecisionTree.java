package org.perfcontracts.contract;

import java.util.List;

/** The classes of a contract by questions, each asked once on a way down. */
public sealed interface DecisionTree {
    /**
     * A question.
     *
     * @param statement  about the input, in words
     * @param then       where it holds
     * @param otherwise  where it does not
     */
    record Choice(String statement, DecisionTree then, DecisionTree otherwise) implements DecisionTree {
    }

    /**
     * An answer.
     *
     * @param classes the names of all classes that inputs can be in that come here; several where it depends on what is not in the input,
     *                such as state or the outcome of a loop, or where it is not known how to tell them apart
     */
    record Leaf(List<String> classes) implements DecisionTree {
        /** Copies the list. */
        public Leaf {
            classes = List.copyOf(classes);
        }
    }

    /** How many classes its answers name, each as often as it is named. */
    default int size() {
        return switch (this) {
            case Choice(String _, DecisionTree then, DecisionTree otherwise) -> then.size() + otherwise.size();
            case Leaf(List<String> classes) -> classes.size();
        };
    }
}
