package org.perfcontracts.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.perfcontracts.formula.Metric;

/** How a contract was held against the CPU, in its file. */
public final class TrialJson {
    private TrialJson() {
    }

    /** Of a trial that time has cut short the numbers are left out: they would be others each time. */
    static void write(Trial trial, ObjectNode json) {
        json.put("extent", trial.extent().name().toLowerCase(Locale.ROOT));
        if (trial.extent() == Trial.Extent.WHOLE) {
            json.put("witnesses", trial.witnesses());
            json.put("packets", trial.packets());
        }
        json.set("givenUp", ContractFile.strings(trial.givenUp()));
        json.set("later", ContractFile.strings(trial.later()));
        trial.polls().ifPresent(polls -> write(polls, json.putObject("polls")));
    }

    /** Writes what polls behind one another cost. */
    public static void write(Polls polls, ObjectNode json) {
        json.put("polls", polls.polls());
        json.put("above", polls.above());
        ArrayNode excesses = json.putArray("excesses");
        for (Polls.Excess excess : polls.excesses()) {
            ObjectNode one = excesses.addObject();
            one.set("functions", ContractFile.strings(excess.functions()));
            one.put("described", excess.described());
            one.put("polls", excess.polls());
            excess.most().forEach((metric, most) -> one.put(metric.key(), most));
            excess.position().ifPresent(position -> write(position, one.putObject("position")));
        }
        polls.end().ifPresent(why -> json.put("end", why));
    }

    private static void write(Position position, ObjectNode json) {
        json.put("arrival", position.arrival());
        ObjectNode metrics = json.putObject("metrics");
        position.formulas().forEach((metric, formula) -> metrics.set(metric.key(), ContractFile.toJson(formula)));
    }

    static Trial read(JsonReader json, List<Refutation> refutations) {
        Trial.Extent extent = json.oneOf("extent", Trial.Extent.values());
        boolean whole = extent == Trial.Extent.WHOLE;
        return new Trial(extent, whole ? json.small("witnesses") : 0, whole ? json.small("packets") : 0, refutations, json.texts("givenUp"), json.texts("later"),
                json.has("polls") ? Optional.of(polls(json.object("polls"))) : Optional.empty());
    }

    private static Polls polls(JsonReader json) {
        List<Polls.Excess> excesses = json.list("excesses").stream().map(each -> {
            Map<Metric, Long> most = new EnumMap<>(Metric.class);
            Polls.METRICS.forEach(metric -> most.put(metric, each.integer(metric.key())));
            return new Polls.Excess(each.texts("functions"), each.truth("described"), each.integer("polls"), most,
                    each.has("position") ? Optional.of(position(each.texts("functions"), each.object("position"))) : Optional.empty());
        }).toList();
        return new Polls(json.integer("polls"), excesses, json.has("end") ? Optional.of(json.text("end")) : Optional.empty());
    }

    /** Where polls execute such things. */
    private static Position position(List<String> functions, JsonReader json) {
        return new Position(functions, json.small("arrival"), ContractFile.formulas(json.object("metrics")));
    }
}
