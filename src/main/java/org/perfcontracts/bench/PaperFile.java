package org.perfcontracts.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.SizeExpression;
import org.perfcontracts.report.Validation;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.YamlNode;
import org.perfcontracts.traffic.PacketScript;

/**
 * The paper's classes of packets, and where its figures are from; the format is described at the head of bench/paper.yaml.
 *
 * @param source of the figures
 * @param claims what the paper says about its worst gap
 * @param cycles where its figures for cycles are from; empty where it has none
 * @param scenarios in the paper's order; their names are different
 */
public record PaperFile(String source, String claims, Optional<CycleSource> cycles, List<PaperScenario> scenarios) {
    private static final SizeExpression ONE = SizeExpression.parse("1");
    private static final Pattern ENDPOINT = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3}):([0-9]{1,5})");
    private static final Pattern STATION = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final int LARGEST_SIZE = 1 << 24;
    private static final int MOST_PORTS = 64;
    private static final String CYCLES = "cycles";

    /**
     * Where figures for cycles are from.
     *
     * @param source of those of the classes
     * @param others what others say of the errors of their estimates, by their names
     */
    record CycleSource(String source, Map<String, String> others) {
        /** Keeps its own copy of the map, in its order. */
        CycleSource {
            others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
        }
    }

    /** Keeps its own copy of the list. */
    public PaperFile {
        scenarios = List.copyOf(scenarios);
    }

    /** Reads a file. */
    public static PaperFile read(Path file) throws InputException {
        return parse(file.toString(), TargetFile.contents(file));
    }

    /** What a text says. */
    static PaperFile parse(String name, String text) throws InputException {
        YamlNode root = YamlNode.parse(name, text);
        Map<String, YamlNode> members = root.members(List.of("source", "claims", "cycles", "classes"));
        var scenarios = new ArrayList<PaperScenario>();
        Set<String> names = new HashSet<>();
        for (YamlNode each : TargetFile.required(root, members, "classes").elements()) {
            PaperScenario scenario = scenario(each);
            if (!names.add(scenario.name())) {
                throw each.fault("a second class " + scenario.name());
            }
            scenarios.add(scenario);
        }
        return new PaperFile(TargetFile.required(root, members, "source").text(), TargetFile.required(root, members, "claims").text(),
                members.containsKey("cycles") ? Optional.of(cycleSource(members.get("cycles"))) : Optional.empty(), scenarios);
    }

    private static CycleSource cycleSource(YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("source", "others"));
        Map<String, String> others = new LinkedHashMap<>();
        if (members.containsKey("others")) {
            for (Map.Entry<String, YamlNode> each : members.get("others").members().entrySet()) {
                others.put(each.getKey(), each.getValue().text());
            }
        }
        return new CycleSource(TargetFile.required(node, members, "source").text(), others);
    }

    private static PaperScenario scenario(YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(
                List.of("name", "meaning", "target", "class", "options", "size", "packets", "pcvs", "published"));
        Optional<PaperScenario.Growth> growth =
                members.containsKey("size") ? Optional.of(growth(members.get("size"))) : Optional.empty();
        if (growth.isPresent() && !members.containsKey("pcvs")) {
            throw node.fault("where there is a size, pcvs must say how they follow from n");
        }
        PacketScript script = script(TargetFile.required(node, members, "packets"));
        Map<String, SizeExpression> pcvs = members.containsKey("pcvs") ? pcvs(members.get("pcvs")) : Map.of();
        if (growth.isEmpty()) {
            refuseSize(node, script, pcvs.values());
        }
        return new PaperScenario(
                TargetFile.required(node, members, "name").text(),
                TargetFile.required(node, members, "meaning").text(),
                TargetFile.required(node, members, "target").text(),
                TargetFile.required(node, members, "class").text(),
                members.containsKey("options") ? texts(members.get("options")) : List.of(),
                growth,
                script,
                pcvs,
                members.containsKey("published") ? published(members.get("published")) : Map.of(),
                members.containsKey("published") ? publishedCycles(members.get("published")) : Optional.empty());
    }

    private static void refuseSize(YamlNode node, PacketScript script, Collection<SizeExpression> pcvs) throws InputException {
        if (!script.steps().stream().allMatch(step -> step.repeat().isConstant()) || !pcvs.stream().allMatch(SizeExpression::isConstant)) {
            throw node.fault("the packets or pcvs speak of n, but the class has no size");
        }
    }

    private static List<String> texts(YamlNode node) throws InputException {
        var texts = new ArrayList<String>();
        for (YamlNode each : node.elements()) {
            texts.add(each.text());
        }
        return texts;
    }

    private static PaperScenario.Growth growth(YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("option", "filled", "measured", "predicted"));
        var sizes = new ArrayList<Long>();
        for (YamlNode each : TargetFile.required(node, members, "filled").elements()) {
            sizes.add((long) each.integer(1, LARGEST_SIZE));
        }
        long measured = TargetFile.required(node, members, "measured").integer(1, LARGEST_SIZE);
        if (sizes.isEmpty() || sizes.getLast() != measured || !sizes.equals(sizes.stream().sorted().distinct().toList())) {
            throw members.get("filled").fault("must ascend to the measured size, " + measured);
        }
        return new PaperScenario.Growth(TargetFile.required(node, members, "option").text(), measured,
                TargetFile.required(node, members, "predicted").integer((int) measured, LARGEST_SIZE), sizes);
    }

    private static Map<String, SizeExpression> pcvs(YamlNode node) throws InputException {
        var pcvs = new LinkedHashMap<String, SizeExpression>();
        for (Map.Entry<String, YamlNode> member : node.members().entrySet()) {
            pcvs.put(member.getKey(), expression(member.getValue()));
        }
        return pcvs;
    }

    private static SizeExpression expression(YamlNode node) throws InputException {
        try {
            return SizeExpression.parse(node.text());
        } catch (IllegalArgumentException e) {
            throw node.fault(e.getMessage());
        }
    }

    private static Map<String, YamlNode> figures(YamlNode published) throws InputException {
        return published.members(List.of(Metric.INSTRUCTIONS.key(), Metric.MEMORY_ACCESSES.key(), CYCLES));
    }

    private static Map<Metric, Validation.Comparison> published(YamlNode node) throws InputException {
        var published = new EnumMap<Metric, Validation.Comparison>(Metric.class);
        Map<String, YamlNode> members = figures(node);
        for (Metric metric : Metric.sums()) {
            published.put(metric, comparison(TargetFile.required(node, members, metric.key())));
        }
        return published;
    }

    private static Optional<Validation.Comparison> publishedCycles(YamlNode node) throws InputException {
        Map<String, YamlNode> members = figures(node);
        return members.containsKey(CYCLES) ? Optional.of(comparison(members.get(CYCLES))) : Optional.empty();
    }

    private static Validation.Comparison comparison(YamlNode node) throws InputException {
        Map<String, YamlNode> both = node.members(List.of("predicted", "measured"));
        return new Validation.Comparison(TargetFile.required(node, both, "predicted").integer(), TargetFile.required(node, both, "measured").integer());
    }

    // ---- packets

    private static PacketScript script(YamlNode node) throws InputException {
        var steps = new ArrayList<PacketScript.Step>();
        for (YamlNode each : node.elements()) {
            steps.addAll(steps(each));
        }
        try {
            return new PacketScript(steps);
        } catch (IllegalArgumentException e) {
            throw node.fault(e.getMessage());
        }
    }

    private static List<PacketScript.Step> steps(YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("at", "port", "repeat", "from", "to", "station", "toStation"));
        PacketScript.End source = end(node, members, "station", "from");
        PacketScript.End destination = end(node, members, "toStation", "to");
        int port = TargetFile.required(node, members, "port").integer(0, MOST_PORTS - 1);
        SizeExpression repeat = members.containsKey("repeat") ? expression(members.get("repeat")) : ONE;
        YamlNode at = TargetFile.required(node, members, "at");
        var steps = new ArrayList<PacketScript.Step>();
        for (YamlNode time : at.isList() ? at.elements() : List.of(at)) {
            steps.add(new PacketScript.Step(repeat, time.integer(0, Integer.MAX_VALUE), port, source, destination));
        }
        return steps;
    }

    private static PacketScript.End end(YamlNode node, Map<String, YamlNode> members, String station, String endpoint)
            throws InputException {
        YamlNode given = TargetFile.required(node, members, endpoint);
        Matcher parts = ENDPOINT.matcher(given.text());
        if (!parts.matches()) {
            throw given.fault("must be ADDRESS:PORT, such as 10.0.0.1:1024, not " + YamlNode.quoted(given.text()));
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            address = address << 8 | below(given, parts.group(i), 255);
        }
        return new PacketScript.End(station(TargetFile.required(node, members, station)), address, below(given, parts.group(5), 65535));
    }

    private static int below(YamlNode node, String digits, int most) throws InputException {
        int number = Integer.parseInt(digits);
        if (number > most) {
            throw node.fault(number + " is more than " + most);
        }
        return number;
    }

    private static long station(YamlNode node) throws InputException {
        if (!STATION.matcher(node.text()).matches()) {
            throw node.fault("must be an Ethernet address, such as 02:00:00:00:00:01, not " + YamlNode.quoted(node.text()));
        }
        return Long.parseLong(node.text().replace(":", ""), 16);
    }
}
