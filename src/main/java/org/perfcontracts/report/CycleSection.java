package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.perfcontracts.contract.CycleEstimator;
import org.perfcontracts.cpu.MemoryPages;
import org.perfcontracts.cpu.Quantile;
import org.perfcontracts.cpu.TimedPacket;

/** The part of a validation's report that tells cycles. */
final class CycleSection {
    private static final long KILOBYTE = 1024;
    private static final long MEGABYTE = 1024 * KILOBYTE;

    /** What is told of a class, in the order of the table; an estimate and its error stand behind what was measured. */
    private static final List<Column> COLUMNS = List.of(
            new Column("class", CycleFigures.OfClass::name),
            new Column("packets", each -> Integer.toString(each.packets().size())),
            new Column("instructions", each -> Long.toString(each.instructions())),
            new Column("hot p50", each -> cycles(each.hot().median())),
            new Column("hot p99", each -> cycles(each.hot().last())),
            new Column("cold p50", each -> cycles(each.cold().median())),
            new Column("cold p99", each -> cycles(each.cold().last())),
            new Column("dropped", each -> Integer.toString(each.dropped())));

    private final CycleFigures figures;

    private record Column(String name, Function<CycleFigures.OfClass, String> cell) {
    }

    CycleSection(CycleFigures figures) {
        this.figures = figures;
    }

    // ---- for people

    List<Document.Block> blocks() {
        List<Document.Block> blocks = new ArrayList<>(List.of(new Document.Heading("Cycles, measured on this machine")));
        if (figures.packets().isEmpty()) {
            blocks.add(new Document.Paragraph("No packet was timed."));
        } else {
            blocks.add(new Document.Facts(facts(pages())));
            blocks.add(new Document.Table(COLUMNS.stream().map(Column::name).toList(), "", figures.classes().stream().map(CycleSection::row).toList()));
            figures.estimates().ifPresent(estimates -> blocks.addAll(estimated(estimates)));
            if (!figures.formulas().isEmpty()) {
                blocks.addAll(fitted());
            }
        }
        if (!figures.failures().isEmpty()) {
            blocks.add(new Document.Bullets(figures.failures()));
        }
        return blocks;
    }

    /** What the figures depend on; there must be a packet. */
    List<Document.Fact> facts(String pages) {
        List<Double> ratio = figures.clock(TimedPacket.Clock::ratio);
        List<Double> overhead = figures.clock(TimedPacket.Clock::overhead);
        return List.of(
                new Document.Fact("processor", figures.processor().isEmpty() ? "it gives itself no name" : figures.processor()),
                new Document.Fact("clock", Numbers.plain(ratio.get(1)) + " cycles of the core a tick of the time-stamp counter (" + Numbers.range(ratio.get(0), ratio.get(2))
                        + "); it goes in steps of " + cycles(figures.step() * ratio.get(1)) + " cycles"),
                new Document.Fact("pages", pages),
                new Document.Fact("taken off", cycles(overhead.get(1)) + " cycles, what reading the counter takes (" + cycles(overhead.get(0)) + "…" + cycles(overhead.get(2)) + ")"),
                new Document.Fact("spread", "the middle half of a packet's runs lies within " + cycles(figures.hot().spread()) + " cycles hot, "
                        + cycles(figures.cold().spread()) + " cold"),
                new Document.Fact("runs", figures.kept() + "; dropped " + figures.disturbed() + " that were interrupted or beside another clock, "
                        + figures.strayed() + " that left another state"));
    }

    /** What a model says beside what was measured. */
    private List<Document.Block> estimated(CycleFigures.Estimates estimates) {
        List<Document.Row> rows = new ArrayList<>();
        List<Double> hotErrors = new ArrayList<>();
        List<Double> coldErrors = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (CycleFigures.OfClass each : figures.classes()) {
            List<String> cells = new ArrayList<>(List.of(each.name()));
            compare(figures.compared(each, CycleEstimator.Single::warm, TimedPacket::hot), cells, hotErrors);
            compare(figures.compared(each, CycleEstimator.Single::cold, TimedPacket::cold), cells, coldErrors);
            Optional<CycleFigures.Bounded> bounded = figures.bounded(each);
            bounded.ifPresent(bound -> ratios.add(bound.ratio()));
            cells.addAll(bounded.map(bound -> List.of(cycles(bound.bound()), Numbers.plain(bound.ratio()), Long.toString(bound.above())))
                    .orElse(List.of("unknown", "unknown", "unknown")));
            rows.add(new Document.Row(cells, List.of()));
        }
        return List.of(new Document.Heading("Cycles, estimated for " + estimates.machine() + " and measured here"),
                new Document.Paragraph("Medians over the packets of a class; estimates are of each packet's own path and PCVs. Errors: " + errors("hot", hotErrors)
                        + "; " + errors("cold", coldErrors) + ". " + bounds(ratios)),
                new Document.Table(List.of("class", "hot, estimated", "measured", "error", "cold, estimated", "measured", "error", "bound", "÷ cold", "runs above"), "", rows));
    }

