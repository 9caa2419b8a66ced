package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.decision.Cause;
import org.perfcontracts.decision.Change;
import org.perfcontracts.decision.Comparison;
import org.perfcontracts.decision.Judgement;
import org.perfcontracts.decision.Percent;
import org.perfcontracts.decision.Ranges;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;

/** A comparison of two contracts as a report. */
public final class DiffReport extends Report {
    private static final String NONE = "-";

    /** The headings below which pages show more than other formats. */
    static final String CHANGED = "Classes that changed";
    static final String CAME = "Classes that came";
    static final String WENT = "Classes that went";
    /** What the names of classes come after of which there is nothing to say. */
    static final String UNCHANGED = "Unchanged: ";

    /** What the last column of classes that changed tells. */
    static final String OVER_ALL = "The last column speaks of all values that the PCVs can have: more is nowhere less, and less nowhere more.";

    private final Comparison comparison;
    private final Judgement judgement;

    /** The report of a comparison, held against limits. */
    public DiffReport(Comparison comparison, Judgement judgement) {
        this.comparison = comparison;
        this.judgement = judgement;
    }

    @Override
    public String json() {
        return DiffJson.write(comparison, judgement);
    }

    /** JUnit's XML, for programs that show test results: a case a limit. */
    public String junit() {
        return JunitWriter.write(comparison, judgement);
    }

    /** SARIF 2.1.0, for programs that show the findings of code analyses. */
    public String sarif() {
        return SarifWriter.write(comparison, judgement);
    }

    /** A page whose figures follow the values of PCVs. */
    @Override
    public String html() {
        return DiffPage.write(comparison, judgement, document());
    }

