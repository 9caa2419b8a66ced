package org.perfcontracts.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.perfcontracts.engine.Statistics;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.YamlNode;

/**
 * What the analysis of a target may take at most.
 *
 * @param limits by "target level", as "nf/firewall nf"
 */
public record Bars(Map<String, Bar> limits) {
    /**
     * A bar.
     *
     * @param seconds the longest time
     * @param megabytes the most memory, 2^20 bytes each
     */
    record Bar(long seconds, long megabytes) {
        /** Whether the figures stay below. */
        boolean holds(Statistics figures) {
            return figures.seconds() <= seconds && figures.peakMemoryBytes() <= megabytes << 20;
        }
    }

    /** Reads a file that has the bars by target and level; without the file there are none. */
    public static Bars read(Path file) throws InputException {
        if (!Files.exists(file)) {
            return new Bars(Map.of());
        }
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new InputException("cannot read " + Failures.describe(e), e);
        }
    }

    /** The bars that a text gives. */
    static Bars parse(String source, String text) throws InputException {
        var limits = new LinkedHashMap<String, Bar>();
        for (Map.Entry<String, YamlNode> target : YamlNode.parse(source, text).members().entrySet()) {
            Map<String, YamlNode> levels = target.getValue().members(List.of("nf", "stack"));
            for (Map.Entry<String, YamlNode> level : levels.entrySet()) {
                limits.put(target.getKey() + " " + level.getKey(), bar(level.getValue()));
            }
        }
        return new Bars(limits);
    }

    /** The bar of a level of a target. */
    public Optional<Bar> of(String target, LevelName level) {
        return Optional.ofNullable(limits.get(target + " " + level.key()));
    }

    private static Bar bar(YamlNode node) throws InputException {
        Map<String, YamlNode> members = node.members(List.of("seconds", "megabytes"));
        return new Bar(TargetFile.required(node, members, "seconds").integer(1, Integer.MAX_VALUE),
                TargetFile.required(node, members, "megabytes").integer(1, Integer.MAX_VALUE));
    }
}
