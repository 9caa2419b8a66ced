package org.perfcontracts.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PlotTest {
    private static NodeList paths(String picture) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(picture))).getElementsByTagName("path");
    }

    private static Plot.Curve curve(String name, Map<Long, Double> shares) {
        return new Plot.Curve(name, new TreeMap<>(shares));
    }

    /** From 100 at the left to 300 at the right, from 100 % at the top to 1 % at the bottom: one packet in ten costs 200 or more, one in a hundred 300. */
    @Test
    void aCurveStepsDownBehindEachValue() throws Exception {
        String picture = Plot.of("A & B", List.of(new Plot.Panel("instructions", List.of(curve("a <b>", Map.of(100L, 0.9, 200L, 0.09, 300L, 0.01))))));
        NodeList paths = paths(picture);
        boolean found = IntStream.range(0, paths.getLength()).anyMatch(i -> paths.item(i).getAttributes().getNamedItem("d").getNodeValue()
                .equals("M70.0 60.0H70.0V175.0H350.0V290.0H630.0V290.0"));
        assertTrue(found, picture);
        assertTrue(picture.contains("A &amp; B") && picture.contains("a &lt;b&gt;"), picture);
        assertTrue(picture.contains(">10 %<") && picture.contains(">1 %<") && !picture.contains("0.1 %"), picture);
    }

    @Test
    void anyNumberOfCurvesAndAnyValuesAreDrawn() throws Exception {
        List<Plot.Curve> many = IntStream.range(0, 60).mapToObj(i -> curve("class " + i, Map.of((long) i, 0.5, 1L << i, 0.5))).toList();
        List<Plot.Panel> panels = List.of(new Plot.Panel("many", many), new Plot.Panel("zero", List.of(curve("none", Map.of(0L, 1.0)))),
                new Plot.Panel("one", List.of(curve("same", Map.of(Long.MAX_VALUE, 1.0)))), new Plot.Panel("wide", List.of(curve("wide", Map.of(1L, 0.5, Long.MAX_VALUE, 0.5)))));
        String picture = Plot.of("Many", panels);
        assertTrue(paths(picture).getLength() > 60);
        assertTrue(!picture.contains("NaN") && !picture.contains("Infinity"), picture);
        assertEquals(picture, Plot.of("Many", panels));
    }
}
