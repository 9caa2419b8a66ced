package org.perfcontracts.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.perfcontracts.cpu.CpuLevel;
import org.perfcontracts.explore.input.Layer;

class TargetFileTest {
    private static final String GOOD = """
            name: wall
            build: make
            binary: build/wall
            isa: x86-64-v3
            levels:
              nf:
                entry: nf_process
                arguments: [-l, 0, --no-huge, "--vdev=net_null0"]
                parameters:
                  port: {bits: 16, range: [0, 1]}
                  packet: packet
                  length: {length: packet, bits: 16, range: [14, 0x100]}
                  now: {bits: 64}
              stack:
                entry: eth_ring_rx
                driver: net_ring
                arguments: [--force-max-simd-bitwidth=256]
                packet: {range: [60, 1518]}
            marks:
              - {pcv: options.nop, at: "router.c:57"}
              - {class: dropped, at: "nf_process+0x40"}
              - {class: kept, at: nf_process}
            """;

    @TempDir
    private Path folder;

    private Target parse(String text) throws InputException {
        return TargetFile.parse(folder, text);
    }

    @Test
    void readsEveryKey() throws InputException {
        Target target = parse(GOOD);
        assertEquals("wall", target.name());
        assertEquals(Optional.of("make"), target.build());
        assertEquals(folder.resolve("build/wall"), target.binary());
        assertEquals(CpuLevel.V3, target.isa());
        assertEquals(
                List.of(
                        new SideMark(SideMark.Kind.PCV, "options.nop", new SideMark.Place.Source("router.c", 57)),
                        new SideMark(SideMark.Kind.CLASS, "dropped", new SideMark.Place.Symbol("nf_process", 0x40)),
                        new SideMark(SideMark.Kind.CLASS, "kept", new SideMark.Place.Symbol("nf_process", 0))),
                target.marks());

        Level function = target.levels().get(LevelName.NF);
        assertEquals("nf_process", function.entry().toString());
        assertEquals(List.of("-l", "0", "--no-huge", "--vdev=net_null0"), function.arguments());
        assertEquals(
                List.of(
                        new Parameter.Scalar("port", 16, new Range(0, 1)),
                        new Parameter.Packet("packet", Layer.ETHERNET),
                        new Parameter.Length("length", "packet", 16, new Range(14, 256)),
                        new Parameter.Scalar("now", 64, new Range(0, -1))),
                function.parameters().orElseThrow());

        Level stack = target.levels().get(LevelName.STACK);
        assertEquals(Driver.NET_RING, stack.driver());
        assertEquals(new Range(60, 1518), stack.packetLength());
    }

    @Test
    void takesTheFoldersNameAndTheLowerInstructionSetUnlessTold() throws InputException {
        Target target = parse("binary: b\nlevels: {nf: {entry: f}}\n");
        assertEquals(folder.getFileName().toString(), target.name());
        assertEquals(CpuLevel.V2, target.isa());
        assertEquals(Optional.empty(), target.build());
    }

    @Test
    void parametersMayBeLeftToDebugInformationAndBeginAtAnyLayer() throws InputException {
        assertEquals(Optional.empty(), parse("binary: b\nlevels: {nf: {entry: f}}\n").levels().get(LevelName.NF).parameters());
        assertEquals(List.of(), TargetFile.parameters("text", "{}"));
        assertEquals(List.of(new Parameter.Packet("p", Layer.DNS), new Parameter.Length("n", "p", 8, new Range(0, 9))),
                TargetFile.parameters("text", "{p: {layer: dns}, n: {length: p, bits: 8, range: [0, 9]}}"));
    }

    @Test
    void aBurstHasANumberOfPackets() throws InputException {
        assertEquals(List.of(new Parameter.Burst("p"), new Parameter.Count("n", "p", 8, Optional.of(new Range(1, 9)))),
                TargetFile.parameters("text", "{p: burst, n: {count: p, bits: 8, range: [1, 9]}}"));
        assertEquals(List.of(new Parameter.Count("n", "p", 16, Optional.empty()), new Parameter.Burst("p")),
                TargetFile.parameters("text", "{n: {count: p, bits: 16}, p: burst}"));
    }

    @Test
    void severalPacketsMayWaitAtACard() throws InputException {
        Target target = parse("binary: b\nlevels: {stack: {entry: f, driver: ixgbe, burst: 8}}\n");
        assertEquals(OptionalInt.of(8), target.levels().get(LevelName.STACK).burst());
        assertEquals(8, target.levels().get(LevelName.STACK).device().orElseThrow().together());
        assertEquals(OptionalInt.of(8), target.withCpuLevel(CpuLevel.V3).levels().get(LevelName.STACK).burst());
    }

