package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.CycleCase;
import org.perfcontracts.contract.CycleEstimate;
import org.perfcontracts.contract.Cycles;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.decision.End;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.decision.PcvValues;
import org.perfcontracts.decision.Prediction;
import org.perfcontracts.formula.Derived;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;

/** A prediction as a report: of one class with what its cost is made of, of several as a table. */
public final class PredictionReport extends Report {
    private final Prediction prediction;
    private final Detail detail;
    private final boolean perPacket;

    /** How much is told of each class. */
    public enum Detail {
        /** A line each. */
        TABLE,
        /** Also what the cost is made of. */
        BREAKDOWN
    }

    /** The report of a prediction; the JSON has all details in whatever case. */
    public PredictionReport(Prediction prediction, Detail detail) {
        this(prediction, detail, false);
    }

    /** Likewise, with the share of each packet in what packets that are processed together cost. */
    public PredictionReport(Prediction prediction, Detail detail, boolean perPacket) {
        this.prediction = prediction;
        this.detail = detail;
        this.perPacket = perPacket;
    }

    // ---- for people

    @Override
    Document document() {
        Contract contract = prediction.contract();
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(ContractReport.facts(contract.subject()));
        blocks.addAll(ContractReport.reservations(contract));
        blocks.add(new Document.Heading(contract.subject().level().equals(ContractReport.STACK) ? "Cost of a poll" : "Cost of a packet"));
        if (!contract.pcvs().isEmpty()) {
            blocks.add(at());
        }
        blocks.add(costs());
        if (detail == Detail.BREAKDOWN) {
            prediction.classes().forEach(each -> addBreakdown(each, blocks));
        }
        contract.cycles().ifPresent(cycles -> blocks.addAll(new CycleTimes(cycles).blocks("class", prediction.classes().stream()
                .map(each -> new CycleTimes.OfRow(each.inputClass().name(), cycles(cycles, each))).toList(), contract.subject().level())));
        prediction.speed().ifPresent(speed -> blocks.add(new Document.Paragraph(Estimates.words(speed, contract.subject().level()))));
        List<String> missing = ContractReport.missing(contract);
        if (!missing.isEmpty()) {
            blocks.add(new Document.Heading("What was not explored"));
            blocks.add(new Document.Bullets(missing));
        }
        return new Document("Prediction for " + contract.subject().target() + ", level " + contract.subject().level(), blocks);
    }

    /** Where the PCVs are that the classes speak of, and which of them nobody has said anything about. */
    Document.Facts at() {
        Set<String> spokenOf = new TreeSet<>();
        prediction.classes().forEach(each -> spokenOf.addAll(each.inputClass().variables()));
        PcvValues values = prediction.classes().size() == 1 ? prediction.classes().getFirst().values() : prediction.values();
        List<Document.Fact> facts = new ArrayList<>();
        add(facts, "PCVs as given", values, spokenOf.stream().filter(values.given()::contains).toList());
        List<String> others = spokenOf.stream().filter(name -> !values.given().contains(name)).toList();
        if (prediction.classes().stream().noneMatch(each -> each.inputClass().hasUsual())) {
            add(facts, "at their low end, as not given", values, others);
        } else if (prediction.classes().size() == 1) {
            add(facts, "as usual, as not given", values, others);
        } else if (!others.isEmpty()) {
            facts.add(new Document.Fact("as usual in each class, as not given", String.join(", ", others)));
        }
        add(facts, "given, but in no formula here", values, values.given().stream().filter(name -> !spokenOf.contains(name)).sorted().toList());
        return new Document.Facts(facts);
    }

    private static void add(List<Document.Fact> facts, String what, PcvValues values, List<String> names) {
        if (!names.isEmpty()) {
            facts.add(new Document.Fact(what, names.stream().map(name -> name + " = " + values.all().get(name)).collect(Collectors.joining(", "))));
        }
    }

    private Document.Table costs() {
        List<String> columns = new ArrayList<>(List.of("class"));
        for (Metric metric : prediction.contract().metrics()) {
            columns.add(metric.title());
            if (perPacket) {
                columns.add("a packet");
            }
        }
        prediction.speed().ifPresent(_ -> columns.addAll(Estimates.COLUMNS));
        columns.add("bound");
        return new Document.Table(columns, detail == Detail.BREAKDOWN ? "condition" : "", prediction.classes().stream().map(this::row).toList());
    }

    private Document.Row row(Prediction.OfClass ofClass) {
        List<String> cells = new ArrayList<>(List.of(ofClass.inputClass().name()));
        ofClass.costs().values().forEach(cost -> {
            cells.add(cost.range().toString());
            if (perPacket) {
                cells.add(share(cost.range(), ofClass.packets()));
            }
        });
        Interval instructions = ofClass.costs().get(Metric.INSTRUCTIONS).range();
        prediction.speed().ifPresent(speed -> cells.addAll(Estimates.cells(speed, instructions)));
        cells.add(ContractReport.bound(ofClass.inputClass()));
        List<String> notes = new ArrayList<>(ofClass.broken().stream().map(bound -> "no packet of the class has these values: " + bound).toList());
        if (detail == Detail.BREAKDOWN) {
            notes.add(ofClass.inputClass().condition().text());
        }
        return new Document.Row(cells, notes);
    }

    private static String share(Interval cost, OptionalLong packets) {
        if (packets.isEmpty()) {
            return "-";
        }
        String low = share(cost.low(), packets.getAsLong());
        String high = share(cost.high(), packets.getAsLong());
        return low.equals(high) ? low : low + "…" + high;
    }

    private static String share(long cost, long packets) {
        return Numbers.plain(Math.round(10.0 * cost / packets) / 10.0);
    }

