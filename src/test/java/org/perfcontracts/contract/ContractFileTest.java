package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

class ContractFileTest {
    private static final String SCHEMA = "/contract.schema.json";

    private static String schemaText() throws IOException {
        try (var stream = ContractFile.class.getResourceAsStream(SCHEMA)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schemaText());
    }

    @Test
    void thePublishedSchemaIsTheOneOnTheClassPath() throws IOException {
        Path published = Path.of(System.getProperty("bolt.home", "."), "docs", "contract.schema.json");
        assertEquals(Files.readString(published), schemaText());
    }

    @Test
    void whatIsWrittenIsValidAndReadsBackEqual() throws IOException {
        long seed = 5;
        Random random = new Random(seed);
        JsonSchema schema = schema();
        for (int i = 0; i < 200; i++) {
            Contract contract = random(random);
            String text = ContractFile.toText(contract);
            String what = "seed " + seed + ", case " + i + ":\n" + text;
            assertEquals("[]", schema.validate(text, InputFormat.JSON).toString(), what);
            assertEquals(contract, ContractFile.fromText(text), what);
            assertEquals(text, ContractFile.toText(ContractFile.fromText(text)), what);
        }
    }

    @Test
    void theSchemaRefusesOtherThings() throws IOException {
        String text = ContractFile.toText(random(new Random(1)));
        JsonSchema schema = schema();
        for (String[] change : new String[][] {
            {"\"formatVersion\": 1", "\"formatVersion\": 2"},
            {"\"level\": \"nf\"", "\"level\": \"packet\""},
            {"\"tool\":", "\"tools\":"},
            {"\"verdict\": \"", "\"verdict\": \"not "},
        }) {
            assertTrue(text.contains(change[0]), change[0] + " in\n" + text);
            String changed = text.replace(change[0], change[1]);
            assertTrue(!schema.validate(changed, InputFormat.JSON).isEmpty(), "accepted " + change[1]);
            assertThrows(IllegalArgumentException.class, () -> refuseLevel(changed, change[1]), change[1]);
        }
    }

    /** Levels are free text to the reader, so that a reader need not change with them. */
    private static Contract refuseLevel(String text, String change) {
        Contract contract = ContractFile.fromText(text);
        if (change.contains("packet")) {
            throw new IllegalArgumentException("read as " + contract.subject().level());
        }
        return contract;
    }

    @Test
    void usualValuesAreCounts() {
        String text = ContractFile.toText(random(new Random(2))).replaceAll("\"usual\": \\{[^}]*},\\s*", "").replaceFirst("\"condition\": \\{", "\"usual\": {\"x\": -1}, \"condition\": {");
        String message = assertThrows(IllegalArgumentException.class, () -> ContractFile.fromText(text)).getMessage();
        assertTrue(message.contains("x is a number of passages, and not -1"), message);
    }

    @Test
    void errorsNameTheKeyOrTheLine(@TempDir Path folder) throws IOException {
        String text = ContractFile.toText(random(new Random(2)));
        Path file = folder.resolve("c.json");
        Map<String, String> expected = new TreeMap<>();
        expected.put("", "is not a contract: the whole is not an object");
        expected.put("{\n\"formatVersion\": }", "is not a contract: line 2: ");
        expected.put("[]", "is not a contract: the whole is not an object");
        expected.put("{}", "is not a contract: the key formatVersion is missing");
        expected.put("{\"formatVersion\": 9}", "is not a contract: it has format version 9");
        expected.put(text + "x", "is not a contract: line ");
        expected.put(text.replaceFirst("\"coefficient\": [-0-9]+", "\"coefficient\": 1.5"), "coefficient is not an integer");
        expected.put(text.replaceFirst("\"complete\": (true|false)", "\"complete\": 1"), "complete is not true or false");
        for (Map.Entry<String, String> entry : expected.entrySet()) {
            Files.writeString(file, entry.getKey());
            String message = assertThrows(IOException.class, () -> ContractFile.read(file)).getMessage();
            assertTrue(message.contains(entry.getValue()) && message.contains("c.json"), message);
        }
        String missing = assertThrows(IOException.class, () -> ContractFile.read(folder.resolve("none"))).getMessage();
        assertTrue(missing.startsWith("there is no file"), missing);
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        String binary = assertThrows(IOException.class, () -> ContractFile.read(file)).getMessage();
        assertTrue(binary.contains("is not a contract"), binary);
    }

