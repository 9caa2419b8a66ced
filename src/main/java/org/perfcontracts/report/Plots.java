package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.perfcontracts.decision.Distillation;
import org.perfcontracts.decision.Occurrences;
import org.perfcontracts.decision.WorkloadPrediction;
import org.perfcontracts.formula.Metric;

/** What is drawn of what: the cost in each metric, of all packets and class by class, and the PCVs. */
public final class Plots {
    private static final String ALL = "all";

    private Plots() {
    }

    /** What traffic came to. It has a packet at least. */
    public static String of(Distillation distillation, String traffic) {
        List<Plot.Panel> panels = new ArrayList<>();
        for (Metric metric : distillation.whole().keySet()) {
            List<Plot.Curve> curves = new ArrayList<>(List.of(curve(ALL, distillation.whole().get(metric).predicted())));
            distillation.classes().forEach(each -> curves.add(curve(each.inputClass().name(), each.costs().get(metric).predicted())));
            panels.add(new Plot.Panel(metric.title(), curves));
        }
        Map<String, List<Plot.Curve>> pcvs = new LinkedHashMap<>();
        distillation.classes().forEach(each -> each.pcvs().forEach((name, values) ->
                pcvs.computeIfAbsent(name, _ -> new ArrayList<>()).add(curve(each.inputClass().name(), values))));
        pcvs.forEach((name, curves) -> panels.add(new Plot.Panel(name, curves)));
        return Plot.of(title(distillation.contract().subject().target(), traffic), panels);
    }

    private static Plot.Curve curve(String name, Occurrences values) {
        SortedMap<Long, Double> shares = new TreeMap<>();
        values.counts().forEach((value, count) -> shares.put(value, (double) count / values.count()));
        return new Plot.Curve(name, shares);
    }

    /** What is predicted under a workload; of PCVs of which only a range is known, at the ends that make it cost most. */
    public static String of(WorkloadPrediction prediction) {
        List<Plot.Panel> panels = new ArrayList<>();
        for (Metric metric : prediction.whole().keySet()) {
            List<Plot.Curve> curves = new ArrayList<>(List.of(new Plot.Curve(ALL, prediction.whole().get(metric).shares())));
            prediction.classes().forEach(each -> curves.add(new Plot.Curve(each.inputClass().name(), each.figures().get(metric).shares())));
            panels.add(new Plot.Panel(metric.title(), curves));
        }
        return Plot.of(title(prediction.contract().subject().target(), prediction.workload().name()), panels);
    }

    private static String title(String target, String traffic) {
        return "Cost of a packet, " + target + (traffic.isEmpty() ? "" : ", " + traffic);
    }
}
