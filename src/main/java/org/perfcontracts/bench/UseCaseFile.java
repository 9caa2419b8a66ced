package org.perfcontracts.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.Toolchain;
import org.perfcontracts.target.YamlNode;
import org.perfcontracts.traffic.FlowChurn;

/** Reads use cases; {@code bench/cases.yaml} describes its own format at its head. */
public final class UseCaseFile {
    private static final List<String> TRAFFIC = List.of("packets", "flows", "newEvery", "interval", "clock", "ports", "seed");

    private UseCaseFile() {
    }

    /** The cases in a file. */
    public static List<UseCase> read(Path file) throws InputException {
        return parse(file.toString(), TargetFile.contents(file), file.toAbsolutePath().getParent());
    }

    /** The cases that a text describes; files that it names are in a folder. */
    static List<UseCase> parse(String name, String text, Path folder) throws InputException {
        YamlNode root = YamlNode.parse(name, text);
        List<UseCase> cases = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode each : TargetFile.required(root, root.members(List.of("cases")), "cases").elements()) {
            UseCase useCase = useCase(each, folder);
            if (!names.add(useCase.name())) {
                throw each.fault("a second case " + useCase.name());
            }
            cases.add(useCase);
        }
        return cases;
    }

    private static UseCase useCase(YamlNode node, Path folder) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("name", "meaning", "target", "pcvs", "options", "traffic", "variants"));
        List<String> options = members.containsKey("options") ? texts(members.get("options")) : List.of();
        Map<String, YamlNode> traffic = members.containsKey("traffic") ? members.get("traffic").members(TRAFFIC) : Map.of();
        List<UseCase.Variant> variants = new ArrayList<>();
        for (YamlNode each : TargetFile.required(node, members, "variants").elements()) {
            variants.add(variant(each, options, traffic, folder));
        }
        if (variants.size() < 2) {
            throw members.get("variants").fault("must be two at least, to be compared");
        }
        return new UseCase(TargetFile.required(node, members, "name").text(), TargetFile.required(node, members, "meaning").text(),
                TargetFile.required(node, members, "target").text(), members.containsKey("pcvs") ? texts(members.get("pcvs")) : List.of(), variants);
    }

    private static UseCase.Variant variant(YamlNode node, List<String> common, Map<String, YamlNode> traffic, Path folder) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("name", "options", "flags", "traffic", "workload"));
        List<String> options = new ArrayList<>(common);
        if (members.containsKey("options")) {
            options.addAll(texts(members.get("options")));
        }
        Map<String, YamlNode> own = new HashMap<>(traffic);
        if (members.containsKey("traffic")) {
            own.putAll(members.get("traffic").members(TRAFFIC));
        }
        Toolchain toolchain = members.containsKey("flags") ? new Toolchain(Optional.empty(), Optional.of(members.get("flags").text())) : Toolchain.OF_THE_TARGET;
        return new UseCase.Variant(TargetFile.required(node, members, "name").text(), options, toolchain, traffic(node, own),
                members.containsKey("workload") ? Optional.of(folder.resolve(members.get("workload").text())) : Optional.empty());
    }

    private static FlowChurn traffic(YamlNode node, Map<String, YamlNode> members) throws InputException {
        try {
            return new FlowChurn(number(node, members, "packets"), number(node, members, "flows"), members.containsKey("newEvery") ? number(node, members, "newEvery") : 0,
                    TargetFile.required(node, members, "interval").integer(), members.containsKey("clock") ? members.get("clock").integer() : 1,
                    members.containsKey("ports") ? number(node, members, "ports") : 1, members.containsKey("seed") ? members.get("seed").integer() : 1);
        } catch (IllegalArgumentException e) {
            throw node.fault(e.getMessage());
        }
    }

    private static int number(YamlNode node, Map<String, YamlNode> members, String key) throws InputException {
        return TargetFile.required(node, members, key).integer(0, Integer.MAX_VALUE);
    }

    private static List<String> texts(YamlNode node) throws InputException {
        List<String> texts = new ArrayList<>();
        for (YamlNode each : node.elements()) {
            texts.add(each.text());
        }
        return texts;
    }
}
