package org.perfcontracts.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.perfcontracts.contract.InputClass;

/**
 * Which classes of two contracts belong together: those that have the same name; of the others those that have the same condition and cost the same; of the
 * rest those that have the same condition, where there is one of it on each side. A name that tells a cost is no name here.
 */
final class Matching {
    private final List<InputClass> went;
    private final List<InputClass> came;
    private final Map<InputClass, InputClass> partners = new IdentityHashMap<>();

    Matching(List<InputClass> before, List<InputClass> after) {
        went = new ArrayList<>(before);
        came = new ArrayList<>(after);
    }

    /** The older class of each newer one that has one. */
    Map<InputClass, InputClass> partners() {
        return partners;
    }

    /** What is left of the newer classes. */
    List<InputClass> came() {
        return came;
    }

    /** What is left of the older classes. */
    List<InputClass> went() {
        return went;
    }

    void byName() {
        Map<String, InputClass> named = went.stream().filter(each -> !each.isNamedByCost()).collect(Collectors.toMap(InputClass::name, each -> each, (a, _) -> a));
        pair(came.stream().filter(each -> !each.isNamedByCost() && named.containsKey(each.name())).toList(), each -> named.remove(each.name()));
    }

    void byConditionAndCost() {
        Map<Object, List<InputClass>> like = grouped(went, each -> List.of(each.condition().withoutLines(), each.formulas()));
        pair(List.copyOf(came), each -> {
            List<InputClass> same = like.getOrDefault(List.of(each.condition().withoutLines(), each.formulas()), List.of());
            return same.isEmpty() ? null : same.removeFirst();
        });
    }

    void byCondition() {
        Map<Object, List<InputClass>> before = grouped(went, each -> each.condition().withoutLines());
        Map<Object, List<InputClass>> after = grouped(came, each -> each.condition().withoutLines());
        pair(came.stream().filter(each -> after.get(each.condition().withoutLines()).size() == 1).toList(), each -> {
            List<InputClass> same = before.getOrDefault(each.condition().withoutLines(), List.of());
            return same.size() == 1 ? same.getFirst() : null;
        });
    }

    private static Map<Object, List<InputClass>> grouped(List<InputClass> classes, Function<InputClass, Object> key) {
        Map<Object, List<InputClass>> groups = new HashMap<>();
        classes.forEach(each -> groups.computeIfAbsent(key.apply(each), _ -> new ArrayList<>()).add(each));
        return groups;
    }

    /** Puts classes together with what a function gives, which is null where there is nothing. */
    private void pair(List<InputClass> newer, Function<InputClass, InputClass> partner) {
        for (InputClass each : newer) {
            InputClass other = partner.apply(each);
            if (other != null) {
                partners.put(each, other);
            }
        }
        came.removeIf(partners::containsKey);
        Map<InputClass, Boolean> taken = new IdentityHashMap<>();
        partners.values().forEach(each -> taken.put(each, true));
        went.removeIf(taken::containsKey);
    }
}
