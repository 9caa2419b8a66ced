package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.perfcontracts.formula.Metric;

/** Holds what was summed up of a packet that ran block by block against its single steps in the same state: what differs is an error of the measurement itself. */
final class SampleCheck {
    private SampleCheck() {
    }

    /** What differs, a few words each; nothing where either was given up. */
    static List<String> differences(Referee referee, Summary summary, Trace trace) {
        List<String> differences = new ArrayList<>();
        if (trace.end() instanceof Trace.End.StepLimit || summary.end() instanceof Trace.End.StepLimit) {
            return differences;
        }
        for (Metric metric : Metric.values()) {
            long stepped = trace.cost(metric);
            if (summary.cost(metric) != stepped) {
                differences.add("has " + summary.cost(metric) + " " + metric.title() + " in a run, and " + stepped + " in single steps");
            }
        }
        Map<String, Long> pcvs = referee.pcvs(trace);
        if (!summary.pcvs().equals(pcvs)) {
            differences.add("has the PCVs " + summary.pcvs() + " in a run, and " + pcvs + " in single steps");
        }
        // What is in the register of results when something faults is no result.
        boolean isResult = !(trace.end() instanceof Trace.End.Fault);
        if (isResult && summary.result() != trace.result() || !summary.end().equals(trace.end())) {
            differences.add("ends with " + summary.end() + " and returns " + summary.result() + " in a run, and with "
                    + trace.end() + " and " + trace.result() + " in single steps");
        }
        return differences;
    }
}
