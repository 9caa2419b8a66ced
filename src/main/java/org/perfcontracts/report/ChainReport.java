package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.perfcontracts.chain.Chain;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.decision.Ranges;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Maximum;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/** Network functions one after the other as a report. */
public final class ChainReport extends Report {
    private final Chain chain;

    /** The report of a chain. */
    public ChainReport(Chain chain) {
        this.chain = chain;
    }

    /** The worst case of a metric: of the chain, of the network functions each by itself, and the class. */
    private record Worst(long together, long apart, String inputClass) {
    }

    /** Empty where a class has no greatest cost. */
    private Optional<Worst> worst(Metric metric) {
        Chain.ChainClass dearest = null;
        long together = Long.MIN_VALUE;
        for (Chain.ChainClass each : chain.classes()) {
            OptionalLong most = most(each.formulas().get(metric), chain.pcvs(), each.together());
            if (most.isEmpty()) {
                return Optional.empty();
            }
            if (most.getAsLong() > together) {
                together = most.getAsLong();
                dearest = each;
            }
        }
        long apart = 0;
        for (Contract contract : chain.contracts()) {
            List<OptionalLong> costs = contract.classes().stream().map(each -> most(each.formulas().get(metric), contract.pcvs(), each.together())).toList();
            if (costs.stream().anyMatch(OptionalLong::isEmpty)) {
                return Optional.empty();
            }
            apart += costs.stream().mapToLong(OptionalLong::getAsLong).max().orElse(0);
        }
        return dearest == null ? Optional.empty() : Optional.of(new Worst(together, apart, dearest.name()));
    }

    private static OptionalLong most(Formula formula, List<Pcv> pcvs, List<LinearBound> together) {
        return Maximum.of(formula, pcvs.stream().collect(Collectors.toMap(Pcv::name, Function.identity(), (a, _) -> a)), together).value();
    }

    /** The metrics that all contracts tell. */
    private Set<Metric> metrics() {
        Set<Metric> metrics = EnumSet.allOf(Metric.class);
        chain.contracts().forEach(contract -> metrics.retainAll(contract.metrics()));
        return metrics;
    }

    /** How many combinations of classes there would be if any could follow any. */
    private long combinations() {
        return chain.contracts().stream().mapToLong(contract -> contract.classes().size()).reduce(1, (a, b) -> a * b);
    }

    private String targets(String between) {
        return chain.contracts().stream().map(contract -> contract.subject().target()).collect(Collectors.joining(between));
    }

    private static String bound(Chain.ChainClass each) {
        return each.stages().stream().anyMatch(stage -> !stage.complete()) ? "incomplete" : Metric.sums().stream().allMatch(metric -> each.formulas().get(metric).exact()) ? "exact" : "upper";
    }

    private List<Chain.ChainClass> cheapestFirst() {
        List<Chain.ChainClass> classes = new ArrayList<>(chain.classes());
        classes.sort(Comparator.comparingLong((Chain.ChainClass each) -> each.formulas().get(Metric.INSTRUCTIONS).alternatives().getFirst().constant()).thenComparing(Chain.ChainClass::name));
        return classes;
    }

    @Override
    Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        for (Contract contract : chain.contracts()) {
            for (Document.Block block : ContractReport.reservations(contract)) {
                blocks.add(block instanceof Document.Paragraph paragraph ? new Document.Paragraph(contract.subject().target() + ": " + paragraph.text()) : block);
            }
        }
        blocks.add(new Document.Paragraph(chain.classes().size() + " combinations of classes can be, of " + combinations()
                + " if each packet that is sent on could be of any class where it comes to."));
        blocks.add(new Document.Heading("Classes of the chain"));
        List<String> columns = new ArrayList<>(List.of("class"));
        for (Metric metric : metrics()) {
            columns.add(metric.title());
        }
        columns.add("bound");
        blocks.add(new Document.Table(columns, "", cheapestFirst().stream().map(each -> {
            List<String> cells = new ArrayList<>(List.of(each.name()));
            each.formulas().forEach((metric, formula) -> cells.add(ContractReport.cell(metric, formula)));
            cells.add(bound(each));
            return new Document.Row(cells, List.of());
        }).toList()));
        addWorst(blocks);
        if (!chain.pcvs().isEmpty()) {
            blocks.add(new Document.Heading("PCVs"));
            blocks.add(new Document.Table(List.of("name", "range", "meaning"), "", chain.pcvs().stream()
                    .map(pcv -> new Document.Row(List.of(pcv.name(), Ranges.text(pcv), pcv.meaning()), List.of())).toList()));
        }
        if (!chain.reasons().isEmpty()) {
            blocks.add(new Document.Heading("What may cost more"));
            blocks.add(new Document.Bullets(chain.reasons()));
        }
        return new Document("Chain of " + targets(", "), blocks);
    }

    private void addWorst(List<Document.Block> blocks) {
        List<Document.Row> rows = new ArrayList<>();
        for (Metric metric : metrics()) {
            worst(metric).ifPresent(worst -> rows.add(new Document.Row(List.of(metric.title(), Long.toString(worst.together), Long.toString(worst.apart), worst.inputClass), List.of())));
        }
        if (!rows.isEmpty()) {
            blocks.add(new Document.Heading("The worst case"));
            blocks.add(new Document.Paragraph("At the greatest values of all PCVs; beside it the sum of the worst cases of each network function by itself, which no packet need come to."));
            blocks.add(new Document.Table(List.of("metric", "chain", "sum of each", "class"), "", rows));
        }
    }

    @Override
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("formatVersion", 1);
        ArrayNode contracts = json.putArray("contracts");
        chain.contracts().forEach(contract -> PredictionJson.putContract(contracts.addObject(), contract, contract.complete()));
        json.put("combinations", combinations());
        ArrayNode classes = json.putArray("classes");
        for (Chain.ChainClass each : cheapestFirst()) {
            ObjectNode node = classes.addObject();
            ArrayNode stages = node.putArray("stages");
            each.stages().forEach(stage -> stages.add(stage.name()));
            node.put("bound", bound(each));
            ObjectNode metrics = node.putObject("metrics");
            each.formulas().forEach((metric, formula) -> metrics.put(metric.key(), formula.toString()));
        }
        ObjectNode worst = json.putObject("worst");
        for (Metric metric : metrics()) {
            worst(metric).ifPresent(each -> worst.putObject(metric.key()).put("chain", each.together).put("sumOfEach", each.apart).put("class", each.inputClass));
        }
        ArrayNode pcvs = json.putArray("pcvs");
        chain.pcvs().forEach(pcv -> {
            ObjectNode node = pcvs.addObject().put("name", pcv.name()).put("meaning", pcv.meaning()).put("low", pcv.low());
            pcv.high().ifPresent(high -> node.put("high", high));
        });
        ArrayNode reasons = json.putArray("reasons");
        chain.reasons().forEach(reasons::add);
        return ContractFile.pretty(json);
    }
}
