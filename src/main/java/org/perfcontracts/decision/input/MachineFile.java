package org.perfcontracts.decision.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.YamlNode;
import org.perfcontracts.timing.InstructionKind;
import org.perfcontracts.timing.MachineProfile;
import org.perfcontracts.timing.ProcessorModel;

/** Reads and writes machine profiles. Their format is described in docs/calibrate.md; every complaint names the file, the line and the key. */
public final class MachineFile {
    /** The names of the profiles that come with Bolt. */
    public static final List<String> SHIPPED = List.of("zen5");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,39}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,30})?");
    private static final int MOST_LEVELS = 8;
    /** No instruction and no access takes so many cycles. */
    private static final double MOST_CYCLES = 1e6;
    private static final double MOST_A_CYCLE = 1000;
    private static final double LEAST_A_CYCLE = 1e-6;

    private MachineFile() {
    }

    /**
     * The profile in a file, or one that comes with Bolt.
     *
     * @param nameOrPath a file, if there is one of this name, or one of {@link #SHIPPED}
     * @throws InputException if there is neither, or the file is not as described
     */
    public static MachineProfile of(String nameOrPath) throws InputException {
        Path file = path(nameOrPath);
        if (file != null && Files.isRegularFile(file)) {
            return read(file);
        }
        if (SHIPPED.contains(nameOrPath)) {
            return parse(YamlNode.parse(nameOrPath, shipped(nameOrPath)));
        }
        if (file != null && Files.exists(file)) {
            throw new InputException(file + " is not a file");
        }
        throw new InputException("no machine profile " + YamlNode.quoted(nameOrPath) + ": neither a file nor one of those that come with Bolt: " + String.join(", ", SHIPPED)
                + " ('bolt calibrate' makes one)");
    }

    /**
     * The profile that comes with Bolt of the processor that is nearest to another one; where it is not the same, its source says so.
     *
     * @param processor which one is at hand
     * @param calls     what it calls itself; may be empty
     */
    public static MachineProfile nearest(ProcessorModel processor, String calls) throws InputException {
        MachineProfile nearest = null;
        int least = 0;
        for (String name : SHIPPED) {
            MachineProfile profile = of(name);
            int distance = ProcessorModel.in(profile.processor()).map(processor::distance).orElse(Integer.MAX_VALUE);
            if (nearest == null || distance < least) {
                nearest = profile;
                least = distance;
            }
        }
        return least == 0 ? nearest : nearest.from(nearest.source() + " It is the nearest that comes with Bolt to the processor at hand, " + (calls.isEmpty() ? "" : calls + " ") + "("
                + processor + "), and of another one: its figures may be far off ('bolt calibrate' measures this one).");
    }

    /** The profile in a file. */
    public static MachineProfile read(Path file) throws InputException {
        return parse(YamlNode.parse(file.toString(), TargetFile.contents(file)));
    }

    /**
     * Complains about a name that no profile may have.
     *
     * @param name a short one: small letters, digits, dots, dashes
     */
    public static void checkName(String name) throws InputException {
        if (!NAME.matcher(name).matches()) {
            throw new InputException(faultOf(name));
        }
    }

    private static String faultOf(String name) {
        return "a machine's name is made of up to 40 small letters, digits, dots and dashes, not " + YamlNode.quoted(name);
    }

    private static Path path(String text) {
        try {
            return text.isEmpty() ? null : Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String shipped(String name) {
        try (InputStream in = MachineFile.class.getResourceAsStream("/machines/" + name + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- Reading -----------------------------------------------------------------------------------------------------

    /** The profile that a document describes. */
    static MachineProfile parse(YamlNode root) throws InputException {
        Map<String, YamlNode> members = all(root, "name", "processor", "source", "clock", "core", "kinds", "memory");
        String name = members.get("name").text();
        if (!NAME.matcher(name).matches()) {
            throw members.get("name").fault(faultOf(name));
        }
        return new MachineProfile(name, members.get("processor").text(), members.get("source").text(), clock(members.get("clock")), core(members.get("core")),
                kinds(members.get("kinds")), memory(members.get("memory")));
    }

    /** The members of a mapping that has just these keys. */
    private static Map<String, YamlNode> all(YamlNode node, String... keys) throws InputException {
        Map<String, YamlNode> members = node.members(List.of(keys));
        for (String key : keys) {
            TargetFile.required(node, members, key);
        }
        return members;
    }

    private static MachineProfile.Clock clock(YamlNode node) throws InputException {
        Map<String, YamlNode> members = all(node, "timestampGigahertz", "coreRatio");
        return new MachineProfile.Clock(number(members.get("timestampGigahertz"), 0.001, 100), number(members.get("coreRatio"), 0.001, 1000));
    }

    private static MachineProfile.Core core(YamlNode node) throws InputException {
        Map<String, YamlNode> members = all(node, "width", "window", "loads", "stores", "takenBranches", "misprediction");
        return new MachineProfile.Core(aCycle(members.get("width")), members.get("window").integer(1, 1_000_000), aCycle(members.get("loads")),
                aCycle(members.get("stores")), aCycle(members.get("takenBranches")), cycles(members.get("misprediction")));
    }

    private static Map<InstructionKind, MachineProfile.Times> kinds(YamlNode node) throws InputException {
        Map<String, YamlNode> members = all(node, Arrays.stream(InstructionKind.values()).map(InstructionKind::key).toArray(String[]::new));
        Map<InstructionKind, MachineProfile.Times> kinds = new EnumMap<>(InstructionKind.class);
        for (InstructionKind kind : InstructionKind.values()) {
            Map<String, YamlNode> times = all(members.get(kind.key()), "latency", "perCycle");
            kinds.put(kind, new MachineProfile.Times(cycles(times.get("latency")), aCycle(times.get("perCycle"))));
        }
        return kinds;
    }

    private static MachineProfile.Memory memory(YamlNode node) throws InputException {
        Map<String, YamlNode> members = all(node, "levels", "beyond", "vectorLoad", "storeForward", "codeLine", "lineBytes");
        int lineBytes = members.get("lineBytes").integer(8, 4096);
        if (Integer.bitCount(lineBytes) != 1) {
            throw members.get("lineBytes").fault("must be a power of two, not " + lineBytes);
        }
        return new MachineProfile.Memory(levels(members.get("levels")), beyond(members.get("beyond")), cycles(members.get("vectorLoad")),
                cycles(members.get("storeForward")), cycles(members.get("codeLine")), lineBytes);
    }

    private static List<MachineProfile.Cache> levels(YamlNode node) throws InputException {
        List<MachineProfile.Cache> levels = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode element : node.elements()) {
            Map<String, YamlNode> members = all(element, "name", "bytes", "latency");
            var cache = new MachineProfile.Cache(members.get("name").text(), members.get("bytes").integer(1, Integer.MAX_VALUE), cycles(members.get("latency")));
            if (!names.add(cache.name())) {
                throw members.get("name").fault("two levels have the name " + YamlNode.quoted(cache.name()));
            }
            if (!levels.isEmpty() && cache.bytes() <= levels.getLast().bytes()) {
                throw members.get("bytes").fault("must be more than the level before has: the nearest is first");
            }
            levels.add(cache);
        }
        if (levels.isEmpty() || levels.size() > MOST_LEVELS) {
            throw node.fault("must have between 1 and " + MOST_LEVELS + " levels");
        }
        return levels;
    }

    private static MachineProfile.Beyond beyond(YamlNode node) throws InputException {
        Map<String, YamlNode> members = all(node, "least", "median", "most");
        var beyond = new MachineProfile.Beyond(cycles(members.get("least")), cycles(members.get("median")), cycles(members.get("most")));
        if (!(beyond.least() <= beyond.median() && beyond.median() <= beyond.most())) {
            throw node.fault("least, median and most must be in this order");
        }
        return beyond;
    }

    private static double cycles(YamlNode node) throws InputException {
        return number(node, 0, MOST_CYCLES);
    }

    private static double aCycle(YamlNode node) throws InputException {
        return number(node, LEAST_A_CYCLE, MOST_A_CYCLE);
    }

    private static double number(YamlNode node, double least, double most) throws InputException {
        String text = node.text();
        if (!DECIMAL.matcher(text).matches()) {
            throw node.fault("must be a number such as 4 or 0.25, not " + YamlNode.quoted(text));
        }
        double value = Double.parseDouble(text);
        if (value < least || value > most) {
            throw node.fault("must be between " + plain(least) + " and " + plain(most) + ", not " + text);
        }
        return value;
    }

    // --- Writing -----------------------------------------------------------------------------------------------------

    /**
     * A profile as its file.
     *
     * @param comments lines for people, at the top
     */
    public static String text(MachineProfile profile, List<String> comments) {
        var text = new StringBuilder();
        comments.forEach(comment -> text.append(comment.isEmpty() ? "#" : "# ").append(comment).append('\n'));
        MachineProfile.Core core = profile.core();
        text.append("name: ").append(profile.name()).append('\n')
                .append("processor: ").append(quoted(profile.processor())).append('\n')
                .append("source: ").append(quoted(profile.source())).append('\n')
                .append("clock: {timestampGigahertz: ").append(plain(profile.clock().timestampGigahertz()))
                .append(", coreRatio: ").append(plain(profile.clock().coreRatio())).append("}\n")
                .append("core: {width: ").append(plain(core.width())).append(", window: ").append(core.window())
                .append(", loads: ").append(plain(core.loads())).append(", stores: ").append(plain(core.stores()))
                .append(", takenBranches: ").append(plain(core.takenBranches())).append(", misprediction: ").append(plain(core.misprediction())).append("}\n")
                .append("kinds:\n");
        for (InstructionKind kind : InstructionKind.values()) {
            MachineProfile.Times times = profile.times(kind);
            text.append("  ").append(kind.key()).append(": {latency: ").append(plain(times.latency())).append(", perCycle: ").append(plain(times.perCycle())).append("}\n");
        }
        return text.append(memory(profile.memory())).toString();
    }

    private static String memory(MachineProfile.Memory memory) {
        var text = new StringBuilder("memory:\n  levels:\n");
        for (MachineProfile.Cache cache : memory.levels()) {
            text.append("    - {name: ").append(quoted(cache.name())).append(", bytes: ").append(cache.bytes()).append(", latency: ").append(plain(cache.latency())).append("}\n");
        }
        MachineProfile.Beyond beyond = memory.beyond();
        return text.append("  beyond: {least: ").append(plain(beyond.least())).append(", median: ").append(plain(beyond.median()))
                .append(", most: ").append(plain(beyond.most())).append("}\n")
                .append("  vectorLoad: ").append(plain(memory.vectorLoad())).append('\n')
                .append("  storeForward: ").append(plain(memory.storeForward())).append('\n')
                .append("  codeLine: ").append(plain(memory.codeLine())).append('\n')
                .append("  lineBytes: ").append(memory.lineBytes()).append('\n').toString();
    }

    private static String plain(double value) {
        return value == 0 ? "0" : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** Words that may be anything, so that YAML takes them as they are. */
    private static String quoted(String words) {
        String line = words.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.matches("[a-z][a-z0-9]*") ? line : "\"" + line.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
