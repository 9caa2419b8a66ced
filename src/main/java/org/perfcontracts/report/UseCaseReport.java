package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.decision.Distillation;
import org.perfcontracts.decision.Occurrences;
import org.perfcontracts.decision.WorkloadPrediction;
import org.perfcontracts.decision.WorkloadPrediction.Quantile;
import org.perfcontracts.formula.Metric;

/** Use cases as a report: for each choice what its traffic costs, and how often PCVs have which values. */
public final class UseCaseReport extends Report {
    private static final String NONE = "-";

    private final UseCases cases;

    /** The report of use cases. */
    public UseCaseReport(UseCases cases) {
        this.cases = cases;
    }

    /** A case as a picture: for each choice the distribution of the cost and of PCVs. */
    public static String plot(UseCases.OfCase useCase) {
        List<Plot.Panel> panels = new ArrayList<>();
        panels.add(new Plot.Panel(Metric.INSTRUCTIONS.title(), useCase.variants().stream()
                .map(each -> new Plot.Curve(each.name(), shares(each.traffic().whole().get(Metric.INSTRUCTIONS).predicted().counts()))).toList()));
        for (String pcv : useCase.pcvs()) {
            List<Plot.Curve> curves = useCase.variants().stream().filter(each -> !values(each.traffic(), pcv).isEmpty())
                    .map(each -> new Plot.Curve(each.name(), shares(values(each.traffic(), pcv)))).toList();
            if (!curves.isEmpty()) {
                panels.add(new Plot.Panel(pcv, curves));
            }
        }
        return Plot.of(useCase.name() + ", " + useCase.target(), panels);
    }

    /** How often a PCV has each value, in the packets of those classes whose formulas speak of it. */
    private static SortedMap<Long, Long> values(Distillation traffic, String pcv) {
        SortedMap<Long, Long> values = new TreeMap<>();
        for (Distillation.OfClass each : traffic.classes()) {
            Occurrences occurrences = each.pcvs().get(pcv);
            if (occurrences != null) {
                occurrences.counts().forEach((value, count) -> values.merge(value, count, Long::sum));
            }
        }
        return values;
    }

    private static SortedMap<Long, Double> shares(Map<Long, Long> counts) {
        double all = count(counts);
        SortedMap<Long, Double> shares = new TreeMap<>();
        counts.forEach((value, count) -> shares.put(value, count / all));
        return shares;
    }

