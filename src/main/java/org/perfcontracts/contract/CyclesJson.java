package org.perfcontracts.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.perfcontracts.formula.Formula;

/** Estimates of cycles as JSON; their coefficients are hundredths of cycles. */
final class CyclesJson {
    private CyclesJson() {
    }

    static void write(Cycles cycles, ObjectNode into) {
        into.put("machine", cycles.machine()).put("processor", cycles.processor()).put("source", cycles.source()).put("gigahertz", cycles.gigahertz()).put("parts", CycleEstimate.PARTS);
        ObjectNode classes = into.putObject("classes");
        cycles.classes().forEach((name, estimate) -> {
            ObjectNode node = classes.putObject(name);
            for (CycleCase each : CycleCase.values()) {
                node.set(each.key(), ContractFile.toJson(estimate.of(each)));
            }
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
            estimates.put(name, new CycleEstimate(formula(estimate, CycleCase.WARM), formula(estimate, CycleCase.COLD), formula(estimate, CycleCase.BOUND)));
        });
        return new Cycles(json.text("machine"), json.text("processor"), json.text("source"), json.positive("gigahertz"), estimates);
    }

    private static Formula formula(JsonReader estimate, CycleCase which) {
        return ContractFile.formula(estimate.object(which.key()));
    }
}
