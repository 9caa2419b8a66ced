package org.perfcontracts.decision.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.cli.CommandRun;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.YamlNode;
import org.perfcontracts.timing.InstructionKind;
import org.perfcontracts.timing.MachineProfile;
import org.perfcontracts.timing.ProcessorModel;

class MachineFileTest {
    @TempDir
    private Path folder;

    private static MachineProfile parse(String text) throws InputException {
        return MachineFile.parse(YamlNode.parse("machine.yaml", text));
    }

    /** Every figure differs from every other, so that none can stand in the place of another unnoticed. */
    private static MachineProfile sample(Random random) {
        Map<InstructionKind, MachineProfile.Times> kinds = new EnumMap<>(InstructionKind.class);
        for (InstructionKind kind : InstructionKind.values()) {
            kinds.put(kind, new MachineProfile.Times(kind == InstructionKind.NONE ? 0 : positive(random), positive(random)));
        }
        double least = positive(random);
        return new MachineProfile("box-1.a", "CPU \"X\" @ 2.0GHz: \\ 10 %", "Made up: # for a test.", new MachineProfile.Clock(positive(random), positive(random)),
                new MachineProfile.Core(positive(random), 1 + random.nextInt(1000), positive(random), positive(random), positive(random), positive(random)), kinds,
                new MachineProfile.Memory(List.of(new MachineProfile.Cache("l1", 32768, positive(random)), new MachineProfile.Cache("l 2", 1 << 20, positive(random))),
                        new MachineProfile.Beyond(least, least + positive(random), least + 100), positive(random), positive(random), positive(random), 64));
    }

    @Test
    void theNearestIsNamedWhereItIsAnother() throws InputException {
        MachineProfile shipped = MachineFile.of("zen5");
        assertEquals(shipped, MachineFile.nearest(ProcessorModel.in(shipped.processor()).orElseThrow(), "whatever"));
        MachineProfile other = MachineFile.nearest(new ProcessorModel("GenuineIntel", 6, 85), "Some Xeon");
        assertEquals(shipped, other.from(shipped.source()));
        assertTrue(other.source().contains("to the processor at hand, Some Xeon (GenuineIntel, family 6, model 85), and of another one"), other.source());
    }

    private static double positive(Random random) {
        return (1 + random.nextInt(1_000_000)) / 20_000.0;
    }

    @Test
    void whatIsWrittenIsReadAgain() throws InputException {
        long seed = new Random().nextLong();
        MachineProfile profile = sample(new Random(seed));
        String text = MachineFile.text(profile, List.of("one: [line", "", "another"));
        assertTrue(text.startsWith("# one: [line\n#\n# another\nname: box-1.a\n"), text);
        assertEquals(profile, parse(text), () -> "seed " + seed);
    }

    @Test
    void numbersAreNeverInPowersOfTen() throws InputException {
        MachineProfile profile = sample(new Random(1)).with(Map.of(InstructionKind.ADD, new MachineProfile.Times(123456, 0.00001)));
        String text = MachineFile.text(profile, List.of());
        assertTrue(text.contains("  add: {latency: 123456, perCycle: 0.00001}\n"), text);
        assertEquals(profile, parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', value = {
        "name: here|name: Here|1:7: name: a machine's name is made of up to 40 small letters, digits, dots and dashes, not 'Here'",
        "name: here|title: here|1:1: title: unknown key; known here: name, processor",
        "processor: p|processor: ''|processor: needs a value",
        "processor: p|processor: [p]|processor: must be a single value",
        "source: s\\n||the key 'source' is missing",
        "source: s|name: s|name: given twice",
        "coreRatio: 1.5|coreRatio: 0|clock.coreRatio: must be between 0.001 and 1000, not 0",
        "coreRatio: 1.5|coreRatio: 1e0|clock.coreRatio: must be a number such as 4 or 0.25, not '1e0'",
        "coreRatio: 1.5|coreRatio: -1|clock.coreRatio: must be a number",
        ", coreRatio: 1.5||clock: the key 'coreRatio' is missing",
        "window: 400|window: 0|core.window: must be between 1 and 1000000, not 0",
        "window: 400|window: 1.5|core.window: must be a non-negative integer",
        "stores: 2|stores: 0|core.stores: must be between",
        "misprediction: 20|misprediction: many|core.misprediction: must be a number",
        "shift: {latency: 1, perCycle: 2}\\n  multiply|multiply|kinds: the key 'shift' is missing",
        "shift: {latency: 1, perCycle: 2}|shifts: {latency: 1, perCycle: 2}|kinds.shifts: unknown key; known here: none, move",
        "shift: {latency: 1, perCycle: 2}|shift: 1|kinds.shift: must be a mapping",
        "shift: {latency: 1, perCycle: 2}|shift: {latency: 1}|kinds.shift: the key 'perCycle' is missing",
        "shift: {latency: 1, perCycle: 2}|shift: {latency: 1, perCycle: 0}|kinds.shift.perCycle: must be between",
        "shift: {latency: 1, perCycle: 2}|shift: {latency: 1000001, perCycle: 1}|kinds.shift.latency: must be between 0 and 1000000",
        "- {name: l1, bytes: 32768, latency: 4}|- {name: l2, bytes: 32768, latency: 4}|memory.levels[1].name: two levels have the name 'l2'",
        "bytes: 32768|bytes: 1048576|memory.levels[1].bytes: must be more than the level before has",
        "bytes: 32768|bytes: 32K|memory.levels[0].bytes: must be a non-negative integer",
        "{least: 50,|{least: 500,|memory.beyond: least, median and most must be in this order",
        "lineBytes: 64|lineBytes: 65|memory.lineBytes: must be a power of two, not 65",
        "lineBytes: 64|lineBytes: 4|memory.lineBytes: must be between 8 and 4096",
    })
    void refusesNamingThePlace(String right, String wrong, String expected) {
        String text = document().replace(right.replace("\\n", "\n"), wrong == null ? "" : wrong);
        assertTrue(!text.equals(document()), right);
        InputException refusal = assertThrows(InputException.class, () -> parse(text));
        assertTrue(refusal.getMessage().startsWith("machine.yaml:"), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(expected), refusal::getMessage);
        assertEquals(1, refusal.getMessage().lines().count());
    }