    @Test
    void anotherInstructionSetMovesTheLimitOnVectors() throws InputException {
        Target lower = parse(GOOD).withCpuLevel(CpuLevel.V2);
        assertEquals(List.of("--force-max-simd-bitwidth=128"), lower.levels().get(LevelName.STACK).arguments());
    }

    @Test
    void aLevelThatIsNotThereIsNamedTogetherWithThoseThatAre() throws InputException {
        Target target = parse("binary: b\nname: t\nlevels: {nf: {entry: f}}\n");
        InputException fault = assertThrows(InputException.class, () -> target.level(Optional.of(LevelName.STACK)));
        assertEquals("t has no level stack; its bolt.yaml gives: nf", fault.getMessage());
        assertEquals("f", target.level(Optional.empty()).entry().toString());
    }

    private SideState.Element element(String keys) throws InputException {
        List<SideState> state = parse("binary: b\nlevels: {nf: {entry: f}}\nstate: [{name: a.b, at: '*x.y+0x8', " + keys + "}]").state();
        assertEquals(new SideState.Place("x.y", 8, true), state.getFirst().place());
        return state.getFirst().element();
    }

    @Test
    void stateIsLaidOutOrHasTheTypeOfItsVariable() throws InputException {
        assertEquals(new SideState.Element.Laid(8, "a:u64"), element("element: 8, fields: 'a:u64'"));
        assertEquals(new SideState.Element.Typed(List.of(new SideState.Group("", Map.of()))), element("count: 3"));
        SideState.Content words = new SideState.Content.Words("0..3 | 0xff");
        assertEquals(new SideState.Element.Typed(List.of(new SideState.Group("", Map.of("n", words)))), element("fields: {n: 0..3 | 0xff}"));
        List<SideState.Group> groups = List.of(new SideState.Group("[0]", Map.of("n", words)), new SideState.Group("[1..]", Map.of()));
        assertEquals(new SideState.Element.Typed(groups), element("fields: {'[0]': {n: 0..3 | 0xff}, '[1..]': {}}"));
        assertEquals(new SideState.Element.Typed(List.of(new SideState.Group("", Map.of("p", new SideState.Content.Objects(7, groups))))),
                element("fields: {'p[7]': {'[0]': {n: 0..3 | 0xff}, '[1..]': {}}}"));
    }

