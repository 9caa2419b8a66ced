package org.perfcontracts.decision.input;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.decision.Classes;
import org.perfcontracts.decision.Comparison;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.decision.Limits;
import org.perfcontracts.decision.Ranges;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.YamlNode;

/** Reads limits for a comparison. Their format is described in docs/diff.md; every complaint names the file, the line and the key. */
public final class LimitsFile {
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?) ?%");

    private final List<String> classes;
    private final List<Pcv> pcvs;

    private LimitsFile(Comparison comparison) {
        classes = Stream.concat(comparison.after().classes().stream(), comparison.before().classes().stream()).map(InputClass::name).distinct().toList();
        pcvs = List.copyOf(comparison.ranges().values());
    }

    /** The limits in a file. */
    public static Limits read(Path file, Comparison comparison) throws InputException {
        return parse(YamlNode.parse(file.toString(), TargetFile.contents(file)), comparison);
    }

    /** The limits that a document describes. */
    static Limits parse(YamlNode root, Comparison comparison) throws InputException {
        Map<String, YamlNode> members = root.members(List.of("classes", "limits", "waivers"));
        var reader = new LimitsFile(comparison);
        if (members.isEmpty()) {
            throw root.fault("has no limits");
        }
        List<Limits.Limit> limits = new ArrayList<>();
        if (members.containsKey("limits")) {
            for (YamlNode node : members.get("limits").elements()) {
                limits.add(reader.limit(node));
            }
        }
        List<Limits.Waiver> waivers = new ArrayList<>();
        if (members.containsKey("waivers")) {
            for (YamlNode node : members.get("waivers").elements()) {
                waivers.add(reader.waiver(node));
            }
        }
        return new Limits(members.containsKey("classes") ? kept(members.get("classes")) : Limits.Kept.ANY, limits, waivers);
    }

    private static Limits.Kept kept(YamlNode node) throws InputException {
        return switch (node.text()) {
            case "any" -> Limits.Kept.ANY;
            case "same" -> Limits.Kept.SAME;
            default -> throw node.fault("must be same or any, not " + YamlNode.quoted(node.text()));
        };
    }

    private Limits.Limit limit(YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("class", "metric", "soft", "hard", "at"));
        if (!members.containsKey("soft") && !members.containsKey("hard")) {
            throw node.fault("needs soft (such as 2 %), hard (such as 400), or both");
        }
        Optional<String> inputClass = members.containsKey("class") ? Optional.of(inputClass(members.get("class"))) : Optional.empty();
        Optional<BigDecimal> soft = members.containsKey("soft") ? Optional.of(percent(members.get("soft"))) : Optional.empty();
        OptionalLong hard = members.containsKey("hard") ? OptionalLong.of(members.get("hard").integer(0, Integer.MAX_VALUE)) : OptionalLong.empty();
        Optional<Map<String, Interval>> at = members.containsKey("at") ? Optional.of(at(members.get("at"))) : Optional.empty();
        return new Limits.Limit(inputClass, metrics(members), soft, hard, at);
    }

    private Limits.Waiver waiver(YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("class", "metric", "reason"));
        String inputClass = inputClass(TargetFile.required(node, members, "class"));
        return new Limits.Waiver(inputClass, metrics(members), TargetFile.required(node, members, "reason").text());
    }

    private String inputClass(YamlNode node) throws InputException {
        if (!classes.contains(node.text())) {
            throw node.fault("unknown class " + YamlNode.quoted(node.text()) + "; known: " + Classes.known(classes));
        }
        return node.text();
    }

    private static Set<Metric> metrics(Map<String, YamlNode> members) throws InputException {
        if (!members.containsKey("metric")) {
            return EnumSet.allOf(Metric.class);
        }
        YamlNode node = members.get("metric");
        String name = node.text();
        return EnumSet.of(Arrays.stream(Metric.values()).filter(metric -> metric.key().equals(name)).findFirst()
                .orElseThrow(() -> node.fault("unknown metric " + YamlNode.quoted(name) + "; known: "
                        + Arrays.stream(Metric.values()).map(Metric::key).collect(Collectors.joining(", ")))));
    }

    private static BigDecimal percent(YamlNode node) throws InputException {
        Matcher percent = PERCENT.matcher(node.text());
        if (!percent.matches()) {
            throw node.fault("must be a growth such as 2 % or 0.5 %, not " + YamlNode.quoted(node.text()));
        }
        return new BigDecimal(percent.group(1));
    }

    private Map<String, Interval> at(YamlNode node) throws InputException {
        Map<String, Interval> values = new TreeMap<>();
        for (Map.Entry<String, YamlNode> member : node.members().entrySet()) {
            String text = member.getValue().text();
            try {
                Interval interval = GivenValues.values(text);
                Ranges.check(pcvs, member.getKey(), interval);
                values.put(member.getKey(), interval);
            } catch (IllegalArgumentException e) {
                throw member.getValue().fault(Failures.oneLine(e));
            }
        }
        return values;
    }
}
