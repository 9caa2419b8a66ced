package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.CycleEstimate;
import org.perfcontracts.contract.Cycles;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/**
 * The classes of a contract as a table. Where costs depend on PCVs it has figures, typical ones and the worst, with the formulas below; where nothing depends
 * on any, and in contracts of which it is not known what PCVs usually are, the formulas themselves.
 */
final class ClassTable {
    private static final String UNKNOWN = "unknown";

    private final Contract contract;
    private final Map<String, Pcv> ranges;
    private final EnvironmentTerms environment;
    private final boolean hasFigures;

    ClassTable(Contract contract) {
        this.contract = contract;
        environment = new EnvironmentTerms(contract);
        ranges = contract.ranges();
        hasFigures = contract.classes().stream().anyMatch(each -> environment.hasOthers(each) && each.hasUsual());
    }

    /** The blocks of the table, with what has to be known to read it. */
    List<Document.Block> blocks() {
        List<Document.Block> blocks = new ArrayList<>();
        if (hasFigures) {
            blocks.add(new Document.Paragraph("Typical costs, those where PCVs are as in the cheapest packet of the class, which goes round no loop more often than it "
                    + "must; and costs at worst, where PCVs are where they make them greatest, within their ranges and within what they share."));
        }
        blocks.addAll(environment.remark());
        blocks.add(new Document.Table(columns(), hasFigures ? "formulas and condition" : "condition", contract.classes().stream().map(this::row).toList()));
        return blocks;
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("class"));
        for (Metric metric : contract.metrics()) {
            columns.add(metric.title());
            if (hasFigures) {
                columns.add("at worst");
            }
        }
        contract.cycles().ifPresent(_ -> columns.add("≈ cycles, warm"));
        columns.addAll(List.of("paths", "bound"));
        return columns;
    }

    private Document.Row row(InputClass inputClass) {
        List<String> cells = new ArrayList<>(List.of(inputClass.name()));
        for (Metric metric : contract.metrics()) {
            Formula formula = inputClass.formulas().get(metric);
            if (hasFigures) {
                cells.add(typical(inputClass, metric));
                cells.add(worst(inputClass, metric));
            } else {
                cells.add(ContractReport.sign(metric, formula) + environment.text(metric, formula));
            }
        }
        contract.cycles().ifPresent(cycles -> cells.add(cycles(cycles, inputClass)));
        cells.add(Integer.toString(inputClass.paths()));
        cells.add(ContractReport.bound(inputClass));
        List<String> notes = new ArrayList<>(hasFigures ? formulas(inputClass) : List.of());
        notes.addAll(ContractReport.notes(inputClass));
        return new Document.Row(cells, notes);
    }

    private static String typical(InputClass inputClass, Metric metric) {
        OptionalLong typical = inputClass.typical(metric);
        return typical.isEmpty() ? UNKNOWN : ContractReport.sign(metric, inputClass.formulas().get(metric)) + typical.getAsLong();
    }

    private String worst(InputClass inputClass, Metric metric) {
        OptionalLong worst = inputClass.worst(metric, ranges);
        if (worst.isPresent()) {
            return Numbers.atMost(worst.getAsLong());
        }
        return inputClass.complete() || inputClass.endless() ? "no bound" : UNKNOWN;
    }

    /** Where there are figures, at the usual values; the formulas have a table of their own. */
    private String cycles(Cycles cycles, InputClass inputClass) {
        CycleEstimate estimate = cycles.classes().get(inputClass.name());
        if (estimate == null || hasFigures && !inputClass.usual().keySet().containsAll(estimate.warm().variables())) {
            return UNKNOWN;
        }
        return CycleEstimate.text(hasFigures ? Formula.atMost(Polynomial.constant(estimate.warm().evaluate(inputClass.usual()))) : estimate.warm());
    }

    /** Of metrics that depend on PCVs. */
    private List<String> formulas(InputClass inputClass) {
        return contract.metrics().stream().filter(metric -> !inputClass.formulas().get(metric).isConstant())
                .map(metric -> metric.title() + ": " + ContractReport.sign(metric, inputClass.formulas().get(metric)) + environment.text(metric, inputClass.formulas().get(metric))).toList();
    }
}
