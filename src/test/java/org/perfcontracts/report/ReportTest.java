package org.perfcontracts.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.perfcontracts.contract.Check;
import org.perfcontracts.contract.Condition;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.LibraryContract;
import org.perfcontracts.contract.OperationContract;
import org.perfcontracts.contract.Polls;
import org.perfcontracts.contract.Position;
import org.perfcontracts.contract.Refutation;
import org.perfcontracts.contract.Trial;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;
import org.perfcontracts.report.Validation.ClassResult;
import org.perfcontracts.report.Validation.Comparison;
import org.xml.sax.InputSource;

class ReportTest {
    private static final Check YES = new Check(Check.Verdict.YES, "");

    private static Polynomial options(long nop, long timestamp, long other, long constant) {
        return Polynomial.variable("options.nop").times(nop)
                .plus(Polynomial.variable("options.timestamp").times(timestamp))
                .plus(Polynomial.variable("options.other").times(other))
                .plus(constant);
    }

    private static InputClass inputClass(
            String name, Condition condition, Formula instructions, Formula accesses, int paths, String... reasons) {
        return new InputClass(
                name,
                condition,
                Map.of(Metric.INSTRUCTIONS, instructions, Metric.MEMORY_ACCESSES, accesses),
                Map.of(),
                paths,
                reasons.length == 0,
                List.of(reasons));
    }

    private static Formula exactly(long value) {
        return Formula.exactly(Polynomial.constant(value));
    }

    private static Contract router() {
        Formula loop = Formula.exactly(options(12, 71, 79, 646));
        Formula bound = Formula.max(
                List.of(Formula.exactly(options(12, 0, 3, 20)), Formula.exactly(Polynomial.constant(40))), Map.of());
        return new Contract(
                new Contract.Subject(
                        "router", "nf", "nf_process", "5f3a9c01d2", "x86-64-v2", Optional.of("GCC: (Debian 12.2.0-14) 12.2.0"),
                        "Bolt 0.1.0"),
                List.of(
                        inputClass(
                                "not IPv4",
                                new Condition(List.of(List.of("ethernet.type ≠ IPv4"), List.of("length < 34")), true),
                                exactly(14), exactly(3), 2),
                        inputClass(
                                "forwarded with options",
                                new Condition(
                                        List.of(List.of("ethernet.type = IPv4", "ipv4.version = 4", "ipv4.ihl > 5")), false),
                                loop, Formula.exactly(options(2, 9, 4, 103)), 3),
                        inputClass(
                                "malformed <options> | *others*",
                                new Condition(many(14), false),
                                bound, Formula.atMost(Polynomial.constant(30)), 25)),
                List.of(
                        new Pcv("options.nop", "no-operation options passed", 0, OptionalLong.of(40)),
                        new Pcv("options.other", "options skipped", 0, OptionalLong.empty()),
                        new Pcv("options.timestamp", "timestamps written", 0, OptionalLong.of(9))),
                List.of("the mbuf cache is not empty", "the CPU has the features of x86-64-v2 and libc uses no others"),
                true,
                List.of(),
                new Contract.Checks(new Check(Check.Verdict.YES, "judged by the input alone"), YES));
    }

