package org.perfcontracts.report;

import java.util.List;
import org.perfcontracts.report.page.Html;
import org.perfcontracts.report.page.Page;

/** Writes documents as pages of HTML that need no other file. */
final class HtmlWriter {
    private final StringBuilder out = new StringBuilder();
    /** What tells of the next table, for those who do not see it. */
    private String heading = "Table";

    private HtmlWriter() {
    }

    static String write(Document document) {
        return Page.plain(document.title(), Html.element("h1", document.title()) + "\n" + blocks(document.blocks()));
    }

    /** Blocks without a page around them. */
    static String blocks(List<? extends Document.Block> blocks) {
        HtmlWriter writer = new HtmlWriter();
        blocks.forEach(writer::write);
        return writer.out.toString();
    }

    /** A table that scrolls within the page where it is too wide, also by keyboard. The inside is HTML. */
    static String table(String label, String styleClass, String inside) {
        return "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + Html.escape(label) + "\">\n<table" + (styleClass.isEmpty() ? "" : " class=\"" + styleClass + "\"")
                + ">\n" + inside + "</table>\n</div>\n";
    }

    /** The names of columns. */
    static String head(List<String> columns) {
        StringBuilder cells = new StringBuilder("<thead><tr>");
        columns.forEach(column -> cells.append("<th scope=\"col\">").append(Html.escape(column)).append("</th>"));
        return cells.append("</tr></thead>\n").toString();
    }

    /** Lines in a row of their own, below the row that they speak of. */
    static String notes(List<String> lines, int columns) {
        return lines.isEmpty() ? "" : "<tr class=\"notes\"><td colspan=\"" + columns + "\"><div>" + lines(lines) + "</div></td></tr>\n";
    }

    private static String lines(List<String> lines) {
        return String.join("<br>", lines.stream().map(Html::escape).toList());
    }

    private void write(Document.Block block) {
        switch (block) {
            case Document.Heading text -> {
                heading = text.text();
                line(Html.element("h2", heading));
            }
            case Document.Paragraph paragraph -> line(Html.element("p", paragraph.text()));
            case Document.Facts facts -> {
                line("<dl>");
                facts.facts().forEach(fact -> line(Html.element("dt", fact.name()) + Html.element("dd", fact.value())));
                line("</dl>");
            }
            case Document.Lines lines -> line(Html.element("pre", String.join("\n", lines.lines())));
            case Document.Bullets bullets -> {
                line("<ul>");
                bullets.items().forEach(item -> line(Html.element("li", item)));
                line("</ul>");
            }
            case Document.Table table -> write(table);
        }
    }

    private void write(Document.Table table) {
        StringBuilder inside = new StringBuilder(head(table.columns())).append("<tbody>\n");
        for (Document.Row row : table.rows()) {
            inside.append("<tr>");
            row.cells().forEach(cell -> inside.append(Html.element("td", cell)));
            inside.append("</tr>\n").append(notes(row.notes(), table.columns().size()));
        }
        out.append(table(heading, "", inside.append("</tbody>\n").toString()));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
