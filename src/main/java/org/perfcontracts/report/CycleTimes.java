package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.perfcontracts.contract.CycleCase;
import org.perfcontracts.contract.CycleEstimate;
import org.perfcontracts.contract.Cycles;
import org.perfcontracts.decision.Speed;

/** What a model's cycles come to in time, as a part of predictions. */
final class CycleTimes {
    /** A rate at the bound would be one that no packet in a row is slower than, which a mean is not. */
    private static final List<CycleCase> RATES = List.of(CycleCase.WARM, CycleCase.COLD);
    private static final double WHOLE = 100;

    private final Cycles cycles;
    private final Speed speed;

    CycleTimes(Cycles cycles) {
        this.cycles = cycles;
        this.speed = new Speed(cycles.gigahertz() * 1e9, 1);
    }

    /** From the least to the most hundredths of cycles. */
    record Range(double least, double most) {
        private double leastCycles() {
            return least / CycleEstimate.PARTS;
        }

        private double mostCycles() {
            return most / CycleEstimate.PARTS;
        }
    }

    /** A class, or whatever else is told in a row: its cycles by how well it goes; nothing where they are not known. */
    record OfRow(String name, Map<CycleCase, Range> ranges) {
    }

    List<Document.Block> blocks(String what, List<OfRow> rows, String level) {
        List<String> columns = new ArrayList<>(List.of(what));
        List.of(CycleCase.values()).forEach(each -> columns.add(each.title() + ", cycles"));
        List.of(CycleCase.values()).forEach(each -> columns.add(each.title() + ", ns"));
        RATES.forEach(each -> columns.add(each.title() + ", Mpps"));
        return List.of(new Document.Heading("Time, estimated for " + cycles.machine()),
                new Document.Bullets(List.of(cycles.processor() + ", " + Numbers.plain(cycles.gigahertz()) + " GHz; " + cycles.source(), Cycles.WARM, Cycles.COLD, Cycles.BOUND)),
                new Document.Table(columns, "", rows.stream().map(this::row).toList()),
                new Document.Paragraph("Mpps: million packets a second of one core, one packet after the other." + Estimates.scope(level)));
    }

    private Document.Row row(OfRow row) {
        List<String> cells = new ArrayList<>(List.of(row.name));
        List<CycleCase> all = List.of(CycleCase.values());
        add(row, all, range -> rounded(range.leastCycles(), range.mostCycles()), cells);
        add(row, all, range -> rounded(speed.nanoseconds(range.leastCycles()), speed.nanoseconds(range.mostCycles())), cells);
        add(row, RATES, range -> rounded(speed.millionPacketsPerSecond(range.mostCycles()), speed.millionPacketsPerSecond(range.leastCycles())), cells);
        return new Document.Row(cells, List.of());
    }

    private static void add(OfRow row, List<CycleCase> which, Function<Range, String> words, List<String> cells) {
        which.forEach(each -> cells.add(row.ranges.containsKey(each) ? words.apply(row.ranges.get(each)) : "unknown"));
    }

    /** A model is not worth more than three digits. */
    private static String rounded(double least, double most) {
        return Numbers.range(digits(least), digits(most));
    }

    private static double digits(double number) {
        return Math.abs(number) >= WHOLE ? Math.rint(number) : new BigDecimal(number).round(new MathContext(3)).doubleValue();
    }

    void write(Map<CycleCase, Range> ranges, ObjectNode json) {
        ranges.forEach((which, range) -> {
            ObjectNode each = json.putObject(which.key());
            each.put("least", Numbers.steady(range.leastCycles())).put("most", Numbers.steady(range.mostCycles()));
            PredictionJson.putEstimate(each, speed, range.leastCycles(), range.mostCycles());
        });
    }
}
