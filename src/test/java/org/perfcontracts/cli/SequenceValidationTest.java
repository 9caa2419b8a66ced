package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.InputClass;

/** Network functions with state, under sequences of packets: the CPU costs what their contracts say. */
class SequenceValidationTest {
    /** Enough for a sample of single steps, and for every class but rare malformations. */
    private static final int PACKETS = 3000;

    @ParameterizedTest
    @ValueSource(strings = {"nf/trie", "nf/lpm"})
    void costsAreAsPredicted(String target) {
        List<String> arguments = JsonRun.on(target, "--level", "nf");
        Set<String> exact = JsonRun.contract(ExitStatus.DONE, arguments).classes().stream().filter(InputClass::exact)
                .map(InputClass::name).collect(Collectors.toSet());
        assertTrue(exact.size() > 8, exact::toString);
        arguments.addAll(List.of("--packets", Integer.toString(PACKETS)));
        JsonNode validation = JsonRun.validation(ExitStatus.DONE, arguments);
        assertEquals(0, validation.get("violations").asInt());
        assertEquals(0, validation.get("findings").size());
        assertEquals(validation.get("paths").get("replayed"), validation.get("paths").get("equal"));
        long packets = 0;
        for (JsonNode each : validation.get("classes")) {
            packets += each.get("packets").asLong();
            assertTrue(each.get("packets").asLong() > 0, () -> "no packet of " + each);
            for (Map.Entry<String, JsonNode> metric : each.get("metrics").properties()) {
                double gap = metric.getValue().get("gap").asDouble();
                assertTrue(gap == 0 || gap > 0 && !exact.contains(each.get("name").asText()), each::toString);
            }
        }
        assertTrue(packets >= PACKETS, validation::toString);
    }
}
