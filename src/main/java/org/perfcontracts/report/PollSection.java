package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.cpu.PollSequence;
import org.perfcontracts.formula.Metric;

/** What polls of level stack cost behind one another, beside the contract, which is one for the first. */
final class PollSection {
    private static final List<Metric> METRICS = List.of(Metric.INSTRUCTIONS, Metric.MEMORY_ACCESSES);

    private final PollSequence.Outcome outcome;

    PollSection(PollSequence.Outcome outcome) {
        this.outcome = outcome;
    }

    /** Said first, where some cost more. */
    List<Document.Block> warning() {
        if (outcome.excesses().isEmpty()) {
            return List.of();
        }
        return List.of(new Document.Paragraph("ONLY FOR WHERE DRIVER AND DEVICE STAND AT THE ENTRY: of " + outcome.polls() + " polls behind one another, in which rings "
                + "and the packet pool come round, " + outcome.above() + " cost more than the contract says."));
    }

    /** The details. */
    List<Document.Block> blocks() {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Heading("Polls behind one another"));
        if (outcome.excesses().isEmpty()) {
            blocks.add(new Document.Paragraph("None of " + outcome.polls() + " polls cost more than the contract says, as rings and the packet pool came round."));
        } else {
            blocks.add(new Document.Table(List.of("what polls execute that the contract does not", "polls", "one in", "instructions", "memory accesses"), "", rows()));
        }
        outcome.end().ifPresent(why -> blocks.add(new Document.Paragraph("There were no more: " + why + ".")));
        return blocks;
    }

    private List<Document.Row> rows() {
        return outcome.excesses().stream().map(excess -> {
            List<String> cells = new ArrayList<>(List.of(name(excess), Long.toString(excess.polls()), Long.toString(Math.round((double) outcome.polls() / excess.polls()))));
            METRICS.forEach(metric -> cells.add(excess.described() ? "up to +" + excess.most().get(metric) : "up to " + excess.most().get(metric) + " in all"));
            return new Document.Row(cells, List.of());
        }).toList();
    }

    private static String name(PollSequence.Excess excess) {
        return excess.functions().isEmpty() ? "the same code, otherwise" : "in " + String.join(", ", excess.functions());
    }

    void write(ObjectNode json) {
        json.put("polls", outcome.polls());
        json.put("above", outcome.above());
        ArrayNode excesses = json.putArray("excesses");
        for (PollSequence.Excess excess : outcome.excesses()) {
            ObjectNode one = excesses.addObject();
            ArrayNode functions = one.putArray("functions");
            excess.functions().forEach(functions::add);
            one.put("described", excess.described());
            one.put("polls", excess.polls());
            METRICS.forEach(metric -> one.put(metric.key(), excess.most().get(metric)));
        }
        outcome.end().ifPresent(why -> json.put("end", why));
    }
}
