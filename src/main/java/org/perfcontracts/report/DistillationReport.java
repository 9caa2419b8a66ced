package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.cpu.ArrivalCounts;
import org.perfcontracts.decision.Distillation;
import org.perfcontracts.decision.Joint;
import org.perfcontracts.decision.Occurrences;
import org.perfcontracts.decision.WorkloadPrediction.Quantile;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;

/** What traffic came to by a contract as a report. Its JSON is a workload that predictions can be made for. */
public final class DistillationReport extends Report {
    private final Distillation distillation;
    private final DistilledTraffic traffic;

    /** The report of what traffic came to. */
    public DistillationReport(Distillation distillation, DistilledTraffic traffic) {
        this.distillation = distillation;
        this.traffic = traffic;
    }

    /** Whether the figures hold for all of the traffic that the contract speaks of. */
    public boolean passed() {
        return distillation.holds() && traffic.ended().isEmpty() && distillation.packets() > 0;
    }

    // ---- for people

    @Override
    Document document() {
        Contract contract = distillation.contract();
        List<Document.Block> blocks = new ArrayList<>();
        traffic.ended().ifPresent(why -> blocks.add(new Document.Paragraph("NOT ALL OF THE TRAFFIC: " + why)));
        if (!distillation.findings().isEmpty()) {
            blocks.add(new Document.Paragraph("REFUTED: the CPU says otherwise than the contract; see the findings."));
        }
        blocks.add(ContractReport.facts(contract.subject()));
        blocks.addAll(ContractReport.reservations(contract));
        blocks.add(new Document.Heading("Traffic"));
        blocks.add(facts());
        if (distillation.packets() > 0) {
            addFigures(blocks);
        }
        if (!distillation.findings().isEmpty()) {
            blocks.add(new Document.Heading("Findings"));
            blocks.add(new Document.Bullets(distillation.findings()));
        }
        List<String> missing = ContractReport.missing(contract);
        if (!missing.isEmpty()) {
            blocks.add(new Document.Heading("What was not explored"));
            blocks.add(new Document.Bullets(missing));
        }
        return new Document("Distillation of " + contract.subject().target() + ", level " + contract.subject().level() + ", from " + traffic.file(), blocks);
    }

    private void addFigures(List<Document.Block> blocks) {
        blocks.add(new Document.Heading("Cost of a packet"));
        blocks.add(costs());
        boolean hasPcvs = distillation.classes().stream().anyMatch(each -> !each.pcvs().isEmpty());
        if (hasPcvs) {
            blocks.add(new Document.Heading("PCVs"));
            blocks.add(pcvs());
        }
        if (distillation.whole().values().stream().anyMatch(each -> !each.variance().isEmpty())) {
            blocks.add(new Document.Heading("What makes the cost vary"));
            blocks.add(variance());
        }
        blocks.add(new Document.Paragraph(method()));
    }

    private Document.Facts facts() {
        ArrivalCounts counts = traffic.counts();
        List<Document.Fact> facts = new ArrayList<>();
        facts.add(new Document.Fact("file", traffic.file()));
        facts.add(new Document.Fact("packets", counts.packets() + (counts.entered() == counts.packets() ? "" : ", of which " + counts.entered() + " were run")
                + String.format(Locale.ROOT, ", within %.3f s", counts.seconds())));
        addCount(facts, "left out", counts.tooLong(), "frames of a length of which the contract does not speak");
        addCount(facts, "left out", counts.otherLayer(), "frames without the header at which the function's packet begins");
        addCount(facts, "cut off", counts.cut(), "packets cut off by the capture: what is missing of them is taken to be zero");
        addCount(facts, "late", counts.backwards(), "packets captured before the one in front of them, whose time they have got");
        addCount(facts, "elsewhere", counts.elsewhere(), "packets at other ports than the one that the entry polls: they were run, and the contract does not speak of them");
        traffic.sent().ifPresent(sent -> facts.add(new Document.Fact("sent", sent + " frames")));
        if (!traffic.parameters().isEmpty()) {
            facts.add(new Document.Fact("parameters", traffic.parameters().entrySet().stream()
                    .map(each -> each.getKey() + " = " + Long.toUnsignedString(each.getValue())).collect(Collectors.joining(", "))));
        }
        return new Document.Facts(facts);
    }

