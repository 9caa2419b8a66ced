package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.perfcontracts.contract.ContractFile;

/** The contracts of random programs as a report. */
public final class RandomReport extends Report {
    private final RandomPrograms programs;

    /** The report of a run. */
    public RandomReport(RandomPrograms programs) {
        this.programs = programs;
    }

    @Override
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("passed", programs.passed());
        json.put("programs", programs.rows().size());
        json.put("packets", programs.packets());
        json.put("seconds", programs.seconds());
        ObjectNode outcomes = json.putObject("outcomes");
        for (RandomPrograms.Outcome outcome : RandomPrograms.Outcome.values()) {
            outcomes.put(outcome.name().toLowerCase(Locale.ROOT), programs.count(outcome));
        }
        ObjectNode reasons = json.putObject("reasons");
        programs.reasons().forEach(reasons::put);
        ArrayNode rows = json.putArray("rows");
        programs.rows().forEach(row -> write(row, rows.addObject()));
        return ContractFile.pretty(json);
    }

    private static void write(RandomPrograms.Row row, ObjectNode json) {
        json.put("seed", row.seed());
        json.put("compiler", row.compiler());
        ArrayNode pieces = json.putArray("pieces");
        row.pieces().forEach(pieces::add);
        json.put("outcome", row.outcome().name().toLowerCase(Locale.ROOT));
        json.put("reason", row.reason());
        json.put("exact", row.exact());
        json.put("packets", row.packets());
        json.put("seconds", row.seconds());
        ArrayNode violations = json.putArray("violations");
        row.violations().forEach(violations::add);
        json.put("folder", row.folder());
    }

    @Override
    Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Paragraph(programs.passed() ? "Passed: the CPU refutes no contract." : "FAILED: see below."));
        blocks.add(new Document.Facts(facts()));
        if (!programs.reasons().isEmpty()) {
            blocks.add(new Document.Heading("Why there is no complete contract"));
            blocks.add(new Document.Table(List.of("programs", "first reason"), "", programs.reasons().entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .map(each -> new Document.Row(List.of(Long.toString(each.getValue()), each.getKey()), List.of())).toList()));
        }
        List<String> wrong = programs.rows().stream().filter(row -> isWrong(row.outcome())).map(RandomReport::described).toList();
        if (!wrong.isEmpty()) {
            blocks.add(new Document.Heading("What is wrong"));
            blocks.add(new Document.Bullets(wrong));
        }
        return new Document("Contracts of random programs", blocks);
    }

    private List<Document.Fact> facts() {
        List<Document.Fact> facts = new ArrayList<>();
        facts.add(new Document.Fact("programs", Integer.toString(programs.rows().size())));
        for (RandomPrograms.Outcome outcome : RandomPrograms.Outcome.values()) {
            facts.add(new Document.Fact(outcome.title(), Long.toString(programs.count(outcome))));
        }
        facts.add(new Document.Fact("packets", Long.toString(programs.packets())));
        facts.add(new Document.Fact("seconds", String.format(Locale.ROOT, "%.1f, %.1f programs a second", programs.seconds(),
                programs.rows().size() / Math.max(programs.seconds(), 1e-3))));
        return facts;
    }

    private static boolean isWrong(RandomPrograms.Outcome outcome) {
        return switch (outcome) {
            case VIOLATION, OVERTIME, ERROR -> true;
            case PASSED, WEAK, INCOMPLETE, TIMEOUT, REFUSED -> false;
        };
    }

    private static String described(RandomPrograms.Row row) {
        return "seed " + row.seed() + ", " + row.compiler() + ", " + String.join(" + ", row.pieces()) + ": "
                + (row.violations().isEmpty() ? row.outcome().title() + ", " + row.reason() : row.violations().getFirst())
                + (row.folder().isEmpty() ? "" : "; kept in " + row.folder());
    }
}
