package org.perfcontracts.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.perfcontracts.report.PageSamples.CLASS;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.decision.Comparison;
import org.perfcontracts.report.page.PageData;

/** Pages for everyone: on phones, light and dark, without scripts, whatever names are, and with nothing loaded. */
class PageAccessTest {
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
        assertEquals(expected(contract, PageData.usual(contract.pcvs(), contract.classes())), browser.shown("figure"));
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
