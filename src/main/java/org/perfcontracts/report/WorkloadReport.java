package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.CycleCase;
import org.perfcontracts.decision.Contribution;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.decision.WorkloadPrediction;
import org.perfcontracts.decision.WorkloadPrediction.Figures;
import org.perfcontracts.decision.WorkloadPrediction.Quantile;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;

/** The prediction for a workload as a report. */
public final class WorkloadReport extends Report {
    private static final String UNBOUNDED = "no bound";

    private final WorkloadPrediction prediction;

    /** The report of a prediction. */
    public WorkloadReport(WorkloadPrediction prediction) {
        this.prediction = prediction;
    }

    // ---- for people

    @Override
    Document document() {
        Contract contract = prediction.contract();
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(ContractReport.facts(contract.subject()));
        blocks.addAll(ContractReport.reservations(contract));
        blocks.add(new Document.Heading("Cost of a packet"));
        blocks.add(whole());
        blocks.add(new Document.Heading("By class"));
        blocks.add(classes());
        if (!spokenOf().isEmpty()) {
            blocks.add(new Document.Heading("What the mean is for"));
            blocks.add(parts());
            blocks.add(new Document.Heading("PCVs"));
            blocks.add(pcvs());
        }
        contract.cycles().ifPresent(cycles -> {
            if (!prediction.cycles().isEmpty()) {
                blocks.addAll(new CycleTimes(cycles).blocks("packets", List.of(new CycleTimes.OfRow("mean", means()), new CycleTimes.OfRow("p99", last())), contract.subject().level()));
            }
        });
        blocks.add(new Document.Paragraph(method()));
        prediction.speed().ifPresent(speed -> blocks.add(new Document.Paragraph(Estimates.words(speed, contract.subject().level()))));
        List<String> missing = ContractReport.missing(contract);
        if (!missing.isEmpty()) {
            blocks.add(new Document.Heading("What was not explored"));
            blocks.add(new Document.Bullets(missing));
        }
        String name = prediction.workload().name();
        return new Document("Prediction for " + contract.subject().target() + ", level " + contract.subject().level()
                + (name.isEmpty() ? ", under a workload" : ", under the workload " + name), blocks);
    }

    private Document.Table whole() {
        List<String> columns = new ArrayList<>(List.of("metric", "mean"));
        Arrays.stream(Quantile.values()).map(Quantile::title).forEach(columns::add);
        columns.add("worst");
        prediction.speed().ifPresent(_ -> columns.addAll(List.of("mean est. ns", "mean est. Mpps a core")));
        List<Document.Row> rows = new ArrayList<>();
        prediction.whole().forEach((metric, figures) -> {
            List<String> cells = new ArrayList<>(List.of(metric.title()));
            cells.addAll(cells(figures));
            prediction.speed().ifPresent(speed -> cells.addAll(metric == Metric.INSTRUCTIONS
                    ? Estimates.cells(speed, figures.least(), figures.most()) : List.of("", "")));
            rows.add(new Document.Row(cells, List.of()));
        });
        return new Document.Table(columns, "", rows);
    }

    private Map<CycleCase, CycleTimes.Range> means() {
        Map<CycleCase, CycleTimes.Range> means = new EnumMap<>(CycleCase.class);
        prediction.cycles().forEach((which, figures) -> means.put(which, new CycleTimes.Range(figures.least(), figures.most())));
        return means;
    }

    private Map<CycleCase, CycleTimes.Range> last() {
        Map<CycleCase, CycleTimes.Range> last = new EnumMap<>(CycleCase.class);
        prediction.cycles().forEach((which, figures) -> {
            Interval interval = figures.quantiles().get(Quantile.P99);
            last.put(which, new CycleTimes.Range(interval.low(), interval.high()));
        });
        return last;
    }

    private static List<String> cells(Figures figures) {
        List<String> cells = new ArrayList<>(List.of(Numbers.range(figures.least(), figures.most())));
        figures.quantiles().values().forEach(quantile -> cells.add(quantile.toString()));
        cells.add(worst(figures.worst()));
        return cells;
    }

    private static String worst(OptionalLong worst) {
        return worst.isEmpty() ? UNBOUNDED : Long.toString(worst.getAsLong());
    }

    private Document.Table classes() {
        List<String> columns = new ArrayList<>(List.of("class", "share"));
        for (Metric metric : prediction.contract().metrics()) {
            columns.addAll(List.of(metric.title() + ", mean", "worst"));
        }
        columns.addAll(List.of("of all instructions", "bound"));
        double all = prediction.whole().get(Metric.INSTRUCTIONS).most();
        return new Document.Table(columns, "", prediction.classes().stream().map(each -> row(each, all)).toList());
    }

    private static Document.Row row(WorkloadPrediction.OfClass each, double all) {
        List<String> cells = new ArrayList<>(List.of(each.inputClass().name(), Numbers.plain(each.share() * 100) + " %"));
        each.figures().values().forEach(figures -> cells.addAll(List.of(Numbers.range(figures.least(), figures.most()), worst(figures.worst()))));
        cells.add(all == 0 ? "" : Numbers.percent(100 * each.share() * each.figures().get(Metric.INSTRUCTIONS).most() / all));
        cells.add(ContractReport.bound(each.inputClass()));
        return new Document.Row(cells, List.of());
    }