    private static final String HEAD = "binary: b\nlevels:\n";

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("", " is empty"),
                fault("[1, 2]", ":1:1: must be a mapping"),
                fault("binary: b", ":1:1: the key 'levels' is missing"),
                fault("levels: {nf: {entry: f}}", ":1:1: the key 'binary' is missing"),
                fault("binary: b\nlevels: {}", ":2:9: levels: must have a level: nf, stack"),
                fault(HEAD + "  nf: {entri: f}", ":3:8: levels.nf.entri: unknown key; known here: entry"),
                fault(HEAD + "  link: {entry: f}", ":3:9: levels.link: unknown level; known: nf, stack"),
                fault(HEAD + "  nf: {}", ":3:7: levels.nf: the key 'entry' is missing"),
                fault(HEAD + "  nf: {entry: f}\n  nf: {entry: g}", ":4:3: levels.nf: given twice"),
                fault(HEAD + "  nf: {entry: 'f g'}", ":3:15: levels.nf.entry: must be the name of a function"),
                fault(HEAD + "  nf: {entry: f, arrival: 0}", ": levels.nf.arrival:"),
                fault(HEAD + "  nf: {entry: }", ": levels.nf.entry: needs a value"),
                fault(HEAD + "  nf: {entry: [f]}", ":3:15: levels.nf.entry: must be a single value"),
                fault(HEAD + "  nf: {entry: f, arguments: -l}", ": levels.nf.arguments: must be a list"),
                fault(HEAD + "  nf: {entry: f, arguments: [[a]]}", ": levels.nf.arguments[0]: must be a single value"),
                fault(HEAD + "  nf: {entry: f, driver: none}", ": levels.nf.driver: unknown key"),
                fault(HEAD + "  stack: {entry: f}", ": levels.stack: the key 'driver' is missing"),
                fault(HEAD + "  stack: {entry: f, driver: 'virtio,packed=2'}",
                        ": levels.stack.driver: the property packed of virtio must be packed=off or packed=on, not 'packed=2'"),
                fault(HEAD + "  stack: {entry: f, driver: e1000}", ": levels.stack.driver: unknown: 'e1000'; known: net_ring, ixgbe, virtio, none"),
                fault(HEAD + "  stack: {entry: f, driver: none, packet: {range: [0, 99999]}}", ": 99999 does not fit 16 bits"),
                fault(HEAD + "  stack: {entry: f, driver: none, burst: 2}", ": levels.stack.burst: the driver none makes its own packets, as many as it likes"),
                fault(HEAD + "  stack: {entry: f, driver: ixgbe, burst: 33}", ": levels.stack.burst: "),
                fault("isa: x86-64-v5\n" + HEAD + "  nf: {entry: f}", ":1:6: isa: unknown: 'x86-64-v5'; known: x86-64-v2"),
                parameter("{bits: 16, range: [2, 1]}", "range: ends before it begins"),
                parameter("{bits: 16, range: [1]}", "range: must be [least, greatest], not 1 values"),
                parameter("{bits: 16, range: [0, 65536]}", "range: 65536 does not fit 16 bits"),
                parameter("{bits: 16, range: [-1, 5]}", "range[0]: must be a non-negative integer, not '-1'"),
                parameter("{bits: 64, range: [0, 18446744073709551616]}", "range[1]: does not fit 64 bits"),
                parameter("{bits: 65}", "bits: must be between 1 and 64, not 65"),
                parameter("{bits: 0}", "bits: must be between 1 and 64, not 0"),
                parameter("{bits: '8'}", "bits: must be a non-negative integer"),
                parameter("{range: [0, 1]}", "the key 'bits' is missing"),
                parameter("{bits: 16, length: q}", "length: must name the parameter that is the packet, not 'q'"),
                parameter("{bits: 16, length: p}", "length: must name the parameter that is the packet, not 'p'"),
                parameter("pocket", "must be 'packet', 'buffer', 'burst' or a mapping"),
                parameter("burst", "the burst 'p' must have one parameter for its number of packets, such as {count: p, bits: 16}, not 0"),
                parameter("burst, n: {count: p, bits: 8}, m: {count: p, bits: 8}", "number of packets, such as {count: p, bits: 16}, not 2"),
                parameter("burst, n: {count: q, bits: 8}", "count: must name the parameter that is the burst, not 'q'"),
                parameter("packet, n: {count: p, bits: 8}", "count: must name the parameter that is the burst, not 'p'"),
                parameter("burst, n: {length: p, bits: 8}", "length: must name the parameter that is the packet, not 'p'"),
                parameter("burst, n: {count: p, bits: 8, range: [0, 33]}", "a burst has at most 32 packets, and at least one at most, not 33"),
                parameter("burst, n: {count: p, bits: 8, range: [0, 0]}", "a burst has at most 32 packets, and at least one at most, not 0"),
                parameter("burst, n: {count: p, length: p, bits: 8}", "is either the length of a packet or the number of packets"),
                parameter("burst, q: packet, n: {count: p, bits: 8}", "a packet and a burst"),
                parameter("burst, q: buffer, n: {count: p, bits: 8}", "a packet and a burst"),
                parameter("buffer, q: packet", "more than one packet"),
                parameter("buffer, n: {length: p, bits: 8}", "length: must name the parameter that is the packet, not 'p'"),
                parameter("packet, e: {end: q}", "end: must name the parameter that is the packet, not 'q'"),
                parameter("packet, e: {end: p, bits: 8}", "bits"),
                parameter("packet, e: {end: p}, n: {length: p, bits: 8}", "an end of the packet, and another end or a length"),
                parameter("{data_at: 8}", "the key 'end_at' is missing"),
                parameter("{data_at: 8, end_at: 12}", "end_at: overlaps the pointer at 8: each has 8 bytes"),
                parameter("{data_at: 8, end_at: 16, range: [4, 2]}", "ends before it begins"),
                parameter("burst, q: burst, n: {count: p, bits: 8}", "more than one burst"),
                parameter("packet, q: packet", "more than one packet"),
                parameter("{bits: 1}, b: {bits: 1}, c: {bits: 1}, d: {bits: 1}, e: {bits: 1}, f: {bits: 1}, "
                        + "g: {bits: 1}", "at most 6 parameters"),
                mark("{pcv: a}", "the key 'at' is missing"),
                mark("{at: f}", "must have one of the keys pcv and class"),
                mark("{pcv: a, class: b, at: f}", "must have one of the keys pcv and class"),
                mark("{pcv: a, at: 'f+40'}", "marks[0].at: must be file:line or function+0xoffset"),
                mark("{pcv: a, at: 'r.c:0'}", "marks[0].at: must be file:line"),
                state("{name: a.b, at: x y}", "state[0].at: must be a variable, variable+0xoffset, or * and one that points to the array"),
                state("{name: a.b, at: x, fields: 'n:u32'}", "state[0]: the key 'element' is missing"),
                state("{name: a.b, at: x, element: 4}", "state[0]: the key 'fields' is missing"),
                state("{name: a.b, at: x, element: 4, fields: {n: 1}}", "state[0].element: fields that are named have their places from debug information"),
                state("{name: a.b, at: x, fields: {n: [1]}}", "state[0].fields.n: must be a single value"),
                state("{name: a.b, at: x, fields: {'[0]': {n: 1}, n: 1}}", "state[0].fields.n: where elements differ each is in one of the groups"),
                state("{name: a.b, at: x, fields: {'p[2]': {n: 1}, 'p': {n: 1}}}", "given twice"),
                state("{name: a.b, at: x, fields: {p: {n: 1}, 'p[2]': {n: 1}}}", "given twice"),
                fault("binary: b\n  levels: x", ": not YAML: "),
                fault("binary: {b", ": not YAML: "),
                fault("binary: b\n\tlevels: x", ": not YAML: "),
                fault("binary: *nowhere", ": not YAML: "),
                fault("? [a]\n: b", ": a key must be a word"),
                fault("a: \"\\0\"", "unknown key"),
                fault("binary: b\n--- \nbinary: c", ": not YAML: "),
                fault("a: " + "[".repeat(100_000), ":1:53: nested more than 50 deep"));
    }

    private static Arguments fault(String text, String expected) {
        return Arguments.of(text, expected);
    }

    private static Arguments parameter(String parameter, String expected) {
        return fault(HEAD + "  nf: {entry: f, parameters: {p: " + parameter + "}}", expected);
    }

    private static Arguments mark(String mark, String expected) {
        return fault(HEAD + "  nf: {entry: f}\nmarks: [" + mark + "]", expected);
    }

    private static Arguments state(String state, String expected) {
        return fault(HEAD + "  nf: {entry: f}\nstate: [" + state + "]", expected);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesThePlaceAndTheFault(String text, String expected) {
        InputException fault = assertThrows(InputException.class, () -> parse(text));
        assertTrue(fault.getMessage().startsWith(folder.resolve("bolt.yaml").toString()), fault.getMessage());
        assertTrue(fault.getMessage().contains(expected), () -> fault.getMessage() + "\nlacks: " + expected);
        assertFalse(fault.getMessage().contains("\n"), fault.getMessage());
    }

    @Test
    void whatIsNotUtf8IsNotRead() throws IOException {
        Files.write(folder.resolve("bolt.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
        InputException fault = assertThrows(InputException.class, () -> TargetFile.read(folder));
        assertTrue(fault.getMessage().endsWith("bolt.yaml is not text in UTF-8"), fault.getMessage());
    }

    @Test
    void aFolderInThePlaceOfTheFileIsNotRead() throws IOException {
        Files.createDirectory(folder.resolve("bolt.yaml"));
        InputException fault = assertThrows(InputException.class, () -> TargetFile.read(folder));
        assertTrue(fault.getMessage().endsWith("bolt.yaml is not a file"), fault.getMessage());
    }

    /** Whatever the text, there is a target or one line that names the file. */
    @Test
    void survivesAnyText() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            String text = i % 5 == 0 ? noise(random) : mutated(random);
            try {
                parse(text);
            } catch (InputException e) {
                assertTrue(e.getMessage().contains("bolt.yaml"), () -> "seed " + seed + ": " + e.getMessage());
                assertFalse(e.getMessage().contains("\n"), () -> "seed " + seed + ": " + e.getMessage());
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ", text:\n" + text, e);
            }
        }
    }

    private static String noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return new String(bytes, random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static String mutated(Random random) {
        var text = new StringBuilder(GOOD);
        String pieces = "{}[]:,-&*!|>'\"%@`?#\n\t 019xa\0\u2028";
        for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
                case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
            }
            if (text.isEmpty()) {
                return "";
            }
        }
        return text.toString();
    }
}
