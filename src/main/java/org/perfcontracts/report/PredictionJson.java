package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.decision.PcvValues;
import org.perfcontracts.decision.Speed;

/** The parts that predictions of classes and of workloads have in common in JSON; described by {@code docs/predict.schema.json}. */
final class PredictionJson {
    private PredictionJson() {
    }

    /** What is predicted from, and whether it bounds every packet. */
    static void putContract(ObjectNode json, Contract contract, boolean complete) {
        Contract.Subject subject = contract.subject();
        json.put("target", subject.target());
        json.put("level", subject.level());
        json.put("entry", subject.entry());
        json.put("buildId", subject.buildId());
        json.put("isa", subject.isa());
        subject.compiler().ifPresent(compiler -> json.put("compiler", compiler));
        json.put("tool", subject.tool());
        json.put("complete", complete);
        ArrayNode reservations = json.putArray("reservations");
        for (Document.Block block : ContractReport.reservations(contract)) {
            switch (block) {
                case Document.Paragraph paragraph -> reservations.add(paragraph.text());
                case Document.Bullets bullets -> bullets.items().forEach(reservations::add);
                default -> throw new IllegalStateException("a reservation is not a sentence");
            }
        }
    }

    /** The values of some PCVs. */
    static void putValues(ObjectNode json, PcvValues values, Set<String> names) {
        values.all().forEach((name, interval) -> {
            if (names.contains(name)) {
                ObjectNode each = json.putObject(name);
                put(each, interval);
                each.put("given", values.given().contains(name));
            }
        });
    }

    static void put(ObjectNode json, Interval interval) {
        json.put("least", interval.low());
        json.put("most", interval.high());
    }

    static void putSpeed(ObjectNode json, Speed speed) {
        json.put("clockHertz", speed.hertz());
        json.put("instructionsPerCycle", speed.instructionsPerCycle());
    }

    /** Times and rates for the least and the most instructions. */
    static void putEstimate(ObjectNode json, Speed speed, double least, double most) {
        ObjectNode nanoseconds = json.putObject("nanoseconds");
        nanoseconds.put("least", Numbers.steady(speed.nanoseconds(least)));
        nanoseconds.put("most", Numbers.steady(speed.nanoseconds(most)));
        if (least > 0) {
            ObjectNode rate = json.putObject("millionPacketsPerSecond");
            rate.put("least", Numbers.steady(speed.millionPacketsPerSecond(most)));
            rate.put("most", Numbers.steady(speed.millionPacketsPerSecond(least)));
        }
    }
}
