package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Condition;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.decision.Prediction;
import org.perfcontracts.decision.Ranges;
import org.perfcontracts.formula.Bracket;
import org.perfcontracts.formula.Derived;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;

/** One class of a contract in words: which packets are in it, what its formula says, and what the parts come to at given values. */
public final class ExplanationReport extends Report {
    private final Prediction prediction;
    private final InputClass inputClass;

    /** The explanation of the only class of a prediction. */
    public ExplanationReport(Prediction prediction) {
        if (prediction.classes().size() != 1) {
            throw new IllegalArgumentException("one class is explained at a time, not " + prediction.classes().size());
        }
        this.prediction = prediction;
        this.inputClass = prediction.classes().getFirst().inputClass();
    }

    /** That of the prediction. */
    @Override
    public String json() {
        return new PredictionReport(prediction, PredictionReport.Detail.BREAKDOWN).json();
    }

    @Override
    Document document() {
        Contract contract = prediction.contract();
        List<Document.Block> blocks = new ArrayList<>(ContractReport.reservations(contract));
        blocks.add(new Document.Heading("Which packets"));
        blocks.addAll(condition(inputClass.condition()));
        inputClass.witness().ifPresent(witness -> blocks.add(new Document.Paragraph("For example: " + witness)));
        blocks.add(new Document.Heading("What a packet costs"));
        blocks.add(new Document.Bullets(words()));
        blocks.add(new Document.Paragraph(bound()));
        addAround(blocks);
        if (inputClass.formulas().values().stream().anyMatch(formula -> !formula.isConstant())) {
            addParts(blocks);
        }
        inputClass.profile().ifPresent(profile -> {
            blocks.add(new Document.Heading("Where it goes"));
            Set<String> pcvs = new TreeSet<>();
            inputClass.formulas().values().forEach(formula -> pcvs.addAll(formula.variables()));
            blocks.addAll(ProfileTables.of(profile, pcvs));
        });
        List<String> missing = ContractReport.missing(contract);
        if (!missing.isEmpty()) {
            blocks.add(new Document.Heading("What was not explored"));
            blocks.add(new Document.Bullets(missing));
        }
        return new Document("The class " + inputClass.name() + " of " + contract.subject().target() + ", level " + contract.subject().level(), blocks);
    }

    private void addParts(List<Document.Block> blocks) {
        PredictionReport parts = new PredictionReport(prediction, PredictionReport.Detail.BREAKDOWN);
        blocks.add(new Document.Heading("What that comes to"));
        blocks.add(parts.at());
        prediction.classes().getFirst().costs().forEach((metric, cost) -> {
            blocks.add(new Document.Paragraph(metric.title() + ": " + cost.range()));
            if (cost.terms().size() > 1) {
                blocks.add(parts.breakdown(prediction.classes().getFirst().values(), cost));
            }
        });
    }

    // ---- the condition

    private static List<Document.Block> condition(Condition condition) {
        List<Document.Block> blocks = new ArrayList<>();
        for (List<String> alternative : condition.alternatives()) {
            if (condition.alternatives().size() > 1) {
                blocks.add(new Document.Paragraph(blocks.isEmpty() ? "Either all of this holds:" : "or all of this:"));
            }
            blocks.add(new Document.Bullets(alternative.isEmpty() ? List.of("every input") : alternative));
        }
        if (!condition.exact()) {
            blocks.add(new Document.Paragraph("Not all such packets: which of them also depends on what these words do not say, such as the program's state or what a loop finds."));
        }
        return blocks;
    }

    // ---- the formula

    private List<String> words() {
        if (inputClass.formulas().values().stream().anyMatch(formula -> formula.alternatives().size() > 1)) {
            return inputClass.formulas().entrySet().stream().map(each -> each.getKey().title() + ": "
                    + (each.getValue().alternatives().size() > 1 ? "the greatest of " : "") + alternatives(each.getValue())).toList();
        }
        Set<Monomial> monomials = new TreeSet<>(Comparator.comparing((Monomial each) -> !each.equals(Monomial.ONE)).thenComparing(Comparator.naturalOrder()));
        inputClass.formulas().values().forEach(formula -> monomials.addAll(formula.alternatives().getFirst().coefficients().keySet()));
        return monomials.isEmpty() ? List.of("nothing") : monomials.stream().map(each -> amounts(each) + what(each)).toList();
    }

    private static String alternatives(Formula formula) {
        return formula.alternatives().stream().map(Object::toString).collect(Collectors.joining("; "));
    }

    /** Such as {@code 170 instructions and 52 memory accesses}. */
    private String amounts(Monomial monomial) {
        List<String> amounts = new ArrayList<>();
        for (Map.Entry<Metric, Formula> each : inputClass.formulas().entrySet()) {
            long coefficient = each.getValue().alternatives().getFirst().coefficients().getOrDefault(monomial, 0L);
            if (coefficient != 0) {
                amounts.add(coefficient + " " + each.getKey().title());
            }
        }
        return String.join(" and ", amounts);
    }

    private String what(Monomial monomial) {
        if (monomial.equals(Monomial.ONE)) {
            return " for every packet";
        }
        if (monomial.degree() > 1) {
            return " times " + monomial;
        }
        String variable = monomial.exponents().firstKey();
        Pcv pcv = Ranges.find(prediction.contract().pcvs(), Derived.pcvOf(variable));
        String meaning = pcv.meaning().isEmpty() ? "" : ", " + pcv.meaning() + ",";
        if (Derived.is(variable)) {
            return Derived.of(variable) instanceof Bracket bracket ? " once if " + pcv.name() + meaning + " is above " + bracket.above()
                    : " times " + variable + meaning;
        }
        return " for each passage of " + pcv.name() + meaning + " of which there are " + Ranges.text(pcv);
    }

    private String bound() {
        return switch (ContractReport.bound(inputClass)) {
            case "exact" -> "Every packet of the class costs just this.";
            case "upper" -> "No packet of the class costs more.";
            case "incomplete" -> "Not all paths of the class were followed to their end: there may be packets that cost more.";
            default -> "A loop has no known bound, so the cost has none.";
        };
    }

    private void addAround(List<Document.Block> blocks) {
        if (!inputClass.around().isEmpty()) {
            blocks.add(new Document.Paragraph("Of this, around the network function (driver, DPDK, main loop): " + inputClass.around().entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey().title()).collect(Collectors.joining(", ")) + "."));
        }
    }
}
