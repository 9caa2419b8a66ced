package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Check;
import org.perfcontracts.contract.Condition;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.CycleEstimate;
import org.perfcontracts.contract.Cycles;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.Refutation;
import org.perfcontracts.contract.Resolution;
import org.perfcontracts.contract.Trial;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/** A contract as a report. */
public final class ContractReport extends Report {
    /** Alternatives of a condition that people are shown; JSON has them all. */
    private static final int MOST_ALTERNATIVES = 12;
    /** Refutations that people are shown: the first tell as much as the rest. */
    private static final int MOST_REFUTATIONS = 4;

    /** The headings below which pages show more than other formats. */
    static final String CLASSES = "Input classes";
    static final String PCVS = "PCVs: what the formulas count while one packet is processed";
    static final String PCVS_OF_POLL = "PCVs: what the formulas count in one poll";
    static final String STACK = "stack";

    private final Contract contract;
    private final Detail detail;

    /** How much people are told of cache lines. */
    public enum Detail {
        /** How many there are. */
        CLASSES,
        /** Also in which places. */
        PLACES
    }

    /** The report of a contract. */
    public ContractReport(Contract contract) {
        this(contract, Detail.CLASSES);
    }

    /** The same with so much detail; JSON has all in whatever case. */
    public ContractReport(Contract contract, Detail detail) {
        this.contract = contract;
        this.detail = detail;
    }

    @Override
    public String json() {
        return ContractFile.toText(contract);
    }

    /** Plain text with the classes by questions. */
    public String tree() {
        List<Document.Block> blocks = new ArrayList<>(List.of(new Document.Heading("Input classes, by questions")));
        resolution(contract).ifPresent(blocks::add);
        blocks.addAll(new TreeLines(contract).blocks());
        return TextWriter.write(document(blocks));
    }

    /** A module of Python that computes costs. */
    public String python() {
        return new PythonModule(contract).text();
    }

    /** A page whose figures follow the values of PCVs. */
    @Override
    public String html() {
        return ContractPage.write(contract, document());
    }

    @Override
    Document document() {
        List<Document.Block> blocks = new ArrayList<>(List.of(new Document.Heading("Input classes")));
        resolution(contract).ifPresent(blocks::add);
        blocks.addAll(new ClassTable(contract).blocks());
        return document(blocks);
    }

    /** A document with the classes as they are. */
    private Document document(List<Document.Block> classes) {
        Contract.Subject subject = contract.subject();
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(facts(subject));
        blocks.addAll(reservations(contract));
        blocks.addAll(classes);
        if (detail == Detail.PLACES) {
            blocks.add(new Document.Heading("Cache lines by what they lie in"));
            blocks.add(places());
        }
        contract.cycles().ifPresent(cycles -> {
            blocks.add(new Document.Heading("Cycles, estimated for " + cycles.machine()));
            blocks.add(new Document.Bullets(List.of(cycles.processor() + ", " + Numbers.plain(cycles.gigahertz()) + " GHz; " + cycles.source(), Cycles.WARM, Cycles.COLD, Cycles.BOUND)));
            blocks.add(new Document.Table(List.of("class", "≈ warm", "≈ cold", "bound"), "", cycles.classes().entrySet().stream().map(each -> new Document.Row(
                    List.of(each.getKey(), CycleEstimate.text(each.getValue().warm()), CycleEstimate.text(each.getValue().cold()),
                            CycleEstimate.text(each.getValue().bound())), List.of())).toList()));
        });
        EnvironmentTerms environment = new EnvironmentTerms(contract);
        if (!environment.others().isEmpty()) {
            blocks.add(new Document.Heading(contract.subject().level().equals(STACK) ? PCVS_OF_POLL : PCVS));
            blocks.add(pcvs(environment.others()));
        }
        blocks.addAll(environment.blocks());
        if (!contract.assumptions().isEmpty()) {
            blocks.add(new Document.Heading("Assumptions"));
            blocks.add(new Document.Bullets(contract.assumptions()));
        }
        blocks.add(new Document.Heading("Checks"));
        blocks.add(checks());
        contract.trial().polls().ifPresent(polls -> blocks.addAll(PollSection.blocks(polls)));
        if (!missing(contract).isEmpty()) {
            blocks.add(new Document.Heading("What was not explored"));
            blocks.add(new Document.Bullets(missing(contract)));
        }
        return new Document("Performance contract of " + subject.target() + ", level " + subject.level(), blocks);
    }

