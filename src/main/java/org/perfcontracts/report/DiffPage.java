package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.decision.Change;
import org.perfcontracts.decision.Comparison;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.decision.Judgement;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.report.page.Html;
import org.perfcontracts.report.page.Page;
import org.perfcontracts.report.page.PageData;

/**
 * A comparison as a page to look at: classes before and after side by side, with figures that follow the values of PCVs. It has whatever the document of the
 * comparison has, and is readable without its script.
 */
final class DiffPage {
    private static final int BEFORE = 0;
    private static final int AFTER = 1;

    private final Comparison comparison;
    private final Document document;
    private final Map<String, Long> values;
    private final List<Pcv> pcvs;
    private final List<PageData.Entry> entries = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();

    private DiffPage(Comparison comparison, Document document) {
        this.comparison = comparison;
        this.document = document;
        List<InputClass> both = Stream.concat(comparison.before().classes().stream(), comparison.after().classes().stream()).toList();
        values = new LinkedHashMap<>(PageData.usual(List.copyOf(comparison.ranges().values()), both));
        comparison.values().given().forEach(name -> values.put(name, comparison.values().all().get(name).low()));
        pcvs = PageData.all(List.copyOf(comparison.ranges().values()), values);
    }

    /** The page; a broken limit stands out. */
    static String write(Comparison comparison, Judgement judgement, Document document) {
        return new DiffPage(comparison, document).write(judgement.isBroken() ? "summary caution" : "summary");
    }

    private String write(String summary) {
        out.append(Html.element("h1", document.title())).append('\n');
        StringBuilder figures = new StringBuilder();
        StringBuilder rest = new StringBuilder();
        for (Document.Section section : document.sections()) {
            switch (section.heading()) {
                case "" -> front(section.blocks(), summary);
                case DiffReport.CHANGED -> figures.append(changed(section));
                case DiffReport.CAME -> figures.append(only(section, comparison.came(), AFTER));
                case DiffReport.WENT -> figures.append(only(section, comparison.went(), BEFORE));
                default -> (figures.isEmpty() ? out : rest).append(section(section.heading(), HtmlWriter.blocks(section.blocks())));
            }
        }
        if (!figures.isEmpty()) {
            out.append(PcvPanel.beside(used(), "<div>\n" + figures + "</div>\n")).append("<section data-part=\"curve\"></section>\n");
            out.append(isProfiled() ? "<section data-part=\"flame\"></section>\n" : "");
        }
        out.append(rest);
        if (entries.isEmpty()) {
            return Page.plain(document.title(), out.toString());
        }
        return Page.live(document.title(), out.toString(), new PageData(List.of("before", "after"), used(), values, entries));
    }

    /** The PCVs of the classes that are shown; the others change nothing on the page. */
    private List<Pcv> used() {
        return pcvs.stream().filter(pcv -> entries.stream().flatMap(entry -> entry.sides().stream()).flatMap(Optional::stream)
                .anyMatch(each -> each.formulas().values().stream().anyMatch(formula -> formula.variables().contains(pcv.name())))).toList();
    }

    private boolean isProfiled() {
        return entries.stream().flatMap(entry -> entry.sides().stream()).flatMap(Optional::stream).anyMatch(each -> each.profile().isPresent());
    }

    private static String section(String heading, String inside) {
        return "<section>\n" + Html.element("h2", heading) + "\n" + inside + "</section>\n";
    }

    /** The summary, then what has to be known before any figure is relied upon. */
    private void front(List<Document.Block> blocks, String summary) {
        out.append("<div class=\"").append(summary).append("\">\n").append(HtmlWriter.blocks(blocks.subList(0, 1))).append("</div>\n");
        List<Document.Block> others = blocks.subList(1, blocks.size());
        List<Document.Block> reservations = others.stream().filter(block -> !isOfUnchanged(block)).toList();
        if (!reservations.isEmpty()) {
            out.append("<div class=\"caution\" role=\"note\">\n").append(HtmlWriter.blocks(reservations)).append("</div>\n");
        }
        out.append(HtmlWriter.blocks(others.stream().filter(DiffPage::isOfUnchanged).toList()));
    }

    /** Whether it names classes of which there is nothing to say; it has no heading where no class has changed. */
    private static boolean isOfUnchanged(Document.Block block) {
        return block instanceof Document.Paragraph paragraph && paragraph.text().startsWith(DiffReport.UNCHANGED);
    }

    // ---- classes

