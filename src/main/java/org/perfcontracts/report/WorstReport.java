package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.decision.Bound;
import org.perfcontracts.decision.Classes;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.search.Reached;

/** The worst class of a contract, and what traffic has reached of its bound, as a report. */
public final class WorstReport extends Report {
    private final Contract contract;
    private final Bound bound;
    private final Optional<Reached> reached;
    private final List<String> remarks;

    /**
     * The report of a search.
     *
     * @param reached empty where no packet of the class was found
     * @param remarks what has to be known, a sentence each
     */
    public WorstReport(Contract contract, Bound bound, Optional<Reached> reached, List<String> remarks) {
        this.contract = contract;
        this.bound = bound;
        this.reached = reached;
        this.remarks = List.copyOf(remarks);
    }

    private long cost() {
        return reached.orElseThrow().costs().get(bound.metric());
    }

    /** Whether the CPU has counted more than the contract's bound, or something else than its formula at the packet's PCVs. */
    public boolean isRefuted() {
        if (reached.isEmpty()) {
            return false;
        }
        return bound.most().isPresent() && cost() > bound.most().getAsLong() || cost() > predicted() || formula().exact() && cost() != predicted();
    }

    /** Of the class that was reached. */
    private Formula formula() {
        return Classes.find(contract, reached.orElseThrow().inputClass()).formulas().get(bound.metric());
    }

    private long predicted() {
        Map<String, Long> pcvs = new TreeMap<>(reached.orElseThrow().pcvs());
        contract.pcvs().forEach(pcv -> pcvs.putIfAbsent(pcv.name(), 0L));
        return formula().evaluate(pcvs);
    }

    private Optional<String> ratio() {
        return bound.most().isEmpty() || bound.most().getAsLong() == 0 ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%.2f %%", 100.0 * cost() / bound.most().getAsLong()));
    }

    // ---- for people

    @Override
    Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        if (isRefuted()) {
            blocks.add(new Document.Paragraph("REFUTED: the CPU counts " + cost() + " " + bound.metric().title() + " where the contract says " + predicted() + "."));
        }
        blocks.add(ContractReport.facts(contract.subject()));
        blocks.addAll(ContractReport.reservations(contract));
        blocks.add(new Document.Heading("Worst case"));
        List<Document.Fact> facts = new ArrayList<>();
        facts.add(new Document.Fact("class", bound.inputClass().name()));
        facts.add(new Document.Fact("formula", bound.inputClass().formulas().get(bound.metric()) + " " + bound.metric().title()));
        facts.add(new Document.Fact("bound", bound.most().isPresent() ? Long.toString(bound.most().getAsLong()) : "none"));
        facts.add(new Document.Fact("reached", reached.isEmpty() ? "nothing: no packet of the class was found"
                : cost() + ratio().map(ratio -> ", " + ratio + " of the bound").orElse("") + ", by packet " + reached.get().traffic().size() + " of the traffic, class " + reached.get().inputClass()));
        blocks.add(new Document.Facts(facts));
        if (!bound.inputClass().formulas().get(bound.metric()).isConstant()) {
            blocks.add(new Document.Heading("PCVs"));
            blocks.add(pcvs());
        }
        blocks.add(new Document.Paragraph("The bound takes PCVs where they cost most within their ranges and within what they share, in any state that was declared or found possible; no program need get there. What is reached was counted by the CPU; "
                + "other traffic may reach more."));
        remarks.forEach(remark -> blocks.add(new Document.Paragraph(remark)));
        List<String> missing = ContractReport.missing(contract);
        if (!missing.isEmpty()) {
            blocks.add(new Document.Heading("What was not explored"));
            blocks.add(new Document.Bullets(missing));
        }
        return new Document("Worst case of " + contract.subject().target() + ", level " + contract.subject().level(), blocks);
    }

    private Document.Table pcvs() {
        List<Document.Row> rows = new ArrayList<>();
        Set<String> names = new TreeSet<>(bound.inputClass().formulas().get(bound.metric()).variables());
        reached.ifPresent(_ -> names.addAll(formula().variables()));
        for (String name : names) {
            rows.add(new Document.Row(List.of(name, atBound(name),
                    reached.map(each -> Long.toString(each.pcvs().getOrDefault(name, 0L))).orElse("")), List.of()));
        }
        return new Document.Table(List.of("name", "at the bound", "reached"), "", rows);
    }

    private String atBound(String name) {
        boolean counts = bound.inputClass().formulas().get(bound.metric()).variables().contains(name);
        return !counts ? "" : bound.pcvs().containsKey(name) ? Long.toString(bound.pcvs().get(name)) : "no end";
    }

    // ---- for programs

    @Override
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("formatVersion", 1);
        PredictionJson.putContract(json.putObject("contract"), contract, contract.complete() && !isRefuted());
        json.put("class", bound.inputClass().name());
        json.put("metric", bound.metric().key());
        ObjectNode most = json.putObject("bound");
        bound.most().ifPresent(value -> most.put("cost", value));
        bound.pcvs().forEach(most.putObject("pcvs")::put);
        reached.ifPresent(each -> {
            ObjectNode object = json.putObject("reached");
            ObjectNode costs = object.putObject("costs");
            new TreeMap<>(each.costs()).forEach((metric, cost) -> costs.put(metric.key(), cost));
            object.put("class", each.inputClass());
            object.put("predicted", predicted());
            object.put("packets", each.traffic().size());
            ObjectNode pcvs = object.putObject("pcvs");
            new TreeMap<>(each.pcvs()).forEach(pcvs::put);
            if (ratio().isPresent()) {
                object.put("share", Numbers.steady((double) cost() / bound.most().getAsLong()));
            }
        });
        ArrayNode sentences = json.putArray("remarks");
        remarks.forEach(sentences::add);
        return ContractFile.pretty(json);
    }
}