    private static String document() {
        var text = new StringBuilder("""
                name: here
                processor: p
                source: s
                clock: {timestampGigahertz: 2, coreRatio: 1.5}
                core: {width: 8, window: 400, loads: 3, stores: 2, takenBranches: 1, misprediction: 20}
                kinds:
                """);
        for (InstructionKind kind : InstructionKind.values()) {
            text.append("  ").append(kind.key()).append(": {latency: 1, perCycle: 2}\n");
        }
        return text.append("""
                memory:
                  levels:
                    - {name: l1, bytes: 32768, latency: 4}
                    - {name: l2, bytes: 1048576, latency: 14}
                  beyond: {least: 50, median: 100, most: 900}
                  vectorLoad: 5
                  storeForward: 7
                  codeLine: 50
                  lineBytes: 64
                """).toString();
    }

    @Test
    void levelsMustBeThere() {
        String text = document().replaceAll("levels:\\n.*\\n.*\\n", "levels: []\n");
        InputException refusal = assertThrows(InputException.class, () -> parse(text));
        assertTrue(refusal.getMessage().contains("memory.levels: must have between 1 and 8 levels"), refusal::getMessage);
    }

    @Test
    void profilesThatComeWithBoltAreFoundByName() throws InputException, IOException {
        try (Stream<Path> files = Files.list(CommandRun.HOME.resolve("src/main/resources/machines"))) {
            assertEquals(MachineFile.SHIPPED, files.map(file -> file.getFileName().toString().replace(".yaml", "")).sorted().toList());
        }
        for (String name : MachineFile.SHIPPED) {
            assertEquals(name, MachineFile.of(name).name());
        }
    }

    @Test
    void aFileComesBeforeAName() throws InputException, IOException {
        Path file = Files.writeString(folder.resolve("zen5"), document());
        assertEquals("here", MachineFile.of(file.toString()).name());
    }

    @Test
    void whatIsNeitherIsToldWithThoseThatAre() {
        String missing = assertThrows(InputException.class, () -> MachineFile.of("zen\0 6")).getMessage();
        assertTrue(missing.contains("no machine profile 'zen 6'") && missing.contains("zen5"), missing);
        assertTrue(assertThrows(InputException.class, () -> MachineFile.of(folder.toString())).getMessage().contains("is not a file"));
        assertTrue(assertThrows(InputException.class, () -> MachineFile.of("")).getMessage().contains("no machine profile ''"));
    }

    @ParameterizedTest
    @CsvSource({"a", "router-1.lab", "9"})
    void namesThatAreRight(String name) throws InputException {
        MachineFile.checkName(name);
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "A, A", "-x, -x", "a b, a b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, aaaa"})
    void namesThatAreWrong(String name, String told) {
        assertTrue(assertThrows(InputException.class, () -> MachineFile.checkName(name)).getMessage().contains(told));
    }
}
