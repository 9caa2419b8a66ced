package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.perfcontracts.contract.CycleEstimator;
import org.perfcontracts.contract.Cycles;
import org.perfcontracts.cpu.MemoryPages;
import org.perfcontracts.cpu.Quantile;
import org.perfcontracts.cpu.TimedPacket;
import org.perfcontracts.timing.MachineProfile;

/** The part of a comparison with a paper's figures that tells cycles. */
final class PaperCycleSection {
    private static final String NONE = "-";
    private static final double MANY = 1e9;

    private final PaperCycles cycles;
    private final CycleSection measured;

    PaperCycleSection(PaperCycles cycles) {
        this.cycles = cycles;
        List<TimedPacket> packets = cycles.rows().stream().flatMap(row -> row.packet().stream()).toList();
        this.measured = new CycleSection(new CycleFigures(cycles.processor(), new MemoryPages(0, 0, 0), packets, List.of(), Map.of(), Optional.empty()));
    }

    /** A figure of a row. */
    private record OfRow(String row, double figure) {
    }

    /** Where data is. */
    private enum Caches {
        HOT {
            @Override
            double estimate(CycleEstimator.Single single) {
                return single.warm();
            }

            @Override
            TimedPacket.Cycles measured(TimedPacket packet) {
                return packet.hot();
            }
        },
        COLD {
            @Override
            double estimate(CycleEstimator.Single single) {
                return single.cold();
            }

            @Override
            TimedPacket.Cycles measured(TimedPacket packet) {
                return packet.cold();
            }
        };

        abstract double estimate(CycleEstimator.Single single);

        abstract TimedPacket.Cycles measured(TimedPacket packet);

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        Optional<CycleFigures.Compared> compared(PaperCycles.Row row) {
            return row.estimate().flatMap(single -> row.packet().map(packet -> new CycleFigures.Compared(estimate(single), measured(packet).typical())));
        }
    }

    private List<OfRow> errors(Caches caches) {
        return cycles.rows().stream().flatMap(row -> caches.compared(row).map(each -> new OfRow(row.name(), Math.abs(each.error()))).stream())
                .sorted(Comparator.comparingDouble(OfRow::figure)).toList();
    }

    /** The published bounds, in parts of what was measured. */
    private List<OfRow> ratios() {
        return cycles.rows().stream().flatMap(row -> row.published().map(each -> new OfRow(row.name(), ratio(each))).stream())
                .sorted(Comparator.comparingDouble(OfRow::figure)).toList();
    }

    private static double ratio(Validation.Comparison published) {
        return (double) published.predicted() / published.measured();
    }

    /** Our bound, in parts of what the packet typically takes cold. */
    private static Optional<Double> bound(PaperCycles.Row row) {
        return row.estimate().flatMap(single -> row.packet().map(packet -> single.bound() / packet.cold().typical()));
    }

    private List<OfRow> bounds() {
        return cycles.rows().stream().flatMap(row -> bound(row).map(each -> new OfRow(row.name(), each)).stream())
                .sorted(Comparator.comparingDouble(OfRow::figure)).toList();
    }

    /** Rows of which a run, hot or cold, took more than our bound. */
    private List<String> above() {
        return cycles.rows().stream().filter(row -> row.estimate().isPresent() && row.packet().isPresent()
                && Stream.of(row.packet().get().hot(), row.packet().get().cold()).flatMap(runs -> runs.runs().stream()).anyMatch(run -> run > row.estimate().get().bound()))
                .map(PaperCycles.Row::name).toList();
    }

    private static OfRow median(List<OfRow> rising) {
        return Quantile.of(rising, 0.5);
    }

    // ---- for people

    List<Document.Block> blocks() {
        MachineProfile machine = cycles.machine();
        List<Document.Block> blocks = new ArrayList<>(List.of(
                new Document.Heading("Cycles, estimated for " + machine.name() + " and measured on this machine"),
                new Document.Bullets(List.of("estimated for " + machine.name() + ": " + machine.processor() + "; " + machine.source(), Cycles.WARM, Cycles.COLD, Cycles.BOUND))));
        if (cycles.rows().stream().anyMatch(row -> row.packet().isPresent())) {
            blocks.add(new Document.Facts(measured.facts(pages())));
        }
        blocks.add(new Document.Table(List.of("class", "hot est.", "meas.", "error", "cold est.", "meas.", "error", "bound", "÷ cold", "paper bound", "paper meas.", "ratio"), "",
                cycles.rows().stream().map(row -> new Document.Row(cells(row), List.of())).toList()));
        blocks.add(new Document.Heading("Errors of cycles"));
        blocks.add(new Document.Facts(summary()));
        List<String> failures = failures();
        if (!failures.isEmpty()) {
            blocks.add(new Document.Bullets(failures));
        }
        return blocks;
    }

    private String pages() {
        return cycles.rows().stream().flatMap(row -> row.pages().stream()).map(CycleSection::pages).distinct().collect(Collectors.joining("; "));
    }

