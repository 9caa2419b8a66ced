package org.perfcontracts.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * The frame of a page that needs no other file. Everything is readable without its script, which is only there where a page has figures to follow sliders, and curves.
 * A page may not load anything, and says so to the browser.
 */
public final class Page {
    /** Where the library of curves stands in its package, and where that names its version. */
    private static final String LIBRARY = "/META-INF/resources/webjars/uplot/";
    private static final String PROPERTIES = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private Page() {
    }

    /** A page without a script. The body is HTML. */
    public static String plain(String title, String body) {
        return write(title, style("page.css"), body, "");
    }

    /** A page whose figures follow the values of PCVs. The body is HTML. */
    public static String live(String title, String body, PageData data) {
        boolean curves = !data.pcvs().isEmpty();
        String library = curves ? script("/*\n" + text(library("LICENSE")) + "\n*/\n" + text(library("dist/uPlot.iife.min.js"))) : "";
        return write(title, (curves ? style(library("dist/uPlot.min.css")) : "") + style("page.css"), body,
                "<script type=\"application/json\" id=\"bolt-data\">" + data.json() + "</script>\n" + library + script(text("page.js")));
    }

    private static String write(String title, String styles, String body, String scripts) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + Html.element("title", title) + "\n" + styles + "</head>\n<body>\n<main>\n" + body + "</main>\n" + scripts + "</body>\n</html>\n";
    }

    private static String style(String resource) {
        return "<style>\n" + text(resource).strip() + "\n</style>\n";
    }

    private static String script(String text) {
        return "<script>\n" + text.strip() + "\n</script>\n";
    }

    private static String library(String file) {
        Properties properties = new Properties();
        try (InputStream in = Page.class.getResourceAsStream(PROPERTIES)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return LIBRARY + properties.getProperty("version") + "/" + file;
    }

    /** A part of pages: one of ours, or one of the library's, which are both beside our classes. */
    private static String text(String resource) {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