    /** The table with figures, and the words above and below it. */
    private String changed(Document.Section section) {
        List<String> columns = List.of("class", "metric", "before", "after", "change", "over all values");
        StringBuilder inside = new StringBuilder(HtmlWriter.head(columns));
        for (Comparison.Pair pair : comparison.pairs()) {
            if (pair.isChanged()) {
                inside.append("<tbody>\n").append(rows(pair, columns.size())).append("</tbody>\n");
                entries.add(new PageData.Entry(ContractReport.label(pair.after()), List.of(Optional.of(pair.before()), Optional.of(pair.after()))));
            }
        }
        StringBuilder words = new StringBuilder();
        for (Document.Block block : section.blocks()) {
            words.append(switch (block) {
                case Document.Table _ -> HtmlWriter.table(section.heading(), "figures", inside.toString());
                case Document.Paragraph paragraph when paragraph.text().endsWith(DiffReport.OVER_ALL) -> at();
                default -> HtmlWriter.blocks(List.of(block));
            });
        }
        return section(section.heading(), words.toString());
    }

    /** Where the figures are told; the script writes it anew. */
    private String at() {
        return PcvPanel.at(pcvs, intervals()) + Html.element("p", "quiet", DiffReport.OVER_ALL) + "\n";
    }

    /** Where the PCVs are at the beginning. */
    private Map<String, Interval> intervals() {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        values.forEach((name, value) -> intervals.put(name, Interval.of(value)));
        comparison.values().given().forEach(name -> intervals.put(name, comparison.values().all().get(name)));
        return intervals;
    }

    private String rows(Comparison.Pair pair, int columns) {
        List<Document.Row> told = new ArrayList<>();
        DiffReport.addRows(pair, told);
        long height = told.size() + told.stream().filter(row -> !row.notes().isEmpty()).count();
        StringBuilder rows = new StringBuilder();
        int i = 0;
        for (Map.Entry<Metric, Change> each : pair.changes().entrySet()) {
            Document.Row row = told.get(i);
            String name = i++ > 0 ? "" : "<th scope=\"rowgroup\" rowspan=\"" + height + "\">" + Html.escape(row.cells().getFirst()) + "</th>";
            rows.append("<tr>").append(name).append(cells(each.getKey(), each.getValue(), row)).append("</tr>\n").append(HtmlWriter.notes(row.notes(), columns - 1));
        }
        return rows.toString();
    }

    private String cells(Metric metric, Change change, Document.Row row) {
        String direction = direction(change);
        return Html.element("td", metric.title())
                + CostCell.of(change.before(), change.costBefore().toString(), PageData.figure(entries.size(), BEFORE, metric))
                + CostCell.of(change.after(), change.costAfter().toString(), PageData.figure(entries.size(), AFTER, metric))
                + "<td class=\"" + direction + "\"><span " + PageData.change(entries.size(), metric) + ">" + Html.escape(row.cells().get(4)) + "</span></td>"
                + Html.element("td", direction, row.cells().get(5));
    }

    private static String direction(Change change) {
        return switch (change.direction()) {
            case SAME -> "same";
            case LESS -> "less";
            case MORE -> "more";
            case MIXED -> "mixed";
        };
    }

    private String only(Document.Section section, List<InputClass> classes, int side) {
        Set<Metric> metrics = EnumSet.noneOf(Metric.class);
        classes.forEach(each -> metrics.addAll(each.formulas().keySet()));
        List<String> columns = new ArrayList<>(List.of("class"));
        metrics.forEach(metric -> columns.add(metric.title()));
        columns.add("bound");
        StringBuilder inside = new StringBuilder(HtmlWriter.head(columns));
        for (InputClass each : classes) {
            inside.append("<tbody>\n<tr><th scope=\"row\">").append(Html.escape(each.name())).append("</th>");
            for (Metric metric : metrics) {
                Formula formula = each.formulas().get(metric);
                inside.append(CostCell.of(formula, CostCell.range(formula, intervals()), PageData.figure(entries.size(), side, metric)));
            }
            inside.append(Html.element("td", ContractReport.bound(each))).append("</tr>\n").append(HtmlWriter.notes(ContractReport.notes(each), columns.size())).append("</tbody>\n");
            Optional<InputClass> here = Optional.of(each);
            entries.add(new PageData.Entry(ContractReport.label(each), side == BEFORE ? List.of(here, Optional.empty()) : List.of(Optional.empty(), here)));
        }
        return section(section.heading(), HtmlWriter.table(section.heading(), "figures", inside.toString()));
    }
}
