package org.perfcontracts.target;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How much of a program a contract is about. */
public enum LevelName {
    /** One call of the network function's packet function. */
    NF,
    /** One poll iteration of the whole program: from the driver's receive function being entered to its being entered again. */
    STACK;

    /** The name as in {@code bolt.yaml} and on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level with the given name. */
    public static Optional<LevelName> of(String key) {
        return Arrays.stream(values()).filter(level -> level.key().equals(key)).findFirst();
    }

    /** All names, for messages. */
    public static String keys() {
        return Arrays.stream(values()).map(LevelName::key).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return key();
    }
}