    private static void addCount(List<Document.Fact> facts, String name, long count, String words) {
        if (count > 0) {
            facts.add(new Document.Fact(name, count + " " + words));
        }
    }

    private Document.Table costs() {
        List<String> columns = new ArrayList<>(List.of("class", "share", "metric", "mean"));
        Arrays.stream(Quantile.values()).map(Quantile::title).forEach(columns::add);
        columns.addAll(List.of("max", "gap"));
        List<Document.Row> rows = new ArrayList<>();
        rows("all", "100 %", distillation.whole(), rows);
        for (Distillation.OfClass each : distillation.classes()) {
            rows(each.inputClass().name(), share(each), each.costs(), rows);
        }
        return new Document.Table(columns, "", rows);
    }

    private String share(Distillation.OfClass each) {
        return Numbers.plain(100.0 * each.packets() / distillation.packets()) + " %";
    }

    private static void rows(String name, String share, Map<Metric, Distillation.Costs> costs, List<Document.Row> rows) {
        costs.forEach((metric, cost) -> {
            boolean first = metric == Metric.INSTRUCTIONS;
            List<String> cells = new ArrayList<>(List.of(first ? name : "", first ? share : "", metric.title()));
            cells.addAll(cells(cost.predicted()));
            cells.add(gap(cost));
            rows.add(new Document.Row(cells, List.of()));
        });
    }

    private static List<String> cells(Occurrences values) {
        List<String> cells = new ArrayList<>(List.of(Numbers.plain(values.mean())));
        Arrays.stream(Quantile.values()).forEach(quantile -> cells.add(Long.toString(values.quantile(quantile.share()))));
        cells.add(Long.toString(values.greatest()));
        return cells;
    }

    private static String gap(Distillation.Costs costs) {
        OptionalDouble gap = costs.gap();
        return gap.isEmpty() ? "none" : gap.getAsDouble() == 0 ? "0 %" : String.format(Locale.ROOT, "%+.2f %%", gap.getAsDouble() * 100);
    }

    private Document.Table pcvs() {
        List<String> columns = new ArrayList<>(List.of("class", "PCV", "mean"));
        Arrays.stream(Quantile.values()).map(Quantile::title).forEach(columns::add);
        columns.addAll(List.of("max", "of variance"));
        List<Document.Row> rows = new ArrayList<>();
        for (Distillation.OfClass each : distillation.classes()) {
            boolean first = true;
            for (Map.Entry<String, Occurrences> pcv : each.pcvs().entrySet()) {
                List<String> cells = new ArrayList<>(List.of(first ? each.inputClass().name() : "", pcv.getKey()));
                cells.addAll(cells(pcv.getValue()));
                cells.add(explained(each.costs().get(Metric.INSTRUCTIONS), Monomial.of(pcv.getKey())));
                rows.add(new Document.Row(cells, List.of()));
                first = false;
            }
        }
        return new Document.Table(columns, "", rows);
    }

    private static String explained(Distillation.Costs costs, Monomial part) {
        return costs.variance().stream().filter(each -> each.part().equals(part)).findFirst().map(each -> Numbers.percent(100 * each.share())).orElse("");
    }

    private Document.Table variance() {
        Set<Monomial> parts = new LinkedHashSet<>();
        distillation.whole().values().forEach(costs -> costs.variance().forEach(each -> parts.add(each.part())));
        List<Document.Row> rows = parts.stream().map(part -> {
            List<String> cells = new ArrayList<>(List.of(part.equals(Monomial.ONE) ? "the class" : part.toString()));
            distillation.whole().values().forEach(costs -> cells.add(explained(costs, part)));
            return new Document.Row(cells, List.of());
        }).toList();
        List<String> columns = new ArrayList<>(List.of("part"));
        distillation.whole().keySet().forEach(metric -> columns.add(metric.title()));
        return new Document.Table(columns, "", rows);
    }