    /** The cycles of a class by how well it goes; empty where they are not known. */
    private Map<CycleCase, CycleTimes.Range> cycles(Cycles cycles, Prediction.OfClass ofClass) {
        Map<CycleCase, CycleTimes.Range> ranges = new EnumMap<>(CycleCase.class);
        CycleEstimate estimate = cycles.classes().get(ofClass.inputClass().name());
        if (estimate != null) {
            for (CycleCase each : CycleCase.values()) {
                Interval range = End.both(estimate.of(each), ofClass.values().all());
                ranges.put(each, new CycleTimes.Range(range.low(), range.high()));
            }
        }
        return ranges;
    }

    private void addBreakdown(Prediction.OfClass ofClass, List<Document.Block> blocks) {
        ofClass.costs().forEach((metric, cost) -> {
            if (cost.terms().isEmpty()) {
                return;
            }
            blocks.add(new Document.Heading("What the " + metric.title() + " are for"));
            if (ofClass.inputClass().formulas().get(metric).alternatives().size() > 1) {
                blocks.add(new Document.Paragraph("The formula is a maximum: " + ofClass.inputClass().formulas().get(metric)
                        + ". These are the parts of what is greatest at the high ends."));
            }
            blocks.add(breakdown(ofClass.values(), cost));
        });
    }

    /** What a cost is made of. */
    Document.Table breakdown(PcvValues at, Prediction.Cost cost) {
        long total = cost.terms().stream().mapToLong(this::largest).sum();
        List<Prediction.Term> terms = new ArrayList<>(cost.terms());
        terms.sort(Comparator.comparing(term -> !term.monomial().equals(Monomial.ONE)));    // what every packet costs comes first
        List<Document.Row> rows = terms.stream().map(term -> new Document.Row(List.of(
                term.monomial().equals(Monomial.ONE) ? "every packet" : term.monomial().toString(),
                Long.toString(term.coefficient()),
                values(at, term.monomial()),
                term.range().toString(),
                total == 0 ? "" : Numbers.percent(100.0 * largest(term) / total),
                oneMore(term.monomial(), cost.oneMore()),
                meaning(term.monomial())), List.of())).toList();
        return new Document.Table(List.of("part", "each", "at", "cost", "share", "one more", "meaning"), "", rows);
    }

    /** The share is that at the high ends, where it matters most. */
    private long largest(Prediction.Term term) {
        return term.coefficient() >= 0 ? term.range().high() : term.range().low();
    }

    private static String values(PcvValues at, Monomial monomial) {
        return monomial.exponents().keySet().stream().map(Derived::pcvOf).map(name -> at.all().get(name).toString()).collect(Collectors.joining(", "));
    }

    private static String oneMore(Monomial monomial, Map<String, Interval> steps) {
        return monomial.exponents().keySet().stream().filter(steps::containsKey)
                .map(name -> (monomial.degree() > 1 ? name + " " : "") + Numbers.signed(steps.get(name))).collect(Collectors.joining(", "));
    }

    private String meaning(Monomial monomial) {
        return monomial.exponents().keySet().stream()
                .map(Derived::pcvOf).map(name -> prediction.contract().pcvs().stream().filter(pcv -> pcv.name().equals(name)).map(Pcv::meaning).findFirst().orElse(""))
                .collect(Collectors.joining("; "));
    }

    // ---- for programs

    @Override
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("formatVersion", 1);
        PredictionJson.putContract(json.putObject("contract"), prediction.contract(), prediction.complete());
        PredictionJson.putValues(json.putObject("pcvs"), prediction.values(), prediction.values().given());
        prediction.speed().ifPresent(speed -> PredictionJson.putSpeed(json.putObject("speed"), speed));
        ArrayNode classes = json.putArray("classes");
        prediction.classes().forEach(each -> put(classes.addObject(), each));
        return ContractFile.pretty(json);
    }

    private void put(ObjectNode json, Prediction.OfClass ofClass) {
        InputClass inputClass = ofClass.inputClass();
        json.put("name", inputClass.name());
        json.put("condition", inputClass.condition().text());
        json.put("bound", ContractReport.bound(inputClass));
        PredictionJson.putValues(json.putObject("pcvs"), ofClass.values(), inputClass.variables());
        ofClass.packets().ifPresent(packets -> json.put("packets", packets));
        if (!ofClass.broken().isEmpty()) {
            ArrayNode broken = json.putArray("impossible");
            ofClass.broken().forEach(bound -> broken.add(bound.toString()));
        }
        ObjectNode metrics = json.putObject("metrics");
        ofClass.costs().forEach((metric, cost) -> {
            ObjectNode each = metrics.putObject(metric.key());
            PredictionJson.put(each, cost.range());
            each.put("formula", inputClass.formulas().get(metric).toString());
            ArrayNode terms = each.putArray("terms");
            cost.terms().forEach(term -> put(terms.addObject(), term));
            ObjectNode oneMore = each.putObject("oneMore");
            cost.oneMore().forEach((name, step) -> PredictionJson.put(oneMore.putObject(name), step));
        });
        prediction.contract().cycles().filter(cycles -> cycles.classes().containsKey(inputClass.name()))
                .ifPresent(cycles -> new CycleTimes(cycles).write(cycles(cycles, ofClass), json.putObject("cycles")));
        prediction.speed().ifPresent(speed -> PredictionJson.putEstimate(json.putObject("estimate"), speed,
                ofClass.costs().get(Metric.INSTRUCTIONS).range().low(), ofClass.costs().get(Metric.INSTRUCTIONS).range().high()));
    }

    private static void put(ObjectNode json, Prediction.Term term) {
        json.put("coefficient", term.coefficient());
        ObjectNode pcvs = json.putObject("pcvs");
        term.monomial().exponents().forEach(pcvs::put);
        PredictionJson.put(json, term.range());
    }
}
