package org.perfcontracts.decision;

import java.util.List;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;

/** The classes of a contract by their names. */
public final class Classes {
    /** Names in a message. */
    private static final int MOST_NAMES = 20;

    private Classes() {
    }

    /**
     * The class of a name.
     *
     * @throws IllegalArgumentException if there is none; the message tells which there are
     */
    public static InputClass find(Contract contract, String name) {
        return contract.classes().stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown class '" + name + "'; known: "
                        + known(contract.classes().stream().map(InputClass::name).toList())));
    }

    /** Names for a message; those of an unmarked program can be hundreds. */
    public static String known(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }
}
