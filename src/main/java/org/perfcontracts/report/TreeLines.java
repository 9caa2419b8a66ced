package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Check;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.DecisionTree;
import org.perfcontracts.contract.InputClass;

/** The classes of a contract by questions, with formulas at the leaves, in indented lines. */
final class TreeLines {
    private static final String STEP = "    ";

    private final Contract contract;
    private final Map<String, InputClass> classes;
    private final EnvironmentTerms environment;
    private final List<String> lines = new ArrayList<>();

    TreeLines(Contract contract) {
        this.contract = contract;
        this.environment = new EnvironmentTerms(contract);
        this.classes = contract.classes().stream().collect(Collectors.toMap(InputClass::name, Function.identity()));
    }

    /** The lines, and before them what does not hold of them. */
    List<Document.Block> blocks() {
        List<Document.Block> blocks = new ArrayList<>();
        if (contract.checks().covering().verdict() != Check.Verdict.YES) {
            blocks.add(new Document.Paragraph("That the classes cover every input was not proved: an input that comes to a class by the questions may be in none."));
        }
        blocks.addAll(environment.remark());
        DecisionTree tree = contract.tree().orElse(new DecisionTree.Leaf(contract.classes().stream().map(InputClass::name).toList()));
        write(tree, "", "");
        blocks.add(new Document.Lines(lines));
        return blocks;
    }

    /** What follows a question; the rest of a chain of questions stays in its column. */
    private void write(DecisionTree tree, String indent, String before) {
        switch (tree) {
            case DecisionTree.Choice(String statement, DecisionTree then, DecisionTree otherwise) -> {
                String question = indent + before + "if " + statement;
                if (then instanceof DecisionTree.Leaf leaf) {
                    leaf(leaf, question + ": ", indent + STEP);
                } else {
                    lines.add(question);
                    write(then, indent + STEP, "");
                }
                write(otherwise, indent, "else ");
            }
            case DecisionTree.Leaf leaf -> leaf(leaf, indent + (before.isEmpty() ? "" : "else: "), before.isEmpty() ? indent : indent + STEP);
        }
    }

    private void leaf(DecisionTree.Leaf leaf, String before, String indent) {
        List<InputClass> all = leaf.classes().stream().map(classes::get).toList();
        if (all.size() == 1) {
            lines.add(before + all.getFirst().name());
            formulas(all.getFirst(), indent);
            return;
        }
        lines.add(before + "one of these; which one depends on state, on what a loop finds, or on what there are no words for");
        for (InputClass each : all) {
            lines.add(indent + "- " + each.name());
            formulas(each, indent + STEP);
        }
    }

    private void formulas(InputClass inputClass, String indent) {
        String bound = ContractReport.bound(inputClass);
        inputClass.formulas().forEach((metric, formula) -> lines.add(indent + (isKnown(bound) && !formula.exact() ? "at most " : "") + environment.text(metric, formula) + " " + metric.title()));
        if (!isKnown(bound)) {
            lines.add(indent + "bound: " + bound);
        }
    }

    private static boolean isKnown(String bound) {
        return bound.equals("exact") || bound.equals("upper");
    }
}