    /** The contract's formulas with coefficients of this machine. */
    private List<Document.Block> fitted() {
        List<Document.Row> rows = new ArrayList<>();
        List<Double> hot = new ArrayList<>();
        List<Double> cold = new ArrayList<>();
        for (CycleFigures.OfClass each : figures.classes()) {
            List<String> cells = new ArrayList<>(List.of(each.name()));
            fit(figures.fitted(each, TimedPacket::hot), cells, hot);
            fit(figures.fitted(each, TimedPacket::cold), cells, cold);
            rows.add(new Document.Row(cells, List.of()));
        }
        return List.of(new Document.Heading("Cycles, fitted to what was measured here"),
                new Document.Paragraph("The terms of the contract's formulas, with the coefficients that fit this machine's packets best: no prediction. Off: by what part, the median packet. Held out: packets "
                        + "that each was fitted without, the median and the worst. Held out, over the classes: " + errors("hot", hot) + "; " + errors("cold", cold) + "."),
                new Document.Table(List.of("class", "hot, fitted", "off", "held out", "cold, fitted", "off", "held out"), "", rows));
    }

    private static void fit(Optional<CycleFit> fit, List<String> cells, List<Double> errors) {
        cells.add(fit.map(CycleFit::text).orElse("too few packets"));
        cells.add(fit.map(each -> Math.round(each.residual() * 100) + " %").orElse(""));
        cells.add(fit.map(each -> Math.round(each.heldOut() * 100) + " %, " + Math.round(each.worst() * 100) + " %").orElse(""));
        fit.ifPresent(each -> errors.add(each.heldOut()));
    }

    private static void compare(Optional<CycleFigures.Compared> compared, List<String> cells, List<Double> errors) {
        cells.add(compared.map(each -> cycles(each.estimate())).orElse("unknown"));
        cells.add(compared.map(each -> cycles(each.measured())).orElse("unknown"));
        cells.add(compared.map(each -> percent(each.error())).orElse("unknown"));
        compared.ifPresent(each -> errors.add(Math.abs(each.error())));
    }

    private static String errors(String name, List<Double> errors) {
        List<Double> rising = errors.stream().sorted().toList();
        return rising.isEmpty() ? name + " unknown" : name + " median " + Math.round(Quantile.of(rising, 0.5) * 100) + " %, worst " + Math.round(rising.getLast() * 100) + " %";
    }

    private static String bounds(List<Double> ratios) {
        List<Double> rising = ratios.stream().sorted().toList();
        return rising.isEmpty() ? "" : "The bound is " + Numbers.plain(Quantile.of(rising, 0.5)) + " times what was measured cold in the median class, " + Numbers.plain(rising.getLast())
                + " times at most.";
    }

    static String percent(double part) {
        long percent = Math.round(part * 100);
        return (percent > 0 ? "+" : "") + percent + " %";
    }

    private String pages() {
        return pages(figures.pages());
    }

    static String pages(MemoryPages pages) {
        String size = pages.size() / KILOBYTE + " KB";
        return pages.huge() == 0 ? size : size + "; of " + pages.all() / MEGABYTE + " MB, " + pages.huge() / MEGABYTE + " MB in pages of 2 MB and more";
    }

    private static Document.Row row(CycleFigures.OfClass ofClass) {
        return new Document.Row(COLUMNS.stream().map(column -> column.cell().apply(ofClass)).toList(), List.of());
    }

    static String cycles(double cycles) {
        return Long.toString(Math.round(cycles));
    }

    // ---- for programs

