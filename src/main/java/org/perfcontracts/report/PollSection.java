package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.contract.Polls;
import org.perfcontracts.formula.Metric;

/** What polls of level stack cost behind one another, beside the contract, which is one for the first. */
final class PollSection {
    private PollSection() {
    }

    /** Said first, where some cost more, or did not come to their end. */
    static List<Document.Block> warning(Polls measured) {
        if (measured.excesses().isEmpty() && measured.end().isEmpty()) {
            return List.of();
        }
        String polls = "of " + measured.polls() + " polls behind one another, in which rings and the packet pool come round, ";
        if (measured.above() == 0 && measured.end().isEmpty()) {
            return List.of(new Document.Paragraph("The classes are those of where driver and device stand at the entry: " + polls + measured.elsewhere()
                    + " cost more, and no more than was derived for where these stand then (see Polls behind one another)."));
        }
        String others = measured.elsewhere() == 0 ? "" : ", and " + measured.elsewhere() + " no more than was derived for where these stand then";
        return List.of(new Document.Paragraph("ONLY FOR WHERE DRIVER AND DEVICE STAND AT THE ENTRY: " + polls + measured.above() + " cost more than the contract says" + others + "."
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
            List<String> heads = new ArrayList<>(List.of("what polls execute that the contract does not", "polls", "one in", "instructions", "memory accesses"));
            if (measured.elsewhere() > 0) {
                heads.add("derived at arrival");
            }
            blocks.add(new Document.Table(heads, "", rows(measured)));
        }
        return blocks;
    }

    private static List<Document.Row> rows(Polls measured) {
        return measured.excesses().stream().map(excess -> {
            List<String> cells = new ArrayList<>(List.of(name(excess), Long.toString(excess.polls()), Long.toString(Math.round((double) measured.polls() / excess.polls()))));
            Polls.METRICS.forEach(metric -> cells.add(cost(excess, metric)));
            if (measured.elsewhere() > 0) {
                cells.add(excess.position().map(position -> Integer.toString(position.arrival())).orElse("measured only"));
            }
            return new Document.Row(cells, List.of());
        }).toList();
    }

    private static String cost(Polls.Excess excess, Metric metric) {
        if (excess.position().isPresent()) {
            return "≤ " + excess.position().get().formulas().get(metric) + " in all";
        }
        return excess.described() ? "up to +" + excess.most().get(metric) : "up to " + excess.most().get(metric) + " in all";
    }

    private static String name(Polls.Excess excess) {
        return excess.functions().isEmpty() ? "the same code, otherwise" : "in " + String.join(", ", excess.functions());
    }
}
