package org.perfcontracts.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.cli.CommandRun;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.report.Validation;
import org.perfcontracts.target.InputException;

class PaperFileTest {
    static final String TEXT = """
            source: a plot
            claims: small
            cycles:
              source: a table
              others: {second: "off by 2 %", first: "off by 1 %"}
            classes:
              - name: X1
                meaning: all at once
                target: nf/x
                class: known
                options: [--collide]
                size: {option: --flows, filled: [4, 8], measured: 8, predicted: 64}
                packets:
                  - {at: [0, 1], port: 0, repeat: n, station: "02:00:00:00:00:01", toStation: "02:00:00:01:00:01", from: "10.0.0.1:1024", to: "203.0.113.1:53"}
                  - {at: 9, port: 1, station: "02:00:00:00:00:01", toStation: "02:00:00:01:00:01", from: "10.0.0.1:1024", to: "203.0.113.1:53"}
                pcvs: {x.t: n*(n + 1)/2}
                published:
                  instructions: {predicted: 110, measured: 100}
                  memoryAccesses: {predicted: 21, measured: 20}
                  cycles: {predicted: 900, measured: 300}
            """;

    @Test
    void theHouseHasTheFourteenClassesInTheirOrder() throws InputException {
        PaperFile file = PaperFile.read(CommandRun.HOME.resolve("bench/paper.yaml"));
        List<PaperScenario> ofThePaper = file.scenarios().stream().filter(each -> !each.published().isEmpty()).toList();
        assertEquals(List.of("NAT1", "NAT2", "NAT3", "NAT4", "Br1", "Br2", "Br3", "LB1", "LB2", "LB3", "LB4", "LB5", "LPM1", "LPM2"),
                ofThePaper.stream().map(PaperScenario::name).toList());
        assertTrue(ofThePaper.stream().allMatch(each -> each.publishedCycles().isPresent()));
        assertEquals(Set.of("PIX"), file.cycles().orElseThrow().others().keySet());
        Set<String> grown = ofThePaper.stream().filter(each -> each.growth().isPresent()).map(PaperScenario::name).collect(Collectors.toSet());
        assertEquals(Set.of("NAT1", "Br1", "LB1"), grown);
    }

    @Test
    void aClassIsReadWhole() throws InputException {
        PaperFile file = PaperFile.parse("file", TEXT);
        assertEquals("a plot", file.source());
        PaperScenario scenario = file.scenarios().getFirst();
        assertEquals(new PaperScenario.Growth("--flows", 8, 64, List.of(4L, 8L)), scenario.growth().orElseThrow());
        assertEquals(List.of("--collide"), scenario.options());
        assertEquals(36, scenario.pcvs().get("x.t").of(8, 100));
        assertEquals(new Validation.Comparison(110, 100), scenario.published().get(Metric.INSTRUCTIONS));
        assertEquals(Optional.of(new Validation.Comparison(900, 300)), scenario.publishedCycles());
        assertEquals("a table", file.cycles().orElseThrow().source());
        assertEquals(List.of("second", "first"), List.copyOf(file.cycles().orElseThrow().others().keySet()));
        assertEquals(9, scenario.script().frames(4).size());
        assertEquals(Stream.of(0, 0, 0, 0, 0, 0, 0, 0, 1).toList(), scenario.script().frames(4).stream().map(frame -> frame.port()).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "claims: small | | the key 'claims' is missing",
        "name: X1 | nam: X1 | unknown key; known here: name",
        "10.0.0.1:1024 | 10.0.0.1 | must be ADDRESS:PORT",
        "10.0.0.1:1024 | 10.0.0.256:1 | 256 is more than 255",
        "10.0.0.1:1024 | 10.0.0.1:65536 | 65536 is more than 65535",
        "02:00:00:00:00:01 | 02-00-00-00-00-01 | must be an Ethernet address",
        "filled: [4, 8] | filled: [8, 4] | must ascend to the measured size, 8",
        "filled: [4, 8] | filled: [4] | must ascend to the measured size, 8",
        "predicted: 64 | predicted: 7 | must be between 8 and",
        "n*(n + 1)/2 | n*(n + 1/2 | character 11: ')' was expected",
        "pcvs: {x.t: n*(n + 1)/2} | | pcvs must say how they follow from n",
        "at: 9 | at: 0 | a packet at 0 s follows one at 1 s",
        "measured: 20} | } | the key 'measured' is missing",
        "measured: 300} | } | the key 'measured' is missing",
        "cycles: {predicted | cycle: {predicted | unknown key; known here: instructions, memoryAccesses, cycles",
        "source: a table | from: a table | unknown key; known here: source, others",
        "source: a table | | the key 'source' is missing",
        "'size: {option: --flows, filled: [4, 8], measured: 8, predicted: 64}' | | speak of n, but the class has no size"
    })
    void aFaultIsNamedWithItsPlace(String right, String wrong, String expected) {
        String text = TEXT.replace(right, wrong == null ? "" : wrong);
        String message = assertThrows(InputException.class, () -> PaperFile.parse("file", text)).getMessage();
        assertTrue(message.matches("(?s)file:\\d+:\\d+: .*") && message.contains(expected), message);
    }

    @Test
    void cyclesNeedNotBePublished() throws InputException {
        String without = TEXT.replaceFirst("(?m)^ *cycles: \\{.*\n", "").replaceFirst("(?s)cycles:.*?classes:", "classes:");
        PaperFile file = PaperFile.parse("file", without);
        assertEquals(Optional.empty(), file.cycles());
        assertEquals(Optional.empty(), file.scenarios().getFirst().publishedCycles());
    }

    @Test
    void twoClassesOfOneNameAreRefused() {
        String text = TEXT + TEXT.substring(TEXT.indexOf("  - name"));
        String message = assertThrows(InputException.class, () -> PaperFile.parse("file", text)).getMessage();
        assertTrue(message.endsWith("a second class X1"), message);
    }
}
