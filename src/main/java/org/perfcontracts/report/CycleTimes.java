package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.perfcontracts.contract.CycleCase;
import org.perfcontracts.contract.CycleEstimate;
import org.perfcontracts.contract.Cycles;
import org.perfcontracts.decision.Speed;

/** What a model's cycles come to in time, as a part of predictions. */
final class CycleTimes {
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
        for (CycleCase each : CycleCase.values()) {
            columns.addAll(List.of(each.title() + ", cycles", "ns", "Mpps a core"));
        }
        String scope = level.equals("nf") ? " The level is nf: what the driver, DPDK and the main loop take comes on top." : "";
        return List.of(new Document.Heading("Time, estimated for " + cycles.machine()),
                new Document.Bullets(List.of(cycles.processor() + ", " + Numbers.plain(cycles.gigahertz()) + " GHz; " + cycles.source(), Cycles.WARM, Cycles.COLD, Cycles.BOUND)),
                new Document.Table(columns, "", rows.stream().map(this::row).toList()),
                new Document.Paragraph("Mpps: million packets a second, of one packet after the other." + scope));
    }

    private Document.Row row(OfRow row) {
        List<String> cells = new ArrayList<>(List.of(row.name));
        for (CycleCase each : CycleCase.values()) {
            Range range = row.ranges.get(each);
            if (range == null) {
                cells.addAll(List.of("unknown", "", ""));
            } else {
                cells.add(Numbers.range(range.leastCycles(), range.mostCycles()));
                cells.addAll(Estimates.cells(speed, range.leastCycles(), range.mostCycles()));
            }
        }
        return new Document.Row(cells, List.of());
    }

    void write(Map<CycleCase, Range> ranges, ObjectNode json) {
        ranges.forEach((which, range) -> {
            ObjectNode each = json.putObject(which.key());
            each.put("least", Numbers.steady(range.leastCycles())).put("most", Numbers.steady(range.mostCycles()));
            PredictionJson.putEstimate(each, speed, range.leastCycles(), range.mostCycles());
        });
    }
}