    @Test
    void damagedTextIsReadOrRefusedButNeverFails() {
        long seed = 77;
        Random random = new Random(seed);
        String text = ContractFile.toText(random(random));
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            StringBuilder damaged = new StringBuilder(text);
            for (int j = random.nextInt(1, 4); j > 0 && damaged.length() > 1; j--) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.deleteCharAt(at);
                    case 1 -> damaged.setCharAt(at, (char) random.nextInt(32, 127));
                    default -> damaged.setLength(at + 1);
                }
            }
            try {
                ContractFile.fromText(damaged.toString());
            } catch (IllegalArgumentException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", case " + i + ":\n" + damaged, e);
            }
        }
        assertTrue(refused > 500, "only " + refused + " refused");
    }

    // ---- random contracts

    private static Contract random(Random random) {
        List<InputClass> classes = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            classes.add(new InputClass(
                    "class " + i + " \"ω\"\n",
                    new Condition(List.of(List.of("a = 1", "b"), List.of()), random.nextBoolean()),
                    formulas(random),
                    random.nextBoolean() ? Map.of() : Map.of(Metric.INSTRUCTIONS, new InputClass.Span(1, 2),
                            Metric.MEMORY_ACCESSES, new InputClass.Span(3, 3)),
                    random.nextInt(1, 100),
                    random.nextBoolean(),
                    random.nextBoolean() ? List.of() : List.of("stopped at 0x12"),
                    random.nextBoolean() ? Map.of() : Map.of("code", formula(random), "flows.cells", formula(random)),
                    random.nextBoolean() ? Optional.empty() : Optional.of("a packet"),
                    random.nextBoolean() ? Optional.empty() : Optional.of(profile(random)),
                    random.nextBoolean() ? Optional.empty() : Optional.of(new InputClass.Merged(random.nextInt(2, 9), "5% or 3 instructions", List.of("a = 1"))),
                    random.nextBoolean() ? Map.of() : Map.of("x", random.nextLong(9), "y.z", 1L),
                    random.nextBoolean() ? List.of() : List.of(new LinearBound(Map.of("x", random.nextLong(1, 9), "y.z", -1L), random.nextLong(99)))));
        }
        return new Contract(
                new Contract.Subject(
                        "t", "nf", "nf_process", "00ff", "x86-64-v3",
                        random.nextBoolean() ? Optional.empty() : Optional.of("clang 14"), "Bolt 0.1.0"),
                classes,
                List.of(
                        Pcv.unbounded("x"),
                        new Pcv("y.z", "meaning", 1, OptionalLong.of(random.nextLong(1, Long.MAX_VALUE))),
                        new Pcv("rx.rearm", "", 0, OptionalLong.of(1), Optional.of(new Pcv.Occurrence(random.nextInt(64), 2048, random.nextInt(100))))),
                List.of("an assumption"),
                random.nextBoolean(),
                List.of(),
                new Contract.Checks(check(random), check(random)),
                trial(random),
                random.nextBoolean() ? Optional.empty() : Optional.of(ways(random)),
                random.nextBoolean() ? Optional.empty() : Optional.of(tree(random, 4)),
                random.nextBoolean() ? Optional.empty() : Optional.of(new Cycles("zen5", "A \"processor\"", "measured", 1 + random.nextInt(50) / 8.0, Map.of("class 1", new CycleEstimate(formula(random), formula(random), formula(random))))));
    }

    private static DecisionTree tree(Random random, int depth) {
        return depth == 0 || random.nextBoolean() ? new DecisionTree.Leaf(List.of("class 1", "class 2"))
                : new DecisionTree.Choice("a = 1", tree(random, depth - 1), tree(random, depth - 1));
    }

    private static Profile profile(Random random) {
        Profile.Share first = new Profile.Share(List.of("main", "f"), "f.c:1", Map.of(Metric.INSTRUCTIONS, random.nextLong(99), Metric.MEMORY_ACCESSES, 0L));
        Profile.Share second = new Profile.Share(List.of("main"), "f+0x1", Map.of(Metric.INSTRUCTIONS, 1L, Metric.MEMORY_ACCESSES, random.nextLong(99)));
        return new Profile(random.nextBoolean() ? Map.of() : Map.of("x", random.nextLong(9)), List.of(first, second));
    }

    private static Ways ways(Random random) {
        return new Ways(List.of("symbol 8 packet[0]", "constant 64 7"), random.nextInt(1, 99), Map.of("length", 16), "length", random.nextBoolean() ? List.of() : List.of(0, 1), List.of(
                new Ways.Way("class 1", List.of(0), OptionalInt.of(1), Map.of(random.nextInt(99), 0)), new Ways.Way("class 2", List.of(), OptionalInt.empty(), Map.of())));
    }

    /** Files of before there were cache lines have none. */
    private static Map<Metric, Formula> formulas(Random random) {
        Map<Metric, Formula> formulas = new HashMap<>(Map.of(Metric.INSTRUCTIONS, formula(random), Metric.MEMORY_ACCESSES, formula(random)));
        if (random.nextBoolean()) {
            formulas.put(Metric.CACHE_LINES, formula(random));
        }
        return formulas;
    }

    private static Polls polls() {
        Position position = new Position(1026, Map.of("rx.rearm", 1L, "rx.rearm.1", 32L), 17, List.of("forwarded"));
        Map<Metric, Long> most = Map.of(Metric.INSTRUCTIONS, 575L, Metric.MEMORY_ACCESSES, 191L);
        return new Polls(2048, List.of(new Polls.Excess(List.of("rearm", "flush"), true, 30, most), new Polls.Excess(List.of(), false, 1, most)),
                Optional.of("the device has no room"), List.of(position));
    }

    private static Trial trial(Random random) {
        Refutation.Figures figures = new Refutation.Figures(Metric.MEMORY_ACCESSES, random.nextInt(100), random.nextInt(100));
        return switch (random.nextInt(4)) {
            case 0 -> Trial.NONE;
            case 1 -> Trial.SKIPPED;
            case 2 -> new Trial(Trial.Extent.PART, 0, 0, List.of(), List.of("a packet without an end"), List.of("packet 2"), Optional.of(polls()));
            default -> new Trial(Trial.Extent.WHOLE, random.nextInt(50), random.nextInt(300), List.of(
                    new Refutation(Optional.of("class 1"), "a packet", "more", Optional.of(figures)),
                    new Refutation(Optional.empty(), "another", "elsewhere", Optional.empty())), List.of(), List.of());
        };
    }

    private static Check check(Random random) {
        return new Check(Check.Verdict.values()[random.nextInt(3)], "because");
    }

    private static Formula formula(Random random) {
        List<Polynomial> alternatives = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            Map<Monomial, Long> coefficients = new HashMap<>();
            coefficients.put(Monomial.ONE, random.nextLong());
            coefficients.put(Monomial.of("x"), random.nextLong(-9, 9));
            coefficients.put(Monomial.of("[y.z > 3]"), random.nextLong(5));
            coefficients.put(new Monomial(new TreeMap<>(Map.of("x", 2, "y.z", random.nextInt(1, 4)))), random.nextLong(100));
            alternatives.add(Polynomial.of(coefficients));
        }
        return new Formula(alternatives, random.nextBoolean());
    }
}
