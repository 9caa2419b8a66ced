package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.perfcontracts.formula.Metric;

/** What a paper's packets cost in the whole stack, beside the network function alone. */
final class PaperStackSection {
    private static final String NONE = "-";

    private final PaperComparison.Stack stack;
    private final List<PaperComparison.Row> calls;

    /** The rows of calls are as many, in the same order. */
    PaperStackSection(PaperComparison.Stack stack, List<PaperComparison.Row> calls) {
        this.stack = stack;
        this.calls = calls;
    }

    void write(ObjectNode json, BiConsumer<PaperComparison.Row, ObjectNode> writer) {
        json.put("driver", stack.driver());
        ArrayNode rows = json.putArray("rows");
        stack.rows().forEach(row -> writer.accept(row, rows.addObject()));
    }

    List<Document.Block> blocks() {
        List<Document.Row> rows = new ArrayList<>();
        for (int i = 0; i < stack.rows().size(); i++) {
            PaperComparison.Row poll = stack.rows().get(i);
            PaperComparison.Row call = calls.get(i);
            for (Metric metric : Metric.sums()) {
                PaperComparison.Figures whole = poll.figures().get(metric);
                PaperComparison.Figures alone = call.figures().get(metric);
                rows.add(new Document.Row(List.of(metric == Metric.sums().getFirst() ? poll.name() : "", metric.title(),
                        Long.toString(alone.predicted()), measured(alone), Long.toString(whole.predicted()), measured(whole),
                        whole.ours().map(PaperReport::gap).orElse(NONE)), List.of()));
            }
        }
        return List.of(new Document.Heading("Level stack, " + stack.driver()),
                new Document.Paragraph("The same packets, delivered by a device: the poll that receives the last of them, driver and DPDK included, beside the call of the network "
                        + "function alone. By the time of the last packet driver and device stand elsewhere than at the entry of the contract: environment PCVs are as measured, as the others are."),
                new Document.Table(List.of("class", "metric", "nf pred.", "nf meas.", "stack pred.", "stack meas.", "stack gap"), "", rows));
    }

    private static String measured(PaperComparison.Figures figures) {
        return figures.ours().map(ours -> Long.toString(ours.measured())).orElse(NONE);
    }
}
