package org.perfcontracts.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.perfcontracts.formula.Pcv;

/**
 * A stateful library in the words of its authors.
 *
 * @param operations the functions that make it up
 * @param pcvs       what its marks count, by the part of their names behind the first dot, which all instances share
 */
public record LibraryDescription(List<DeclaredOperation> operations, Map<String, String> pcvs) {
    /** Copies the collections. */
    public LibraryDescription {
        operations = List.copyOf(operations);
        pcvs = Map.copyOf(new TreeMap<>(pcvs));
    }

    /** What stands behind the first dot of a mark's or PCV's name; the whole name where there is none. */
    public static String part(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    Optional<DeclaredOperation> operation(String name) {
        return operations.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** A PCV with its meaning, where the library tells that. */
    Pcv explained(Pcv pcv) {
        boolean ofInstance = pcv.name().indexOf('.') > 0;
        String meaning = ofInstance ? pcvs.getOrDefault(part(pcv.name()), pcv.meaning()) : pcv.meaning();
        return new Pcv(pcv.name(), meaning, pcv.low(), pcv.high());
    }
}