    private static List<List<String>> many(int count) {
        List<List<String>> alternatives = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            alternatives.add(List.of("ipv4.options[" + i + "] = 68", "ipv4.totalLength > length - " + (14 + i)));
        }
        return alternatives;
    }

    private static Contract incomplete() {
        return new Contract(
                new Contract.Subject("skeleton", "stack", "eth_null_rx", "", "x86-64-v3", Optional.empty(), "Bolt 0.1.0"),
                List.of(inputClass(
                        "every input", new Condition(List.of(List.of()), true), exactly(1_234), exactly(456), 2,
                        "a system call at 0x401234 (main.c:57)")),
                List.of(),
                List.of(),
                false,
                List.of("the time ran out with 3 paths pending"),
                new Contract.Checks(
                        new Check(Check.Verdict.NO, "no path takes length = 3, a packet of zeros"),
                        new Check(Check.Verdict.UNKNOWN, "the solver gave up")));
    }

    private static Validation passed() {
        return new Validation(
                "firewall", "nf", true, new Validation.Paths(9, 9, 9),
                List.of(
                        new ClassResult("forwarded", 1_000, 0, Map.of(
                                Metric.INSTRUCTIONS, new Comparison(40, 40), Metric.MEMORY_ACCESSES, new Comparison(12, 12))),
                        new ClassResult("never seen", 0, 0, Map.of())),
                List.of());
    }

    private static Validation failed() {
        return new Validation(
                "router", "stack", true, new Validation.Paths(27, 25, 24),
                List.of(new ClassResult("forwarded", 1_000, 2, Map.of(
                        Metric.INSTRUCTIONS, new Comparison(40, 41), Metric.MEMORY_ACCESSES, new Comparison(13, 12)))),
                List.of("path 7: step 12 is at 0x401002 on the CPU, at 0x401010 in the path (router.c:57)"));
    }

    private static LibraryContract operations() {
        Polynomial traversed = Polynomial.variable("flows.t").times(18).plus(60);
        return new LibraryContract(
                router().subject(),
                List.of(
                        new OperationContract("map_get", "flows.a", "looks a key up", List.of(
                                outcome("miss", Formula.exactly(traversed)), outcome("hit", Formula.exactly(traversed.plus(5))))),
                        new OperationContract("token_bucket_take", "", "takes tokens", List.of(
                                outcome("any", Formula.atMost(Polynomial.constant(21)))))),
                List.of("map_put"),
                List.of(new Pcv("flows.t", "entries that map_get looks at", 0, OptionalLong.of(65_536))),
                List.of("operations are called as nf_process calls them"),
                true,
                List.of());
    }

    private static OperationContract.Outcome outcome(String name, Formula formula) {
        return new OperationContract.Outcome(name, Map.of(Metric.INSTRUCTIONS, formula, Metric.MEMORY_ACCESSES, formula), 2);
    }

    private static LibraryContract noOperations() {
        return new LibraryContract(incomplete().subject(), List.of(), List.of(), List.of(), List.of("none"), false,
                List.of("the time ran out with 3 paths pending"));
    }

    @Test
    void operationsLookAsTheyShould() throws IOException {
        check("operations", new LibraryReport(operations()));
        check("no-operations", new LibraryReport(noOperations()));
    }

    @Test
    void contractsLookAsTheyShould() throws IOException {
        check("router", new ContractReport(router()));
        check("incomplete", new ContractReport(incomplete()));
        check("typical", new ContractReport(typical()));
    }

    /** With what PCVs usually are; one class is not complete, one has no end, and one does not fit 64 bits. */
    private static Contract typical() {
        Contract router = router();
        Map<String, Long> usual = Map.of("options.nop", 1L, "options.other", 0L, "options.timestamp", 0L);
        List<InputClass> classes = new ArrayList<>(router.classes().stream().map(each -> usual(each, usual)).toList());
        Formula flows = Formula.exactly(Polynomial.variable("options.nop").times(1L << 62).plus(3));
        classes.add(usual(inputClass("much", new Condition(List.of(List.of("port = 1")), true), flows, exactly(3), 1), Map.of("options.nop", 1L)));
        classes.add(usual(inputClass("part", new Condition(List.of(List.of("port = 2")), true), Formula.exactly(options(1, 2, 0, 30)), exactly(3), 1, "a system call"), Map.of()));
        classes.add(usual(inputClass("many", new Condition(List.of(List.of("port = 3")), true), Formula.exactly(options(25_000_000, 2, 0, 30)), exactly(3), 1), usual));
        return new Contract(router.subject(), classes, router.pcvs(), router.assumptions(), true, List.of(), router.checks());
    }

    private static InputClass usual(InputClass each, Map<String, Long> values) {
        return new InputClass(each.name(), each.condition(), each.formulas(), each.around(), each.paths(), each.complete(), each.reasons(), each.lines(), each.witness(),
                each.profile(), each.merged(), values, each.together());
    }

    @Test
    void validationsLookAsTheyShould() throws IOException {
        check("passed", new ValidationReport(passed()));
        check("failed", new ValidationReport(failed()));
    }

    private static void check(String name, Report report) throws IOException {
        Golden.check("report/" + name + ".txt", report.text());
        Golden.check("report/" + name + ".md", report.markdown());
        Golden.check("report/" + name + ".html", withoutStyleAndScript(report.html()));
        Golden.check("report/" + name + ".json", report.json());
    }

    /** What is the same on all pages, and a library. */
    private static String withoutStyleAndScript(String page) {
        return page.replaceAll("(?s)<(style|script)>.*?</\\1>", "<$1>…</$1>");
    }

    @Test
    void textFitsThePage() {
        for (Report report : all()) {
            report.text().lines().forEach(line -> assertTrue(line.length() <= TextWriter.COLUMNS, line));
        }
    }

    @Test
    void longWordsAndFormulasFitToo() {
        Polynomial sum = Polynomial.constant(1);
        for (int i = 0; i < 12; i++) {
            sum = sum.plus(Polynomial.variable("flows.expired." + "x".repeat(i)).times(1_000 + i));
        }
        Contract contract = new Contract(
                router().subject(),
                List.of(inputClass(
                        "n".repeat(150), new Condition(List.of(List.of("c".repeat(250))), true),
                        Formula.exactly(sum), Formula.exactly(sum), 3)),
                List.of(Pcv.unbounded("p".repeat(130))),
                List.of("a".repeat(300)),
                true,
                List.of(),
                router().checks());
        String text = new ContractReport(contract).text();
        text.lines().forEach(line -> assertTrue(line.length() <= TextWriter.COLUMNS, line));
        assertEquals("n".repeat(150), String.join("", text.lines()
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.matches("n+"))
                .toList()), text);
    }

    @Test
    void htmlIsWellFormed() throws Exception {
        for (Report report : all()) {
            String page = withoutStyleAndScript(report.html()).replace("<!DOCTYPE html>\n", "").replaceAll("<meta [^>]*>", "").replace("<br>", "<br/>");
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
        }
    }

    @Test
    void markdownTablesHaveCellsForEveryColumn() {
        for (Report report : all()) {
            int columns = 0;
            for (String line : report.markdown().lines().toList()) {
                if (!line.startsWith("|")) {
                    columns = 0;
                    continue;
                }
                int cells = line.replace("\\|", "").split("\\|", -1).length;
                columns = columns == 0 ? cells : columns;
                assertEquals(columns, cells, line);
            }
        }
    }

    @Test
    void jsonOfAContractReadsBack() {
        assertEquals(router(), ContractFile.fromText(new ContractReport(router()).json()));
    }

    @Test
    void jsonOfAValidationHasTheGap() throws IOException {
        JsonNode json = new ObjectMapper().readTree(new ValidationReport(failed()).json());
        JsonNode instructions = json.at("/classes/0/metrics/instructions");
        assertEquals(-1.0 / 41, instructions.get("gap").doubleValue());
        assertEquals(2, json.get("violations").intValue());
        assertEquals(24, json.at("/paths/equal").intValue());
    }

    private static List<Report> all() {
        return List.of(
                new ContractReport(router()), new ContractReport(incomplete()), new ContractReport(typical()),
                new ValidationReport(passed()), new ValidationReport(failed()));
    }

    // ---- what a validation says

    @Test
    void aValidationPassesOnlyIfEverythingDoes() {
        assertTrue(passed().passed());
        assertFalse(failed().passed());
        Validation.Paths good = new Validation.Paths(3, 3, 3);
        assertTrue(new Validation("t", "nf", true, good, List.of(), List.of()).passed());
        assertFalse(new Validation("t", "nf", false, good, List.of(), List.of()).passed());
        assertFalse(new Validation("t", "nf", true, new Validation.Paths(3, 3, 2), List.of(), List.of()).passed());
        assertFalse(new Validation("t", "nf", true, good, List.of(), List.of("a finding")).passed());
    }

    @Test
    void whatNothingWasMeasuredOfHasNotPassed() {
        assertTrue(passed().complete() && new ValidationReport(passed()).text().contains("Passed, but one class was not measured"));
        Validation nothing = new Validation("t", "nf", true, new Validation.Paths(1, 0, 0, List.of("path 1: the solver found no input")),
                List.of(new ClassResult("any", 0, 0, Map.of())), List.of());
        assertFalse(nothing.passed());
        assertTrue(new ValidationReport(nothing).text().contains("FAILED: nothing was measured"), new ValidationReport(nothing).text());
        assertTrue(new ValidationReport(nothing).text().contains("  - path 1: the solver found no input"), new ValidationReport(nothing).text());
    }

    @Test
    void atMostADozenPathsAreNamed() {
        List<String> paths = IntStream.rangeClosed(1, 20).mapToObj(i -> "path " + i + ": why").toList();
        String text = new ValidationReport(new Validation("t", "nf", true, new Validation.Paths(30, 10, 10, paths), List.of(), List.of())).text();
        assertTrue(text.contains("path 12: why\n  - and 8 more"), text);
    }

    @Test
    void aValidationSaysWhereTheWorstPacketStood() {
        Comparison comparison = new Comparison(40, 39, Map.of("flows.t", 3L, "flows.c", 1L));
        String text = new ValidationReport(new Validation("t", "nf", true, new Validation.Paths(1, 1, 1), List.of(
                new ClassResult("forwarded", 9, 0, Map.of(Metric.INSTRUCTIONS, comparison))), List.of())).text();
        assertTrue(text.contains("at flows.c = 1, flows.t = 3"), text);
    }

    @Test
    void whatIsRefutedSaysSoFirst() {
        Refutation refutation = new Refutation(Optional.of("forwarded"), "random packet 7 (length = 64)", "41 instructions measured, 40 predicted",
                Optional.of(new Refutation.Figures(Metric.INSTRUCTIONS, 40, 41)));
        Contract refuted = router().after(new Trial(Trial.Extent.WHOLE, 12, 300, Collections.nCopies(6, refutation), List.of(), List.of()));
        assertFalse(refuted.complete());
        String text = new ContractReport(refuted).text().replaceAll("\\s+", " ");
        assertTrue(text.indexOf("REFUTED by the CPU") < text.indexOf("Input classes"), text);
        assertTrue(text.contains("- class forwarded, random packet 7 (length = 64): 41 instructions measured, 40 predicted"), text);
        assertTrue(text.contains("- and 2 more"), text);
        assertFalse(text.contains("What was not explored"), text);
    }

    @Test
    void pollsThatCostMoreAreToldFirstAndNamedByWhatTheyExecute() {
        Polls.Excess refilled = new Polls.Excess(List.of("rearm"), true, 32, Map.of(Metric.INSTRUCTIONS, 575L, Metric.MEMORY_ACCESSES, 191L));
        Polls.Excess strange = new Polls.Excess(List.of(), false, 1, Map.of(Metric.INSTRUCTIONS, 900L, Metric.MEMORY_ACCESSES, 300L));
        Trial trial = new Trial(Trial.Extent.WHOLE, 12, 300, List.of(), List.of(), List.of(), Optional.of(new Polls(2048, List.of(refilled, strange), Optional.empty(), List.of())));
        String text = new ContractReport(router().after(trial)).text().replaceAll("\\s+", " ");
        assertTrue(text.indexOf("of 2048 polls behind one another, in which rings and the packet pool come round, 33 cost more") < text.indexOf("Input classes"), text);
        assertTrue(text.contains("in rearm 32 64 up to +575 up to +191"), text);
        assertTrue(text.contains("the same code, otherwise 1 2048 up to 900 in all up to 300 in all"), text);
        assertTrue(router().after(trial).complete());
        Trial none = new Trial(Trial.Extent.WHOLE, 12, 300, List.of(), List.of(), List.of(), Optional.of(new Polls(2048, List.of(), Optional.empty(), List.of())));
        String calm = new ContractReport(router().after(none)).text().replaceAll("\\s+", " ");
        assertTrue(calm.contains("None of 2048 polls cost more than the contract says"), calm);
        assertFalse(calm.contains("NOT FOR ALL POLLS"), calm);
        Trial ended = new Trial(Trial.Extent.WHOLE, 12, 300, List.of(), List.of(), List.of(), Optional.of(new Polls(7, List.of(), Optional.of("a poll ends with signal 11"), List.of())));
        String early = new ContractReport(router().after(ended)).text().replaceAll("\\s+", " ");
        assertTrue(early.indexOf("There were no more: a poll ends with signal 11.") < early.indexOf("Input classes"), early);
        assertTrue(early.contains("NOT FOR ALL POLLS"), early);
    }

    @Test
    void positionsForWhichTheContractDoesNotSayEnoughAreToldFirst() {
        Position held = new Position(1026, Map.of("rx.rearm", 1L), 17, List.of());
        Trial trial = new Trial(Trial.Extent.WHOLE, 12, 300, List.of(), List.of(), List.of(), Optional.of(new Polls(2048, List.of(), Optional.empty(), List.of(held))));
        String text = new ContractReport(router().after(trial)).text().replaceAll("\\s+", " ");
        assertFalse(text.contains("NOT FOR ALL POLLS"), text);
        assertTrue(text.contains("1026 rx.rearm ≤ 1 17 no more than the contract says"), text);
        Position above = new Position(1030, Map.of(), 16, List.of("forwarded"));
        Trial both = new Trial(Trial.Extent.WHOLE, 12, 300, List.of(), List.of(), List.of(), Optional.of(new Polls(2048, List.of(), Optional.empty(), List.of(held, above))));
        String warned = new ContractReport(router().after(both)).text().replaceAll("\\s+", " ");
        assertTrue(warned.indexOf("it does not say enough for 1 of the other positions") < warned.indexOf("Input classes"), warned);
        assertTrue(warned.contains("1030 16 MORE THAN THE CONTRACT SAYS: forwarded"), warned);
    }

    /** What driver and device do besides is the same in all classes, and told once. */
    @Test
    void whatTheEnvironmentDoesIsToldOnce() {
        Pcv rearm = new Pcv("rx.rearm", "receive buffers given to the device", 0, OptionalLong.of(1), Optional.of(new Pcv.Occurrence(64, 2048, 64)));
        Contract router = router();
        List<InputClass> classes = router.classes().stream().map(each -> new InputClass(each.name(), each.condition(), with(each.formulas(), "rx.rearm", 552), Map.of(), each.paths(),
                each.complete(), each.reasons())).toList();
        List<Pcv> pcvs = new ArrayList<>(router.pcvs());
        pcvs.add(rearm);
        Contract contract = new Contract(router.subject(), classes, pcvs, router.assumptions(), true, List.of(), router.checks());
        String text = new ContractReport(contract).text().replaceAll("\\s+", " ");
        assertTrue(text.contains(" + env"), text);
        assertTrue(text.contains("rx.rearm 32 552 552"), text);
        assertTrue(text.contains("env was 17.3 instructions and 17.3 memory accesses on average"), text);
        assertEquals(1, text.split("rx\\.rearm", -1).length - 1, text);
    }

    private static Map<Metric, Formula> with(Map<Metric, Formula> formulas, String pcv, long each) {
        Map<Metric, Formula> with = new EnumMap<>(Metric.class);
        formulas.forEach((metric, formula) -> with.put(metric, new Formula(formula.alternatives().stream()
                .map(polynomial -> polynomial.plus(Polynomial.variable(pcv).times(each))).toList(), formula.exact())));
        return with;
    }

    @Test
    void aViolationIsWorseThanAnyGap() {
        Comparison violation = new Comparison(99, 100);
        Comparison gap = new Comparison(300, 100);
        Comparison small = new Comparison(101, 100);
        assertEquals(violation, violation.worse(gap));
        assertEquals(violation, gap.worse(violation));
        assertEquals(gap, gap.worse(small));
        assertEquals(gap, small.worse(gap));
        assertEquals(new Comparison(5, 0), gap.worse(new Comparison(5, 0)));
        assertTrue(new Comparison(5, 0).gap().isEmpty());
        assertEquals(0, new Comparison(0, 0).gap().getAsDouble());
        assertEquals(2.0, gap.gap().getAsDouble());
    }
}
