package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.formula.Metric;

/** A comparison with a paper's figures as a report. */
public final class PaperReport extends Report {
    private static final String NONE = "-";

    /** Of cache lines papers say nothing. */
    private static final List<Metric> METRICS = Metric.sums();

    private final PaperComparison comparison;

    /** The report of a comparison. */
    public PaperReport(PaperComparison comparison) {
        this.comparison = comparison;
    }

    private record Worst(String row, Validation.Comparison gap) {
    }

    // ---- for programs

    @Override
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("source", comparison.source());
        json.put("passed", comparison.passed());
        ArrayNode rows = json.putArray("rows");
        comparison.rows().forEach(row -> write(row, rows.addObject()));
        ObjectNode worst = json.putObject("worst");
        for (Metric metric : METRICS) {
            ObjectNode both = worst.putObject(metric.key());
            worst(metric, PaperComparison.Figures::ours).ifPresent(ours -> write(ours, both.putObject("ours")));
            worst(metric, PaperComparison.Figures::published).ifPresent(theirs -> write(theirs, both.putObject("published")));
        }
        json.put("claims", comparison.claims());
        ArrayNode findings = json.putArray("findings");
        comparison.findings().forEach(findings::add);
        comparison.cycles().ifPresent(cycles -> new PaperCycleSection(cycles).write(json.putObject("cycles")));
        comparison.stack().ifPresent(stack -> new PaperStackSection(stack, comparison.rows()).write(json.putObject("stack"), PaperReport::write));
        return ContractFile.pretty(json);
    }

    private static void write(PaperComparison.Row row, ObjectNode json) {
        json.put("name", row.name());
        json.put("meaning", row.meaning());
        json.put("target", row.target());
        json.put("class", row.inputClass());
        ArrayNode options = json.putArray("options");
        row.options().forEach(options::add);
        ObjectNode pcvs = json.putObject("pcvs");
        row.pcvs().forEach(pcvs::put);
        json.put("grounds", row.grounds());
        ObjectNode metrics = json.putObject("metrics");
        row.figures().forEach((metric, figures) -> {
            ObjectNode values = metrics.putObject(metric.key());
            values.put("formula", figures.formula().toString());
            values.put("exact", figures.formula().exact());
            values.put("predicted", figures.predicted());
            figures.ours().ifPresent(ours -> {
                values.put("measured", ours.measured());
                putGap(ours, values);
            });
            figures.published().ifPresent(theirs -> write(theirs, values.putObject("published")));
        });
    }

    private static void write(Worst worst, ObjectNode json) {
        json.put("row", worst.row());
        write(worst.gap(), json);
    }

    private static void write(Validation.Comparison figures, ObjectNode json) {
        json.put("predicted", figures.predicted());
        json.put("measured", figures.measured());
        putGap(figures, json);
    }

    private static void putGap(Validation.Comparison figures, ObjectNode json) {
        OptionalDouble gap = figures.gap();
        json.put("gap", gap.isPresent() ? Double.valueOf(gap.getAsDouble()) : null);
    }

    // ---- for people

    @Override
    Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Paragraph(comparison.passed()
                ? "Passed: no packet costs more than predicted, and exact formulas are met."
                : "FAILED: see the findings."));
        blocks.add(table());
        if (!comparison.findings().isEmpty()) {
            blocks.add(new Document.Heading("Findings"));
            blocks.add(new Document.Bullets(comparison.findings()));
        }
        blocks.add(new Document.Heading("Worst gap"));
        blocks.add(new Document.Facts(List.of(
                new Document.Fact("ours", worst(PaperComparison.Figures::ours)),
                new Document.Fact("the paper's", worst(PaperComparison.Figures::published) + "; " + comparison.claims()),
                new Document.Fact("published figures", comparison.source()))));
        comparison.stack().ifPresent(stack -> blocks.addAll(new PaperStackSection(stack, comparison.rows()).blocks()));
        comparison.cycles().ifPresent(cycles -> blocks.addAll(new PaperCycleSection(cycles).blocks()));
        return new Document("The packet classes of the paper, ours beside the published figures", blocks);
    }

    private Document.Table table() {
        List<Document.Row> rows = new ArrayList<>();
        for (PaperComparison.Row row : comparison.rows()) {
            for (Map.Entry<Metric, PaperComparison.Figures> entry : row.figures().entrySet()) {
                boolean first = rows.isEmpty() || entry.getKey() == row.figures().keySet().iterator().next();
                boolean last = entry.getKey() == METRICS.getLast();
                rows.add(new Document.Row(cells(first ? row.name() : "", entry.getKey(), entry.getValue()), last ? notes(row) : List.of()));
            }
        }
        return new Document.Table(List.of("class", "metric", "predicted", "measured", "gap", "paper pred.", "paper meas.",
                "paper gap"), "what it is", rows);
    }

    private static List<String> cells(String name, Metric metric, PaperComparison.Figures figures) {
        Optional<Validation.Comparison> theirs = figures.published();
        return List.of(name, metric.title(), Long.toString(figures.predicted()),
                figures.ours().map(ours -> Long.toString(ours.measured())).orElse(NONE), figures.ours().map(PaperReport::gap).orElse(NONE),
                theirs.map(each -> rounded(each.predicted())).orElse(NONE), theirs.map(each -> rounded(each.measured())).orElse(NONE),
                theirs.map(PaperReport::gap).orElse(NONE));
    }

    private static List<String> notes(PaperComparison.Row row) {
        String pcvs = row.pcvs().isEmpty() ? "all PCVs 0"
                : row.pcvs().entrySet().stream().map(each -> each.getKey() + " = " + each.getValue()).collect(Collectors.joining(", "));
        return List.of(row.meaning() + ": class '" + row.inputClass() + "' of " + row.target()
                + (row.options().isEmpty() ? "" : " " + String.join(" ", row.options())) + ", " + pcvs + " (" + row.grounds() + ")");
    }

    private String worst(Function<PaperComparison.Figures, Optional<Validation.Comparison>> whose) {
        return METRICS.stream()
                .flatMap(metric -> worst(metric, whose).map(worst -> metric.title() + " " + said(worst)).stream())
                .collect(Collectors.joining(", "));
    }

    private static String said(Worst worst) {
        return gap(worst.gap()) + (worst.gap().predicted() == worst.gap().measured() ? "" : " (" + worst.row() + ")");
    }

    private Optional<Worst> worst(Metric metric, Function<PaperComparison.Figures, Optional<Validation.Comparison>> whose) {
        return comparison.rows().stream()
                .flatMap(row -> whose.apply(row.figures().get(metric)).map(gap -> new Worst(row.name(), gap)).stream())
                .reduce((a, b) -> a.gap().worse(b.gap()) == a.gap() ? a : b);
    }

    /** Figures read off a plot have no more digits than this. */
    static String rounded(long figure) {
        return figure < 1_000_000 ? Long.toString(figure) : String.format(Locale.ROOT, "%.1fe9", figure / 1e9);
    }

    static String gap(Validation.Comparison figures) {
        OptionalDouble gap = figures.gap();
        if (gap.isEmpty()) {
            return "none";
        }
        return gap.getAsDouble() == 0 ? "0 %" : String.format(Locale.ROOT, "%+.2f %%", gap.getAsDouble() * 100);
    }
}