    @Override
    Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Paragraph(summary()));
        addReservations("Before", comparison.before(), blocks);
        addReservations("After", comparison.after(), blocks);
        addLimits(blocks);
        addClasses(blocks);
        addCauses(blocks);
        addOnly(CAME, "after", comparison.came(), blocks);
        addOnly(WENT, "before", comparison.went(), blocks);
        addPcvs(blocks);
        blocks.add(new Document.Heading("What was compared"));
        blocks.add(subjects());
        Contract.Subject subject = comparison.after().subject();
        return new Document("Comparison of contracts of " + subject.target() + ", level " + subject.level(), blocks);
    }

    // ---- the first lines

    private String summary() {
        List<Comparison.Pair> changed = comparison.pairs().stream().filter(Comparison.Pair::costChanged).toList();
        List<String> sentences = new ArrayList<>();
        if (!judgement.verdicts().isEmpty()) {
            sentences.add(limits());
        }
        sentences.add(changed.isEmpty() ? "No class that is in both contracts costs anything else than before."
                : changed.size() + " of " + count(comparison.pairs().size(), "class", "classes") + " in both contracts " + (changed.size() == 1 ? "costs" : "cost")
                        + " something else: " + directions(changed) + ".");
        if (!comparison.came().isEmpty() || !comparison.went().isEmpty()) {
            sentences.add(count(comparison.came().size(), "class", "classes") + " came, " + comparison.went().size() + " went"
                    + (hasSoftLimits() && !comparison.came().isEmpty() ? "; soft limits say nothing of what came." : "."));
        }
        return String.join(" ", sentences);
    }

    private boolean hasSoftLimits() {
        return judgement.verdicts().stream().anyMatch(verdict -> verdict.kind() == Judgement.Kind.SOFT);
    }

    private String limits() {
        long broken = judgement.verdicts().stream().filter(Judgement.Verdict::isBroken).count();
        long waived = judgement.verdicts().stream().filter(Judgement.Verdict::isWaived).count();
        String rest = waived == 0 ? "" : ", " + waived + " broken but waived";
        return broken == 0 ? "No limit is broken (" + judgement.verdicts().size() + " looked at" + rest + ")."
                : "LIMITS BROKEN: " + broken + " of " + judgement.verdicts().size() + rest + ".";
    }

    /** How many classes cost more, less, or both: one here and the other there, or one in each metric. */
    private static String directions(List<Comparison.Pair> changed) {
        Map<Change.Direction, Integer> counts = new TreeMap<>();
        changed.forEach(pair -> counts.merge(direction(pair), 1, Integer::sum));
        return counts.entrySet().stream().map(each -> each.getValue() + " " + words(each.getKey())).collect(Collectors.joining(", "));
    }

    private static Change.Direction direction(Comparison.Pair pair) {
        Set<Change.Direction> directions = new TreeSet<>(pair.changes().values().stream().map(Change::direction).toList());
        directions.remove(Change.Direction.SAME);
        return directions.isEmpty() ? Change.Direction.SAME : directions.size() == 1 ? directions.iterator().next() : Change.Direction.MIXED;
    }

    private static String words(Change.Direction direction) {
        return switch (direction) {
            case SAME -> "the same within other bounds";
            case LESS -> "less";
            case MORE -> "more";
            case MIXED -> "more here, less there";
        };
    }

    private static void addReservations(String which, Contract contract, List<Document.Block> blocks) {
        for (Document.Block block : ContractReport.reservations(contract)) {
            blocks.add(block instanceof Document.Paragraph paragraph ? new Document.Paragraph(which + ": " + paragraph.text()) : block);
        }
        List<String> missing = ContractReport.missing(contract);
        if (!missing.isEmpty()) {
            blocks.add(new Document.Bullets(missing));
        }
    }

    // ---- limits

    private void addLimits(List<Document.Block> blocks) {
        List<Judgement.Verdict> told = judgement.verdicts().stream().filter(each -> each.breach().isPresent()).toList();
        if (!told.isEmpty()) {
            blocks.add(new Document.Heading("Limits"));
            blocks.add(new Document.Table(List.of("class", "metric", "limit", "is", "verdict"), "", told.stream().map(DiffReport::row).toList()));
        }
        judgement.unneeded().forEach(waiver -> blocks.add(new Document.Paragraph(
                "A waiver for the class " + waiver.inputClass() + " is not needed: " + waiver.reason())));
    }

    private static Document.Row row(Judgement.Verdict verdict) {
        return new Document.Row(List.of(verdict.inputClass(), verdict.metric().map(Metric::title).orElse(""), verdict.limit(), verdict.breach().orElse(""),
                verdict.waiver().map(reason -> "waived: " + reason).orElse("BROKEN")), List.of());
    }

    // ---- classes

    private void addClasses(List<Document.Block> blocks) {
        List<Comparison.Pair> changed = comparison.pairs().stream().filter(Comparison.Pair::isChanged).toList();
        if (!changed.isEmpty()) {
            blocks.add(new Document.Heading(CHANGED));
            at(changed).ifPresent(blocks::add);
            List<Document.Row> rows = new ArrayList<>();
            changed.forEach(pair -> addRows(pair, rows));
            blocks.add(new Document.Table(List.of("class", "metric", "before", "after", "change", "over all values"), "what changed", rows));
        }
        List<String> same = comparison.pairs().stream().filter(pair -> !pair.isChanged()).map(pair -> pair.after().name()).toList();
        if (!same.isEmpty()) {
            blocks.add(new Document.Paragraph(UNCHANGED + String.join(", ", same) + "."));
        }
    }

    /** Why classes cost something else; those of which the same is to be said together. */
    private void addCauses(List<Document.Block> blocks) {
        Map<Document.Table, List<String>> classes = new LinkedHashMap<>();
        for (Comparison.Pair pair : comparison.pairs()) {
            List<Cause> causes = pair.costChanged() ? pair.causes() : List.of();
            if (!causes.isEmpty()) {
                classes.computeIfAbsent(ProfileTables.of(causes), _ -> new ArrayList<>()).add(pair.after().name());
            }
        }
        if (!classes.isEmpty()) {
            blocks.add(new Document.Heading("Why"));
            blocks.add(new Document.Paragraph("The functions in which the dearest path of a class costs something else, each without what it calls, and by how much. "
                    + "Lines that have moved are told apart by what they cost."));
            classes.forEach((table, names) -> {
                blocks.add(new Document.Paragraph(String.join(", ", names) + ":"));
                blocks.add(table);
            });
        }
    }

    private Optional<Document.Paragraph> at(List<Comparison.Pair> changed) {
        Set<String> names = new TreeSet<>();
        changed.forEach(pair -> pair.changes().values().forEach(change -> names.addAll(change.variables())));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        List<String> given = names.stream().filter(comparison.values().given()::contains).map(name -> name + " = " + comparison.values().all().get(name)).toList();
        String rest = comparison.hasUsual() ? "as usual in each class" : "at their low ends";
        String others = given.isEmpty() ? "all PCVs are " + rest : String.join(", ", given) + (given.size() == names.size() ? "" : ", all other PCVs " + rest);
        return Optional.of(new Document.Paragraph("Costs are those where " + others + ". " + OVER_ALL));
    }

    static void addRows(Comparison.Pair pair, List<Document.Row> rows) {
        String name = pair.before().name().equals(pair.after().name()) ? pair.after().name() : pair.before().name() + " → " + pair.after().name();
        boolean first = true;
        for (Map.Entry<Metric, Change> each : pair.changes().entrySet()) {
            Change change = each.getValue();
            List<String> notes = new ArrayList<>(terms(change));
            if (first) {
                notes.addAll(others(pair));
            }
            rows.add(new Document.Row(List.of(first ? name : "", each.getKey().title(), change.costBefore().toString(), change.costAfter().toString(),
                    difference(change), change.direction() == Change.Direction.SAME ? "the same" : words(change.direction())), notes));
            first = false;
        }
    }

    private static String difference(Change change) {
        if (change.costBefore().isPoint() && change.costAfter().isPoint()) {
            return Percent.change(change.costBefore().low(), change.costAfter().low());
        }
        return Percent.change(change.costBefore().low(), change.costAfter().low()) + " … " + Percent.change(change.costBefore().high(), change.costAfter().high());
    }

    private static List<String> terms(Change change) {
        if (change.direction() != Change.Direction.SAME && change.terms().isEmpty()) {
            return List.of(change.before() + " → " + change.after());
        }
        List<String> terms = new ArrayList<>();
        change.terms().forEach(term -> terms.add((term.monomial().equals(Monomial.ONE) ? "every packet" : "each " + term.monomial())
                + ": " + Percent.growth(term.before(), term.after())));
        Collections.rotate(terms, change.terms().stream().anyMatch(term -> term.monomial().equals(Monomial.ONE)) ? 1 : 0);
        return terms;
    }

    /** What is other than figures. */
    private static List<String> others(Comparison.Pair pair) {
        List<String> notes = new ArrayList<>();
        String before = ContractReport.bound(pair.before());
        String after = ContractReport.bound(pair.after());
        if (!before.equals(after)) {
            notes.add("bound: " + before + " → " + after);
        }
        if (pair.conditionChanged()) {
            notes.add("condition before: " + pair.before().condition().text());
            notes.add("condition after: " + pair.after().condition().text());
        }
        return notes;
    }

    private static void addOnly(String heading, String when, List<InputClass> classes, List<Document.Block> blocks) {
        if (classes.isEmpty()) {
            return;
        }
        blocks.add(new Document.Heading(heading));
        List<String> columns = new ArrayList<>(List.of("class"));
        Set<Metric> metrics = EnumSet.allOf(Metric.class);
        classes.forEach(each -> metrics.retainAll(each.formulas().keySet()));
        metrics.forEach(metric -> columns.add(metric.title() + " " + when));
        columns.add("bound");
        blocks.add(new Document.Table(columns, "condition", classes.stream().map(each -> {
            List<String> cells = new ArrayList<>(List.of(each.name()));
            each.formulas().values().stream().map(Formula::toString).forEach(cells::add);
            cells.add(ContractReport.bound(each));
            return new Document.Row(cells, List.of(each.condition().text()));
        }).toList()));
    }

    // ---- the rest

    private void addPcvs(List<Document.Block> blocks) {
        Map<String, Pcv> before = comparison.before().pcvs().stream().collect(Collectors.toMap(Pcv::name, pcv -> pcv));
        Map<String, Pcv> after = comparison.after().pcvs().stream().collect(Collectors.toMap(Pcv::name, pcv -> pcv));
        List<Document.Row> rows = comparison.ranges().keySet().stream()
                .filter(name -> !range(before, name).equals(range(after, name)))
                .map(name -> new Document.Row(List.of(name, range(before, name), range(after, name), comparison.ranges().get(name).meaning()), List.of())).toList();
        if (!rows.isEmpty()) {
            blocks.add(new Document.Heading("PCVs whose range changed"));
            blocks.add(new Document.Table(List.of("name", "before", "after", "meaning"), "", rows));
        }
    }

    private static String range(Map<String, Pcv> pcvs, String name) {
        return pcvs.containsKey(name) ? Ranges.text(pcvs.get(name)) : NONE;
    }

    private Document.Table subjects() {
        Contract.Subject before = comparison.before().subject();
        Contract.Subject after = comparison.after().subject();
        List<Document.Row> rows = new ArrayList<>();
        rows.add(new Document.Row(List.of("target", before.target(), after.target()), List.of()));
        rows.add(new Document.Row(List.of("entry", before.entry(), after.entry()), List.of()));
        rows.add(new Document.Row(List.of("build id", orNone(before.buildId()), orNone(after.buildId())), List.of()));
        rows.add(new Document.Row(List.of("CPU level", before.isa(), after.isa()), List.of()));
        rows.add(new Document.Row(List.of("compiler", before.compiler().orElse(NONE), after.compiler().orElse(NONE)), List.of()));
        rows.add(new Document.Row(List.of("derived by", before.tool(), after.tool()), List.of()));
        return new Document.Table(List.of("", "before", "after"), "", rows);
    }

    private static String orNone(String text) {
        return text.isEmpty() ? NONE : text;
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
