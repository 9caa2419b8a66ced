package org.perfcontracts.cli;

import java.util.List;

/**
 * One level at which a target is analysed.
 *
 * @param name which one
 * @param entry the symbol of the function whose entering starts the analysis
 * @param arguments what the program is run with, its name not among them
 * @param parameters of the entry in order; at most six. Empty at level {@code stack}
 * @param driver how the packet is injected; {@link Driver#NONE} at level {@code nf}
 * @param packetLength lengths of the injected packet, in bytes; has a meaning only where a driver injects
 */
public record Level(
        LevelName name,
        String entry,
        List<String> arguments,
        List<Parameter> parameters,
        Driver driver,
        Range packetLength) {
    /** Lengths of a packet unless said otherwise: an Ethernet frame without its check sequence. */
    public static final Range ETHERNET_FRAME = new Range(0, 1518);

    /** Keeps its own copy of the lists. */
    public Level {
        arguments = List.copyOf(arguments);
        parameters = List.copyOf(parameters);
    }
}
