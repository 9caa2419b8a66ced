package org.perfcontracts.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.perfcontracts.report.PageSamples.CONTRACTS;
import static org.perfcontracts.report.PageSamples.PCV;
import static org.perfcontracts.report.PageSamples.comparison;
import static org.perfcontracts.report.PageSamples.contract;
import static org.perfcontracts.report.PageSamples.expected;
import static org.perfcontracts.report.PageSamples.page;
import static org.perfcontracts.report.PageSamples.text;
import static org.perfcontracts.report.PageSamples.wild;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.contract.Condition;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.Profile;
import org.perfcontracts.decision.Comparison;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.decision.Judgement;
import org.perfcontracts.decision.Limits;
import org.perfcontracts.decision.Percent;
import org.perfcontracts.decision.input.LimitsFile;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;
import org.perfcontracts.report.page.PageData;

/** Pages of contracts and comparisons, as a browser shows them. */
class PageTest {
    private static final int TAB = 9;
    private static final int ENTER = 13;
    private static final int UP = 38;
    private static final int RIGHT = 39;
    private static final int DOWN = 40;

    @TempDir
    private static Path folder;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start(folder);
    }

    @AfterAll
    static void end() {
        browser.close();
    }

    @BeforeEach
    void settings() throws InterruptedException {
        browser.resize(1200, 900);
        browser.prefer("light");
        browser.allowScripts(true);
    }

    private static void open(String html) throws IOException, InterruptedException {
        browser.open(Files.writeString(folder.resolve("page.html"), html));
    }

    // ---- figures

    private static Map<String, Long> randomValues(List<Pcv> pcvs, Random random) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (Pcv pcv : pcvs) {
            long width = Math.min(pcv.high().orElse(Long.MAX_VALUE) - pcv.low(), 1L << random.nextInt(1, 21));
            values.put(pcv.name(), pcv.low() + random.nextLong(width + 1));
        }
        return values;
    }

    private static void type(Map<String, Long> values) throws InterruptedException {
        browser.evaluate("""
                for (const [name, value] of %s) {
                  const place = [...document.querySelectorAll("[data-pcv]")].find((each) => each.dataset.pcv === name);
                  const box = place?.querySelector("input[type=number]");
                  if (box) {
                    box.value = value;
                    box.dispatchEvent(new Event("input"));
                  }
                }""".formatted(text(values.entrySet().stream().map(each -> List.of(each.getKey(), each.getValue().toString())).toList())));
    }

    @Test
    void figuresAreTheFormulasValues() throws Exception {
        long seed = 31;
        Random random = new Random(seed);
        for (Contract contract : List.of(contract("nat"), contract("router"), contract("router-ways"), wild())) {
            open(new ContractReport(contract).html());
            assertEquals(expected(contract, PageData.usual(contract.pcvs(), contract.classes())), browser.shown("figure"));
            for (int i = 0; i < 8; i++) {
                Map<String, Long> values = randomValues(contract.pcvs(), random);
                type(values);
                assertEquals(expected(contract, values), browser.shown("figure"), "seed " + seed + ", " + contract.subject().target() + " at " + values);
            }
            assertEquals(List.of(), browser.complaints());
        }
    }

    @Test
    void changesAreThoseOfTheFormulas() throws Exception {
        long seed = 32;
        Random random = new Random(seed);
        Comparison comparison = comparison("nat", "nat-later");
        open(page(comparison));
        List<Comparison.Pair> pairs = comparison.pairs().stream().filter(Comparison.Pair::isChanged).toList();
        for (int i = 0; i < 20; i++) {
            Map<String, Long> values = randomValues(List.copyOf(comparison.ranges().values()), random);
            type(values);
            Map<String, String> changes = browser.shown("change");
            Map<String, String> figures = browser.shown("figure");
            for (int j = 0; j < pairs.size(); j++) {
                for (var each : pairs.get(j).changes().entrySet()) {
                    long before = each.getValue().before().evaluate(values);
                    long after = each.getValue().after().evaluate(values);
                    String what = "seed " + seed + ", " + pairs.get(j).after().name() + " at " + values;
                    assertEquals(Percent.change(before, after), changes.get(j + " " + each.getKey().key()), what);
                    assertEquals(Long.toString(before), figures.get(j + " 0 " + each.getKey().key()), what);
                    assertEquals(Long.toString(after), figures.get(j + " 1 " + each.getKey().key()), what);
                }
            }
        }
        int figures = Stream.concat(comparison.came().stream(), comparison.went().stream()).mapToInt(each -> each.formulas().size()).sum()
                + pairs.stream().mapToInt(pair -> 2 * pair.changes().size()).sum();
        assertEquals(figures, browser.shown("figure").size());
        assertEquals(List.of(), browser.complaints());
    }

    /** A bracket is 1 above its number, and no PCV of its own. */
    @Test
    void bracketsAreOneOrZero() throws Exception {
        Map<Metric, Formula> formulas = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            formulas.put(metric, Formula.exactly(Polynomial.variable("[x.t > 2]").times(40).plus(Polynomial.variable("x.t")).plus(3)));
        }
        Contract some = wild();
        Contract contract = new Contract(some.subject(), List.of(new InputClass("any", new Condition(List.of(List.of()), true), formulas, Map.of(), 1, true, List.of())),
                List.of(new Pcv("x.t", "", 0, OptionalLong.of(9))), List.of(), true, List.of(), some.checks());
        open(new ContractReport(contract).html());
        for (long x = 0; x < 6; x++) {
            type(Map.of("x.t", x));
            assertEquals(Long.toString(x + 3 + (x > 2 ? 40 : 0)), browser.shown("figure").get("0 0 instructions"), "x.t = " + x);
            assertEquals(expected(contract, Map.of("x.t", x)), browser.shown("figure"));
        }
        assertEquals(1, browser.evaluate("document.querySelectorAll('[data-pcv]').length").asInt());
    }

    /** The figures follow all the same: the curves go through such values, too. */
    @Test
    void whatNoPacketHasIsSaidBesideTheFigures() throws Exception {
        Contract some = wild();
        Map<Metric, Formula> formulas = Map.of(Metric.INSTRUCTIONS, Formula.exactly(Polynomial.variable("x.t").times(3).plus(Polynomial.variable("y.t")).plus(5)));
        InputClass sharing = new InputClass("any <b>", new Condition(List.of(List.of()), true), formulas, Map.of(), 1, true, List.of(), Map.of(), Optional.empty(), Optional.empty(),
                Optional.empty(), Map.of(), List.of(new LinearBound(Map.of("x.t", 2L, "y.t", 1L), 9), new LinearBound(Map.of("x.t", 1L, "elsewhere", -1L), 0)));
        InputClass free = new InputClass("other", sharing.condition(), formulas, Map.of(), 1, true, List.of());
        Contract contract = new Contract(some.subject(), List.of(sharing, free), List.of(new Pcv("x.t", "", 0, OptionalLong.of(9)), new Pcv("y.t", "", 0, OptionalLong.empty())),
                List.of(), true, List.of(), some.checks());
        open(new ContractReport(contract).html());
        String at = "document.querySelector('[data-part=at]').textContent";
        type(Map.of("x.t", 4L, "y.t", 1L));
        assertEquals("Figures are those where x.t = 4, y.t = 1.", browser.evaluate(at).asText());
        type(Map.of("y.t", 2L));
        assertEquals("Figures are those where x.t = 4, y.t = 2. No packet of any <b> has these values: 2·x.t + y.t ≤ 9.", browser.evaluate(at).asText());
        assertEquals("19", browser.shown("figure").get("0 0 instructions"));
        type(Map.of("x.t", 0L));
        assertEquals("Figures are those where y.t = 2, every other PCV at its low end.", browser.evaluate(at).asText());
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void quotientsAreRoundedUp() throws Exception {
        Map<Metric, Formula> formulas = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            formulas.put(metric, Formula.atMost(Polynomial.quotient("x.t", 3, 4, 8).times(10).plus(Polynomial.quotient("x.t", 1, 0, 4)).plus(2)));
        }
        Contract some = wild();
        Contract contract = new Contract(some.subject(), List.of(new InputClass("any", new Condition(List.of(List.of()), true), formulas, Map.of(), 1, true, List.of())),
                List.of(new Pcv("x.t", "", 0, OptionalLong.of(9))), List.of(), true, List.of(), some.checks());
        open(new ContractReport(contract).html());
        for (long x = 0; x < 9; x++) {
            type(Map.of("x.t", x));
            assertEquals(Long.toString(formulas.get(Metric.INSTRUCTIONS).evaluate(Map.of("x.t", x))), browser.shown("figure").get("0 0 instructions"), "x.t = " + x);
        }
    }

    @Test
    void comparisonsBeginWithLimitsAndAtTheValuesGiven() throws Exception {
        Comparison comparison = Comparison.of(contract("nat"), contract("nat-later"), Map.of("flows.e", new Interval(1, 3)));
        Limits limits = LimitsFile.read(CONTRACTS.resolve("limits.yaml"), comparison);
        String page = new DiffReport(comparison, Judgement.of(comparison, limits)).html();
        assertTrue(page.contains("<div class=\"summary caution\">\n<p>LIMITS BROKEN: "), page);
        assertTrue(page.indexOf("<h2>Limits</h2>") < page.indexOf("<h2>PCVs</h2>"), page);
        open(page);
        assertEquals("527…867", browser.shown("figure").get("2 0 instructions"));
        assertEquals("277…617", browser.shown("figure").get("4 1 instructions"));
        assertEquals("Figures are those where flows.e = 1…3, flows.put.t = 2, flows.t = 1, every other PCV at its low end.", browser.evaluate("document.querySelector('[data-part=at]').textContent").asText());
        assertEquals("1", browser.evaluate("document.querySelector(\"[data-pcv='flows.e'] input[type=number]\").value").asText());
        assertEquals("known flow", browser.evaluate("document.querySelector('[data-part=curve] label:nth-child(3) select').selectedOptions[0].textContent").asText());
        type(Map.of("flows.e", 2L));
        assertEquals("697", browser.shown("figure").get("2 0 instructions"));
        assertEquals("Figures are those where flows.e = 2, flows.put.t = 2, flows.t = 1, every other PCV at its low end.", browser.evaluate("document.querySelector('[data-part=at]').textContent").asText());
        assertFalse(page(comparison("nat", "nat")).contains("caution\""), "nothing has changed, and all is well");
    }

    /** The file has the shares of a stack together, which are not always so on the path. */
    @Test
    void aContractsPageIsThatOfItsFile() {
        assertEquals(new ContractReport(wild()).html(), new ContractReport(ContractFile.fromText(ContractFile.toText(wild()))).html());
    }

    // ---- sliders

    private static JsonNode slide(String name, String step) throws InterruptedException {
        return browser.evaluate("""
                (() => {
                  const place = [...document.querySelectorAll("[data-pcv]")].find((each) => each.dataset.pcv === %s);
                  const slider = place.querySelector("input[type=range]");
                  slider.value = %s;
                  slider.dispatchEvent(new Event("input"));
                  return place.querySelector("input[type=number]").value;
                })()""".formatted(text(name), step));
    }

    @Test
    void slidersReachBothEndsAndMoveTheFigures() throws Exception {
        Contract contract = contract("nat");
        open(new ContractReport(contract).html());
        Map<String, Long> values = PageData.usual(contract.pcvs(), contract.classes());
        for (Pcv pcv : contract.pcvs()) {
            for (String step : List.of("slider.max / 3", "slider.max", "slider.min")) {
                long value = slide(pcv.name(), step).asLong();
                assertEquals(step.equals("slider.max") ? pcv.high().getAsLong() : step.equals("slider.min") ? pcv.low() : value, value, pcv.name());
                values.put(pcv.name(), value);
                assertEquals(expected(contract, values), browser.shown("figure"), pcv.name() + " = " + value);
            }
        }
    }

    @Test
    void aValueThatIsNoneIsToldAndChangesNothing() throws Exception {
        open(new ContractReport(contract("nat")).html());
        Map<String, String> before = browser.shown("figure");
        for (String value : List.of("'-1'", "'65537'", "'1.5'", "''")) {
            String told = browser.evaluate("""
                    (() => {
                      const place = document.querySelector("[data-pcv='flows.e']");
                      const box = place.querySelector("input[type=number]");
                      box.value = %s;
                      box.dispatchEvent(new Event("input"));
                      return box.getAttribute("aria-invalid") + " " + place.querySelector(".wrong").textContent;
                    })()""".formatted(value)).asText();
            assertEquals("true a whole number from 0 to 65536; the figures are still those of 0", told);
            assertEquals(before, browser.shown("figure"));
        }
        type(Map.of("flows.e", 3L));
        assertNotEquals(before, browser.shown("figure"));
        assertEquals("", browser.evaluate("document.querySelector(\"[data-pcv='flows.e'] .wrong\").textContent").asText());
    }

    // ---- curves and flame graphs

    @Test
    void curvesAreDrawnAndToldInFigures() throws Exception {
        Contract contract = contract("nat");
        open(new ContractReport(contract).html());
        type(Map.of("flows.e", 7L));
        Map<String, Long> values = PageData.usual(contract.pcvs(), contract.classes());
        values.put("flows.e", 7L);
        List<String> told = new ArrayList<>();
        browser.evaluate("[...document.querySelectorAll('.legend output')].map((each) => each.textContent)").forEach(each -> told.add(each.asText()));
        assertEquals(contract.classes().stream().map(each -> Long.toString(each.formulas().get(Metric.INSTRUCTIONS).evaluate(values))).toList(), told);
        String inked = "(() => { const canvas = document.querySelector('.chart canvas'); "
                + "return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.filter((each, i) => i % 4 === 3 && each > 0).length; })()";
        int all = browser.evaluate(inked).asInt();
        browser.evaluate("document.querySelectorAll('.legend input').forEach((box) => box.click())");
        int none = browser.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))).then(() => " + inked + ")").asInt();
        assertTrue(all > none && none > 0, all + " and without lines " + none);
    }

    @Test
    void ofManyClassesTheDearestAreDrawnFirst() throws Exception {
        Contract some = wild();
        List<InputClass> classes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Map<Metric, Formula> formulas = new LinkedHashMap<>();
            for (Metric metric : Metric.values()) {
                formulas.put(metric, Formula.exactly(Polynomial.variable("x.t").times(i % 7).plus(i)));
            }
            classes.add(new InputClass("class " + i, new Condition(List.of(List.of()), true), formulas, Map.of(), 1, true, List.of()));
        }
        Contract contract = new Contract(some.subject(), classes, List.of(new Pcv("x.t", "", 0, OptionalLong.of(999))), List.of(), true, List.of(), some.checks());
        open(new ContractReport(contract).html());
        String drawn = "[...document.querySelectorAll('.legend label')].slice(0, 13).map((each) => each.firstChild.checked + each.textContent).join(' ')";
        assertEquals(IntStream.range(288, 300).mapToObj(i -> "trueclass " + i + i).collect(Collectors.joining(" ", "", " falseclass 00")), browser.evaluate(drawn).asText());
        browser.evaluate("document.querySelector('.legend input:not(:checked)').click()");
        assertEquals("at x.t = 0; 13 of 300 lines are drawn", browser.evaluate("document.querySelector('.legend legend').textContent").asText());
        type(Map.of("x.t", 500L));
        assertEquals(expected(contract, Map.of("x.t", 500L)), browser.shown("figure"));
        assertEquals(List.of(), browser.complaints());
    }

    /** Beside a curve there is no column that says it. */
    @Test
    void classesWithoutABoundSaySoBesideTheirCurves() throws Exception {
        Contract some = wild();
        InputClass whole = some.classes().getFirst();
        InputClass part = new InputClass("part", whole.condition(), whole.formulas(), Map.of(), 1, false, List.of("a system call"));
        InputClass endless = new InputClass("may never end (x.c:1)", whole.condition(), whole.formulas(), Map.of(), 1, false, List.of("a loop"));
        open(new ContractReport(new Contract(some.subject(), List.of(endless, part), some.pcvs(), List.of(), false, List.of(), some.checks())).html());
        assertEquals("may never end (x.c:1) (bound: none); part (bound: incomplete)",
                browser.evaluate("[...document.querySelectorAll('.legend label span')].map((each) => each.textContent).join('; ')").asText());
    }

    @Test
    void flameGraphsAreAsTheProfileSays() throws Exception {
        Contract contract = contract("router-ways");
        open(new ContractReport(contract).html());
        for (int i = 0; i < contract.classes().size(); i++) {
            Profile profile = contract.classes().get(i).profile().orElseThrow();
            browser.evaluate("(() => { const box = document.querySelector('[data-part=flame] select'); box.value = '" + i + "'; box.dispatchEvent(new Event('change')); })()");
            String whole = browser.evaluate("document.querySelector('.flame button').title").asText();
            assertEquals("all: " + profile.total(Metric.INSTRUCTIONS) + " instructions, 100.0 %", whole);
            Map<String, Long> expected = new TreeMap<>();
            for (Profile.Share share : profile.shares()) {
                List<String> frames = new ArrayList<>(share.stack());
                frames.add(share.line());
                for (int depth = 0; depth < frames.size(); depth++) {
                    expected.merge(String.join(";", frames.subList(0, depth + 1)), share.cost(Metric.INSTRUCTIONS), Long::sum);
                }
            }
            expected.values().removeIf(cost -> cost == 0);
            List<String> costs = expected.values().stream().sorted().map(Object::toString).toList();
            JsonNode bars = browser.evaluate(BARS);
            List<String> drawn = new ArrayList<>();
            bars.get("costs").forEach(each -> drawn.add(each.asText()));
            assertEquals(costs, drawn);
            assertTrue(bars.get("off").asDouble() < 1, "pixels: " + bars.get("off"));
        }
    }

    /** The costs of all bars but the lowest, and by how many pixels a bar is wider or narrower than it should be at most. */
    private static final String BARS = """
            (() => {
              const width = document.querySelector(".flame").clientWidth;
              const bars = [...document.querySelectorAll(".flame button")].map((bar) => [Number(/: (\\d+) instructions, /.exec(bar.title)[1]), bar.getBoundingClientRect().width]);
              const off = Math.max(...bars.map(([cost, wide]) => Math.abs(wide - width * cost / bars[0][0])));
              return { costs: bars.slice(1).map(([cost]) => cost).sort((a, b) => a - b), off };
            })()""";

    @Test
    void barsAreReachedByKeyboard() throws Exception {
        open(new ContractReport(wild()).html());
        browser.evaluate("document.querySelector('.flame button').focus()");
        String focused = "document.activeElement.textContent";
        browser.press("ArrowUp", UP);
        assertEquals("main<i>", browser.evaluate(focused).asText());
        browser.press("ArrowUp", UP);
        browser.press("ArrowRight", RIGHT);
        assertEquals("x.c:2", browser.evaluate(focused).asText());
        browser.press("Enter", ENTER);
        assertEquals("x.c:2", browser.evaluate(focused).asText());
        assertEquals("main<i> all", browser.evaluate("[...document.querySelectorAll('.flame button')].slice(1).map((bar) => bar.textContent).join(' ')").asText());
        browser.press("ArrowDown", DOWN);
        assertEquals("main<i>", browser.evaluate(focused).asText());
        browser.press("Escape", 27);
        assertEquals(6, browser.evaluate("document.querySelectorAll('.flame button').length").asInt());
        assertEquals(1, browser.evaluate("[...document.querySelectorAll('.flame button')].filter((bar) => bar.tabIndex === 0).length").asInt());
    }

    @Test
    void slidersAreMovedByKeyboard() throws Exception {
        open(new ContractReport(contract("router")).html());
        browser.press("Tab", TAB);
        assertEquals("range", browser.evaluate("document.activeElement.type").asText());
        Map<String, String> before = browser.shown("figure");
        browser.press("ArrowRight", RIGHT);
        assertEquals("1", browser.evaluate("document.activeElement.parentElement.querySelector('input[type=number]').value").asText());
        assertNotEquals(before, browser.shown("figure"));
    }
}
