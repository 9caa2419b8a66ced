package org.perfcontracts.report;

import java.util.List;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.decision.Comparison;
import org.perfcontracts.decision.Judgement;

/** Writes what became of limits in JUnit's XML, as build servers read it. */
final class JunitWriter {
    private final StringBuilder out = new StringBuilder();

    private JunitWriter() {
    }

    /** A case for each contract, which fails if that is not complete, and a case for each limit of each class and metric. */
    static String write(Comparison comparison, Judgement judgement) {
        JunitWriter writer = new JunitWriter();
        Contract.Subject subject = comparison.after().subject();
        String suite = "bolt diff " + subject.target() + ", level " + subject.level();
        int failures = (comparison.before().complete() ? 0 : 1) + (comparison.after().complete() ? 0 : 1)
                + (int) judgement.verdicts().stream().filter(Judgement.Verdict::isBroken).count();
        long skipped = judgement.verdicts().stream().filter(Judgement.Verdict::isWaived).count();
        writer.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"").append(escape(suite))
                .append("\" tests=\"").append(judgement.verdicts().size() + 2).append("\" failures=\"").append(failures)
                .append("\" errors=\"0\" skipped=\"").append(skipped).append("\">\n");
        writer.complete("contract before", comparison.before());
        writer.complete("contract after", comparison.after());
        judgement.verdicts().forEach(writer::verdict);
        return writer.out.append("</testsuite>\n").toString();
    }

    private void complete(String which, Contract contract) {
        List<String> missing = ContractReport.missing(contract);
        String what = missing.isEmpty() ? "refuted by the CPU" : String.join("; ", missing);
        testCase(which, "is complete", contract.complete() ? "" : "<failure message=\"" + escape("not complete: " + what) + "\"/>");
    }

    private void verdict(Judgement.Verdict verdict) {
        String outcome = "";
        if (verdict.isBroken()) {
            outcome = "<failure message=\"" + escape(verdict.breach().orElseThrow()) + "\"/>";
        } else if (verdict.isWaived()) {
            outcome = "<skipped message=\"" + escape("waived: " + verdict.waiver().orElseThrow() + "; is " + verdict.breach().orElseThrow()) + "\"/>";
        }
        testCase(verdict.inputClass(), verdict.metric().map(metric -> metric.title() + ": ").orElse("") + verdict.limit(), outcome);
    }

    private void testCase(String group, String name, String outcome) {
        out.append("  <testcase classname=\"").append(escape(group)).append("\" name=\"").append(escape(name)).append('"')
                .append(outcome.isEmpty() ? "/>\n" : ">" + outcome + "</testcase>\n");
    }

    /** For an attribute; what XML cannot hold becomes a question mark. */
    private static String escape(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\t\\n\\r]]|[\\uFFFE\\uFFFF]", "?").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;").replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;");
    }
}
