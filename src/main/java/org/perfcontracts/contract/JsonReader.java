package org.perfcontracts.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a JSON tree that should have a certain form. Every method throws an {@link IllegalArgumentException} that names
 * the key where it has not.
 *
 * @param node  a part of the tree
 * @param place where in the tree it is, such as {@code classes[2].name}
 */
record JsonReader(JsonNode node, String place) {
    boolean has(String key) {
        return node.has(key);
    }

    List<String> keys() {
        require(node.isObject(), "an object");
        return node.properties().stream().map(entry -> entry.getKey()).toList();
    }

    JsonReader object(String key) {
        JsonReader child = child(key);
        child.require(child.node.isObject(), "an object");
        return child;
    }

    String text(String key) {
        return child(key).asText();
    }

    boolean truth(String key) {
        JsonReader child = child(key);
        child.require(child.node.isBoolean(), "true or false");
        return child.node.booleanValue();
    }

    long integer(String key) {
        JsonReader child = child(key);
        child.require(child.node.isIntegralNumber() && child.node.canConvertToLong(), "an integer of at most 64 bits");
        return child.node.longValue();
    }

    /** A number above zero. */
    double positive(String key) {
        JsonReader child = child(key);
        child.require(child.node.isNumber() && child.node.doubleValue() > 0, "a number above 0");
        return child.node.doubleValue();
    }

    /** An integer of 64 bits that is 0 or more. */
    long count(String key) {
        long count = integer(key);
        if (count < 0) {
            throw new IllegalArgumentException(key + " is a number of passages, and not " + count);
        }
        return count;
    }

    /** An integer of 32 bits. */
    int small(String key) {
        JsonReader child = child(key);
        child.require(child.node.isIntegralNumber() && child.node.canConvertToInt(), "an integer of at most 32 bits");
        return child.node.intValue();
    }

    List<JsonReader> list(String key) {
        return child(key).elements();
    }

    List<String> texts(String key) {
        return child(key).texts();
    }

    List<String> texts() {
        return elements().stream().map(JsonReader::asText).toList();
    }

    List<JsonReader> elements() {
        require(node.isArray(), "a list");
        List<JsonReader> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new JsonReader(node.get(i), place + "[" + i + "]"));
        }
        return elements;
    }

    <E extends Enum<E>> E oneOf(String key, E[] values) {
        JsonReader child = child(key);
        String text = child.asText();
        for (E value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException(child.place + " cannot be " + text);
    }

    private String asText() {
        require(node.isTextual(), "a string");
        return node.textValue();
    }

    private JsonReader child(String key) {
        require(node.isObject(), "an object");
        String childPlace = place.isEmpty() ? key : place + "." + key;
        if (!node.has(key)) {
            throw new IllegalArgumentException("the key " + childPlace + " is missing");
        }
        return new JsonReader(node.get(key), childPlace);
    }

    private void require(boolean holds, String form) {
        if (!holds) {
            throw new IllegalArgumentException((place.isEmpty() ? "the whole" : place) + " is not " + form);
        }
    }
}
