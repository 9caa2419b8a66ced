package org.perfcontracts.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Estimates of cycles as JSON; their coefficients are hundredths of cycles. */
final class CyclesJson {
    private CyclesJson() {
    }

    static void write(Cycles cycles, ObjectNode into) {
        into.put("machine", cycles.machine()).put("processor", cycles.processor()).put("source", cycles.source()).put("parts", CycleEstimate.PARTS);
        ObjectNode classes = into.putObject("classes");
        cycles.classes().forEach((name, estimate) -> {
            ObjectNode node = classes.putObject(name);
            node.set("warm", ContractFile.toJson(estimate.warm()));
            node.set("cold", ContractFile.toJson(estimate.cold()));
        });
    }

    static Cycles read(JsonReader json) {
        if (json.small("parts") != CycleEstimate.PARTS) {
            throw new IllegalArgumentException("cycles are counted in hundredths");
        }
        Map<String, CycleEstimate> estimates = new LinkedHashMap<>();
        JsonReader classes = json.object("classes");
        classes.keys().forEach(name -> {
            JsonReader estimate = classes.object(name);
            estimates.put(name, new CycleEstimate(ContractFile.formula(estimate.object("warm")), ContractFile.formula(estimate.object("cold"))));
        });
        return new Cycles(json.text("machine"), json.text("processor"), json.text("source"), estimates);
    }
}
