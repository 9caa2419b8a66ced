package org.perfcontracts.contract;

import java.util.Optional;

/**
 * How the classes of a contract are put before people.
 *
 * @param resolution how near costs of classes are that become one; empty for {@link Resolution#STANDARD} where no path has a class mark,
 *                   and otherwise none
 * @param order      of the classes
 */
public record Presentation(Optional<Resolution> resolution, Order order) {
    /** Whatever differs is kept apart, class by class. */
    public static final Presentation FINEST = new Presentation(Optional.of(Resolution.FINEST), Order.LIST);
    /** As suits the program's marks, class by class. */
    public static final Presentation STANDARD = new Presentation(Optional.empty(), Order.LIST);

    /** In which order. */
    public enum Order {
        /** Class by class. */
        LIST,
        /** By questions as well, as a {@link DecisionTree}. */
        TREE
    }

    /** Equal for equal presentations, and for no others. */
    public String key() {
        return resolution.map(Resolution::toString).orElse("") + (order == Order.TREE ? " tree" : "");
    }
}