    private String method() {
        String rounded = distillation.whole().values().stream().anyMatch(each -> each.predicted().isRounded())
                ? " There are so many different values that quantiles are up to a thousandth too large." : "";
        return "Each packet was run on the CPU in the state that those before it have left. Costs are what the contract says at the packet's own PCVs; gap is (predicted - measured) / measured, of the "
                + "means. A quantile such as p99 is what 99 % of the packets do not exceed. Of variance: the covariance of what the PCV adds to the instructions with all of them, by "
                + "their variance; the shares add up to 100 %, and one is below 0 where a part is small when the others are large." + rounded;
    }

    // ---- for programs

    @Override
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("formatVersion", 1);
        PredictionJson.putContract(json.putObject("contract"), distillation.contract(), passed());
        json.put("name", traffic.file());
        put(json.putObject("traffic"));
        json.put("packets", distillation.packets());
        put(json.putObject("metrics"), distillation.whole());
        ObjectNode classes = json.putObject("classes");
        for (Distillation.OfClass each : distillation.classes()) {
            put(classes.putObject(each.inputClass().name()), each);
        }
        ArrayNode findings = json.putArray("findings");
        distillation.findings().forEach(findings::add);
        return ContractFile.pretty(json);
    }

    private void put(ObjectNode json) {
        ArrivalCounts counts = traffic.counts();
        json.put("packets", counts.packets()).put("run", counts.entered()).put("tooLong", counts.tooLong()).put("otherLayer", counts.otherLayer());
        json.put("cut", counts.cut()).put("late", counts.backwards());
        if (traffic.sent().isPresent()) {
            json.put("elsewhere", counts.elsewhere()).put("sent", traffic.sent().getAsLong());
        }
        json.put("firstNanoseconds", counts.firstNanoseconds()).put("lastNanoseconds", counts.lastNanoseconds());
        ObjectNode parameters = json.putObject("parameters");
        traffic.parameters().forEach(parameters::put);
        traffic.ended().ifPresent(why -> json.put("ended", why));
    }

    private static void put(ObjectNode json, Map<Metric, Distillation.Costs> costs) {
        costs.forEach((metric, cost) -> {
            ObjectNode each = json.putObject(metric.key());
            put(each, cost.predicted());
            each.put("measuredMean", Numbers.steady(cost.measuredMean()));
            OptionalDouble gap = cost.gap();
            each.put("gap", gap.isPresent() ? Double.valueOf(Numbers.steady(gap.getAsDouble())) : null);
            ArrayNode variance = each.putArray("variance");
            cost.variance().forEach(share -> {
                ObjectNode part = variance.addObject();
                ObjectNode pcvs = part.putObject("pcvs");
                share.part().exponents().forEach(pcvs::put);
                part.put("share", Numbers.steady(share.share()));
            });
        });
    }

    private static void put(ObjectNode json, Occurrences values) {
        json.put("mean", Numbers.steady(values.mean())).put("least", values.least());
        Arrays.stream(Quantile.values()).forEach(quantile -> json.put(quantile.title(), values.quantile(quantile.share())));
        json.put("max", values.greatest());
    }

    private static void put(ObjectNode json, Distillation.OfClass ofClass) {
        json.put("packets", ofClass.packets());
        json.put("bound", ContractReport.bound(ofClass.inputClass()));
        put(json.putObject("metrics"), ofClass.costs());
        ObjectNode pcvs = json.putObject("pcvs");
        ofClass.pcvs().forEach((name, values) -> {
            ObjectNode histogram = pcvs.putObject(name).putObject("histogram");
            values.counts().forEach((value, count) -> histogram.put(Long.toString(value), count));
        });
        ObjectNode figures = json.putObject("figures");
        ofClass.pcvs().forEach((name, values) -> put(figures.putObject(name), values));
        ofClass.joint().filter(joint -> !joint.pcvs().isEmpty()).ifPresent(joint -> put(json.putObject("joint"), joint));
    }

    private static void put(ObjectNode json, Joint joint) {
        ArrayNode names = json.putArray("pcvs");
        joint.pcvs().forEach(names::add);
        ArrayNode points = json.putArray("points");
        for (Joint.Point point : joint.points()) {
            ArrayNode each = points.addArray();
            each.add((long) point.weight());
            point.values().forEach(each::add);
        }
    }
}
