package org.perfcontracts.report;

import java.util.Map;
import org.perfcontracts.decision.End;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.report.page.Html;

/** A cost in a page's table: what a formula comes to, and below it the formula. */
final class CostCell {
    private static final String TOO_LARGE = "more than 64 bits";

    private CostCell() {
    }

    /**
     * The cell as HTML.
     *
     * @param formula   null where the class does not have the metric
     * @param figure    the formula's value in words
     * @param attribute by which the script finds the figure
     */
    static String of(Formula formula, String figure, String attribute) {
        if (formula == null) {
            return "<td></td>";
        }
        String bound = formula.exact() ? "" : "≤ ";
        String text = formula.isConstant() && formula.alternatives().size() == 1 ? "" : "<span class=\"formula\">" + Html.escape(formula.toString()) + "</span>";
        return "<td class=\"cost\">" + bound + "<span class=\"figure\" " + attribute + ">" + Html.escape(figure) + "</span>" + text + "</td>";
    }

    /** What the formula can be at ranges of PCVs, in words. */
    static String range(Formula formula, Map<String, Interval> values) {
        if (formula == null) {
            return "";
        }
        try {
            return End.both(formula, values).toString();
        } catch (ArithmeticException e) {
            return TOO_LARGE;
        }
    }

    /** The formula's value at values of PCVs, in words. */
    static String figure(Formula formula, Map<String, Long> values) {
        if (formula == null) {
            return "";
        }
        try {
            return Long.toString(formula.evaluate(values));
        } catch (ArithmeticException e) {
            return TOO_LARGE;
        }
    }
}
