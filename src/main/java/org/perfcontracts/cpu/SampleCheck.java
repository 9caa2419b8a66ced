package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.perfcontracts.formula.Metric;

/** Holds what was summed up of a packet that ran block by block against its single steps in the same state: what differs is an error of the measurement itself. */
final class SampleCheck {
    private SampleCheck() {
    }

    /** What differs, a few words each; nothing where either was given up. */
    static List<String> differences(Referee referee, Summary summary, Trace stepped) {
        return differences(referee, summary::cost, summary.pcvs(), summary.end(), summary.result(), stepped);
    }

    /** The same of a packet of whose run every step was told. */
    static List<String> differences(Referee referee, Trace run, Trace stepped) {
        return differences(referee, run::cost, referee.pcvs(run), run.end(), run.result(), stepped);
    }

    private static List<String> differences(Referee referee, ToLongFunction<Metric> costs, Map<String, Long> counted, Trace.End end, long result, Trace stepped) {
        List<String> differences = new ArrayList<>();
        if (stepped.end() instanceof Trace.End.StepLimit || end instanceof Trace.End.StepLimit) {
            return differences;
        }
        for (Metric metric : Metric.values()) {
            long cost = costs.applyAsLong(metric);
            if (cost != stepped.cost(metric)) {
                differences.add("has " + cost + " " + metric.title() + " in a run, and " + stepped.cost(metric) + " in single steps");
            }
        }
        Map<String, Long> pcvs = referee.pcvs(stepped);
        if (!counted.equals(pcvs)) {
            differences.add("has the PCVs " + counted + " in a run, and " + pcvs + " in single steps");
        }
        // What is in the register of results when something faults is no result.
        boolean isResult = !(stepped.end() instanceof Trace.End.Fault);
        if (isResult && result != stepped.result() || !end.equals(stepped.end())) {
            differences.add("ends with " + end + " and returns " + result + " in a run, and with "
                    + stepped.end() + " and " + stepped.result() + " in single steps");
        }
        return differences;
    }
}