    /** What has to be known before any figure of a contract is relied upon, most important first. */
    static List<Document.Block> reservations(Contract contract) {
        List<Document.Block> blocks = new ArrayList<>();
        List<Refutation> refutations = contract.trial().refutations();
        if (!refutations.isEmpty()) {
            blocks.add(new Document.Paragraph("REFUTED by the CPU: with these packets it does something else than the contract says, "
                    + "which is therefore wrong. Something was declared that does not hold, or Bolt has a defect."));
            blocks.add(new Document.Bullets(refuted(refutations)));
        }
        if (contract.classes().stream().anyMatch(InputClass::endless)) {
            blocks.add(new Document.Paragraph("MAY NEVER END: there is a loop for which no bound is known; the class stands first, with a "
                    + "packet that goes round without progress where one was found."));
        }
        if (!contract.complete() && refutations.isEmpty()) {
            blocks.add(new Document.Paragraph("NOT COMPLETE: some paths were not followed to their end, so some packets may cost "
                    + "more than is said here. What is missing is named below."));
        }
        if (contract.trial().isMissing()) {
            blocks.add(new Document.Paragraph("NOT HELD AGAINST THE CPU: whether the CPU does what is said here was not looked at; why, the checks below say."));
        }
        contract.assumptions().stream().filter(assumption -> assumption.startsWith(Exploration.AS_IN_SNAPSHOT))
                .forEach(assumption -> blocks.add(new Document.Paragraph("CAUTION: this holds " + assumption.substring(0, 1).toLowerCase(Locale.ROOT) + assumption.substring(1))));
        contract.assumptions().stream().filter(assumption -> assumption.startsWith(Exploration.POLLS_WITH_MORE) || assumption.startsWith(Exploration.CUT_SHORT))
                .forEach(assumption -> blocks.add(new Document.Paragraph("CAUTION: " + assumption.substring(0, 1).toLowerCase(Locale.ROOT) + assumption.substring(1))));
        contract.trial().later().forEach(example -> blocks.add(new Document.Paragraph(onlyForTheFirst(example))));
        contract.trial().polls().ifPresent(polls -> blocks.addAll(PollSection.warning(polls)));
        return blocks;
    }

    static Document.Facts facts(Contract.Subject subject) {
        List<Document.Fact> facts = new ArrayList<>();
        facts.add(new Document.Fact("entry", subject.entry()));
        facts.add(new Document.Fact("build id", subject.buildId().isEmpty() ? "none" : subject.buildId()));
        facts.add(new Document.Fact("CPU level", subject.isa()));
        subject.compiler().ifPresent(compiler -> facts.add(new Document.Fact("compiler", compiler)));
        facts.add(new Document.Fact("derived by", subject.tool()));
        return new Document.Facts(facts);
    }

    /** What is told of a class besides its figures: the condition first. */
    static List<String> notes(InputClass inputClass) {
        List<String> lines = new ArrayList<>(lines(inputClass.condition()));
        together(inputClass).ifPresent(lines::add);
        inputClass.merged().ifPresent(merged -> lines.add(merged(merged, inputClass.condition().alternatives().size())));
        around(inputClass).ifPresent(lines::add);
        inputClass.witness().ifPresent(witness -> lines.add("for example: " + witness));
        return lines;
    }

    /** What its PCVs share. */
    private static Optional<String> together(InputClass inputClass) {
        return inputClass.together().isEmpty() ? Optional.empty()
                : Optional.of("PCVs: " + inputClass.together().stream().map(LinearBound::toString).collect(Collectors.joining("; ")));
    }

    /** A line in which two places meet counts in both. */
    private Document.Table places() {
        List<Document.Row> rows = new ArrayList<>();
        for (InputClass inputClass : contract.classes()) {
            String name = inputClass.name();
            for (Map.Entry<String, Formula> place : inputClass.lines().entrySet()) {
                rows.add(new Document.Row(List.of(name, place.getKey(), cell(Metric.CACHE_LINES, place.getValue())), List.of()));
                name = "";
            }
        }
        return new Document.Table(List.of("class", "place", Metric.CACHE_LINES.title()), "", rows);
    }

    /** A formula; of a metric of which the last column does not say whether it is exact, with a sign where it is not. */
    static String cell(Metric metric, Formula formula) {
        return sign(metric, formula) + formula;
    }

    /** What stands before a figure of a metric of which the last column does not say whether it is exact. */
    static String sign(Metric metric, Formula formula) {
        return metric.isSum() || formula.exact() ? "" : "≤ ";
    }

    /** What has become of classes whose costs are near. */
    static Optional<Document.Block> resolution(Contract contract) {
        return contract.classes().stream().flatMap(each -> each.merged().stream()).findFirst()
                .map(merged -> new Document.Paragraph("Classes that come to the same and differ in cost by "
                        + Resolution.of(merged.resolution()).words() + " are one; --resolution 0 tells them apart."));
    }