    void write(ObjectNode json) {
        json.put("processor", figures.processor());
        write(figures.pages(), json.putObject("pages"));
        writeClock(json);
        ArrayNode classes = json.putArray("classes");
        figures.estimates().ifPresent(estimates -> json.put("estimatedFor", estimates.machine()));
        figures.classes().forEach(each -> write(each, classes.addObject()));
        ArrayNode failures = json.putArray("failures");
        figures.failures().forEach(failures::add);
    }

    private static void range(List<Double> figures, ObjectNode json) {
        json.put("least", Numbers.steady(figures.get(0)));
        json.put("median", Numbers.steady(figures.get(1)));
        json.put("most", Numbers.steady(figures.get(2)));
    }

    static void write(MemoryPages pages, ObjectNode json) {
        json.put("size", pages.size());
        json.put("bytes", pages.all());
        json.put("hugeBytes", pages.huge());
    }

    /** What the times depend on, if there are any. */
    void writeClock(ObjectNode json) {
        if (!figures.packets().isEmpty()) {
            range(figures.clock(TimedPacket.Clock::ratio), json.putObject("coreRatio"));
            range(figures.clock(TimedPacket.Clock::overhead), json.putObject("overhead"));
            json.put("counterStep", figures.step());
        }
    }

    private void write(CycleFigures.OfClass ofClass, ObjectNode json) {
        json.put("name", ofClass.name());
        json.put("packets", ofClass.packets().size());
        json.put("instructions", ofClass.instructions());
        ObjectNode hot = json.putObject("hot");
        write(ofClass.hot(), figures.compared(ofClass, CycleEstimator.Single::warm, TimedPacket::hot), hot);
        figures.fitted(ofClass, TimedPacket::hot).ifPresent(fit -> write(fit, hot.putObject("fitted")));
        ObjectNode cold = json.putObject("cold");
        write(ofClass.cold(), figures.compared(ofClass, CycleEstimator.Single::cold, TimedPacket::cold), cold);
        figures.fitted(ofClass, TimedPacket::cold).ifPresent(fit -> write(fit, cold.putObject("fitted")));
        figures.bounded(ofClass).ifPresent(bounded -> json.putObject("bound").put("cycles", Numbers.steady(bounded.bound())).put("ratio", Numbers.steady(bounded.ratio()))
                .put("above", bounded.above()));
        ArrayNode packets = json.putArray("timed");
        ofClass.packets().forEach(each -> write(each, packets.addObject()));
    }

    private static void write(CycleFigures.OfRuns runs, Optional<CycleFigures.Compared> compared, ObjectNode json) {
        compared.ifPresent(each -> json.put("estimate", Numbers.steady(each.estimate())).put("error", Numbers.steady(each.error())));
        write(runs, json);
    }

    static void write(CycleFigures.OfRuns runs, ObjectNode json) {
        json.put("least", Numbers.steady(runs.least()));
        json.put("p50", Numbers.steady(runs.median()));
        json.put("p99", Numbers.steady(runs.last()));
        json.put("spread", Numbers.steady(runs.spread()));
        json.put("runs", runs.kept());
        json.put("disturbed", runs.disturbed());
        json.put("strayed", runs.strayed());
    }

    private static void write(CycleFit fit, ObjectNode json) {
        json.put("formula", fit.text());
        ArrayNode terms = json.putArray("terms");
        for (int i = 0; i < fit.terms().size(); i++) {
            ObjectNode term = terms.addObject();
            ObjectNode pcvs = term.putObject("pcvs");
            fit.terms().get(i).exponents().forEach(pcvs::put);
            term.put("coefficient", Numbers.steady(fit.coefficients().get(i)));
        }
        json.put("off", part(fit.residual())).put("heldOut", part(fit.heldOut())).put("worst", part(fit.worst()));
    }

    /** A part of something, to a millionth. */
    private static double part(double part) {
        return Math.rint(part * 1e6) / 1e6;
    }

    private static void write(TimedPacket packet, ObjectNode json) {
        packet.path().ifPresent(path -> json.put("path", path));
        json.put("instructions", packet.instructions());
        ObjectNode pcvs = json.putObject("pcvs");
        packet.pcvs().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(each -> pcvs.put(each.getKey(), each.getValue()));
        write(packet.hot(), json.putObject("hot"));
        write(packet.cold(), json.putObject("cold"));
    }

    private static void write(TimedPacket.Cycles cycles, ObjectNode json) {
        json.put("least", Numbers.steady(cycles.least()));
        json.put("typical", Numbers.steady(cycles.typical()));
    }
}
