package org.perfcontracts.decision.input;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.decision.Distribution;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.decision.Multiple;
import org.perfcontracts.decision.Ranges;
import org.perfcontracts.decision.Workload;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.YamlNode;

/** Reads a workload for a contract. Its format is described in docs/predict.md; every complaint names the file, the line and the key. */
public final class WorkloadFile {
    private static final int VERSION = 1;
    /** What a distillation says besides. */
    private static final List<String> KEYS = List.of("name", "classes", "pcvs", "formatVersion", "contract", "traffic", "packets", "metrics", "findings");

    private final Contract contract;
    private final PcvDistributions distributions;

    private WorkloadFile(Contract contract) {
        this.contract = contract;
        this.distributions = new PcvDistributions(contract.pcvs());
    }

    /** The workload in a file. */
    public static Workload read(Path file, Contract contract) throws InputException {
        return parse(YamlNode.parse(file.toString(), TargetFile.contents(file)), contract);
    }

    /** The workload that a document describes. */
    static Workload parse(YamlNode root, Contract contract) throws InputException {
        Map<String, YamlNode> members = root.members(KEYS);
        checkVersion(members);
        var reader = new WorkloadFile(contract);
        WorkloadClasses.Read classes = new WorkloadClasses(contract, reader.distributions).read(TargetFile.required(root, members, "classes"));
        Map<String, Distribution> pcvs = new TreeMap<>();
        contract.pcvs().forEach(pcv -> pcvs.put(pcv.name(), new Distribution.Within(Interval.of(pcv.low()))));
        Map<String, Multiple> multiples = new TreeMap<>();
        Map<String, YamlNode> said = members.containsKey("pcvs") ? members.get("pcvs").members() : Map.of();
        for (Map.Entry<String, YamlNode> member : said.entrySet()) {
            PcvDistributions.checked(member.getValue(), () -> Ranges.find(contract.pcvs(), member.getKey()));
            if (isMultiple(member.getValue())) {
                multiples.put(member.getKey(), reader.multiple(member.getValue(), said));
                pcvs.remove(member.getKey());
            } else {
                pcvs.put(member.getKey(), reader.distributions.distribution(member.getKey(), member.getValue()));
            }
        }
        for (Map.Entry<String, Multiple> multiple : multiples.entrySet()) {
            reader.checkRange(multiple.getKey(), multiple.getValue(), pcvs.get(multiple.getValue().of()), said.get(multiple.getKey()));
        }
        return new Workload(members.containsKey("name") ? members.get("name").text() : "", classes.shares(), pcvs, multiples, said.keySet(), classes.own());
    }

    private static boolean isMultiple(YamlNode node) throws InputException {
        return node.isMapping() && node.members().containsKey("times");
    }

    private Multiple multiple(YamlNode node, Map<String, YamlNode> said) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("times", "of"));
        YamlNode of = TargetFile.required(node, members, "of");
        String other = of.text();
        PcvDistributions.checked(of, () -> Ranges.find(contract.pcvs(), other));
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
                PcvDistributions.checked(node, () -> Ranges.check(contract.pcvs(), name, values));
                return;
            }
            PcvDistributions.checked(node, () -> Ranges.check(contract.pcvs(), name, Interval.of(Math.multiplyExact(multiple.factor(), of.low()))));
        } catch (ArithmeticException e) {
            throw node.fault("does not fit 64 bits");
        }
        if (pcv.high().isPresent()) {
            throw node.fault(multiple + " has no end, but the range of " + name + " has: " + Ranges.text(pcv));
        }
    }

    /** Of what another program has written, a distillation. */
    private static void checkVersion(Map<String, YamlNode> members) throws InputException {
        if (members.containsKey("formatVersion") && members.get("formatVersion").integer() != VERSION) {
            throw members.get("formatVersion").fault("is not " + VERSION + ", the version that this program reads");
        }
    }
}
