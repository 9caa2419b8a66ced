package org.perfcontracts.report;

import java.util.List;
import java.util.Map;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.decision.Ranges;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.report.page.Html;
import org.perfcontracts.report.page.PageData;

/** The PCVs beside the figures of a page, with what they mean; its script puts a slider to each. */
final class PcvPanel {
    private PcvPanel() {
    }

    /** At which values figures are told, as a paragraph that the page's script keeps up to date. */
    static String at(List<Pcv> pcvs, Map<String, Interval> values) {
        List<String> moved = pcvs.stream().filter(pcv -> !values.get(pcv.name()).equals(Interval.of(pcv.low())))
                .map(pcv -> pcv.name() + " = " + values.get(pcv.name())).toList();
        String rest = moved.size() == pcvs.size() ? "" : moved.isEmpty() ? "every PCV is at its low end" : ", every other PCV at its low end";
        return "<p data-part=\"at\" aria-live=\"polite\">" + Html.escape("Figures are those where " + String.join(", ", moved) + rest + ".") + "</p>\n";
    }

    /** The panel with what stands beside it, both as HTML; only the latter where there are no PCVs. */
    static String beside(List<Pcv> pcvs, String figures) {
        if (pcvs.isEmpty()) {
            return figures;
        }
        StringBuilder panel = new StringBuilder("<div class=\"explore\">\n<section class=\"pcvs\">\n").append(Html.element("h2", "PCVs")).append('\n')
                .append(Html.element("p", "quiet", "What the formulas count while one packet is processed.")).append("\n<ul>\n");
        for (Pcv pcv : pcvs) {
            panel.append("<li ").append(PageData.pcv(pcv.name())).append('>').append(Html.element("code", pcv.name())).append(' ')
                    .append(Html.element("span", "quiet", Ranges.text(pcv)));
            if (!pcv.meaning().isEmpty()) {
                panel.append(Html.element("p", pcv.meaning()));
            }
            panel.append("</li>\n");
        }
        return panel.append("</ul>\n</section>\n").append(figures).append("</div>\n").toString();
    }
}
