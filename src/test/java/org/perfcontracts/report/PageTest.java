package org.perfcontracts.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.perfcontracts.contract.Check;
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
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/** Pages of contracts and comparisons, as a browser shows them. */
class PageTest {
    private static final Path CONTRACTS = Path.of(System.getProperty("bolt.home", "."), "src/test/resources/decision");
    private static final ObjectMapper MAPPER = new ObjectMapper();
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

    // ---- what is looked at

    private static Contract contract(String name) throws IOException {
        return ContractFile.read(CONTRACTS.resolve(name + ".json"));
    }

    private static Comparison comparison(String before, String after) throws IOException {
        return Comparison.of(contract(before), contract(after), Map.of());
    }

    private static String page(Comparison comparison) {
        return new DiffReport(comparison, Judgement.of(comparison, Limits.NONE)).html();
    }

    private static void open(String html) throws IOException, InterruptedException {
        browser.open(Files.writeString(folder.resolve("page.html"), html));
    }

    /** Names that would be something else if they were read as HTML or as a script; squares, a maximum, figures above 53 bits. */
    private static final String PCV = "a</script><b>\"'&amp;.t";
    private static final String CLASS = "</script><script>document.title = 'broken'</script><img src=x onerror=\"document.title='broken'\">&lt; '\"";

