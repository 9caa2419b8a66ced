package org.perfcontracts.target;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A piece of a YAML document that knows where it stands, so that every complaint names file, line, column and key.
 *
 * @param source the document's name in messages
 * @param key the keys that lead here, joined by dots; empty at the top
 * @param node the piece
 */
public record YamlNode(String source, String key, Node node) {
    // Composing recurses; documents written by people stay far below.
    private static final int DEEPEST = 50;
    private static final Pattern INTEGER = Pattern.compile("0x[0-9a-fA-F]{1,16}|[0-9]{1,20}");
    private static final BigInteger MAXIMUM = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** Parses a document. */
    public static YamlNode parse(String source, String text) throws InputException {
        LoadSettings settings = LoadSettings.builder().setLabel(source).build();
        try {
            checkDepth(source, settings, text);
            Optional<Node> root = new Compose(settings).composeString(text);
            return new YamlNode(source, "", root.orElseThrow(() -> new InputException(source + " is empty")));
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark().or(e::getContextMark).map(mark -> place(source, mark)).orElse(source);
            throw new InputException(place + ": not YAML: " + oneLine(e.getProblem()), e);
        } catch (YamlEngineException e) {
            throw new InputException(source + ": not YAML: " + oneLine(e.getMessage()), e);
        }
    }

    private static void checkDepth(String source, LoadSettings settings, String text) throws InputException {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > DEEPEST) {
                String place = event.getStartMark().map(mark -> place(source, mark)).orElse(source);
                throw new InputException(place + ": nested more than " + DEEPEST + " deep");
            }
        }
    }

    /** A complaint about this piece. */
    public InputException fault(String message) {
        String place = node.getStartMark().map(mark -> place(source, mark)).orElse(source);
        return new InputException(place + ": " + (key.isEmpty() ? "" : key + ": ") + message);
    }

    /** The members of a mapping, in their order; complains about other kinds of node, duplicates and unknown keys. */
    public Map<String, YamlNode> members(Collection<String> known) throws InputException {
        if (!(node instanceof MappingNode mapping)) {
            throw fault("must be a mapping (key: value)");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode name && !known.contains(name.getValue())) {
                throw new YamlNode(source, below(name.getValue()), name)
                        .fault("unknown key; known here: " + String.join(", ", known));
            }
        }
        return members();
    }

    /** The members of a mapping whose keys are free. */
    public Map<String, YamlNode> members() throws InputException {
        if (!(node instanceof MappingNode mapping)) {
            throw fault("must be a mapping (key: value)");
        }
        var members = new LinkedHashMap<String, YamlNode>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                throw new YamlNode(source, key, tuple.getKeyNode()).fault("a key must be a word");
            }
            YamlNode member = new YamlNode(source, below(name.getValue()), tuple.getValueNode());
            if (members.put(name.getValue(), member) != null) {
                throw new YamlNode(source, member.key, name).fault("given twice");
            }
        }
        return members;
    }

    private String below(String name) {
        return key.isEmpty() ? oneLine(name) : key + "." + oneLine(name);
    }

    /** The elements of a sequence. */
    public List<YamlNode> elements() throws InputException {
        if (!(node instanceof SequenceNode sequence)) {
            throw fault("must be a list ([a, b] or lines beginning with -)");
        }
        var elements = new ArrayList<YamlNode>();
        for (Node element : sequence.getValue()) {
            elements.add(new YamlNode(source, key + "[" + elements.size() + "]", element));
        }
        return elements;
    }

    /** The text of a scalar as written, whatever type YAML would give it; never empty. */
    public String text() throws InputException {
        if (!(node instanceof ScalarNode scalar)) {
            throw fault("must be a single value");
        }
        if (scalar.getValue().isEmpty()) {
            throw fault("needs a value");
        }
        if (scalar.getValue().chars().anyMatch(c -> c == 0)) {
            throw fault("must not hold a zero byte");
        }
        return scalar.getValue();
    }

    /** An unsigned integer of up to 64 bits, decimal or with 0x. */
    public long integer() throws InputException {
        String text = text();
        boolean plain = node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN;
        if (!plain || !INTEGER.matcher(text).matches()) {
            throw fault("must be a non-negative integer, not " + quoted(text));
        }
        BigInteger value = text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
        if (value.compareTo(MAXIMUM) > 0) {
            throw fault("does not fit 64 bits: " + text);
        }
        return value.longValue();
    }

    /** An integer between the given bounds. */
    public int integer(int low, int high) throws InputException {
        long value = integer();
        if (Long.compareUnsigned(value, low) < 0 || Long.compareUnsigned(value, high) > 0) {
            throw fault("must be between " + low + " and " + high + ", not " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /** Whether this is a mapping. */
    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** Whether this is a list. */
    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Text of a user in a message: quoted, shortened, on one line. */
    public static String quoted(String text) {
        String line = oneLine(text);
        return "'" + (line.length() > 60 ? line.substring(0, 57) + "..." : line) + "'";
    }

    private static String place(String source, Mark mark) {
        return source + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    private static String oneLine(String text) {
        return text == null ? "unknown fault" : text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