    private static List<String> cells(PaperCycles.Row row) {
        List<String> cells = new ArrayList<>(List.of(row.name()));
        for (Caches caches : Caches.values()) {
            cells.add(row.estimate().map(single -> cycles(caches.estimate(single))).orElse(NONE));
            cells.add(row.packet().map(packet -> cycles(caches.measured(packet).typical())).orElse(NONE));
            cells.add(caches.compared(row).map(each -> CycleSection.percent(each.error())).orElse(NONE));
        }
        cells.add(row.estimate().map(single -> cycles(single.bound())).orElse(NONE));
        cells.add(bound(row).map(PaperCycleSection::times).orElse(NONE));
        cells.add(row.published().map(each -> PaperReport.rounded(each.predicted())).orElse(NONE));
        cells.add(row.published().map(each -> PaperReport.rounded(each.measured())).orElse(NONE));
        cells.add(row.published().map(each -> times(ratio(each))).orElse(NONE));
        return cells;
    }

    /** Of many, only so many digits that the column stays narrow. */
    private static String cycles(double cycles) {
        return cycles < MANY ? CycleSection.cycles(cycles) : PaperReport.rounded(Math.round(cycles));
    }

    private List<Document.Fact> summary() {
        List<Document.Fact> facts = new ArrayList<>();
        for (Caches caches : Caches.values()) {
            List<OfRow> errors = errors(caches);
            facts.add(new Document.Fact("ours, " + caches.key(), errors.isEmpty() ? "nothing was timed"
                    : "median " + Math.round(median(errors).figure() * 100) + " %, worst " + Math.round(errors.getLast().figure() * 100) + " % ("
                            + errors.getLast().row() + "), of " + errors.size() + " packets"));
        }
        List<OfRow> bounds = bounds();
        if (!bounds.isEmpty()) {
            facts.add(new Document.Fact("our bound", times(median(bounds).figure()) + " times what was measured cold in the median, " + times(bounds.getLast().figure())
                    + " at worst (" + bounds.getLast().row() + "); " + (above().isEmpty() ? "no run took more" : "runs took more in " + String.join(", ", above()))));
        }
        List<OfRow> ratios = ratios();
        if (!ratios.isEmpty()) {
            facts.add(new Document.Fact("the paper's", "a bound of " + times(median(ratios).figure()) + " times the measured in the median, " + times(ratios.getLast().figure())
                    + " at worst (" + ratios.getLast().row() + ")"));
        }
        cycles.others().forEach((name, said) -> facts.add(new Document.Fact(name, said)));
        if (!cycles.source().isEmpty()) {
            facts.add(new Document.Fact("published figures", cycles.source()));
        }
        return facts;
    }

    private List<String> failures() {
        return cycles.rows().stream().flatMap(row -> row.failure().map(why -> row.name() + " could not be timed: " + why + ".").stream()).toList();
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    // ---- for programs

    void write(ObjectNode json) {
        ObjectNode machine = json.putObject("machine");
        machine.put("name", cycles.machine().name());
        machine.put("processor", cycles.machine().processor());
        machine.put("source", cycles.machine().source());
        json.put("processor", cycles.processor());
        measured.writeClock(json);
        ArrayNode rows = json.putArray("rows");
        cycles.rows().forEach(row -> write(row, rows.addObject()));
        ObjectNode errors = json.putObject("errors");
        for (Caches caches : Caches.values()) {
            write(errors(caches), errors.putObject(caches.key()));
        }
        write(bounds(), json.putObject("bounds"));
        ArrayNode above = json.putArray("above");
        above().forEach(above::add);
        write(ratios(), json.putObject("ratios"));
        json.put("source", cycles.source());
        ObjectNode others = json.putObject("others");
        cycles.others().forEach(others::put);
        ArrayNode failures = json.putArray("failures");
        failures().forEach(failures::add);
    }

    private static void write(PaperCycles.Row row, ObjectNode json) {
        json.put("name", row.name());
        row.pages().ifPresent(pages -> CycleSection.write(pages, json.putObject("pages")));
        for (Caches caches : Caches.values()) {
            ObjectNode figures = json.putObject(caches.key());
            row.estimate().ifPresent(single -> figures.put("estimate", Numbers.steady(caches.estimate(single))));
            caches.compared(row).ifPresent(each -> figures.put("error", Numbers.steady(each.error())));
            row.packet().ifPresent(packet -> CycleSection.write(new CycleFigures.OfRuns(List.of(caches.measured(packet))), figures));
        }
        row.estimate().ifPresent(single -> json.put("bound", Numbers.steady(single.bound())));
        row.published().ifPresent(each -> {
            ObjectNode published = json.putObject("published");
            published.put("bound", each.predicted());
            published.put("measured", each.measured());
            published.put("ratio", Numbers.steady(ratio(each)));
        });
    }

    private static void write(List<OfRow> rising, ObjectNode json) {
        json.put("rows", rising.size());
        if (!rising.isEmpty()) {
            json.put("median", Numbers.steady(median(rising).figure()));
            json.put("worst", Numbers.steady(rising.getLast().figure()));
            json.put("worstRow", rising.getLast().row());
        }
    }
}
