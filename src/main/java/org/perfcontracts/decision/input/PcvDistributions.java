package org.perfcontracts.decision.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.perfcontracts.decision.Distribution;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.decision.Joint;
import org.perfcontracts.decision.Ranges;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.YamlNode;

/**
 * Reads what a workload says of the values of PCVs.
 *
 * @param pcvs those that there are
 */
record PcvDistributions(List<Pcv> pcvs) {
    /** A number of 0 or more, and perhaps a per cent sign. */
    static final Pattern NUMBER = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,15})?) ?(%?)");

    private static final List<String> KINDS = List.of("constant", "uniform", "geometric", "histogram");
    private static final List<String> KEYS = List.of("constant", "uniform", "geometric", "histogram", "times", "of");
    /** What may be left out of a distribution because it is above a PCV's range. */
    private static final double MOST_BEYOND = 0.001;

    /** The values of a PCV. */
    Distribution distribution(String name, YamlNode node) throws InputException {
        if (!node.isMapping()) {
            return new Distribution.Within(values(name, node));
        }
        Map<String, YamlNode> members = node.members(KEYS);
        if (members.size() != 1 || members.containsKey("of")) {
            throw node.fault("must be " + GivenValues.FORM + ", or one of " + String.join(", ", KINDS) + ", or a multiple (times, of)");
        }
        String kind = members.keySet().iterator().next();
        YamlNode value = members.get(kind);
        return switch (kind) {
            case "constant" -> new Distribution.Within(Interval.of(integer(name, value)));
            case "uniform" -> uniform(values(name, value));
            case "geometric" -> geometric(name, value);
            default -> histogram(name, value);
        };
    }

    /** The values of a PCV by its name, which need not be one of the contract's. */
    Distribution ofKnown(String name, YamlNode node) throws InputException {
        checked(node, () -> Ranges.find(pcvs, name));
        return distribution(name, node);
    }

    private static Distribution uniform(Interval values) {
        return values.isPoint() ? new Distribution.Within(values) : new Distribution.Uniform(values);
    }

    private Distribution geometric(String name, YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("mean", "from"));
        Pcv pcv = Ranges.find(pcvs, name);
        long first = members.containsKey("from") ? integer(name, members.get("from")) : pcv.low();
        YamlNode said = TargetFile.required(node, members, "mean");
        double mean = number(said);
        if (!(mean > first)) {
            throw said.fault("must be above " + first + ", from which the values go on, not " + YamlNode.quoted(said.text()));
        }
        OptionalLong last = pcv.high();
        var distribution = new Distribution.Geometric(first, mean, last);
        if (distribution.beyond() > MOST_BEYOND) {
            throw said.fault("so large a mean leaves " + Math.round(distribution.beyond() * 100) + " % above the range of " + name + ", " + Ranges.text(pcv));
        }
        return distribution;
    }

    private Distribution histogram(String name, YamlNode node) throws InputException {
        Map<Long, Double> weights = new TreeMap<>();
        for (Map.Entry<String, YamlNode> member : node.members().entrySet()) {
            Interval value = checked(member.getValue(), () -> GivenValues.values(member.getKey()));
            if (!value.isPoint()) {
                throw member.getValue().fault("stands for a range; a histogram has a share for each value");
            }
            checked(member.getValue(), () -> Ranges.check(pcvs, name, value));
            if (weights.put(value.low(), number(member.getValue())) != null) {
                throw member.getValue().fault("is there twice");
            }
        }
        if (weights.values().stream().noneMatch(weight -> weight > 0)) {
            throw node.fault("needs a value with a share above 0");
        }
        return Distribution.Histogram.ofWeights(weights);
    }

    private Interval values(String name, YamlNode node) throws InputException {
        String text = node.text();
        Interval values = checked(node, () -> GivenValues.values(text));
        checked(node, () -> Ranges.check(pcvs, name, values));
        return values;
    }

    private long integer(String name, YamlNode node) throws InputException {
        Interval values = values(name, node);
        if (!values.isPoint()) {
            throw node.fault("must be one number, not " + YamlNode.quoted(node.text()));
        }
        return values.low();
    }

    /** A number of 0 or more; a per cent sign behind it is for people, as shares need not add up here. */
    private static double number(YamlNode node) throws InputException {
        Matcher number = NUMBER.matcher(node.text());
        if (!number.matches()) {
            throw node.fault("must be a number of 0 or more such as 1.5, not " + YamlNode.quoted(node.text()));
        }
        return Double.parseDouble(number.group(1));
    }

    /** Values that come together: the names of PCVs, and points of a weight and the values. */
    Joint joint(YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("pcvs", "points"));
        List<String> names = new ArrayList<>();
        for (YamlNode name : TargetFile.required(node, members, "pcvs").elements()) {
            String text = name.text();
            checked(name, () -> Ranges.find(pcvs, text));
            names.add(text);
        }
        List<Joint.Point> points = new ArrayList<>();
        for (YamlNode point : TargetFile.required(node, members, "points").elements()) {
            points.add(point(point, names));
        }
        return checked(node, () -> new Joint(names, points));
    }

    private Joint.Point point(YamlNode node, List<String> names) throws InputException {
        List<YamlNode> elements = node.elements();
        if (elements.size() != names.size() + 1) {
            throw node.fault("must be a weight and " + names.size() + " values");
        }
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            values.add(integer(names.get(i), elements.get(i + 1)));
        }
        return new Joint.Point(number(elements.getFirst()), values);
    }

    /** Gives a complaint about a name or a value its place in the document. */
    static <T> T checked(YamlNode node, Supplier<T> question) throws InputException {
        try {
            return question.get();
        } catch (IllegalArgumentException e) {
            throw node.fault(Failures.oneLine(e));
        }
    }
}
