package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes documents as Markdown. */
final class MarkdownWriter {
    private final StringBuilder out = new StringBuilder();

    private MarkdownWriter() {
    }

    static String write(Document document) {
        MarkdownWriter writer = new MarkdownWriter();
        writer.line("# " + escape(document.title()));
        document.blocks().forEach(writer::write);
        return writer.out.toString();
    }

    private void write(Document.Block block) {
        line("");
        switch (block) {
            case Document.Heading heading -> line("## " + escape(heading.text()));
            case Document.Paragraph paragraph -> line(escape(paragraph.text()));
            case Document.Facts facts ->
                facts.facts().forEach(fact -> line("- " + escape(fact.name()) + ": " + escape(fact.value())));
            case Document.Lines lines -> {
                line("```");
                lines.lines().forEach(this::line);
                line("```");
            }
            case Document.Bullets bullets -> bullets.items().forEach(item -> line("- " + escape(item)));
            case Document.Table table -> write(table);
        }
    }

    private void write(Document.Table table) {
        List<String> columns = new ArrayList<>(table.columns());
        if (!table.notes().isEmpty()) {
            columns.add(table.notes());
        }
        row(columns.stream().map(MarkdownWriter::escape).toList());
        row(columns.stream().map(_ -> "---").toList());
        for (Document.Row row : table.rows()) {
            List<String> cells = new ArrayList<>(row.cells().stream().map(MarkdownWriter::escape).toList());
            if (!table.notes().isEmpty()) {
                cells.add(row.notes().stream().map(MarkdownWriter::escape).collect(Collectors.joining("<br>")));
            }
            row(cells);
        }
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private static String escape(String text) {
        return text.replace('\n', ' ').replaceAll("([\\\\`*|<>&])", "\\\\$1");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
