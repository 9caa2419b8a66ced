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
import java.util.stream.Collectors;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.Polls;
import org.perfcontracts.contract.TrialJson;
import org.perfcontracts.formula.Metric;

/** A validation as a report. */
public final class ValidationReport extends Report {
    /** Paths that were not replayed that people are shown; JSON has them all. */
    private static final int MOST_PATHS = 12;

    private final Validation validation;
    private final Optional<CycleSection> cycles;
    private final Optional<Polls> polls;

    /** The report of a validation. */
    public ValidationReport(Validation validation) {
        this(validation, Optional.empty());
    }

    /** Likewise, with what packets took on this machine, if that was measured. */
    public ValidationReport(Validation validation, Optional<CycleFigures> cycles) {
        this(validation, cycles, Optional.empty());
    }

    /** Likewise, and with what polls cost behind one another, if that was measured. */
    public ValidationReport(Validation validation, Optional<CycleFigures> cycles, Optional<Polls> polls) {
        this.validation = validation;
        this.polls = polls;
        this.cycles = cycles.map(CycleSection::new);
    }

    @Override
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("target", validation.target());
        json.put("level", validation.level());
        json.put("complete", validation.complete());
        ObjectNode paths = json.putObject("paths");
        paths.put("total", validation.paths().total());
        paths.put("replayed", validation.paths().replayed());
        paths.put("equal", validation.paths().equal());
        ArrayNode notReplayed = paths.putArray("notReplayed");
        validation.paths().notReplayed().forEach(notReplayed::add);
        json.put("violations", validation.violations());
        ArrayNode classes = json.putArray("classes");
        validation.classes().forEach(result -> write(result, classes.addObject()));
        ArrayNode findings = json.putArray("findings");
        validation.findings().forEach(findings::add);
        ArrayNode later = json.putArray("later");
        validation.later().forEach(later::add);
        polls.ifPresent(measured -> TrialJson.write(measured, json.putObject("sequence")));
        cycles.ifPresent(section -> section.write(json.putObject("cycles")));
        return ContractFile.pretty(json);
    }

    private static void write(Validation.ClassResult result, ObjectNode json) {
        json.put("name", result.name());
        json.put("packets", result.packets());
        json.put("violations", result.violations());
        ObjectNode metrics = json.putObject("metrics");
        result.metrics().forEach((metric, comparison) -> {
            ObjectNode values = metrics.putObject(metric.key());
            values.put("predicted", comparison.predicted());
            values.put("measured", comparison.measured());
            OptionalDouble gap = comparison.gap();
            values.put("gap", gap.isPresent() ? Double.valueOf(gap.getAsDouble()) : null);
            if (!comparison.pcvs().isEmpty()) {
                ObjectNode pcvs = values.putObject("pcvs");
                comparison.pcvs().forEach(pcvs::put);
            }
        });
    }

    @Override
    Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Paragraph(validation.passed() ? success() : "FAILED: " + failure()));
        validation.later().forEach(example -> blocks.add(new Document.Paragraph(ContractReport.onlyForTheFirst(example))));
        polls.ifPresent(measured -> blocks.addAll(PollSection.warning(measured)));
        Validation.Paths paths = validation.paths();
        blocks.add(new Document.Facts(List.of(
                new Document.Fact("contract", validation.complete() ? "complete" : "not complete"),
                new Document.Fact("paths", paths.total() + ", of which " + paths.replayed() + " were replayed on the CPU and "
                        + paths.equal() + " of these were equal, address by address"),
                new Document.Fact("violations", Long.toString(validation.violations())))));
        if (!validation.classes().isEmpty()) {
            blocks.add(new Document.Heading("The worst packet of each class"));
            blocks.add(table());
        }
        if (!paths.notReplayed().isEmpty()) {
            blocks.add(new Document.Heading("Paths that were not replayed"));
            blocks.add(new Document.Bullets(first(paths.notReplayed())));
        }
        if (!validation.findings().isEmpty()) {
            blocks.add(new Document.Heading("Findings"));
            blocks.add(new Document.Bullets(validation.findings()));
        }
        polls.ifPresent(measured -> blocks.addAll(PollSection.blocks(measured)));
        cycles.ifPresent(section -> blocks.addAll(section.blocks()));
        return new Document("Validation of " + validation.target() + ", level " + validation.level(), blocks);
    }

    private String success() {
        int missed = validation.notMeasured().size();
        return missed == 0 ? "Passed: the CPU costs what the contract says."
                : "Passed, but " + (missed == 1 ? "one class was" : missed + " classes were") + " not measured: of the others, the CPU costs what the contract says.";
    }

    private static List<String> first(List<String> lines) {
        List<String> shown = new ArrayList<>(lines.subList(0, Math.min(lines.size(), MOST_PATHS)));
        if (lines.size() > shown.size()) {
            shown.add("and " + (lines.size() - shown.size()) + " more, as JSON has them");
        }
        return shown;
    }

    private String failure() {
        if (validation.violations() > 0) {
            return "packets cost more than the contract says.";
        }
        if (validation.paths().equal() < validation.paths().replayed()) {
            return "the CPU took another path, or other accesses, than the exploration.";
        }
        if (!validation.findings().isEmpty()) {
            return "see the findings.";
        }
        return validation.complete() ? "nothing was measured: no path was replayed, and no packet reached a class." : "the contract is not complete.";
    }

    private Document.Table table() {
        List<Document.Row> rows = new ArrayList<>();
        for (Validation.ClassResult result : validation.classes()) {
            if (result.metrics().isEmpty()) {
                rows.add(new Document.Row(List.of(result.name(), "0", "not measured", "", "", ""), List.of()));
            }
            List<Map.Entry<Metric, Validation.Comparison>> metrics = List.copyOf(result.metrics().entrySet());
            for (int i = 0; i < metrics.size(); i++) {
                Validation.Comparison comparison = metrics.get(i).getValue();
                boolean samePlaceNext = i + 1 < metrics.size() && metrics.get(i + 1).getValue().pcvs().equals(comparison.pcvs());
                rows.add(new Document.Row(
                        List.of(
                                i == 0 ? result.name() : "",
                                i == 0 ? Long.toString(result.packets()) : "",
                                metrics.get(i).getKey().title(),
                                Long.toString(comparison.predicted()),
                                Long.toString(comparison.measured()),
                                gap(comparison)),
                        samePlaceNext ? List.of() : place(comparison)));
            }
        }
        return new Document.Table(List.of("class", "packets", "metric", "predicted", "measured", "gap"), "", rows);
    }

    /** At which values of the PCVs the packet stood. */
    private static List<String> place(Validation.Comparison comparison) {
        return comparison.pcvs().isEmpty() ? List.of() : List.of("at " + comparison.pcvs().entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue()).collect(Collectors.joining(", ")));
    }

    private static String gap(Validation.Comparison comparison) {
        OptionalDouble gap = comparison.gap();
        if (gap.isEmpty()) {
            return "none";
        }
        return gap.getAsDouble() == 0 ? "0 %" : String.format(Locale.ROOT, "%+.2f %%", gap.getAsDouble() * 100);
    }
}