    private static long count(Map<Long, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static double mean(Map<Long, Long> counts) {
        return counts.entrySet().stream().mapToDouble(each -> (double) each.getKey() * each.getValue()).sum() / count(counts);
    }

    /** The least value that a share of all does not exceed. */
    private static long quantile(SortedMap<Long, Long> counts, double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * count(counts) - 1e-6));
        long seen = 0;
        for (Map.Entry<Long, Long> each : counts.entrySet()) {
            seen += each.getValue();
            if (seen >= wanted) {
                return each.getKey();
            }
        }
        return counts.lastKey();
    }

    // ---- for people

    @Override
    Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        if (!cases.passed()) {
            blocks.add(new Document.Paragraph("FAILED: a contract is not complete, or the CPU says otherwise; see below."));
        }
        for (UseCases.OfCase each : cases.cases()) {
            blocks.add(new Document.Heading(each.name()));
            blocks.add(new Document.Paragraph(each.meaning() + " Instructions of a packet of " + each.target() + ":"));
            blocks.add(costs(each));
            if (!each.pcvs().isEmpty()) {
                blocks.add(pcvs(each));
            }
            List<String> findings = each.variants().stream().flatMap(variant -> variant.traffic().findings().stream().map(finding -> variant.name() + ": " + finding)).toList();
            if (!findings.isEmpty()) {
                blocks.add(new Document.Bullets(findings));
            }
        }
        return new Document("Use cases", blocks);
    }

    private static Document.Table costs(UseCases.OfCase useCase) {
        boolean hasForetold = useCase.variants().stream().anyMatch(each -> each.foretold().isPresent());
        List<String> columns = new ArrayList<>(List.of("choice", "packets"));
        if (hasForetold) {
            columns.add("foretold");
        }
        columns.addAll(List.of("mean", "measured", "gap", "p50", "p99", "p99.9", "greatest"));
        return new Document.Table(columns, "", useCase.variants().stream().map(each -> {
            Distillation.Costs costs = each.traffic().whole().get(Metric.INSTRUCTIONS);
            Occurrences predicted = costs.predicted();
            List<String> cells = new ArrayList<>(List.of(each.name(), Long.toString(predicted.count())));
            if (hasForetold) {
                cells.add(foretold(each).map(figures -> Numbers.range(figures.least(), figures.most())).orElse(NONE));
            }
            cells.addAll(List.of(Numbers.plain(predicted.mean()), Numbers.plain(costs.measuredMean()), costs.gap().isPresent() ? Numbers.percent(100 * costs.gap().getAsDouble()) : NONE,
                    Long.toString(predicted.quantile(Quantile.P50.share())), Long.toString(predicted.quantile(Quantile.P99.share())),
                    Long.toString(predicted.quantile(Quantile.P999.share())), Long.toString(predicted.greatest())));
            return new Document.Row(cells, List.of());
        }).toList());
    }

    private static Optional<WorkloadPrediction.Figures> foretold(UseCases.OfVariant variant) {
        return variant.foretold().map(each -> each.whole().get(Metric.INSTRUCTIONS));
    }

    private static Document.Table pcvs(UseCases.OfCase useCase) {
        List<Document.Row> rows = new ArrayList<>();
        for (String pcv : useCase.pcvs()) {
            String name = pcv;
            for (UseCases.OfVariant variant : useCase.variants()) {
                SortedMap<Long, Long> values = values(variant.traffic(), pcv);
                if (!values.isEmpty()) {
                    rows.add(new Document.Row(List.of(name, variant.name(), Numbers.plain(mean(values)), Long.toString(quantile(values, Quantile.P50.share())),
                            Long.toString(quantile(values, Quantile.P99.share())), Long.toString(quantile(values, Quantile.P999.share())), Long.toString(values.lastKey())), List.of()));
                    name = "";
                }
            }
        }
        return new Document.Table(List.of("PCV", "choice", "mean", "p50", "p99", "p99.9", "greatest"), "", rows);
    }

    // ---- for programs

    @Override
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("passed", cases.passed());
        ArrayNode all = json.putArray("cases");
        for (UseCases.OfCase each : cases.cases()) {
            ObjectNode useCase = all.addObject().put("name", each.name()).put("target", each.target());
            ArrayNode variants = useCase.putArray("choices");
            each.variants().forEach(variant -> write(each, variant, variants.addObject()));
        }
        return ContractFile.pretty(json);
    }

    private static void write(UseCases.OfCase useCase, UseCases.OfVariant variant, ObjectNode json) {
        json.put("name", variant.name());
        json.put("packets", variant.traffic().packets());
        ObjectNode metrics = json.putObject("metrics");
        variant.traffic().whole().forEach((metric, costs) -> {
            ObjectNode figures = metrics.putObject(metric.key());
            variant.foretold().ifPresent(each -> figures.put("foretold", Numbers.steady(each.whole().get(metric).most())));
            figures.put("mean", Numbers.steady(costs.predicted().mean())).put("measured", Numbers.steady(costs.measuredMean()));
            for (Quantile quantile : Quantile.values()) {
                figures.put(quantile.title(), costs.predicted().quantile(quantile.share()));
            }
            figures.put("greatest", costs.predicted().greatest());
        });
        ObjectNode pcvs = json.putObject("pcvs");
        for (String pcv : useCase.pcvs()) {
            ObjectNode histogram = pcvs.putObject(pcv);
            values(variant.traffic(), pcv).forEach((value, count) -> histogram.put(value.toString(), count));
        }
        ArrayNode findings = json.putArray("findings");
        variant.traffic().findings().forEach(findings::add);
    }
}