    /** A single alternative says what all have. */
    private static String merged(InputClass.Merged merged, int alternatives) {
        boolean said = alternatives < 2 || merged.common().isEmpty();
        return merged.classes() + " classes in one" + (said ? "" : "; all have " + String.join(" and ", merged.common()));
    }

    /** What the driver and the main loop add to the network function. */
    private static Optional<String> around(InputClass inputClass) {
        if (inputClass.around().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("around the network function: " + inputClass.around().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().title()).collect(Collectors.joining(", ")));
    }

    /** What the formulas of a class are, in a word. */
    static String bound(InputClass inputClass) {
        if (inputClass.endless()) {
            return "none";
        }
        if (!inputClass.complete()) {
            return "incomplete";
        }
        return inputClass.exact() ? "exact" : "upper";
    }

    /** Its name where its bound is not told beside it: a class whose formulas do not bound all of its packets says so. */
    static String label(InputClass inputClass) {
        return inputClass.complete() && !inputClass.endless() ? inputClass.name() : inputClass.name() + " (bound: " + bound(inputClass) + ")";
    }

    /** The condition with a line for each alternative. */
    private static List<String> lines(Condition condition) {
        List<List<String>> alternatives = condition.alternatives();
        if (alternatives.size() <= 1) {
            return List.of(condition.text());
        }
        List<String> lines = new ArrayList<>();
        for (List<String> alternative : alternatives.subList(0, Math.min(alternatives.size(), MOST_ALTERNATIVES))) {
            lines.add((lines.isEmpty() ? "" : "or ") + String.join(" and ", alternative));
        }
        if (alternatives.size() > MOST_ALTERNATIVES) {
            lines.add("or one of " + (alternatives.size() - MOST_ALTERNATIVES) + " more alternatives");
        }
        if (!condition.exact()) {
            lines.add(condition.remark());
        }
        return lines;
    }

    static Document.Table pcvs(List<Pcv> pcvs) {
        List<Document.Row> rows = pcvs.stream()
                .map(pcv -> new Document.Row(List.of(pcv.name(), range(pcv), pcv.meaning()), List.of()))
                .toList();
        return new Document.Table(List.of("name", "range", "meaning"), "", rows);
    }

    static String range(Pcv pcv) {
        return pcv.high().isPresent() ? pcv.low() + "…" + pcv.high().getAsLong() : pcv.low() + " and up";
    }

    static String onlyForTheFirst(String example) {
        return "ONLY FOR THE FIRST PACKET: packets leave something in memory on which it depends what later packets cost, and which is "
                + "not registered as abstract state. In a sequence, " + example + ".";
    }

    private static List<String> refuted(List<Refutation> refutations) {
        List<String> lines = new ArrayList<>(refutations.stream().limit(MOST_REFUTATIONS).map(Refutation::text).toList());
        if (refutations.size() > MOST_REFUTATIONS) {
            lines.add("and " + (refutations.size() - MOST_REFUTATIONS) + " more, as JSON has them");
        }
        return lines;
    }

    private Document.Bullets checks() {
        List<String> checks = new ArrayList<>(List.of(
                says("The classes cover every input", contract.checks().covering()),
                says("No input is in two classes", contract.checks().disjoint())));
        held(contract.trial()).ifPresent(checks::add);
        checks.addAll(contract.trial().givenUp());
        return new Document.Bullets(checks);
    }

    private static Optional<String> held(Trial trial) {
        String outcome = trial.refutations().isEmpty() ? "no difference" : "refuted";
        return switch (trial.extent()) {
            case NONE -> Optional.empty();
            case SKIPPED -> Optional.of("Held against the CPU: no, as --no-check says");
            case UNTRIED -> Optional.of("Held against the CPU: no" + (trial.givenUp().isEmpty() ? ", there was no time for it" : ""));
            case PART -> Optional.of("Held against the CPU: as many witnesses and random packets as there was time for, " + outcome);
            case WHOLE -> Optional.of("Held against the CPU: " + count(trial.witnesses(), "witness", "witnesses") + " and "
                    + count(trial.packets(), "random packet", "random packets") + ", " + outcome);
        };
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private static String says(String property, Check check) {
        String verdict = property + ": " + check.verdict().name().toLowerCase(Locale.ROOT);
        return check.explanation().isEmpty() ? verdict : verdict + " (" + check.explanation() + ")";
    }

    /** What was not explored, and where. */
    static List<String> missing(Contract contract) {
        List<String> missing = new ArrayList<>(contract.reasons());
        for (InputClass inputClass : contract.classes()) {
            inputClass.reasons().forEach(reason -> missing.add("class " + inputClass.name() + ": " + reason));
        }
        return missing;
    }
}
