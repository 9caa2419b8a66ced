package org.perfcontracts.report;

import java.util.List;

/** Writes documents as pages of HTML that need no other file. */
final class HtmlWriter {
    private static final String STYLE = """
            body { font-family: sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; line-height: 1.4 }
            table { border-collapse: collapse }
            th, td { border-bottom: 1px solid #bbb; padding: 0.3em 0.8em; text-align: left; vertical-align: top }
            dl { display: grid; grid-template-columns: max-content auto; gap: 0.2em 1em }
            dd { margin: 0 }""";

    private final StringBuilder out = new StringBuilder();

    private HtmlWriter() {
    }

    static String write(Document document) {
        HtmlWriter writer = new HtmlWriter();
        writer.line("<!DOCTYPE html>");
        writer.line("<html lang=\"en\">");
        writer.line("<head>");
        writer.line("<meta charset=\"utf-8\">");
        writer.element("title", document.title());
        writer.line("<style>\n" + STYLE + "\n</style>");
        writer.line("</head>");
        writer.line("<body>");
        writer.element("h1", document.title());
        document.blocks().forEach(writer::write);
        writer.line("</body>");
        writer.line("</html>");
        return writer.out.toString();
    }

    private void write(Document.Block block) {
        switch (block) {
            case Document.Heading heading -> element("h2", heading.text());
            case Document.Paragraph paragraph -> element("p", paragraph.text());
            case Document.Facts facts -> {
                line("<dl>");
                facts.facts().forEach(fact -> line(inline("dt", fact.name()) + inline("dd", fact.value())));
                line("</dl>");
            }
            case Document.Lines lines -> element("pre", String.join("\n", lines.lines()));
            case Document.Bullets bullets -> {
                line("<ul>");
                bullets.items().forEach(item -> element("li", item));
                line("</ul>");
            }
            case Document.Table table -> write(table);
        }
    }

    private void write(Document.Table table) {
        boolean noted = !table.notes().isEmpty();
        line("<table>");
        line("<thead><tr>" + cells("th", table.columns()) + (noted ? inline("th", table.notes()) : "") + "</tr></thead>");
        line("<tbody>");
        for (Document.Row row : table.rows()) {
            String notes = noted ? "<td>" + String.join("<br>", row.notes().stream().map(HtmlWriter::escape).toList()) + "</td>" : "";
            line("<tr>" + cells("td", row.cells()) + notes + "</tr>");
        }
        line("</tbody>");
        line("</table>");
    }

    private static String cells(String tag, List<String> texts) {
        StringBuilder cells = new StringBuilder();
        texts.forEach(text -> cells.append(inline(tag, text)));
        return cells.toString();
    }

    private void element(String tag, String text) {
        line(inline(tag, text));
    }

    private static String inline(String tag, String text) {
        return "<" + tag + ">" + escape(text) + "</" + tag + ">";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
