package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/** What formulas say of environment PCVs, told once, where it is the same in all classes. */
final class EnvironmentTerms {
    /** What stands for it in formulas. */
    static final String WORD = "env";

    private static final String HEADING = "Environment: what driver, device and packet pool do besides, in any class";

    private final Contract contract;
    private final List<Pcv> pcvs;
    private final Map<Metric, Map<String, Long>> common = new EnumMap<>(Metric.class);

    EnvironmentTerms(Contract contract) {
        this.contract = contract;
        this.pcvs = contract.pcvs().stream().filter(pcv -> pcv.environment().isPresent()).toList();
        for (Metric metric : pcvs.isEmpty() ? Set.<Metric>of() : contract.metrics()) {
            coefficients(metric);
        }
    }

    private void coefficients(Metric metric) {
        List<Polynomial> all = contract.classes().stream().filter(InputClass::complete).flatMap(each -> each.formulas().get(metric).alternatives().stream()).toList();
        Map<String, Long> coefficients = new HashMap<>();
        for (Pcv pcv : pcvs) {
            long first = all.isEmpty() ? 0 : all.getFirst().coefficient(pcv.name());
            if (all.stream().anyMatch(each -> each.coefficient(pcv.name()) != first)) {
                return;
            }
            coefficients.put(pcv.name(), first);
        }
        common.put(metric, coefficients);
    }

    /** The PCVs of the formulas that packets decide on. */
    List<Pcv> others() {
        return contract.pcvs().stream().filter(pcv -> pcv.environment().isEmpty()).toList();
    }

    /** Whether a class has other PCVs. */
    boolean hasOthers(InputClass inputClass) {
        Set<String> names = new TreeSet<>();
        inputClass.formulas().forEach((metric, formula) -> names.addAll(without(metric, formula).variables()));
        return !names.isEmpty();
    }

    /** A formula less what is told elsewhere. */
    Formula without(Metric metric, Formula formula) {
        Map<String, Long> coefficients = common.getOrDefault(metric, Map.of());
        return coefficients.isEmpty() ? formula : new Formula(formula.alternatives().stream().map(each -> without(each, coefficients)).toList(), formula.exact());
    }

    private static Polynomial without(Polynomial formula, Map<String, Long> coefficients) {
        Polynomial rest = formula;
        for (Map.Entry<String, Long> each : coefficients.entrySet()) {
            if (formula.coefficient(each.getKey()) == each.getValue()) {        // of what was not followed to its end there are none
                rest = rest.plus(Polynomial.variable(each.getKey()).times(-each.getValue()));
            }
        }
        return rest;
    }

    /** A formula as it is told, with a word for what is told elsewhere. */
    String text(Metric metric, Formula formula) {
        Formula rest = without(metric, formula);
        return rest.equals(formula) ? formula.toString() : rest + " + " + WORD;
    }

    /** What stands above formulas. */
    List<Document.Block> remark() {
        return common.isEmpty() ? List.of() : List.of(new Document.Paragraph(WORD + " is what driver, device and packet pool do besides, by where they stand: see Environment."));
    }

    /** The terms. */
    List<Document.Block> blocks() {
        if (pcvs.isEmpty()) {
            return List.of();
        }
        List<Metric> metrics = List.copyOf(contract.metrics());
        List<String> heads = new ArrayList<>(List.of("name", "one poll in"));
        metrics.forEach(metric -> heads.add(metric.title()));
        heads.addAll(List.of("times", "meaning"));
        Comparator<Pcv> byCost = Comparator.comparingLong(pcv -> -common.getOrDefault(Metric.INSTRUCTIONS, Map.of()).getOrDefault(pcv.name(), 0L));
        List<Document.Row> rows = pcvs.stream().sorted(byCost.thenComparing(Pcv::name)).map(pcv -> row(pcv, metrics)).toList();
        List<Document.Block> blocks = new ArrayList<>(List.of(new Document.Heading(HEADING), new Document.Table(heads, "", rows)));
        average().ifPresent(blocks::add);
        return blocks;
    }

    /** What it comes to in a poll, of what is the same in all classes. */
    private Optional<Document.Block> average() {
        String sums = Metric.sums().stream().filter(common::containsKey).map(metric -> {
            double sum = pcvs.stream().mapToDouble(pcv -> pcv.environment().orElseThrow().mean() * common.get(metric).get(pcv.name())).sum();
            return Numbers.plain(Math.round(10 * sum) / 10.0) + " " + metric.title();
        }).collect(Collectors.joining(" and "));
        return sums.isEmpty() ? Optional.empty() : Optional.of(new Document.Paragraph("In a poll that receives one packet, " + WORD + " was " + sums + " on average."));
    }

    private Document.Row row(Pcv pcv, List<Metric> metrics) {
        Pcv.Occurrence occurrence = pcv.environment().orElseThrow();
        List<String> cells = new ArrayList<>(List.of(pcv.name(), occurrence.polls() == 0 ? "none of " + occurrence.of()
                : Numbers.plain(Math.round(10.0 * occurrence.of() / occurrence.polls()) / 10.0)));
        for (Metric metric : metrics) {
            Long each = common.getOrDefault(metric, Map.of()).get(pcv.name());
            cells.add(each == null ? "by class" : (metric.isSum() ? "" : "≤ ") + each);
        }
        cells.add(ContractReport.range(pcv));
        cells.add(pcv.meaning());
        return new Document.Row(cells, List.of());
    }
}
