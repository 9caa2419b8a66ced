package org.perfcontracts.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.formula.Pcv;

/**
 * A stateful library in the words of its authors.
 *
 * @param operations the functions that make it up
 * @param pcvs       what its marks count, by their names; no two of these are the same behind the first dot
 */
public record LibraryDescription(List<DeclaredOperation> operations, Map<String, String> pcvs) {
    /** Copies the collections. */
    public LibraryDescription {
        operations = List.copyOf(operations);
        pcvs = Map.copyOf(pcvs);
    }

    /** What stands behind the first dot of a mark's or PCV's name; the whole name where there is none. */
    public static String part(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    /**
     * PCVs with their meanings, where the library tells them: of its marks, and of the same marks in instances of its structures.
     *
     * @param instances the names of the program's instances
     */
    public List<Pcv> explained(List<Pcv> all, Set<String> instances) {
        Map<String, String> byPart = new HashMap<>();
        pcvs.forEach((mark, meaning) -> byPart.put(part(mark), meaning));
        return all.stream().map(pcv -> {
            String otherwise = instances.contains(Region.instance(pcv.name()))
                    ? byPart.getOrDefault(part(pcv.name()), pcv.meaning()) : pcv.meaning();
            return pcv.called(pcv.name(), pcvs.getOrDefault(pcv.name(), otherwise));
        }).toList();
    }
}
