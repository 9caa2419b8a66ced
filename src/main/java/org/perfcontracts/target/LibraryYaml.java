package org.perfcontracts.target;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.perfcontracts.contract.DeclaredOperation;
import org.perfcontracts.contract.LibraryDescription;

/**
 * Reads the file that describes a stateful library. Its format is described in docs/library.md.
 *
 * <p>Every complaint is an {@link InputException} that names the file, the line and column, and the key.
 */
public final class LibraryYaml {
    /** What is left of a register where a function returns a truth value or an integer, by the System V calling convention. */
    private static final int TRUTH_BITS = 8;
    private static final int INTEGER_BITS = 32;

    private static final Map<String, Long> TRUTH_VALUES = Map.of("false", 0L, "true", 1L);
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,9}");

    private LibraryYaml() {}

    /** The library that a target names, if it names one. */
    public static Optional<LibraryDescription> of(Target target) throws InputException {
        return target.library().isPresent() ? Optional.of(read(target.library().get())) : Optional.empty();
    }

    /** The library that a file describes. */
    static LibraryDescription read(Path file) throws InputException {
        return parse(YamlNode.parse(file.toString(), TargetFile.contents(file)));
    }

    /** The library that a document describes. */
    static LibraryDescription parse(YamlNode root) throws InputException {
        Map<String, YamlNode> members = root.members(List.of("operations", "pcvs"));
        var operations = new ArrayList<DeclaredOperation>();
        for (Map.Entry<String, YamlNode> member : TargetFile.required(root, members, "operations").members().entrySet()) {
            operations.add(operation(member.getKey(), member.getValue()));
        }
        if (operations.isEmpty()) {
            throw members.get("operations").fault("must have an operation");
        }
        return new LibraryDescription(operations, members.containsKey("pcvs") ? pcvs(members.get("pcvs")) : Map.of());
    }

    private static DeclaredOperation operation(String name, YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("meaning", "returns"));
        String meaning = TargetFile.required(node, members, "meaning").text();
        if (!members.containsKey("returns")) {
            return new DeclaredOperation(name, meaning, 0, Map.of());
        }
        Map<String, YamlNode> returns = members.get("returns").members();
        boolean truth = returns.keySet().stream().anyMatch(TRUTH_VALUES::containsKey);
        return new DeclaredOperation(name, meaning, truth ? TRUTH_BITS : INTEGER_BITS, outcomes(returns, truth));
    }

    private static Map<Long, String> outcomes(Map<String, YamlNode> returns, boolean truth) throws InputException {
        var outcomes = new LinkedHashMap<Long, String>();
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, YamlNode> member : returns.entrySet()) {
            YamlNode node = member.getValue();
            if (!names.add(node.text())) {
                throw node.fault("two outcomes have the name " + YamlNode.quoted(node.text()));
            }
            outcomes.put(truth ? truth(member.getKey(), node) : integer(member.getKey(), node), node.text());
        }
        return outcomes;
    }

    private static long truth(String key, YamlNode node) throws InputException {
        if (!TRUTH_VALUES.containsKey(key)) {
            throw node.fault("stands for a value that is not true or false, as others here are");
        }
        return TRUTH_VALUES.get(key);
    }

    private static long integer(String key, YamlNode node) throws InputException {
        if (!INTEGER.matcher(key).matches()) {
            throw node.fault("stands for a value that is neither true nor false nor an integer of 32 bits");
        }
        return Integer.toUnsignedLong(Integer.parseInt(key));
    }

    private static Map<String, String> pcvs(YamlNode node) throws InputException {
        var meanings = new TreeMap<String, String>();
        Set<String> parts = new HashSet<>();
        for (Map.Entry<String, YamlNode> member : node.members().entrySet()) {
            String part = LibraryDescription.part(member.getKey());
            meanings.put(member.getKey(), member.getValue().text());
            if (!parts.add(part)) {
                throw member.getValue().fault("another PCV ends in '" + part + "', too: instances could not tell them apart");
            }
        }
        return meanings;
    }
}