    private Document.Table parts() {
        List<String> columns = new ArrayList<>(List.of("part"));
        Map<Metric, Map<String, Contribution>> byPart = new EnumMap<>(Metric.class);
        Set<String> parts = new LinkedHashSet<>();
        for (Metric metric : prediction.contract().metrics()) {
            columns.addAll(List.of(metric.title(), "share"));
            prediction.contributions(metric).forEach(each -> {
                byPart.computeIfAbsent(metric, _ -> new HashMap<>()).put(name(each), each);
                parts.add(name(each));
            });
        }
        // More than the mean where PCVs share what each has here by itself.
        Map<Metric, Double> sums = new EnumMap<>(Metric.class);
        byPart.forEach((metric, each) -> sums.put(metric, each.values().stream().mapToDouble(Contribution::most).sum()));
        return new Document.Table(columns, "", parts.stream().map(part -> {
            List<String> cells = new ArrayList<>(List.of(part));
            for (Metric metric : prediction.contract().metrics()) {
                Contribution each = byPart.getOrDefault(metric, Map.of()).get(part);
                double sum = sums.getOrDefault(metric, 0.0);
                cells.add(each == null ? "0" : Numbers.range(each.least(), each.most()));
                cells.add(each == null || sum == 0 ? "" : Numbers.percent(100 * each.most() / sum));
            }
            return new Document.Row(cells, List.of());
        }).toList());
    }

    private static String name(Contribution contribution) {
        return contribution.part().map(part -> part.equals(Monomial.ONE) ? "every packet" : part.toString()).orElse("formulas that are no sums");
    }

    /** Those PCVs that a formula of the classes speaks of. */
    private Set<String> spokenOf() {
        Set<String> names = new TreeSet<>();
        prediction.classes().forEach(each -> each.inputClass().formulas().values().forEach(formula -> names.addAll(formula.variables())));
        return names;
    }

    private Document.Table pcvs() {
        Map<String, String> meanings = prediction.contract().pcvs().stream().collect(Collectors.toMap(Pcv::name, Pcv::meaning));
        List<Document.Row> rows = spokenOf().stream().map(name -> new Document.Row(List.of(name, prediction.workload().words(name), meanings.get(name)), List.of())).toList();
        return new Document.Table(List.of("name", "values", "meaning"), "", rows);
    }

    private String method() {
        String how = prediction.drawn()
                ? "Sampled: where distributions are too large to be combined, " + WorkloadPrediction.SAMPLES + " values were drawn, with the seed "
                        + WorkloadPrediction.SEED + "; worst is computed all the same."
                : "Computed, not sampled.";
        String dependence = prediction.workload().hasJoints() ? " Which values of PCVs come together in a class is as the workload says."
                : " PCVs are taken to be independent of each other, unless one is said to be a multiple of another, and of the class.";
        return how + dependence + " A quantile such as p99 is the cost that 99 % of the packets do not exceed; "
                + "worst is the most that any packet of the workload can cost.";
    }

    // ---- for programs

    @Override
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("formatVersion", 1);
        PredictionJson.putContract(json.putObject("contract"), prediction.contract(), prediction.complete());
        json.put("workload", prediction.workload().name());
        json.put("sampled", prediction.drawn());
        ObjectNode pcvs = json.putObject("pcvs");
        prediction.contract().pcvs().stream().map(Pcv::name).forEach(name -> pcvs.putObject(name)
                .put("distribution", prediction.workload().words(name)).put("given", prediction.workload().speaksOf(name)));
        prediction.speed().ifPresent(speed -> PredictionJson.putSpeed(json.putObject("speed"), speed));
        put(json.putObject("metrics"), prediction.whole());
        ObjectNode parts = json.putObject("parts");
        for (Metric metric : prediction.contract().metrics()) {
            ArrayNode list = parts.putArray(metric.key());
            prediction.contributions(metric).forEach(each -> put(list.addObject(), each));
        }
        prediction.speed().ifPresent(speed -> PredictionJson.putEstimate(json.putObject("estimate"), speed,
                prediction.whole().get(Metric.INSTRUCTIONS).least(), prediction.whole().get(Metric.INSTRUCTIONS).most()));
        prediction.contract().cycles().filter(_ -> !prediction.cycles().isEmpty()).ifPresent(cycles -> {
            ObjectNode time = json.putObject("cycles");
            new CycleTimes(cycles).write(means(), time.putObject("mean"));
            new CycleTimes(cycles).write(last(), time.putObject("p99"));
        });
        ArrayNode classes = json.putArray("classes");
        for (WorkloadPrediction.OfClass each : prediction.classes()) {
            ObjectNode object = classes.addObject();
            object.put("name", each.inputClass().name());
            object.put("share", each.share());
            object.put("bound", ContractReport.bound(each.inputClass()));
            put(object.putObject("metrics"), each.figures());
        }
        return ContractFile.pretty(json);
    }

    private static void put(ObjectNode json, Contribution contribution) {
        contribution.part().ifPresent(monomial -> {
            ObjectNode pcvs = json.putObject("pcvs");
            monomial.exponents().forEach(pcvs::put);
        });
        json.put("least", Numbers.steady(contribution.least())).put("most", Numbers.steady(contribution.most()));
    }

    private static void put(ObjectNode json, Map<Metric, Figures> metrics) {
        metrics.forEach((metric, figures) -> {
            ObjectNode each = json.putObject(metric.key());
            each.putObject("mean").put("least", Numbers.steady(figures.least())).put("most", Numbers.steady(figures.most()));
            figures.quantiles().forEach((quantile, interval) -> PredictionJson.put(each.putObject(quantile.title()), interval));
            figures.worst().ifPresent(worst -> each.put("worst", worst));
        });
    }
}
