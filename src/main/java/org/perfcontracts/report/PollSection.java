package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.contract.Polls;

/** What polls of level stack cost behind one another, beside the contract, which is one for the first. */
final class PollSection {
    private PollSection() {
    }

    /** Said first, where some cost more, or did not come to their end. */
    static List<Document.Block> warning(Polls measured) {
        if (measured.excesses().isEmpty() && measured.end().isEmpty()) {
            return List.of();
        }
        return List.of(new Document.Paragraph("ONLY FOR WHERE DRIVER AND DEVICE STAND AT THE ENTRY: of " + measured.polls() + " polls behind one another, in which rings "
                + "and the packet pool come round, " + measured.above() + " cost more than the contract says." + end(measured)));
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
            blocks.add(new Document.Table(List.of("what polls execute that the contract does not", "polls", "one in", "instructions", "memory accesses"), "", rows(measured)));
        }
        return blocks;
    }

    private static List<Document.Row> rows(Polls measured) {
        return measured.excesses().stream().map(excess -> {
            List<String> cells = new ArrayList<>(List.of(name(excess), Long.toString(excess.polls()), Long.toString(Math.round((double) measured.polls() / excess.polls()))));
            Polls.METRICS.forEach(metric -> cells.add(excess.described() ? "up to +" + excess.most().get(metric) : "up to " + excess.most().get(metric) + " in all"));
            return new Document.Row(cells, List.of());
        }).toList();
    }

    private static String name(Polls.Excess excess) {
        return excess.functions().isEmpty() ? "the same code, otherwise" : "in " + String.join(", ", excess.functions());
    }
}
