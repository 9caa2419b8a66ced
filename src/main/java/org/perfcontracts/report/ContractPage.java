package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.report.page.Html;
import org.perfcontracts.report.page.Page;
import org.perfcontracts.report.page.PageData;

/**
 * A contract as a page to look at: figures that follow the values of PCVs, curves, and where the cost of each class goes. It has whatever the document of the
 * contract has, and is readable without its script.
 */
final class ContractPage {
    private final Contract contract;
    private final Document document;
    private final Map<String, Long> values;
    private final List<Pcv> pcvs;
    private final Set<Metric> metrics = EnumSet.noneOf(Metric.class);
    private final StringBuilder out = new StringBuilder();

    private ContractPage(Contract contract, Document document) {
        this.contract = contract;
        this.document = document;
        values = PageData.usual(contract.pcvs(), contract.classes());
        pcvs = PageData.all(contract.pcvs(), values);
        contract.classes().forEach(each -> metrics.addAll(each.formulas().keySet()));
    }

    static String write(Contract contract, Document document) {
        return new ContractPage(contract, document).write();
    }

    private String write() {
        out.append(Html.element("h1", document.title())).append('\n');
        for (Document.Section section : document.sections()) {
            switch (section.heading()) {
                case "" -> front(section.blocks());
                case ContractReport.CLASSES -> {
                    out.append(PcvPanel.beside(pcvs, "<section class=\"classes\">\n" + classes(section) + "</section>\n"));
                    out.append("<section data-part=\"curve\"></section>\n");
                    profiles();
                }
                case ContractReport.PCVS, ContractReport.PCVS_OF_POLL -> { } // they stand beside the classes
                default -> section(section);
            }
        }
        List<PageData.Entry> entries = contract.classes().stream().map(each -> new PageData.Entry(ContractReport.label(each), List.of(Optional.of(each)))).toList();
        return Page.live(document.title(), out.toString(), new PageData(List.of(), pcvs, values, entries));
    }

    private void section(Document.Section section) {
        List<Document.Block> blocks = new ArrayList<>(List.of(new Document.Heading(section.heading())));
        blocks.addAll(section.blocks());
        out.append("<section>\n").append(HtmlWriter.blocks(blocks)).append("</section>\n");
    }

    /** What was analysed, and what has to be known before any figure is relied upon. */
    private void front(List<Document.Block> blocks) {
        List<Document.Block> facts = blocks.stream().filter(Document.Facts.class::isInstance).toList();
        List<Document.Block> reservations = blocks.stream().filter(block -> !(block instanceof Document.Facts)).toList();
        if (!reservations.isEmpty()) {
            out.append("<div class=\"caution\" role=\"note\">\n").append(HtmlWriter.blocks(reservations)).append("</div>\n");
        }
        out.append(HtmlWriter.blocks(facts));
    }

    // ---- classes

    /** The table with figures, and whatever else stands below the heading. */
    private String classes(Document.Section section) {
        List<String> columns = new ArrayList<>(List.of("class"));
        metrics.forEach(metric -> columns.add(metric.title()));
        columns.addAll(List.of("paths", "bound"));
        StringBuilder inside = new StringBuilder(HtmlWriter.head(columns));
        for (int i = 0; i < contract.classes().size(); i++) {
            InputClass inputClass = contract.classes().get(i);
            inside.append("<tbody>\n").append(row(i, inputClass)).append(HtmlWriter.notes(ContractReport.notes(inputClass), columns.size())).append("</tbody>\n");
        }
        Map<String, Interval> intervals = new LinkedHashMap<>();
        values.forEach((name, value) -> intervals.put(name, Interval.of(value)));
        String at = pcvs.isEmpty() ? "" : PcvPanel.at(pcvs, intervals);
        return Html.element("h2", section.heading()) + "\n" + at + HtmlWriter.table(section.heading(), "figures", inside.toString())
                + HtmlWriter.blocks(section.blocks().stream().filter(block -> !(block instanceof Document.Table)).toList());
    }

    private String row(int number, InputClass inputClass) {
        StringBuilder row = new StringBuilder("<tr><th scope=\"row\">").append(Html.escape(inputClass.name())).append("</th>");
        for (Metric metric : metrics) {
            var formula = inputClass.formulas().get(metric);
            row.append(CostCell.of(formula, CostCell.figure(formula, values), PageData.figure(number, 0, metric)));
        }
        return row.append("<td>").append(inputClass.paths()).append("</td>").append(Html.element("td", ContractReport.bound(inputClass))).append("</tr>\n").toString();
    }

    // ---- where the cost goes

    private void profiles() {
        List<InputClass> profiled = contract.classes().stream().filter(each -> each.profile().isPresent()).toList();
        if (profiled.isEmpty()) {
            return;
        }
        out.append("<section>\n").append(Html.element("h2", "Where the cost goes")).append("\n<div data-part=\"flame\"></div>\n");
        for (InputClass inputClass : profiled) {
            Set<String> names = new TreeSet<>();
            inputClass.formulas().values().forEach(formula -> names.addAll(formula.variables()));
            out.append("<details>\n").append(Html.element("summary", inputClass.name() + ", by function and line")).append('\n')
                    .append(HtmlWriter.blocks(ProfileTables.of(inputClass.profile().get().byStack(), names))).append("</details>\n");
        }
        out.append("</section>\n");
    }
}