    private static Contract wild() {
        Polynomial square = Polynomial.of(Map.of(new Monomial(new TreeMap<>(Map.of(PCV, 2))), 1_000_003L, Monomial.of("__proto__"), 7L, Monomial.ONE, 9L));
        Polynomial product = Polynomial.of(Map.of(new Monomial(new TreeMap<>(Map.of(PCV, 1, "__proto__", 2))), 3L, Monomial.ONE, 5_000L));
        Formula most = Formula.max(List.of(Formula.exactly(square), Formula.exactly(product)), Map.of());
        Map<Metric, Formula> formulas = new LinkedHashMap<>();
        Map<Metric, Long> costs = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            formulas.put(metric, most);
            costs.put(metric, 5L);
        }
        Profile profile = new Profile(Map.of(PCV, 1L), List.of(
                new Profile.Share(List.of("main<i>", "</script>f&"), "x.c:1", costs), new Profile.Share(List.of("main<i>"), "x.c:2", costs)));
        Check yes = new Check(Check.Verdict.YES, "");
        return new Contract(
                new Contract.Subject("wild & <b>", "nf", "nf_process", "00ff".repeat(10), "x86-64-v2", Optional.empty(), "bolt"),
                List.of(new InputClass(CLASS, new Condition(List.of(List.of("length < 14 & more")), true), formulas, Map.of(), 2, true, List.of(), Map.of(), Optional.empty(), Optional.of(profile), Optional.empty())),
                List.of(new Pcv(PCV, "its <meaning> & \"more\"", 2, OptionalLong.of(90_000)), new Pcv("__proto__", "", 0, OptionalLong.empty())),
                List.of("nothing </script> is & assumed"), true, List.of(), new Contract.Checks(yes, yes));
    }

    private static String text(Object value) {
        return MAPPER.valueToTree(value).toString();
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

    private static Map<String, String> shown(String attribute) throws InterruptedException {
        JsonNode shown = browser.evaluate("Object.fromEntries([...document.querySelectorAll('[data-%1$s]')].map((each) => [each.dataset.%1$s, each.textContent]))".formatted(attribute));
        Map<String, String> texts = new TreeMap<>();
        shown.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }

    private static Map<String, String> expected(Contract contract, Map<String, Long> values) {
        Map<String, String> figures = new TreeMap<>();
        for (int i = 0; i < contract.classes().size(); i++) {
            for (Map.Entry<Metric, Formula> each : contract.classes().get(i).formulas().entrySet()) {
                figures.put(i + " 0 " + each.getKey().key(), Long.toString(each.getValue().evaluate(values)));
            }
        }
        return figures;
    }

    @Test
    void figuresAreTheFormulasValues() throws Exception {
        long seed = 31;
        Random random = new Random(seed);
        for (Contract contract : List.of(contract("nat"), contract("router"), contract("router-ways"), wild())) {
            open(new ContractReport(contract).html());
            Map<String, Long> lows = new LinkedHashMap<>();
            contract.pcvs().forEach(pcv -> lows.put(pcv.name(), pcv.low()));
            assertEquals(expected(contract, lows), shown("figure"));
            for (int i = 0; i < 8; i++) {
                Map<String, Long> values = randomValues(contract.pcvs(), random);
                type(values);
                assertEquals(expected(contract, values), shown("figure"), "seed " + seed + ", " + contract.subject().target() + " at " + values);
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
            Map<String, String> changes = shown("change");
            Map<String, String> figures = shown("figure");
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
        assertEquals(figures, shown("figure").size());
        assertEquals(List.of(), browser.complaints());
    }

    /** A bracket is 1 above its number; a program that does not know them takes it for the name of a PCV. */
    @Test
    void bracketsAreOneOrZero() throws Exception {
        Map<Metric, Formula> formulas = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            formulas.put(metric, Formula.exactly(Polynomial.variable("[x.t > 2]").times(40).plus(Polynomial.variable("x.t")).plus(3)));
        }
        Contract some = wild();
        Contract contract = new Contract(some.subject(), List.of(new InputClass("any", new Condition(List.of(List.of()), true), formulas, Map.of(), 1, true, List.of())),
                List.of(new Pcv("x.t", "", 0, OptionalLong.of(9))), List.of(), true, List.of(), some.checks());
        open(new ContractReport(contract).html().replace(",{\"name\":\"[x.t \\u003e 2]\",\"low\":\"0\",\"value\":\"0\"}", ""));
        for (long x = 0; x < 6; x++) {
            type(Map.of("x.t", x));
            assertEquals(Long.toString(x + 3 + (x > 2 ? 40 : 0)), shown("figure").get("0 0 instructions"), "x.t = " + x);
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
        assertEquals("509…849", shown("figure").get("2 0 instructions"));
        assertEquals("277…617", shown("figure").get("4 1 instructions"));
        assertEquals("Figures are those where flows.e = 1…3, every other PCV at its low end.", browser.evaluate("document.querySelector('[data-part=at]').textContent").asText());
        assertEquals("1", browser.evaluate("document.querySelector(\"[data-pcv='flows.e'] input[type=number]\").value").asText());
        assertEquals("known flow", browser.evaluate("document.querySelector('[data-part=curve] label:nth-child(3) select').selectedOptions[0].textContent").asText());
        type(Map.of("flows.e", 2L));
        assertEquals("679", shown("figure").get("2 0 instructions"));
        assertEquals("Figures are those where flows.e = 2, every other PCV at its low end.", browser.evaluate("document.querySelector('[data-part=at]').textContent").asText());
        assertFalse(page(comparison("nat", "nat")).contains("caution\""), "nothing has changed, and all is well");
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
        for (Pcv pcv : contract.pcvs()) {
            Map<String, Long> values = new LinkedHashMap<>();
            contract.pcvs().forEach(each -> values.put(each.name(), each.low()));
            for (String step : List.of("slider.max / 3", "slider.max", "slider.min")) {
                long value = slide(pcv.name(), step).asLong();
                assertEquals(step.equals("slider.max") ? pcv.high().getAsLong() : step.equals("slider.min") ? pcv.low() : value, value, pcv.name());
                values.put(pcv.name(), value);
                assertEquals(expected(contract, values), shown("figure"), pcv.name() + " = " + value);
            }
        }
    }

    @Test
    void aValueThatIsNoneIsToldAndChangesNothing() throws Exception {
        open(new ContractReport(contract("nat")).html());
        Map<String, String> before = shown("figure");
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
            assertEquals(before, shown("figure"));
        }
        type(Map.of("flows.e", 3L));
        assertNotEquals(before, shown("figure"));
        assertEquals("", browser.evaluate("document.querySelector(\"[data-pcv='flows.e'] .wrong\").textContent").asText());
    }

    // ---- curves and flame graphs

    @Test
    void curvesAreDrawnAndToldInFigures() throws Exception {
        Contract contract = contract("nat");
        open(new ContractReport(contract).html());
        type(Map.of("flows.e", 7L));
        Map<String, Long> values = new LinkedHashMap<>();
        contract.pcvs().forEach(pcv -> values.put(pcv.name(), pcv.name().equals("flows.e") ? 7L : pcv.low()));
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
        assertEquals(expected(contract, Map.of("x.t", 500L)), shown("figure"));
        assertEquals(List.of(), browser.complaints());
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
        assertEquals(5, browser.evaluate("document.querySelectorAll('.flame button').length").asInt());
        assertEquals(1, browser.evaluate("[...document.querySelectorAll('.flame button')].filter((bar) => bar.tabIndex === 0).length").asInt());
    }

    @Test
    void slidersAreMovedByKeyboard() throws Exception {
        open(new ContractReport(contract("router")).html());
        browser.press("Tab", TAB);
        assertEquals("range", browser.evaluate("document.activeElement.type").asText());
        Map<String, String> before = shown("figure");
        browser.press("ArrowRight", RIGHT);
        assertEquals("1", browser.evaluate("document.activeElement.parentElement.querySelector('input[type=number]').value").asText());
        assertNotEquals(before, shown("figure"));
    }

    // ---- for everyone

    private static List<String> pages() throws IOException {
        return List.of(new ContractReport(contract("nat")).html(), new ContractReport(contract("router-ways")).html(), new ContractReport(wild()).html(),
                page(comparison("nat", "nat-later")), page(comparison("firewall", "firewall-later")), page(comparison("nat", "nat")));
    }

    @Test
    void aPageIsAsWideAsAPhone() throws Exception {
        browser.resize(360, 740);
        for (String page : pages()) {
            open(page);
            assertEquals(360, browser.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth)").asInt(),
                    browser.evaluate("document.title").asText());
        }
    }

    /** Of each text that is seen the contrast with what is behind it, where it is below WCAG's level AA; all texts count as small. */
    private static final String FAINT = """
            (() => {
              const canvas = document.createElement("canvas");
              const pen = canvas.getContext("2d", { willReadFrequently: true });
              const parts = (colour) => {
                pen.clearRect(0, 0, 1, 1);
                pen.fillStyle = colour;
                pen.fillRect(0, 0, 1, 1);
                return [...pen.getImageData(0, 0, 1, 1).data];
              };
              const light = (colour) => parts(colour).slice(0, 3).map((each) => each / 255).map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
                .reduce((sum, each, i) => sum + each * [0.2126, 0.7152, 0.0722][i], 0);
              const behind = (element) => {
                for (let each = element; each; each = each.parentElement) {
                  const colour = getComputedStyle(each).backgroundColor;
                  if (parts(colour)[3] === 255) return colour;
                }
                return "white";
              };
              document.querySelectorAll("details").forEach((each) => { each.open = true; });
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const faint = new Set();
              let seen = 0;
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const element = node.parentElement;
                if (!node.textContent.trim() || !element.getClientRects().length || element.closest("script, style")) continue;
                seen++;
                const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (contrast < 4.5) faint.add(`${element.tagName}.${element.className} ${node.textContent.slice(0, 30)}: ${contrast.toFixed(2)}`);
              }
              return { seen, faint: [...faint] };
            })()""";

    @Test
    void textsStandOutInLightAndDark() throws Exception {
        List<String> behind = new ArrayList<>();
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            for (String page : pages()) {
                open(page);
                JsonNode contrast = browser.evaluate(FAINT);
                assertTrue(contrast.get("seen").asInt() > 20, contrast.toString());
                assertEquals("[]", contrast.get("faint").toString(), scheme);
            }
            behind.add(browser.evaluate("getComputedStyle(document.documentElement).backgroundColor").asText());
        }
        assertNotEquals(behind.getFirst(), behind.getLast());
    }

    @Test
    void everythingIsThereWithoutScripts() throws Exception {
        browser.allowScripts(false);
        for (String page : pages()) {
            open(page);
            assertEquals(0, browser.evaluate("document.querySelectorAll('input, select, button').length").asInt());
        }
        Contract contract = contract("nat");
        open(new ContractReport(contract).html());
        Map<String, Long> lows = new LinkedHashMap<>();
        contract.pcvs().forEach(pcv -> lows.put(pcv.name(), pcv.low()));
        assertEquals(expected(contract, lows), shown("figure"));
        String text = browser.evaluate("document.body.innerText").asText();
        for (InputClass each : contract.classes()) {
            assertTrue(text.contains(each.name()) && text.contains(each.condition().text()), each.name());
            each.formulas().values().forEach(formula -> assertTrue(text.contains(formula.toString()), formula.toString()));
        }
        contract.pcvs().forEach(pcv -> assertTrue(text.contains(pcv.name()) && text.contains(pcv.meaning()), pcv.name()));
        contract.assumptions().forEach(assumption -> assertTrue(text.contains(assumption), assumption));
        assertTrue(text.contains("The classes cover every input: yes"), text);
        open(page(comparison("nat", "nat-later")));
        assertTrue(browser.evaluate("document.body.innerText").asText().contains("each flows.e: 170 → 190, +20 (+11.8 %)"));
    }

    @Test
    void namesAreNeverReadAsHtml() throws Exception {
        Contract contract = wild();
        for (String page : List.of(new ContractReport(contract).html(), page(Comparison.of(contract, contract("nat"), Map.of())))) {
            open(page);
            assertEquals(List.of(), browser.complaints());
            assertNotEquals("broken", browser.evaluate("document.title").asText());
            assertEquals(0, browser.evaluate("document.querySelectorAll('img, b, i').length").asInt());
            assertTrue(browser.evaluate("[...document.querySelectorAll('th')].some((each) => each.textContent === %s)".formatted(text(CLASS))).asBoolean());
            assertTrue(browser.evaluate("[...document.querySelectorAll('.pcvs code')].some((each) => each.textContent === %s)".formatted(text(PCV))).asBoolean());
            assertTrue(browser.evaluate("[...document.querySelectorAll('select option')].some((each) => each.textContent === %s)".formatted(text(CLASS))).asBoolean());
        }
    }

    @Test
    void nothingIsLoadedFromAnywhere() throws Exception {
        for (String page : pages()) {
            assertFalse(page.matches("(?s).*<(?:link|img|iframe|script src|object|embed)\\b.*"), "a page holds everything");
            open(page);
            assertEquals(List.of(folder.resolve("page.html").toUri().toString()), browser.requests());
            assertEquals(List.of(), browser.complaints());
        }
    }

    @Test
    void pagesAreSmallAndNameTheLibrarysLicence() throws IOException {
        for (String page : pages()) {
            assertTrue(page.length() < 300_000, "characters: " + page.length());
            assertEquals(page.contains("var uPlot"), page.contains("The MIT License (MIT)\n\nCopyright (c) 2022 Leon Sorokin"));
        }
        assertTrue(Files.readString(CONTRACTS.resolve("../../../../NOTICE")).contains("Leon Sorokin"));
    }
}
