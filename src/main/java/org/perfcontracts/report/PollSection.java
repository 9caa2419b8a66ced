package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Polls;
import org.perfcontracts.contract.Position;
import org.perfcontracts.formula.Metric;

/** What polls of level stack cost behind one another, beside the contract, which is one for the first. */
final class PollSection {
    private PollSection() {
    }

    /** Said first, where some cost more, or did not come to their end. */
    static List<Document.Block> warning(Polls measured) {
        if (measured.isHeld()) {
            return List.of();
        }
        long positions = measured.positions().stream().filter(position -> !position.above().isEmpty()).count();
        return List.of(new Document.Paragraph("NOT FOR ALL POLLS: of " + measured.polls() + " polls behind one another, in which rings and the packet pool come round, "
                + measured.above() + " cost more than the contract says" + (positions == 0 ? "" : ", and it does not say enough for " + positions + " of the other positions") + "."
                + end(measured)));
    }

    private static String end(Polls measured) {
        return measured.end().map(why -> " There were no more: " + why + ".").orElse("");
    }

    /** The details. */
    static List<Document.Block> blocks(Polls measured) {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Heading("Polls behind one another"));
        if (measured.excesses().isEmpty()) {
            blocks.add(new Document.Paragraph("None of " + measured.polls() + " polls cost more than the contract says, as rings and the packet pool came round." + end(measured)));
        } else {
            List<String> heads = List.of("what polls execute that the contract does not", "polls", "one in", "instructions", "memory accesses", "cache lines");
            blocks.add(new Document.Table(heads, "", rows(measured)));
        }
        if (!measured.positions().isEmpty()) {
            blocks.add(new Document.Heading("Positions"));
            blocks.add(new Document.Table(List.of("from arrival", "environment PCVs there", "paths", "derived there"), "", measured.positions().stream().map(PollSection::row).toList()));
        }
        return blocks;
    }

    private static Document.Row row(Position position) {
        String pcvs = position.pcvs().entrySet().stream().map(each -> each.getKey() + " ≤ " + each.getValue()).collect(Collectors.joining(", "));
        return new Document.Row(List.of(Integer.toString(position.arrival()), pcvs, Integer.toString(position.paths()),
                position.above().isEmpty() ? "no more than the contract says" : "MORE THAN THE CONTRACT SAYS: " + String.join(", ", position.above())), List.of());
    }

    private static List<Document.Row> rows(Polls measured) {
        return measured.excesses().stream().map(excess -> {
            List<String> cells = new ArrayList<>(List.of(name(excess), Long.toString(excess.polls()), Long.toString(Math.round((double) measured.polls() / excess.polls()))));
            Arrays.stream(Metric.values()).forEach(metric -> cells.add(cost(excess, metric)));
            return new Document.Row(cells, List.of());
        }).toList();
    }

    private static String cost(Polls.Excess excess, Metric metric) {
        if (!excess.most().containsKey(metric)) {
            return "";
        }
        long most = excess.most().get(metric);
        return excess.described() ? "up to " + (most > 0 ? "+" : "") + most : "up to " + most + " in all";
    }

    private static String name(Polls.Excess excess) {
        return excess.functions().isEmpty() ? "the same code, otherwise" : "in " + String.join(", ", excess.functions());
    }
}
