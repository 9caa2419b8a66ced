package org.perfcontracts.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
        }
        polls.end().ifPresent(why -> json.put("end", why));
        if (!polls.positions().isEmpty()) {
            ArrayNode positions = json.putArray("positions");
            polls.positions().forEach(position -> write(position, positions.addObject()));
        }
    }

    private static void write(Position position, ObjectNode json) {
        json.put("arrival", position.arrival());
        ObjectNode pcvs = json.putObject("pcvs");
        position.pcvs().forEach(pcvs::put);
        json.put("paths", position.paths());
        json.set("above", ContractFile.strings(position.above()));
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
            Arrays.stream(Metric.values()).filter(metric -> each.has(metric.key())).forEach(metric -> most.put(metric, each.integer(metric.key())));
            return new Polls.Excess(each.texts("functions"), each.truth("described"), each.integer("polls"), most);
        }).toList();
        return new Polls(json.integer("polls"), excesses, json.has("end") ? Optional.of(json.text("end")) : Optional.empty(),
                json.has("positions") ? json.list("positions").stream().map(TrialJson::position).toList() : List.of());
    }

    private static Position position(JsonReader json) {
        Map<String, Long> pcvs = new TreeMap<>();
        JsonReader values = json.object("pcvs");
        values.keys().forEach(name -> pcvs.put(name, values.integer(name)));
        return new Position(json.small("arrival"), pcvs, json.small("paths"), json.texts("above"));
    }
}
