package org.perfcontracts.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.perfcontracts.cpu.CpuLevel;
import org.perfcontracts.explore.input.Burst;
import org.perfcontracts.explore.input.Layer;
import org.perfcontracts.image.FunctionParameters.Bounds;

/**
 * Reads {@code bolt.yaml}, the file that makes a folder a target. Its format is described in docs/bolt-yaml.md.
 *
 * <p>Every complaint is an {@link InputException} that names the file, the line and column, and the key.
 */
public final class TargetFile {
    /** The file's name in a target's folder. */
    public static final String NAME = "bolt.yaml";

    private static final int LARGEST = 1 << 20;
    /** Integer arguments that the System V calling convention passes in registers. */
    private static final int REGISTERS = 6;

    /** In bytes. */
    private static final int LARGEST_STRUCTURE = 1 << 16;
    private static final String PACKET = "packet";
    private static final String BUFFER = "buffer";
    private static final String BURST = "burst";

    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z_.$][A-Za-z0-9_.$@]*");
    private static final Pattern SOURCE_PLACE = Pattern.compile("([^:\\s][^:]*):([0-9]{1,9})");
    private static final Pattern SYMBOL_PLACE = Pattern.compile("([^+:\\s]+)(?:\\+0x([0-9a-fA-F]{1,8}))?");

    private static final Pattern VARIABLE_PLACE = Pattern.compile("(\\*)?([^+*:\\s]+)(?:\\+0x([0-9a-fA-F]{1,8}))?");

    private static final Pattern SEVERAL = Pattern.compile("([^\\[\\]]+)\\[([0-9]{1,9})]");
    private static final Pattern ELEMENTS = Pattern.compile("\\[[0-9. ]+]");

    private final Path folder;

    private TargetFile(Path folder) {
        this.folder = folder;
    }

    /** The target of a folder that holds a {@code bolt.yaml}. */
    public static Target read(Path folder) throws InputException {
        Path file = folder.resolve(NAME);
        return new TargetFile(folder).target(YamlNode.parse(file.toString(), contents(file)));
    }

    /**
     * The parameters of an entry, from the text that {@code bolt.yaml} has under {@code parameters}.
     *
     * @param source names the text in complaints
     */
    public static List<Parameter> parameters(String source, String text) throws InputException {
        return parameters(YamlNode.parse(source, text));
    }

    /** The target that the text of a {@code bolt.yaml} in the given folder describes. */
    static Target parse(Path folder, String text) throws InputException {
        return new TargetFile(folder).target(YamlNode.parse(folder.resolve(NAME).toString(), text));
    }

    public static String contents(Path file) throws InputException {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new InputException(file + " is not a file");
            }
            if (Files.size(file) > LARGEST) {
                throw new InputException(file + " is larger than " + LARGEST + " bytes, which nobody writes by hand");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
        } catch (CharacterCodingException e) {
            throw new InputException(file + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw new InputException("cannot read " + Failures.describe(e), e);
        }
    }

    private Target target(YamlNode root) throws InputException {
        Map<String, YamlNode> members = root.members(List.of("name", "build", "binary", "isa", "levels", "marks", "state", "library"));
        String name = members.containsKey("name") ? members.get("name").text() : folderName();
        Optional<String> build =
                members.containsKey("build") ? Optional.of(members.get("build").text()) : Optional.empty();
        Path binary = path(required(root, members, "binary"));
        CpuLevel isa =
                members.containsKey("isa") ? cpuLevel(members.get("isa")) : CpuLevel.V2;
        SortedMap<LevelName, Level> levels = levels(required(root, members, "levels"));
        List<SideMark> marks = members.containsKey("marks") ? marks(members.get("marks")) : List.of();
        List<SideState> state = members.containsKey("state") ? state(members.get("state")) : List.of();
        Optional<Path> library =
                members.containsKey("library") ? Optional.of(path(members.get("library"))) : Optional.empty();
        return new Target(name, folder, build, binary, isa, levels, marks, state, library);
    }

    private String folderName() {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "target" : name.toString();
    }

    private Path path(YamlNode node) throws InputException {
        try {
            return folder.toAbsolutePath().normalize().resolve(node.text()).normalize();
        } catch (InvalidPathException e) {
            throw node.fault("is not a file's name: " + YamlNode.quoted(node.text()));
        }
    }

    private static CpuLevel cpuLevel(YamlNode node) throws InputException {
        return CpuLevel.named(node.text()).orElseThrow(unknown(node, Target.CPU_LEVELS));
    }

    private static SortedMap<LevelName, Level> levels(YamlNode node) throws InputException {
        var levels = new TreeMap<LevelName, Level>();
        for (Map.Entry<String, YamlNode> member : node.members().entrySet()) {
            LevelName name = LevelName.of(member.getKey())
                    .orElseThrow(() -> member.getValue().fault("unknown level; known: " + LevelName.keys()));
            levels.put(name, switch (name) {
                case NF -> networkFunction(member.getValue());
                case STACK -> stack(member.getValue());
            });
        }
        if (levels.isEmpty()) {
            throw node.fault("must have a level: " + LevelName.keys());
        }
        return levels;
    }

    private static Level networkFunction(YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("entry", "arrival", "arguments", "parameters"));
        Optional<List<Parameter>> parameters =
                members.containsKey("parameters") ? Optional.of(parameters(members.get("parameters"))) : Optional.empty();
        return new Level(LevelName.NF, entry(node, members), arguments(members), parameters, Driver.NONE,
                Level.ETHERNET_FRAME, arrival(members, Driver.NONE));
    }

    private static Level stack(YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("entry", "arrival", "driver", "arguments", "packet", BURST));
        YamlNode driver = required(node, members, "driver");
        Range packet = Level.ETHERNET_FRAME;
        if (members.containsKey("packet")) {
            YamlNode of = members.get("packet");
            packet = range(required(of, of.members(List.of("range")), "range"), Short.SIZE);
        }
        Driver known = driver(driver);
        if (members.containsKey(BURST) && known.device().isEmpty()) {
            throw members.get(BURST).fault(known.withoutBursts());
        }
        return new Level(LevelName.STACK, entry(node, members), arguments(members), Optional.empty(), known, packet, arrival(members, known),
                members.containsKey(BURST) ? OptionalInt.of(members.get(BURST).integer(1, Burst.MOST)) : OptionalInt.empty(), OptionalInt.empty());
    }

    private static Driver driver(YamlNode node) throws InputException {
        try {
            return Driver.of(node.text());
        } catch (IllegalArgumentException e) {
            throw node.fault(e.getMessage());
        }
    }

    private static Entry entry(YamlNode level, Map<String, YamlNode> members) throws InputException {
        YamlNode node = required(level, members, "entry");
        Optional<Entry> entry = Entry.of(node.text());
        if (entry.isEmpty()) {
            throw node.fault("must be " + Entry.FORMS + ", not " + YamlNode.quoted(node.text()));
        }
        return entry.get();
    }

    private static int arrival(Map<String, YamlNode> members, Driver driver) throws InputException {
        return members.containsKey("arrival") ? members.get("arrival").integer(1, Level.LAST_ARRIVAL) : driver.arrival();
    }

    private static List<String> arguments(Map<String, YamlNode> members) throws InputException {
        var arguments = new ArrayList<String>();
        if (members.containsKey("arguments")) {
            for (YamlNode element : members.get("arguments").elements()) {
                arguments.add(element.text());
            }
        }
        return arguments;
    }

    private static List<Parameter> parameters(YamlNode node) throws InputException {
        var parameters = new ArrayList<Parameter>();
        Map<String, YamlNode> members = node.members();
        for (Map.Entry<String, YamlNode> member : members.entrySet()) {
            parameters.add(parameter(member.getKey(), member.getValue(), members));
        }
        if (parameters.size() > REGISTERS) {
            throw node.fault("at most " + REGISTERS + " parameters are passed in registers, not " + parameters.size());
        }
        if (parameters.stream().filter(TargetFile::isPacket).count() > 1) {
            throw node.fault("more than one packet");
        }
        boolean ends = parameters.stream().anyMatch(Parameter.End.class::isInstance);
        if (ends && parameters.stream().filter(each -> each instanceof Parameter.Length || each instanceof Parameter.End).count() > 1) {
            throw node.fault("an end of the packet, and another end or a length");
        }
        checkBurst(node, parameters);
        return parameters;
    }

    private static boolean isPacket(Parameter parameter) {
        return parameter instanceof Parameter.Packet || parameter instanceof Parameter.Bounded || parameter instanceof Parameter.Buffer;
    }

    private static void checkBurst(YamlNode node, List<Parameter> parameters) throws InputException {
        List<String> bursts = parameters.stream().filter(Parameter.Burst.class::isInstance).map(Parameter::name).toList();
        long counts = parameters.stream().filter(Parameter.Count.class::isInstance).count();
        if (bursts.size() > 1) {
            throw node.fault("more than one burst");
        }
        if (!bursts.isEmpty() && parameters.stream().anyMatch(TargetFile::isPacket)) {
            throw node.fault("a packet and a burst");
        }
        if (!bursts.isEmpty() && counts != 1) {
            String burst = bursts.getFirst();
            throw node.fault("the burst " + YamlNode.quoted(burst) + " must have one parameter for its number of packets, such as {count: "
                    + burst + ", bits: 16}, not " + counts);
        }
    }

    private static Parameter parameter(String name, YamlNode node, Map<String, YamlNode> all) throws InputException {
        if (!SYMBOL.matcher(name).matches()) {
            throw node.fault("must have a word for a name");
        }
        if (!node.isMapping()) {
            return switch (node.text()) {
                case PACKET -> new Parameter.Packet(name, Layer.ETHERNET);
                case BUFFER -> new Parameter.Buffer(name);
                case BURST -> new Parameter.Burst(name);
                default -> throw node.fault("must be 'packet', 'buffer', 'burst' or a mapping such as {bits: 16}, not " + YamlNode.quoted(node.text()));
            };
        }
        Map<String, YamlNode> members = node.members(List.of("bits", "range", "length", "end", "data_at", "end_at", "layer", "count"));
        if (members.containsKey("layer")) {
            node.members(List.of("layer"));
            YamlNode layer = members.get("layer");
            return new Parameter.Packet(name, Layer.of(layer.text()).orElseThrow(unknown(layer, Layer.keys())));
        }
        if (members.containsKey("end")) {
            node.members(List.of("end", "range"));
            return new Parameter.End(name, packetOf(members.get("end"), all), lengths(members));
        }
        if (members.containsKey("data_at") || members.containsKey("end_at")) {
            node.members(List.of("data_at", "end_at", "range"));
            return new Parameter.Bounded(name, bounds(node, members), lengths(members));
        }
        int bits = required(node, members, "bits").integer(1, Long.SIZE);
        if (members.containsKey("length") && members.containsKey("count")) {
            throw node.fault("is either the length of a packet or the number of packets of a burst");
        }
        if (members.containsKey("count")) {
            Optional<Range> range = members.containsKey("range") ? Optional.of(counts(members.get("range"), bits)) : Optional.empty();
            return new Parameter.Count(name, burstOf(members.get("count"), all), bits, range);
        }
        if (members.containsKey("length")) {
            Range range = members.containsKey("range") ? range(members.get("range"), bits) : Level.ETHERNET_FRAME;
            return new Parameter.Length(name, packetOf(members.get("length"), all), bits, range);
        }
        Range range = members.containsKey("range") ? range(members.get("range"), bits) : Range.ofBits(bits);
        return new Parameter.Scalar(name, bits, range);
    }

    private static Optional<Range> lengths(Map<String, YamlNode> members) throws InputException {
        return members.containsKey("range") ? Optional.of(range(members.get("range"), Short.SIZE)) : Optional.empty();
    }

    private static Bounds bounds(YamlNode node, Map<String, YamlNode> members) throws InputException {
        int data = required(node, members, "data_at").integer(0, LARGEST_STRUCTURE - Long.BYTES);
        int end = required(node, members, "end_at").integer(0, LARGEST_STRUCTURE - Long.BYTES);
        if (Math.abs(data - end) < Long.BYTES) {
            throw members.get("end_at").fault("overlaps the pointer at " + data + ": each has " + Long.BYTES + " bytes");
        }
        return new Bounds(data, end, Long.SIZE);
    }

    private static String packetOf(YamlNode node, Map<String, YamlNode> all) throws InputException {
        YamlNode packet = all.get(node.text());
        boolean isPacket = packet != null && (packet.isMapping() ? packet.members().containsKey("layer") : packet.text().equals(PACKET));
        if (!isPacket) {
            throw node.fault("must name the parameter that is the packet, not " + YamlNode.quoted(node.text()));
        }
        return node.text();
    }

    private static String burstOf(YamlNode node, Map<String, YamlNode> all) throws InputException {
        YamlNode burst = all.get(node.text());
        if (burst == null || burst.isMapping() || !burst.text().equals(BURST)) {
            throw node.fault("must name the parameter that is the burst, not " + YamlNode.quoted(node.text()));
        }
        return node.text();
    }

    private static Range counts(YamlNode node, int bits) throws InputException {
        Range range = range(node, bits);
        if (range.high() == 0 || Long.compareUnsigned(range.high(), Burst.MOST) > 0) {
            throw node.fault("a burst has at most " + Burst.MOST + " packets, and at least one at most, not " + Long.toUnsignedString(range.high()));
        }
        return range;
    }

    private static Range range(YamlNode node, int bits) throws InputException {
        List<YamlNode> bounds = node.elements();
        if (bounds.size() != 2) {
            throw node.fault("must be [least, greatest], not " + bounds.size() + " values");
        }
        long low = bounds.get(0).integer();
        long high = bounds.get(1).integer();
        if (Long.compareUnsigned(low, high) > 0) {
            throw node.fault("ends before it begins");
        }
        Range range = new Range(low, high);
        if (!range.fits(bits)) {
            throw node.fault(Long.toUnsignedString(high) + " does not fit " + bits + " bits");
        }
        return range;
    }

    private static List<SideMark> marks(YamlNode node) throws InputException {
        var marks = new ArrayList<SideMark>();
        for (YamlNode element : node.elements()) {
            marks.add(mark(element));
        }
        return marks;
    }

    private static SideMark mark(YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("pcv", "class", "at"));
        SideMark.Place place = place(required(node, members, "at"));
        if (members.containsKey("pcv") == members.containsKey("class")) {
            throw node.fault("must have one of the keys pcv and class");
        }
        return members.containsKey("pcv")
                ? new SideMark(SideMark.Kind.PCV, members.get("pcv").text(), place)
                : new SideMark(SideMark.Kind.CLASS, members.get("class").text(), place);
    }

    private static SideMark.Place place(YamlNode node) throws InputException {
        Matcher source = SOURCE_PLACE.matcher(node.text());
        if (source.matches() && Integer.parseInt(source.group(2)) > 0) {
            return new SideMark.Place.Source(source.group(1), Integer.parseInt(source.group(2)));
        }
        Matcher symbol = SYMBOL_PLACE.matcher(node.text());
        if (symbol.matches()) {
            String offset = symbol.group(2);
            return new SideMark.Place.Symbol(symbol.group(1), offset == null ? 0 : Long.parseLong(offset, 16));
        }
        throw node.fault("must be file:line or function+0xoffset, not " + YamlNode.quoted(node.text()));
    }

    private static List<SideState> state(YamlNode node) throws InputException {
        var state = new ArrayList<SideState>();
        for (YamlNode element : node.elements()) {
            Map<String, YamlNode> members = element.members(List.of("name", "at", "element", "count", "fields"));
            state.add(new SideState(required(element, members, "name").text(), variable(required(element, members, "at")),
                    members.containsKey("count") ? OptionalLong.of(members.get("count").integer(1, Integer.MAX_VALUE)) : OptionalLong.empty(),
                    element(element, members)));
        }
        return state;
    }

    private static SideState.Place variable(YamlNode at) throws InputException {
        Matcher place = VARIABLE_PLACE.matcher(at.text());
        if (!place.matches()) {
            throw at.fault("must be a variable, variable+0xoffset, or * and one that points to the array, not " + YamlNode.quoted(at.text()));
        }
        long offset = place.group(3) == null ? 0 : Long.parseLong(place.group(3), 16);
        return new SideState.Place(place.group(2), offset, place.group(1) != null);
    }

    private static SideState.Element element(YamlNode state, Map<String, YamlNode> members) throws InputException {
        YamlNode fields = members.get("fields");
        if (fields == null && !members.containsKey("element")) {
            return new SideState.Element.Typed(List.of(new SideState.Group("", Map.of())));
        }
        if (fields != null && fields.isMapping()) {
            if (members.containsKey("element")) {
                throw members.get("element").fault("fields that are named have their places from debug information, and so has the element its size; leave this out");
            }
            return new SideState.Element.Typed(groups(fields));
        }
        int size = required(state, members, "element").integer(1, 1 << 16);
        return new SideState.Element.Laid(size, required(state, members, "fields").text());
    }

    /** What is said of fields by name, of all elements or of some each. */
    private static List<SideState.Group> groups(YamlNode fields) throws InputException {
        Map<String, YamlNode> members = fields.members();
        if (members.keySet().stream().noneMatch(key -> key.startsWith("["))) {
            return List.of(new SideState.Group("", named(members)));
        }
        var groups = new ArrayList<SideState.Group>();
        for (Map.Entry<String, YamlNode> member : members.entrySet()) {
            if (!ELEMENTS.matcher(member.getKey()).matches()) {
                throw member.getValue().fault("where elements differ each is in one of the groups, such as '[0..1]' and '[2..]'");
            }
            groups.add(new SideState.Group(member.getKey(), named(member.getValue().members())));
        }
        return groups;
    }

    private static Map<String, SideState.Content> named(Map<String, YamlNode> members) throws InputException {
        var named = new LinkedHashMap<String, SideState.Content>();
        for (Map.Entry<String, YamlNode> field : members.entrySet()) {
            YamlNode node = field.getValue();
            Matcher several = SEVERAL.matcher(field.getKey());
            boolean isArray = several.matches() && node.isMapping();
            SideState.Content content = node.isMapping() ? new SideState.Content.Objects(isArray ? Long.parseLong(several.group(2)) : 1, groups(node))
                    : new SideState.Content.Words(node.text());
            if (named.put(isArray ? several.group(1) : field.getKey(), content) != null) {
                throw node.fault("given twice");
            }
        }
        return named;
    }

    /** A member that must be there. */
    public static YamlNode required(YamlNode of, Map<String, YamlNode> members, String key) throws InputException {
        YamlNode member = members.get(key);
        if (member == null) {
            throw of.fault("the key '" + key + "' is missing");
        }
        return member;
    }

    private static Supplier<InputException> unknown(YamlNode node, String known) throws InputException {
        String text = node.text();
        return () -> node.fault("unknown: " + YamlNode.quoted(text) + "; known: " + known);
    }
}
