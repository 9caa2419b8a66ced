package org.perfcontracts.decision.input;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.decision.Classes;
import org.perfcontracts.decision.Distribution;
import org.perfcontracts.decision.Joint;
import org.perfcontracts.decision.Workload;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.YamlNode;

/** Reads what a workload says of the classes of a contract: their shares, or their numbers of packets, and what is known of PCVs in them. */
record WorkloadClasses(Contract contract, PcvDistributions distributions) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** The last three are of a distillation, and tell what follows from the others. */
    private static final List<String> KEYS = List.of("share", "packets", "pcvs", "joint", "bound", "metrics", "figures");

    /** All classes with packets. */
    record Read(Map<String, BigDecimal> shares, Map<String, Workload.OfClass> own) {
    }

    Read read(YamlNode node) throws InputException {
        Map<String, BigDecimal> given = new LinkedHashMap<>();
        Map<String, Workload.OfClass> own = new TreeMap<>();
        int counted = 0;
        for (Map.Entry<String, YamlNode> member : node.members().entrySet()) {
            YamlNode value = member.getValue();
            PcvDistributions.checked(value, () -> Classes.find(contract, member.getKey()));
            boolean isCount = value.isMapping() && value.members(KEYS).containsKey("packets");
            BigDecimal weight = value.isMapping() ? weight(value, value.members(KEYS)) : share(value);
            counted += isCount ? 1 : 0;
            if (weight.signum() > 0) {
                given.put(member.getKey(), weight);
            }
            if (value.isMapping()) {
                own.put(member.getKey(), own(value.members(KEYS)));
            }
        }
        if (counted > 0 && counted < node.members().size()) {
            throw node.fault("has shares of some classes and numbers of packets of others; give one or the other");
        }
        return new Read(counted > 0 ? shares(node, given) : whole(node, given), own);
    }

    private static BigDecimal weight(YamlNode node, Map<String, YamlNode> members) throws InputException {
        if (members.containsKey("share") == members.containsKey("packets")) {
            throw node.fault("needs either a share or a number of packets");
        }
        return members.containsKey("share") ? share(members.get("share")) : new BigDecimal(Long.toUnsignedString(members.get("packets").integer()));
    }

    private static Map<String, BigDecimal> shares(YamlNode node, Map<String, BigDecimal> counts) throws InputException {
        BigDecimal sum = counts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.signum() == 0) {
            throw node.fault("has no packet");
        }
        Map<String, BigDecimal> shares = new LinkedHashMap<>(counts);
        shares.replaceAll((_, count) -> count.divide(sum, MathContext.DECIMAL128));
        return shares;
    }

    private static Map<String, BigDecimal> whole(YamlNode node, Map<String, BigDecimal> shares) throws InputException {
        BigDecimal sum = shares.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(BigDecimal.ONE) != 0) {
            throw node.fault("the shares add up to " + sum.multiply(HUNDRED).stripTrailingZeros().toPlainString() + " %, not to 100 %");
        }
        return shares;
    }

    private static BigDecimal share(YamlNode node) throws InputException {
        Matcher number = PcvDistributions.NUMBER.matcher(node.text());
        BigDecimal value = number.matches() ? new BigDecimal(number.group(1)) : BigDecimal.TWO;
        BigDecimal share = number.matches() && !number.group(2).isEmpty() ? value.divide(HUNDRED) : value;
        if (share.compareTo(BigDecimal.ONE) > 0) {
            throw node.fault("must be a share such as 0.8 or 80 %, not " + YamlNode.quoted(node.text()));
        }
        return share;
    }

    private Workload.OfClass own(Map<String, YamlNode> members) throws InputException {
        Map<String, Distribution> pcvs = new TreeMap<>();
        if (members.containsKey("pcvs")) {
            for (Map.Entry<String, YamlNode> member : members.get("pcvs").members().entrySet()) {
                pcvs.put(member.getKey(), distributions.ofKnown(member.getKey(), member.getValue()));
            }
        }
        Optional<Joint> joint = members.containsKey("joint") ? Optional.of(distributions.joint(members.get("joint"))) : Optional.empty();
        return new Workload.OfClass(pcvs, joint);
    }
}
