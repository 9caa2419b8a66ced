package org.perfcontracts.decision.input;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.decision.Classes;
import org.perfcontracts.decision.Distribution;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.decision.Multiple;
import org.perfcontracts.decision.Ranges;
import org.perfcontracts.decision.Workload;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.YamlNode;

/** Reads a workload for a contract. Its format is described in docs/predict.md; every complaint names the file, the line and the key. */
public final class WorkloadFile {
    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,15})?) ?(%?)");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final List<String> KINDS = List.of("constant", "uniform", "geometric", "histogram");
    private static final List<String> KEYS = List.of("constant", "uniform", "geometric", "histogram", "times", "of");
    /** What may be left out of a distribution because it is above a PCV's range. */
    private static final double MOST_BEYOND = 0.001;

    private final Contract contract;

    private WorkloadFile(Contract contract) {
        this.contract = contract;
    }

    /** The workload in a file. */
    public static Workload read(Path file, Contract contract) throws InputException {
        return parse(YamlNode.parse(file.toString(), TargetFile.contents(file)), contract);
    }

    /** The workload that a document describes. */
    static Workload parse(YamlNode root, Contract contract) throws InputException {
        Map<String, YamlNode> members = root.members(List.of("name", "classes", "pcvs"));
        var reader = new WorkloadFile(contract);
        Map<String, BigDecimal> shares = reader.shares(TargetFile.required(root, members, "classes"));
        Map<String, Distribution> pcvs = new TreeMap<>();
        contract.pcvs().forEach(pcv -> pcvs.put(pcv.name(), new Distribution.Within(Interval.of(pcv.low()))));
        Map<String, Multiple> multiples = new TreeMap<>();
        Map<String, YamlNode> said = members.containsKey("pcvs") ? members.get("pcvs").members() : Map.of();
        for (Map.Entry<String, YamlNode> member : said.entrySet()) {
            checked(member.getValue(), () -> Ranges.find(contract.pcvs(), member.getKey()));
            if (isMultiple(member.getValue())) {
                multiples.put(member.getKey(), reader.multiple(member.getValue(), said));
                pcvs.remove(member.getKey());
            } else {
                pcvs.put(member.getKey(), reader.distribution(member.getKey(), member.getValue()));
            }
        }
        for (Map.Entry<String, Multiple> multiple : multiples.entrySet()) {
            reader.checkRange(multiple.getKey(), multiple.getValue(), pcvs.get(multiple.getValue().of()), said.get(multiple.getKey()));
        }
        return new Workload(members.containsKey("name") ? members.get("name").text() : "", shares, pcvs, multiples, said.keySet());
    }

    // ---- classes

    private Map<String, BigDecimal> shares(YamlNode node) throws InputException {
        Map<String, BigDecimal> shares = new LinkedHashMap<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<String, YamlNode> member : node.members().entrySet()) {
            checked(member.getValue(), () -> Classes.find(contract, member.getKey()));
            BigDecimal share = share(member.getValue());
            sum = sum.add(share);
            if (share.signum() > 0) {
                shares.put(member.getKey(), share);
            }
        }
        if (sum.compareTo(BigDecimal.ONE) != 0) {
            throw node.fault("the shares add up to " + sum.multiply(HUNDRED).stripTrailingZeros().toPlainString() + " %, not to 100 %");
        }
        return shares;
    }

    private static BigDecimal share(YamlNode node) throws InputException {
        Matcher number = NUMBER.matcher(node.text());
        BigDecimal value = number.matches() ? new BigDecimal(number.group(1)) : BigDecimal.TWO;
        BigDecimal share = number.matches() && !number.group(2).isEmpty() ? value.divide(HUNDRED) : value;
        if (share.compareTo(BigDecimal.ONE) > 0) {
            throw node.fault("must be a share such as 0.8 or 80 %, not " + YamlNode.quoted(node.text()));
        }
        return share;
    }

    // ---- PCVs

    private static boolean isMultiple(YamlNode node) throws InputException {
        return node.isMapping() && node.members().containsKey("times");
    }

    private Multiple multiple(YamlNode node, Map<String, YamlNode> said) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("times", "of"));
        YamlNode of = TargetFile.required(node, members, "of");
        String other = of.text();
        checked(of, () -> Ranges.find(contract.pcvs(), other));
        if (said.containsKey(other) && isMultiple(said.get(other))) {
            throw of.fault("is a multiple itself; name the PCV that it is a multiple of");
        }
        return new Multiple(members.get("times").integer(1, Integer.MAX_VALUE), other);
    }

    /** A multiple may not leave its PCV's range, whatever the other one is. */
    private void checkRange(String name, Multiple multiple, Distribution of, YamlNode node) throws InputException {
        Pcv pcv = Ranges.find(contract.pcvs(), name);
        try {
            if (of.high().isPresent()) {
                Interval values = new Interval(Math.multiplyExact(multiple.factor(), of.low()), Math.multiplyExact(multiple.factor(), of.high().getAsLong()));
                checked(node, () -> Ranges.check(contract.pcvs(), name, values));
                return;
            }
            checked(node, () -> Ranges.check(contract.pcvs(), name, Interval.of(Math.multiplyExact(multiple.factor(), of.low()))));
        } catch (ArithmeticException e) {
            throw node.fault("does not fit 64 bits");
        }
        if (pcv.high().isPresent()) {
            throw node.fault(multiple + " has no end, but the range of " + name + " has: " + Ranges.text(pcv));
        }
    }

    private Distribution distribution(String name, YamlNode node) throws InputException {
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

    private static Distribution uniform(Interval values) {
        return values.isPoint() ? new Distribution.Within(values) : new Distribution.Uniform(values);
    }

    private Distribution geometric(String name, YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("mean", "from"));
        Pcv pcv = Ranges.find(contract.pcvs(), name);
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
            checked(member.getValue(), () -> Ranges.check(contract.pcvs(), name, value));
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
        checked(node, () -> Ranges.check(contract.pcvs(), name, values));
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

    /** Gives a complaint about a name or a value its place in the document. */
    private static <T> T checked(YamlNode node, Supplier<T> question) throws InputException {
        try {
            return question.get();
        } catch (IllegalArgumentException e) {
            throw node.fault(Failures.oneLine(e));
        }
    }
}
